//! Rolling-origin scoring on cases small enough to work out by hand.
#![expect(clippy::unwrap_used, reason = "the small functions beside the tests fail as the tests do: loudly")]

use evenkeel_forecast::backtest::{
    Between, Cohort, Method, Metrics, Outcome, Person, Phase, Predictive, Score, Session, Settings, Since,
    Task, score, score_baselines,
};

/// A distribution over whole scores 0, 1, 2, …, for forecasts whose every number can be computed by hand.
struct Table(Vec<f64>);

impl Predictive for Table {
    fn mean(&self) -> f64 {
        (0_u32..).zip(&self.0).map(|(x, p)| f64::from(x) * p).sum()
    }
    fn quantile(&self, p: f64) -> f64 {
        let mut x = 0.0;
        while self.cdf(x) < p - 1e-12 {
            x += 1.0;
        }
        x
    }
    fn cdf(&self, x: f64) -> f64 {
        (0_u32..).zip(&self.0).filter(|(value, _)| f64::from(*value) <= x).map(|(_, p)| p).sum()
    }
    fn crps(&self, score: f64) -> f64 {
        (0_u32..)
            .take(self.0.len() - 1)
            .map(|x| (self.cdf(f64::from(x)) - f64::from(u8::from(f64::from(x) >= score))).powi(2))
            .sum()
    }
    fn chance_where(&self, holds: &dyn Fn(f64) -> bool) -> f64 {
        (0_u32..).zip(&self.0).filter(|(x, _)| holds(f64::from(*x))).map(|(_, p)| p).sum()
    }
}

/// A person scored on the given days, with sessions (day, dose).
fn person(id: &str, scores: &[(i32, f64)], sessions: &[(i32, f64)]) -> Person {
    Person {
        id: id.into(),
        condition: "depression".into(),
        response_at: Some(0.5),
        sessions: sessions
            .iter()
            .map(|&(day, dose)| Session { day, route: "iv".into(), dose, label: String::new() })
            .collect(),
        scores: scores
            .iter()
            .map(|&(day, score)| Score { day, score, recall_days: None, after: false })
            .collect(),
    }
}

fn two_people() -> Cohort {
    Cohort::new(vec![
        person("b", &[(0, 20.0), (7, 12.0), (14, 10.0)], &[(1, 0.5)]),
        person("a", &[(0, 30.0), (7, 26.0)], &[(1, 0.5)]),
    ])
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "found {found}, expected {expected}");
}

#[track_caller]
fn check(method: Method, mae: f64, rmse: f64) {
    let report = score_baselines(&two_people(), &Settings::default());
    let row = report.row(method).unwrap();
    close(row.mae, mae);
    close(row.rmse, rmse);
    close(row.crps, row.mae);
    assert!(row.n == 3 && row.coverage.is_none(), "a point forecast has no coverage");
}

#[test]
fn last_value_errors_are_the_changes() {
    // a: 30 → 26; b: 20 → 12 → 10. Errors 4, 8, 2.
    check(Method::LastValue, 14.0 / 3.0, (84.0_f64 / 3.0).sqrt());
}

#[test]
fn persons_mean_uses_only_what_came_before() {
    // a: 30; b: 20, then (20 + 12)/2 = 16. Errors 4, 8, 6.
    check(Method::PersonsMean, 6.0, (116.0_f64 / 3.0).sqrt());
}

#[test]
fn mean_change_comes_from_the_other_person_alone() {
    // a (a week after the first session) gets b's −8: 22, error 4. b's first step gets a's −4: 16, error 4.
    // Nobody else has shown b's second step: the mean of all a's changes, −4: 8, error 2.
    check(Method::MeanChange, 10.0 / 3.0, (36.0_f64 / 3.0).sqrt());
}

#[test]
fn ridge_without_penalty_recovers_a_straight_line() {
    // Next = last − 5 for everyone; with a vanishing penalty the line is found from the others.
    let people = (0..6_u8)
        .map(|i| {
            let first = 20.0 + f64::from(i * i);
            person(&format!("p{i}"), &[(0, first), (7, first - 5.0)], &[])
        })
        .collect();
    let settings = Settings { ridge_penalty: 1e-7, ..Settings::default() };
    let report = score_baselines(&Cohort::new(people), &settings);
    assert!(report.row(Method::Ridge).unwrap().mae < 1e-4);
}

#[test]
fn one_person_alone_is_forecast_by_the_last_value() {
    let cohort = Cohort::new(vec![person("a", &[(0, 30.0), (7, 26.0)], &[])]);
    let report = score_baselines(&cohort, &Settings::default());
    for method in Method::BASELINES {
        close(report.row(method).unwrap().mae, 4.0);
    }
}

#[test]
fn nobody_gives_an_empty_report() {
    let report = score_baselines(&Cohort::new(Vec::new()), &Settings::default());
    assert!(report.n == 0 && report.rows.is_empty() && report.best_baseline.is_none());
}

#[test]
fn a_distribution_is_scored_by_median_mean_crps_and_intervals() {
    // P(0) = .1, P(1) = .2, P(2) = .4, P(3) = .3; the score is 1. Median 2, mean 1.9.
    // CRPS: steps F = .1 (below 1), .3 and .7 (at or above 1): .01 + .49 + .09 = .59.
    let outcome = Outcome::of(&Table(vec![0.1, 0.2, 0.4, 0.3]), 1.0);
    close(outcome.absolute_error, 1.0);
    close(outcome.error, 0.9);
    close(outcome.crps, 0.59);
    assert_eq!(outcome.inside, Some([true, true, true]));
}

#[test]
fn coverage_counts_each_interval_by_itself() {
    // P(0) = .05, P(1) = .9, P(2) = .05: 50 and 80 % are the point 1, 95 % is 0 … 2.
    let forecast = Table(vec![0.05, 0.9, 0.05]);
    let outcomes = [
        Outcome::of(&forecast, 0.0),
        Outcome::of(&forecast, 1.0),
        Outcome::of(&forecast, 1.0),
        Outcome::of(&forecast, 3.0),
    ];
    let coverage = Metrics::over(&outcomes).unwrap().coverage.unwrap();
    close(coverage.p50, 0.5);
    close(coverage.p80, 0.5);
    close(coverage.p95, 0.75);
}

#[test]
fn the_forecaster_sees_earlier_scores_and_sessions_up_to_the_visit() {
    let cohort = Cohort::new(vec![person(
        "a",
        &[(14, 10.0), (0, 30.0), (7, 26.0)],
        &[(20, 0.5), (7, 0.5), (14, 0.5), (3, 0.5)],
    )]);
    let tasks = cohort.tasks(&Settings::default());
    let seen: Vec<(usize, usize)> = tasks.iter().map(|t| (t.history.len(), t.sessions.len())).collect();
    // A score on a session day is taken before the session: the one on day 7 is not yet known on day 7.
    assert_eq!(seen, [(1, 1), (2, 2)]);
}

#[test]
fn several_scores_of_one_day_make_one_visit() {
    let cohort = Cohort::new(vec![person("a", &[(0, 30.0), (7, 26.0), (7, 25.0)], &[])]);
    let tasks = cohort.tasks(&Settings::default());
    assert_eq!(tasks.len(), 1);
    close(tasks[0].target.score, 26.0);
}

#[test]
fn a_transition_names_treatment_before_between_and_after() {
    let cohort = Cohort::new(vec![person("a", &[(0, 30.0), (3, 20.0), (20, 25.0)], &[(1, 0.5), (10, 0.0)])]);
    let kinds: Vec<_> = cohort.tasks(&Settings::default()).iter().map(|t| t.transition).collect();
    let soon = Phase::Treated { active: true, since: Since::Soon };
    let placebo = Phase::Treated { active: false, since: Since::Weeks };
    assert_eq!((kinds[0].from, kinds[0].to), (Phase::Untreated, soon));
    assert_eq!((kinds[1].from, kinds[1].to), (soon, placebo));
    assert_eq!(kinds[1].between, Between::One);
}

#[test]
fn a_refused_visit_is_listed_and_never_a_number() {
    let report = score(&two_people(), &Settings::default(), |task| {
        if task.person.id == "a" {
            return Err("no answer".to_owned());
        }
        let mut table = vec![0.0; 13];
        table[12] = 1.0;
        Ok(Table(table))
    });
    let ours = report.row(Method::Ours).unwrap();
    assert_eq!(ours.n, 2);
    close(ours.mae, 1.0);
    assert_eq!(report.refused.len(), 1);
    assert_eq!(report.refused[0].person, "a");
    // Compared on b's two visits alone: 0 and 2 against the last value's 8 and 2.
    let last = report.comparisons.iter().find(|c| c.against == Method::LastValue).unwrap();
    close(last.difference.mae_difference, -4.0);
}

#[test]
fn bias_keeps_its_sign() {
    // The last value was 4, 8 and 2 too high.
    let report = score_baselines(&two_people(), &Settings::default());
    close(report.row(Method::LastValue).unwrap().bias, 14.0 / 3.0);
}

#[test]
fn the_report_is_written_with_one_flat_row_per_method() {
    let settings = Settings { resamples: 50, ..Settings::default() };
    let certain = |_: &Task<'_>| Ok(Table(vec![0.0, 1.0]));
    let json = serde_json::to_value(score(&two_people(), &settings, certain)).unwrap();
    assert_eq!(json["rows"][0]["method"], "ours");
    assert_eq!(json["rows"][0]["coverage"]["p50"], 0.0);
    assert_eq!(json["rows"][1]["method"], "last_value");
    assert!(json["rows"][1].get("coverage").is_none(), "a point has no coverage: an absent key, not a null");
    assert_eq!(json["comparisons"].as_array().unwrap().len(), 5);
    assert!(json["comparisons"][0]["mae_difference"].is_f64());
}

#[test]
fn same_seed_gives_the_same_report() {
    let run = || score(&two_people(), &Settings::default(), |_| Ok::<_, String>(Table(vec![0.5, 0.5])));
    assert_eq!(run(), run());
}

#[test]
fn order_of_entry_changes_nothing() {
    let mut reversed = two_people().people().to_vec();
    reversed.reverse();
    for person in &mut reversed {
        person.scores.reverse();
        person.sessions.reverse();
    }
    let settings = Settings::default();
    assert_eq!(score_baselines(&two_people(), &settings), score_baselines(&Cohort::new(reversed), &settings));
}
