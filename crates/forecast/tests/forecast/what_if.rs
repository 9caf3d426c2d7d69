//! What would change the answer: order, consistency with today's chance, and with a posterior made anew.

use crate::common::{answer, bank, case, model, scores, sessions};
use evenkeel_forecast::{Case, Plan, Posterior, WhatWouldChange};

/// Records at several stages; the plan is long enough that nothing is continued.
fn records() -> Vec<Case> {
    let mut mood = case(&[0, 7], &[], 9);
    mood.primary = "MOOD".into();
    mood.scores = scores("MOOD", &[(0, 3), (2, 5), (8, 6)]);
    let mut all = vec![
        case(&[], &[(0, 20)], 0),
        case(&[0, 3], &[(0, 20), (3, 16)], 5),
        case(&[0, 3, 7, 10], &[(0, 19), (7, 15), (10, 12)], 14),
        case(&[0, 3, 7, 10, 14, 17], &[(0, 27), (7, 27), (17, 26), (24, 27)], 24),
        case(&[0, 3, 7, 10, 14, 17], &[(0, 20), (7, 11), (17, 4), (24, 0)], 24),
        mood,
    ];
    for record in &mut all {
        let today = record.today;
        #[expect(clippy::cast_possible_truncation, reason = "a small day")]
        let days: Vec<i32> = (0..12).map(|place| today as i32 + 3 * place).collect();
        record.plan = sessions(&days);
    }
    all
}

fn what(record: &Case) -> WhatWouldChange {
    *answer(record).what_would_change.unwrap()
}

#[test]
fn a_better_score_never_lowers_the_chance_nor_asks_for_more_sessions() {
    for record in records() {
        let what = what(&record);
        let instrument = model().instrument(&record.primary).unwrap();
        let rows = [&what.next_score.good, &what.next_score.expected, &what.next_score.bad];
        for pair in rows.windows(2) {
            let [better, worse] = pair else { continue };
            assert!(instrument.severity(better.score) <= instrument.severity(worse.score));
            assert!(better.outlook.p_response >= worse.outlook.p_response - 1e-9);
            for (q, value) in better.outlook.benefit.q.iter().zip(&better.outlook.benefit.value) {
                assert!(*value >= worse.outlook.benefit.at(*q).unwrap() - 1e-9);
            }
            let median = |row: &evenkeel_forecast::IfScore| row.outlook.sessions_to_response.at(0.5).unwrap();
            assert!(median(better) <= median(worse));
        }
        for row in [rows[0], rows[2]] {
            assert!(row.chance >= 0.1 - 1e-9, "{} has a chance of {}", row.score, row.chance);
        }
    }
}

#[test]
fn the_chance_after_the_next_score_is_todays_chance_on_average() {
    for record in records() {
        let checked = record.checked(model()).unwrap();
        let posterior = Posterior::new(model(), bank(), &checked);
        let day = record.today + 7.0;
        let now = posterior.what_would_change(checked.plan(), day).unwrap().as_it_is;
        let ahead = posterior.predict_score(&record.primary, day, checked.plan(), None).unwrap();
        let expected: f64 = ahead
            .scores
            .iter()
            .zip(&ahead.chance)
            .map(|(score, chance)| {
                chance * posterior.if_score(checked.plan(), day, *score).unwrap().p_response
            })
            .sum();
        assert!((expected - now.p_response).abs() < 1e-6, "{expected} and {}", now.p_response);
        assert!((now.p_response - told(&record)).abs() < 1e-12);
    }
}

fn told(record: &Case) -> f64 {
    let answer = answer(record);
    answer.p_response_by_session.value[answer.what_would_change.unwrap().session - 1]
}

#[test]
fn it_agrees_with_a_posterior_of_the_record_with_that_score() {
    for record in records() {
        let what = what(&record);
        for row in [&what.next_score.good, &what.next_score.expected, &what.next_score.bad] {
            let mut then = record.clone();
            then.today += what.ahead;
            let (given, plan) = record.plan.iter().cloned().partition(|session| session.day < then.today);
            then.plan = plan;
            then.sessions.extend::<Vec<_>>(given);
            let mut score = scores(&record.primary, &[(0, 0)]).remove(0);
            (score.day, score.score) = (then.today, row.score);
            then.scores.push(score);
            let anew = answer(&then);
            let chance = anew.p_response_by_session.value[what.session - 1];
            let here = row.outlook.p_response;
            assert!((chance - here).abs() < 0.03, "{} at {}: {here}, anew {chance}", record.today, row.score);
            // The benefit of the day is read before that day's session in the one, today's in the other: the same here.
            let there = anew.benefit_now.at(0.5).unwrap();
            let here = row.outlook.benefit.at(0.5).unwrap();
            assert!((there - here).abs() < 0.03, "{} at {}: {here}, anew {there}", record.today, row.score);
        }
    }
}

#[test]
fn waiting_and_another_plan_are_told_where_there_is_one() {
    let record = case(&[0, 3], &[(0, 20), (3, 16)], 5);
    let mut more = record.plan.clone();
    for session in &mut more {
        session.dose = 1.0;
    }
    let what = what(&Case { other_plan: Some(more), ..record.clone() });
    let median = |outlook: &evenkeel_forecast::Outlook| outlook.benefit.at(0.5).unwrap();
    let (now, waiting, more) = (&what.as_it_is, what.waiting.unwrap(), what.other_plan.unwrap());
    assert!(
        median(&waiting) < median(now),
        "no session is given before the check-in when all are a week later"
    );
    assert!(median(&more) > median(now) && more.p_response > now.p_response);
    assert!(what_without(record).is_none());
}

fn what_without(record: Case) -> Option<evenkeel_forecast::Outlook> {
    let alone = what(&Case { plan: Vec::new(), ..record });
    assert!(alone.other_plan.is_none());
    alone.waiting
}

#[test]
fn the_same_plan_under_another_name_changes_nothing() {
    for record in records() {
        let what = what(&Case { other_plan: Some(record.plan.clone()), ..record });
        assert_eq!(what.other_plan, Some(what.as_it_is));
    }
}

#[test]
fn a_day_or_score_that_cannot_be_has_no_outlook() {
    let record = case(&[0], &[(0, 20)], 3);
    let checked = record.checked(model()).unwrap();
    let posterior = Posterior::new(model(), bank(), &checked);
    for day in [2.0, 3.0, 3.0 + 731.0, f64::NAN] {
        assert!(posterior.what_would_change(&Plan::none(), day).is_none());
        assert!(posterior.if_score(&Plan::none(), day, 9.0).is_none());
    }
    for score in [-1.0, 28.0, 9.5, f64::NAN] {
        assert!(posterior.if_score(&Plan::none(), 10.0, score).is_none());
    }
    assert!(posterior.if_score(&Plan::none(), 10.0, 9.0).is_some());
}

#[test]
fn a_score_that_still_looks_back_is_marked() {
    assert!(what(&case(&[0, 3], &[(0, 20), (3, 16)], 5)).next_score.looks_back);
    assert!(!what(&case(&[0, 3, 7], &[(0, 20), (7, 16)], 8)).next_score.looks_back);
    let before = Case { plan: Vec::new(), ..case(&[], &[(0, 20)], 0) };
    assert!(what(&before).next_score.looks_back);
}
