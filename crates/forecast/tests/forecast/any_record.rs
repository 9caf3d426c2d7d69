//! What must hold for the answers of any record, path answers and "what would change" included: records dealt by a
//! fixed seed over conditions, routes, doses, questionnaires, covariates, rules and goals.

use crate::common::{answer, case, model, scores, sessions};
use evenkeel_forecast::{Answer, Case, Extent, Outlook, Posterior, Rule, Session};

/// A small multiplicative generator, good enough to deal records.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % n
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(u32::try_from(of.len()).unwrap()) as usize]
    }
}

/// A record dealt whole.
fn dealt(seed: u64) -> Case {
    let dice = &mut Dice(seed * 7919 + 17);
    dice.below(2);
    let (condition, primary, top) = dice.pick(&[
        ("depression", "PHQ9", 27),
        ("depression", "MADRS", 60),
        ("bipolar_depression", "QIDS16", 27),
        ("ptsd", "PCL5", 80),
        ("anxiety", "GAD7", 21),
        ("chronic_pain", "PAIN", 10),
    ]);
    let number = dice.pick(&[0, 1, 3, 4, 6, 9]);
    let (mut given, mut day) = (Vec::new(), 0);
    for _ in 0..number {
        given.push(day);
        day += dice.pick(&[1, 3, 4, 7]);
    }
    let today = day + dice.pick(&[0, 1, 20]);
    let level = |dice: &mut Dice, at: u32| i32::try_from(at * top / 100 + dice.below(3)).unwrap();
    let mut taken: Vec<(i32, i32)> = vec![(-2, level(dice, 70)), (0, level(dice, 75))];
    let steps = dice.below(5);
    for k in 1..=steps {
        taken.push((today * i32::try_from(k).unwrap() / 5, level(dice, 75 - 15 * k)));
    }
    taken.retain(|(day, _)| *day <= today);
    let (route, dose) = dice.pick(&[("iv", 0.5), ("iv", 1.0), ("im", 0.7), ("nasal_esketamine", 56.0)]);
    let session = |day: &i32| Session { day: f64::from(*day), route: route.into(), dose };
    let plan: Vec<i32> = (0..i32::try_from(dice.below(4)).unwrap()).map(|k| today + 3 * k).collect();
    Case {
        id: format!("dealt {seed}"),
        condition: condition.into(),
        primary: primary.into(),
        sessions: given.iter().map(session).collect(),
        scores: scores(primary, &taken),
        today: f64::from(today),
        plan: plan.iter().map(session).collect(),
        age65: dice.below(4) == 0,
        new_antidepressant: dice.below(4) == 0,
        price: Some(300.0),
        rule: (dice.below(2) == 0).then(|| Rule { extend_after: Some(1), ..Rule::default() }),
        other_plan: Some(plan.iter().map(|day| Session { dose: 1.2 * dose, ..session(day) }).collect()),
        goal_days_well: Some(100.0),
        ..Case::default()
    }
}

fn all() -> impl Iterator<Item = Case> {
    (0..24).map(dealt)
}

#[track_caller]
fn nested(what: &str, values: &[f64], [lo, hi]: [f64; 2]) {
    let held = values.iter().all(|value| (lo..=hi).contains(value));
    assert!(held && values.is_sorted_by(|one, next| one <= next), "{what}: {values:?}");
}

#[test]
fn every_band_nests_and_stays_where_it_can_be() {
    for case in all() {
        let Answer { benefit_now, benefit_parts, paths, tradeoff, sessions_to_response, .. } = answer(&case);
        let (paths, id) = (paths.unwrap(), &case.id);
        nested(id, &benefit_now.value, [0.0, 1.0]);
        nested(id, &benefit_parts.from_sessions.value, [0.0, 1.0]);
        nested(id, &benefit_parts.other.value, [0.0, 1.0]);
        nested(id, &sessions_to_response.value, [1.0, 21.0]);
        nested(id, &paths.days_to_relapse_if_stopped.value, [7.0, 731.0]);
        nested(id, &paths.p_relapse_by_day.value, [0.0, 1.0]);
        nested(id, &paths.sessions_12_months.value, [0.0, 366.0]);
        nested(id, &paths.days_well_12_months.value, [0.0, 365.0]);
        nested(id, &paths.cost_12_months.unwrap().value, [0.0, 366.0 * 300.0]);
        for row in tradeoff.unwrap().quantiles {
            nested(id, &row, [0.0, 365.0]);
        }
    }
}

#[test]
fn chances_rise_with_sessions_and_remission_never_overtakes_response() {
    for case in all() {
        let answer = answer(&case);
        let response = answer.p_response_by_session.value;
        nested(&case.id, &response, [0.0, 1.0]);
        let Some(remission) = answer.p_remission_by_session else { continue };
        nested(&case.id, &remission.value, [0.0, 1.0]);
        assert_eq!(remission.value.len(), response.len());
        assert!(remission.value.iter().zip(&response).all(|(remission, response)| remission <= response));
    }
}

#[test]
fn what_would_change_keeps_the_same_order_and_bounds() {
    for case in all() {
        let answer = answer(&case);
        let what = *answer.what_would_change.unwrap();
        let next = &what.next_score;
        let mut outlooks: Vec<&Outlook> = vec![&what.as_it_is];
        outlooks.extend([&next.good.outlook, &next.expected.outlook, &next.bad.outlook]);
        outlooks.extend(what.waiting.iter().chain(&what.other_plan));
        for outlook in outlooks {
            nested(&case.id, &[outlook.p_response], [0.0, 1.0]);
            nested(&case.id, &outlook.benefit.value, [0.0, 1.0]);
            nested(&case.id, &outlook.sessions_to_response.value, [1.0, 21.0]);
        }
        let told = [&next.bad, &next.expected, &next.good].map(|row| row.outlook.p_response);
        // The chance without the score lies between those with a bad and with a good one.
        let now = what.as_it_is.p_response;
        assert!(told.is_sorted_by(|worse, better| *worse <= better + 1e-9), "{}: {told:?}", case.id);
        assert!(told[0] <= now + 1e-9 && now <= told[2] + 1e-9, "{}: {told:?} and {now}", case.id);
        let by_session = answer.p_response_by_session.value[what.session - 1];
        assert!((what.as_it_is.p_response - by_session).abs() < 1e-9);
    }
}

#[test]
fn shifting_all_days_changes_no_byte_of_any_answer() {
    for case in all().step_by(3) {
        for by in [-400.0, 40_000.0] {
            let mut moved = case.clone();
            moved.today += by;
            let planned = moved.other_plan.iter_mut().flatten();
            moved.sessions.iter_mut().chain(&mut moved.plan).chain(planned).for_each(|one| one.day += by);
            moved.scores.iter_mut().for_each(|score| score.day += by);
            let text = |case: &Case| serde_json::to_string(&answer(case)).unwrap();
            assert_eq!(text(&case), text(&moved), "{} by {by}", case.id);
        }
    }
}

/// The first session starts the clock of the other improvement; a later one of strength 0 is nothing at all.
#[test]
fn a_session_of_strength_nothing_in_the_record_moves_no_benefit() {
    for case in all().filter(|case| case.sessions.len() > 2) {
        let mut with = case.clone();
        let free = |day: &f64| !case.sessions.iter().any(|given| (given.day - day).abs() < 0.5);
        let mut between = (1..).map(f64::from).take_while(|day| *day <= case.today);
        let Some(day) = between.find(free) else { continue };
        with.sessions.push(Session { day, dose: 0.0, ..case.sessions[0].clone() });
        let (without, with) = (answer(&case), answer(&with));
        let close = |one: &[f64], other: &[f64]| one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(close(&without.benefit_now.value, &with.benefit_now.value), "{}", case.id);
        assert!(close(&without.benefit_parts.from_sessions.value, &with.benefit_parts.from_sessions.value));
        assert!(close(&[without.p_well_now.value, without.ess], &[with.p_well_now.value, with.ess]));
        assert!(close(&without.score_forecast.value, &with.score_forecast.value));
        let days = |answer: &Answer| answer.paths.as_ref().unwrap().p_relapse_by_day.value.clone();
        // A course at the very edge of a step may be read one step off.
        assert!(days(&without).iter().zip(days(&with)).all(|(a, b)| (a - b).abs() < 0.001), "{}", case.id);
    }
}

#[test]
fn a_plan_of_strength_nothing_is_no_plan() {
    for mut case in all().filter(|case| !case.sessions.is_empty()) {
        let day = case.today + 1.0;
        case.plan = vec![
            Session { day, route: "iv".into(), dose: 0.0 },
            Session { day: day + 3.0, route: "iv".into(), dose: 0.0 },
        ];
        case.other_plan = Some(sessions(&[]));
        let checked = case.checked(model()).unwrap();
        let posterior = Posterior::new(model(), crate::common::bank(), &checked);
        let nothing = posterior.answers(checked.plan(), Extent::Quick);
        let none = posterior.answers(&evenkeel_forecast::Plan::none(), Extent::Quick);
        for (one, other) in nothing.score_forecast.value.iter().zip(&none.score_forecast.value) {
            assert!((one - other).abs() < 1e-9, "{}", case.id);
        }
    }
}

#[test]
fn a_case_dealt_is_a_case_of_its_own() {
    let conditions: std::collections::BTreeSet<String> = all().map(|case| case.condition).collect();
    assert_eq!(conditions.len(), 5, "every condition is dealt");
    assert!(all().any(|case| case.sessions.is_empty()) && all().any(|case| case.sessions.len() == 9));
    assert_ne!(dealt(1), case(&[], &[], 0));
}
