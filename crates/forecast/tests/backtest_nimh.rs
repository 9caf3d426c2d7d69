//! The published series of 35 patients in a ketamine crossover: the baselines' known errors must come out again,
//! and our own forecasts must fare as those of the reference implementation do.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the small functions beside the tests fail as the tests do: loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use evenkeel_forecast::backtest::{
    Cohort, Method, OurForecast, Person, Report, Score, Session, Settings, score, score_baselines,
};
use evenkeel_forecast::{Bank, Model};

/// Nominal days of the two infusions (reference/data/nimh_ketamine_ds005917.md).
const INFUSION_DAYS: [i32; 2] = [2, 16];

fn root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file)
}

fn nimh() -> Cohort {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/data/nimh_ketamine_ds005917.csv");
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for line in csv::Reader::from_path(file).unwrap().records() {
        let line = line.unwrap();
        let (id, instrument, event, arm) = (&line[1], &line[4], &line[6], &line[7]);
        if instrument != "MADRS" || arm.starts_with("HC") {
            continue;
        }
        let person = people.entry(id.to_owned()).or_insert_with(|| Person {
            id: id.to_owned(),
            condition: "depression".into(),
            response_at: Some(0.5),
            sessions: infusions(arm),
            scores: Vec::new(),
        });
        person.scores.push(Score {
            day: line[2].parse().unwrap(),
            score: line[5].parse().unwrap(),
            // Two days after an infusion the 24-hour version was used; later visits ask about the week.
            recall_days: Some(if event.ends_with("+2d") { 1.0 } else { 7.0 }),
            after: false,
        });
    }
    Cohort::new(people.into_values().collect())
}

fn infusions(arm: &str) -> Vec<Session> {
    let doses = match arm.split('/').nth(1) {
        Some("ketamine_first") => [("ketamine", 0.5), ("placebo", 0.0)],
        Some("placebo_first") => [("placebo", 0.0), ("ketamine", 0.5)],
        _ => return Vec::new(),
    };
    INFUSION_DAYS
        .iter()
        .zip(doses)
        .map(|(&day, (label, dose))| Session { day, route: "iv".into(), dose, label: label.into() })
        .collect()
}

fn model() -> Model {
    let prior = fs::read_to_string(root("clinical/forecast/prior-1.1.json")).unwrap();
    let file = fs::read_to_string(root("clinical/forecast/model-1.1.toml")).unwrap();
    Model::new(serde_json::from_str(&prior).unwrap(), toml::from_str(&file).unwrap(), String::new()).unwrap()
}

fn report() -> Report {
    score_baselines(&nimh(), &Settings::default())
}

#[track_caller]
fn check(method: Method, expected_mae: f64) {
    let found = report().row(method).unwrap().mae;
    assert!(
        (found - expected_mae).abs() < 0.1,
        "{method:?}: MAE {found:.3}, the data note has {expected_mae}"
    );
}

/// Visits whose label is one of `labels`, and the mean absolute error of a method over them.
#[track_caller]
fn check_part(to: &str, method: Method, n: usize, expected_mae: f64, within: f64) {
    let report = report();
    let rows: Vec<_> = report
        .strata
        .iter()
        .filter(|s| s.label.contains(to))
        .filter_map(|s| s.rows.iter().find(|row| row.method == method))
        .map(|row| row.metrics)
        .collect();
    let weight = |n: usize| f64::from(u32::try_from(n).unwrap());
    let visits: usize = rows.iter().map(|m| m.n).sum();
    let total: f64 = rows.iter().map(|m| m.mae * weight(m.n)).sum();
    let found = total / weight(visits);
    assert_eq!(visits, n);
    assert!(
        (found - expected_mae).abs() < within,
        "{to}, {method:?}: MAE {found:.3}, the data note has {expected_mae}"
    );
}

#[test]
fn there_are_111_next_visits_of_35_patients() {
    let report = report();
    assert_eq!((report.n, report.people), (111, 35));
    // Two patients have a single score and are never forecast.
    assert_eq!(report.people_forecast, 33);
}

#[test]
fn last_value_has_its_known_error() {
    check(Method::LastValue, 6.34);
}

#[test]
fn persons_mean_has_its_known_error() {
    check(Method::PersonsMean, 5.95);
}

#[test]
fn mean_change_of_others_has_its_known_error() {
    check(Method::MeanChange, 5.58);
}

#[test]
fn ridge_has_its_known_error() {
    check(Method::Ridge, 5.32);
}

#[test]
fn two_days_after_ketamine_is_the_hard_visit() {
    let part = "→ days after active (one session)";
    check_part(part, Method::LastValue, 29, 10.79, 0.01);
    check_part(part, Method::PersonsMean, 29, 10.24, 0.01);
    check_part(part, Method::Ridge, 29, 8.37, 0.1);
    // The data note has 8.70. How its folds were dealt is not published, and dealing them at random moves this
    // figure between 8.5 and 9.3.
    check_part(part, Method::MeanChange, 29, 8.97, 0.01);
}

#[test]
fn the_week_after_is_the_fading() {
    let part = "days after active → weeks after active (no session)";
    check_part(part, Method::LastValue, 24, 7.58, 0.01);
    check_part(part, Method::PersonsMean, 24, 6.23, 0.01);
    check_part(part, Method::MeanChange, 24, 5.43, 0.1);
    check_part(part, Method::Ridge, 24, 5.99, 0.1);
}

#[test]
fn our_forecasts_fare_as_those_of_the_reference_implementation() {
    let model = model();
    let bank = Bank::new(&model, 1);
    let ours = OurForecast { model: &model, bank: &bank, instrument: "MADRS" };
    let report = score(&nimh(), &Settings::default(), |task| ours.forecast(task));
    assert!(report.refused.is_empty(), "{:?}", report.refused);
    let found = report.row(Method::Ours).unwrap();
    let coverage = found.coverage.unwrap();
    // reference/reference.py on the same tasks, with its own draws: MAE 5.757, RMSE 7.384, CRPS 4.005.
    let close = |found: f64, expected: f64, within: f64| (found - expected).abs() < within;
    assert!(close(found.mae, 5.757, 0.1), "the median is a whole score and may move by one: {found:?}");
    assert!(close(found.rmse, 7.384, 0.05), "{found:?}");
    assert!(close(found.crps, 4.005, 0.03), "{found:?}");
    assert!(close(coverage.p50, 0.523, 0.04), "{coverage:?}");
    assert!(close(coverage.p80, 0.811, 0.03), "{coverage:?}");
    assert!(close(coverage.p95, 0.955, 0.02), "{coverage:?}");
    // The ridge, fitted to this very trial, is still ahead in absolute error; asserted as it is.
    assert_eq!(report.best_baseline, Some(Method::Ridge));
    assert!(found.mae > report.row(Method::Ridge).unwrap().mae);
}
