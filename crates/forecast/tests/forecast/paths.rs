//! Simulated courses: what must hold whatever the numbers are.

use crate::common::{bank, case, model, sessions};
use evenkeel_forecast::answer::PathAnswers;
use evenkeel_forecast::{Case, Next, Plan, Policy, Posterior, Rule, Session, Visit, Watch, Year};

const WELL: [(i32, i32); 5] = [(0, 20), (7, 12), (14, 8), (17, 6), (21, 5)];
const GIVEN: [i32; 6] = [0, 3, 7, 10, 14, 17];

fn well() -> Case {
    Case { plan: Vec::new(), ..case(&GIVEN, &WELL, 21) }
}

fn paths(case: &Case) -> PathAnswers {
    let checked = case.checked(model()).unwrap();
    Posterior::new(model(), bank(), &checked).answer().paths.unwrap()
}

/// A session every so many days, whatever the scores say; none for `None`.
struct Every(Option<f64>);

impl Policy for Every {
    type Memory = ();
    fn first(&self) -> (Option<f64>, ()) {
        (self.0, ())
    }
    fn visit(&self, (): &mut (), visit: &Visit) -> Next {
        Next { session: true, visit: self.0.map(|days| visit.day + days) }
    }
}

fn year(case: &Case, every: Option<f64>) -> Year {
    let checked = case.checked(model()).unwrap();
    let posterior = Posterior::new(model(), bank(), &checked);
    posterior.year(&Every(every), checked.plan(), 0.5, Watch::Relapse).unwrap()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap())
}

#[test]
fn a_policy_is_followed_to_the_day() {
    let weekly = year(&well(), Some(7.0));
    assert!(weekly.sessions.iter().all(|count| (*count - 52.0).abs() < 1e-9));
    assert!(weekly.ended.abs() < 1e-9);
    let stopped = year(&well(), None);
    assert!(stopped.sessions.iter().all(|count| count.abs() < 1e-9));
    assert!((stopped.ended - 1.0).abs() < 1e-9);
}

#[test]
fn more_sessions_mean_more_days_well_and_fewer_relapses_in_the_simulation() {
    let rows: Vec<(f64, f64)> = [Some(7.0), Some(28.0), Some(84.0), None]
        .into_iter()
        .map(|every| {
            let year = year(&well(), every);
            (mean(&year.days_well), year.relapse.unwrap().by(182.0))
        })
        .collect();
    assert!(rows.windows(2).all(|pair| pair[0].0 > pair[1].0 && pair[0].1 < pair[1].1), "{rows:?}");
}

#[test]
fn days_well_agree_with_the_closed_form_of_the_curve() {
    let checked = well().checked(model()).unwrap();
    let curve = Posterior::new(model(), bank(), &checked).answer().tradeoff.unwrap();
    for every in [Some(14), Some(28), Some(84), None] {
        let place = curve.interval.iter().position(|own| *own == every).unwrap();
        let simulated = mean(&year(&well(), every.map(f64::from)).days_well);
        // The curve reads a session's day after the session, the simulation before it: at most one day a session.
        let sessions = f64::from(curve.sessions[place]);
        let off = curve.days_well[place] - simulated;
        assert!(off > -4.0 && off < 4.0 + sessions * 0.5, "{every:?}: {off}");
    }
}

#[test]
fn a_session_of_strength_nothing_changes_nothing() {
    let placebo = |every| {
        let plan = vec![Session { dose: 0.0, ..sessions(&[21])[0].clone() }];
        year(&Case { plan, ..well() }, every).days_well
    };
    assert!(placebo(None) == placebo(Some(7.0)));
}

#[test]
fn moving_all_days_changes_nothing() {
    let mut moved = well();
    let by = 1000.0;
    moved.today += by;
    moved.sessions.iter_mut().for_each(|session| session.day += by);
    moved.scores.iter_mut().for_each(|score| score.day += by);
    assert_eq!(paths(&well()), paths(&moved));
}

#[test]
fn relapse_grows_with_the_days_and_ends_at_the_horizon() {
    let answers = paths(&well());
    let chances = &answers.p_relapse_by_day.value;
    assert!(chances.windows(2).all(|pair| pair[0] <= pair[1]), "{chances:?}");
    let days = &answers.days_to_relapse_if_stopped.value;
    assert!(days.iter().all(|day| (7.0..=728.0).contains(day) || (*day - 731.0).abs() < 1e-9), "{days:?}");
}

#[test]
fn the_rule_keeps_its_ladder_and_its_caps() {
    // Never well enough to go up, never given up: a session at each gap of the first rung.
    let rule = Rule {
        acute_total: Some(6),
        stop_below: Some(-10.0),
        well_frac: Some(1.0),
        ladder: Some(vec![28.0]),
        step_back: Some(0),
        ..Rule::default()
    };
    let answers = paths(&Case { rule: Some(rule), ..well() });
    // Last session on day 17, today 21: visits on days 24, 52, … 360 from today.
    assert!(answers.sessions_12_months.value.iter().all(|count| (*count - 13.0).abs() < 1e-9), "{answers:?}");
    assert!(answers.sessions_12_months.p_course_ended.abs() < 1e-9);
}

#[test]
fn a_price_makes_a_cost_and_none_makes_none() {
    assert!(paths(&well()).cost_12_months.is_none());
    let answers = paths(&Case { price: Some(400.0), ..well() });
    let cost = answers.cost_12_months.unwrap();
    for (cost, sessions) in cost.value.iter().zip(&answers.sessions_12_months.value) {
        assert!((cost - 400.0 * sessions).abs() < 1e-9);
    }
}

#[test]
fn every_kind_of_record_has_all_its_paths() {
    for (given, scores) in [(&[][..], &[][..]), (&[], &[(0, 20)]), (&[0], &[(0, 20)])] {
        let asked = case(given, scores, 1);
        let answers = paths(&asked);
        assert!(answers.days_well_12_months.mean >= 0.0 && answers.days_well_12_months.mean <= 365.0);
        assert!(answers.sessions_12_months.mean >= 5.0, "{answers:?}");
    }
    assert_eq!(Plan::none().len(), 0);
}
