//! The shipped series: the simple baselines come out as their notes have them, and the mixed model as
//! `reference/backtest_oracle.py` has it, which shares no code with it.
#![expect(clippy::unwrap_used, reason = "the small functions beside the tests fail as the tests do: loudly")]

use std::collections::BTreeMap;
use std::path::Path;

use evenkeel_forecast::WorseEnd;
use evenkeel_forecast::backtest::{
    Cohort, Method, Person, Report, Scale, Score, Session, Settings, score_baselines,
};

/// The people of a file on one instrument; care without ketamine begins on `start`.
fn report(dataset: &str, instrument: &str, start: Option<i32>, range: [f64; 2]) -> Report {
    score_baselines(&cohort(dataset, instrument, start, range), &Settings::default())
}

fn cohort(dataset: &str, instrument: &str, start: Option<i32>, [lo, hi]: [f64; 2]) -> Cohort {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../reference/data/{dataset}.csv"));
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for line in csv::Reader::from_path(file).unwrap().records() {
        let line = line.unwrap();
        let field = |i: usize| line.get(i).unwrap();
        if field(4) != instrument {
            continue;
        }
        let begun = start.map(|day| Session { day, route: "iv".into(), dose: 0.0, label: String::new() });
        let person = people.entry(field(1).to_owned()).or_insert_with(|| Person {
            id: field(1).to_owned(),
            condition: "depression".into(),
            response_at: Some(0.5),
            sessions: begun.into_iter().collect(),
            scores: Vec::new(),
        });
        let (day, score) = (field(2).parse().unwrap(), field(5).parse().unwrap());
        person.scores.push(Score { day, score, recall_days: None, after: false });
    }
    let scale = Scale { lo, hi, step: 1.0, worse: WorseEnd::High, relapse_margin: 0.1 };
    Cohort::new(people.into_values().collect()).on(scale)
}

#[track_caller]
fn mae(report: &Report, method: Method, expected: f64, within: f64) {
    let found = report.row(method).unwrap().mae;
    assert!((found - expected).abs() <= within, "{method:?}: {found:.3}, the note has {expected}");
}

/// Last value and person's mean to rounding. What the others show depends on how the folds were dealt, which the notes
/// do not say, and the ridge on its features: within 0.1, or within `ridge` where it is named.
#[track_caller]
fn simple(report: &Report, n: usize, [last, own, change, ridge]: [f64; 4], within: f64) {
    assert_eq!(report.n, n);
    mae(report, Method::LastValue, last, 0.005_01);
    mae(report, Method::PersonsMean, own, 0.005_01);
    mae(report, Method::MeanChange, change, 0.12);
    mae(report, Method::Ridge, ridge, within);
}

/// The numbers that the oracle prints: MAE, CRPS, log score.
#[track_caller]
fn mixed(report: &Report, [mae, crps, log]: [f64; 3]) {
    let found = report.row(Method::Mixed).unwrap();
    let close = |found: f64, expected: f64, within: f64| (found - expected).abs() < within;
    // The median is a whole score: a last digit of Λ may move a few by one.
    assert!(close(found.mae, mae, 0.02), "{found:?}");
    assert!(close(found.crps, crps, 0.005) && close(found.log_score.unwrap(), log, 0.005), "{found:?}");
}

#[test]
fn psilocybin_or_escitalopram() {
    let report = report("psilodep2", "QIDS-SR16", Some(0), [0.0, 27.0]);
    simple(&report, 172, [3.95, 5.03, 3.13, 3.25], 0.2);
    mixed(&report, [3.326, 2.381, 2.894]);
}

/// The ridge of the note, 3.25, is one with a weaker penalty: with 172 visits the default of 30 holds the effect of the
/// visit back. Ours stays with the one penalty that gives the ketamine series' figures.
#[test]
fn a_weaker_penalty_gives_the_notes_ridge() {
    let people = cohort("psilodep2", "QIDS-SR16", Some(0), [0.0, 27.0]);
    let report = score_baselines(&people, &Settings { ridge_penalty: 3.0, ..Settings::default() });
    mae(&report, Method::Ridge, 3.25, 0.05);
}

#[test]
fn an_oral_antidepressant() {
    let report = report("dia_antidepressant_hamd", "HAMD17", Some(0), [0.0, 52.0]);
    simple(&report, 608, [3.61, 4.39, 3.46, 3.44], 0.1);
    mixed(&report, [3.561, 2.512, 2.868]);
}

#[test]
fn bipolar_disorder_followed() {
    let report = report("digibp_bipolar", "SIGH-D", Some(7), [0.0, 52.0]);
    assert_eq!(report.n, 229);
    mae(&report, Method::LastValue, 3.31, 0.005_01);
    mae(&report, Method::PersonsMean, 3.18, 0.005_01);
    mae(&report, Method::Ridge, 3.25, 0.1);
    mixed(&report, [3.275, 2.316, 2.562]);
}

#[test]
fn amitriptyline_for_pain() {
    let report = report("amitriptyline_hivsn_pain", "pain_NRS", Some(0), [0.0, 10.0]);
    simple(&report, 610, [2.14, 2.47, 2.05, 2.04], 0.1);
    mixed(&report, [2.097, 1.471, 2.211]);
}

#[test]
fn changes_under_imipramine() {
    let report = report("riesby_imipramine", "HDRS_change", None, [-52.0, 52.0]);
    simple(&report, 184, [3.90, 4.46, 3.69, 3.78], 0.1);
    mixed(&report, [3.614, 2.642, 2.999]);
}
