//! Scores of distributions, of response and of relapse, on cases small enough to work out by hand.

use evenkeel_forecast::backtest::{
    Cohort, Method, Person, Report, Scale, Score, Session, Settings, score, score_baselines,
};
use evenkeel_forecast::{ScorePrediction, WorseEnd};

const SCALE: Scale = Scale { lo: 0.0, hi: 20.0, step: 1.0, worse: WorseEnd::High, relapse_margin: 0.1 };

fn person(id: &str, scores: &[(i32, f64)], sessions: &[(i32, f64)]) -> Person {
    let session = |&(day, dose): &(i32, f64)| Session { day, route: "iv".into(), dose, label: String::new() };
    let score = |&(day, score): &(i32, f64)| Score { day, score, recall_days: None, after: false };
    Person {
        id: id.into(),
        condition: "depression".into(),
        response_at: Some(0.5),
        sessions: sessions.iter().map(session).collect(),
        scores: scores.iter().map(score).collect(),
    }
}

/// Baseline 16 (mean of 18 and 14): a response is 8 or lower, a relapse above 9.6. 7 is one, 9 is none and 10 is.
fn responder() -> Cohort {
    Cohort::new(vec![person("a", &[(0, 18.0), (2, 14.0), (10, 7.0), (17, 9.0), (60, 10.0)], &[(2, 0.5)])])
        .on(SCALE)
}

/// Half of the mass on 8, half on 10, whatever is asked.
fn eight_or_ten() -> ScorePrediction {
    let chance = (0..=20_u8).map(|x| if x == 8 || x == 10 { 0.5 } else { 0.0 }).collect();
    ScorePrediction { scores: (0..=20_u8).map(f64::from).collect(), chance }
}

fn reported() -> Report {
    score(&responder(), &Settings::default(), |_| Ok(eight_or_ten()))
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "found {found}, expected {expected}");
}

#[test]
fn response_and_relapse_are_read_against_the_baseline_before_the_first_session() {
    let ours = *reported().row(Method::Ours).unwrap();
    let response = ours.brier_response.unwrap();
    // Visits 14, 7, 9, 10; each said 0.5 (8 is a response, 10 is none). One response came.
    assert_eq!(response.n, 4);
    close(response.score, 0.25);
    close(response.said, 0.5);
    close(response.came, 0.25);
    // Only the visit after the 7 can be a relapse; 10 was said with 0.5, 9 came.
    let relapse = ours.brier_relapse.unwrap();
    assert_eq!(relapse.n, 1);
    close(relapse.came, 0.0);
    close(relapse.score, 0.25);
}

#[test]
fn the_log_score_counts_the_chance_of_what_came_and_bounds_a_surprise() {
    let ours = *reported().row(Method::Ours).unwrap();
    // 14, 7 and 9 were said to be impossible, 10 had one half.
    close(ours.log_score.unwrap(), (3.0 * 1e-6_f64.ln() + 0.5_f64.ln()) / -4.0);
}

#[test]
fn horizons_are_days_from_the_last_score() {
    let report = reported();
    let found: Vec<(i32, Option<i32>, usize)> =
        report.horizons.iter().map(|h| (h.more_than_days, h.at_most_days, h.rows[0].metrics.n)).collect();
    assert_eq!(found, [(0, Some(7), 2), (7, Some(14), 1), (28, Some(91), 1)]);
}

/// Everybody falls from an own level by an own slope around 2 points a week, with little noise.
fn lines(people: u8) -> Cohort {
    let one = |i: u8| {
        let (level, slope) = (14.0 + f64::from(i % 5), 1.0 + 0.25 * f64::from(i % 3));
        let at = |week: u8| (level - slope * f64::from(week) + 0.1 * f64::from((i + week) % 2)).round();
        let scores: Vec<(i32, f64)> = (0..6).map(|week| (7 * i32::from(week), at(week))).collect();
        person(&format!("p{i:02}"), &scores, &[])
    };
    Cohort::new((0..people).map(one).collect()).on(SCALE)
}

#[test]
fn the_mixed_model_follows_lines_that_the_last_value_lags_behind() {
    let report = score_baselines(&lines(30), &Settings::default());
    let mixed = report.row(Method::Mixed).unwrap();
    assert!(mixed.mae < 0.5, "{mixed:?}");
    assert!(report.row(Method::LastValue).unwrap().mae > 1.0);
    assert!(mixed.coverage.unwrap().p95 > 0.9 && mixed.log_score.is_some());
}

#[test]
fn too_few_people_leave_the_mixed_model_without_a_distribution() {
    let report = score_baselines(&lines(2), &Settings::default());
    let (mixed, last) = (report.row(Method::Mixed).unwrap(), report.row(Method::LastValue).unwrap());
    close(mixed.mae, last.mae);
    assert!(mixed.log_score.is_none() && mixed.coverage.is_none());
}

#[test]
fn a_point_is_surrounded_by_the_errors_it_made_on_other_people() {
    // b and c miss by 2 each visit with the last value: a's forecast is 10 ± 2.
    let cohort = Cohort::new(vec![
        person("a", &[(0, 10.0), (7, 10.0)], &[]),
        person("b", &[(0, 10.0), (7, 12.0)], &[]),
        person("c", &[(0, 12.0), (7, 10.0)], &[]),
    ])
    .on(SCALE);
    let report = score_baselines(&cohort, &Settings::default());
    let row = report.rows.iter().find(|row| row.method == Method::LastValue).unwrap();
    let around = row.around.unwrap();
    assert!(row.metrics.coverage.is_none() && around.coverage.is_some());
    close(row.metrics.crps, row.metrics.mae);
    assert!(around.crps < row.metrics.crps, "{around:?}");
    close(row.metrics.mae, around.mae);
}

#[test]
fn without_anything_active_the_schedule_tells_the_visits_apart() {
    let cohort = Cohort::new(vec![
        person("a", &[(0, 10.0), (7, 10.0), (14, 9.0)], &[(0, 0.0)]),
        person("b", &[(0, 10.0), (7, 12.0)], &[(1, 0.5)]),
    ]);
    let visits: Vec<Option<usize>> =
        cohort.tasks(&Settings::default()).iter().map(|task| task.transition.visit).collect();
    assert_eq!(visits, [Some(1), Some(2), None]);
}
