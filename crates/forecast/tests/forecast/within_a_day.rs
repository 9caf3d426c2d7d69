//! The order of events within a day: scores before, sessions, scores after (model specification, section 2).

use crate::common::{answer, bank, case, model};
use evenkeel_forecast::{Case, LoglikCheck, Posterior, Score};

const Z: [[f64; 6]; 2] = [[0.0; 6], [0.5, -0.8, 0.3, 0.6, -0.4, 0.9]];

fn score(day: f64, score: f64, after: bool, recall_days: Option<f64>) -> Score {
    Score { day, instrument: "PHQ9".into(), score, after, recall_days }
}

/// Sessions on days 0, 3 and 7, an intake score, and these.
fn with(extra: &[Score]) -> Case {
    let mut case = case(&[0, 3, 7], &[(-1, 20)], 9);
    case.scores.extend_from_slice(extra);
    case.loglik_check = Some(LoglikCheck { z: Z.to_vec() });
    case
}

fn loglik(case: &Case) -> Vec<f64> {
    let checked = case.checked(model()).unwrap();
    Posterior::new(model(), bank(), &checked).answer().loglik_check.unwrap().loglik
}

fn differ(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max)
}

/// The state of the moment jumps at a session; a moment before it and a moment after it stand for the two sides.
#[test]
fn a_score_on_a_sessions_day_is_taken_before_it_unless_it_says_after() {
    let moment = Some(0.0);
    let on = |after| loglik(&with(&[score(3.0, 12.0, after, moment)]));
    let [earlier, later] = [-1e-7, 1e-7].map(|off| loglik(&with(&[score(3.0 + off, 12.0, false, moment)])));
    assert!(differ(&on(false), &earlier) < 1e-5);
    assert!(differ(&on(true), &later) < 1e-5);
    assert!(differ(&on(false), &on(true)) > 0.1, "the session of the day is what lies between them");
}

/// What a questionnaire recalls does not jump: the same score before or after the session says the same.
#[test]
fn through_a_recall_window_the_side_of_the_session_says_nothing() {
    let on = |after| loglik(&with(&[score(3.0, 17.0, after, None)]));
    assert!(differ(&on(false), &on(true)) < 1e-12);
}

#[test]
fn the_order_of_entry_within_a_day_does_not_count() {
    let (before, after) = (score(7.0, 15.0, false, Some(0.0)), score(7.0, 11.0, true, Some(0.0)));
    let one = with(&[before.clone(), after.clone()]);
    let other = with(&[after, before]);
    let text = |case: &Case| serde_json::to_string(&answer(case)).unwrap();
    assert_eq!(text(&one), text(&other));
    let mut sessions_last = one.clone();
    sessions_last.sessions.reverse();
    assert_eq!(text(&one), text(&sessions_last));
}

/// Scores between the ends of the scale are one normal distribution, whatever the order they are taken in.
#[test]
fn two_scores_on_the_same_side_of_a_session_may_change_places() {
    let (high, low) = (score(7.0, 16.0, false, None), score(7.0, 11.0, false, None));
    let one = loglik(&with(&[high.clone(), low.clone()]));
    assert!(differ(&one, &loglik(&with(&[low, high]))) < 1e-9);
}

#[test]
fn a_score_after_the_first_session_is_no_intake_score() {
    let alone = |after| {
        let mut case = case(&[0, 3], &[(0, 20)], 4);
        case.scores.push(score(0.0, 10.0, after, None));
        answer(&case).baseline
    };
    assert!((alone(true) - 20.0 / 27.0).abs() < 1e-12);
    assert!((alone(false) - 15.0 / 27.0).abs() < 1e-12);
}

/// Today's score counts before a session planned today: it weighs the draws without it.
#[test]
fn a_session_planned_today_comes_after_todays_score() {
    let mut planned_today = with(&[score(9.0, 12.0, false, Some(0.0))]);
    planned_today.plan.truncate(1);
    assert!((planned_today.plan[0].day - planned_today.today).abs() < 1e-12);
    let mut nothing_planned = planned_today.clone();
    nothing_planned.plan.clear();
    assert!(differ(&loglik(&planned_today), &loglik(&nothing_planned)) < 1e-15);
    assert_eq!(answer(&planned_today).benefit_now, answer(&nothing_planned).benefit_now);
    let mut given_today = nothing_planned.clone();
    given_today.sessions.push(planned_today.plan[0].clone());
    assert!(differ(&loglik(&given_today), &loglik(&nothing_planned)) < 1e-15, "the score is before it");
    let benefit = |case: &Case| answer(case).benefit_now.at(0.5).unwrap();
    assert!(benefit(&given_today) > benefit(&nothing_planned));
}
