//! Frozen answers made elsewhere (reference/gold_public.json, and gold_model2.json for model 2) are reproduced within the published limits.

use crate::common::{answer_of, file, model, model_2};
use evenkeel_forecast::{Case, LoglikCheck, Model};
use serde_json::Value;

const BENEFIT: f64 = 0.012;
const BY_SESSION: f64 = 0.025;
const DAYS_WELL: f64 = 7.5;
const RELAPSE: f64 = 0.025;
const SESSIONS_IN_YEAR: f64 = 0.5;
const DAYS_WELL_UNDER_RULE: f64 = 5.0;
const SCORE: f64 = 0.002;
const CHANCE: f64 = 0.004;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

/// Largest difference between two lists of the same length.
fn apart(mine: &[f64], gold: &[f64], what: &str) -> f64 {
    assert_eq!(mine.len(), gold.len(), "{what}");
    mine.iter().zip(gold).map(|(mine, gold)| (mine - gold).abs()).fold(0.0, f64::max)
}

#[derive(Default)]
struct Worst(Vec<(String, f64, f64)>);

impl Worst {
    fn check(&mut self, id: &str, what: &str, mine: &[f64], gold: &[f64], limit: f64) {
        let off = apart(mine, gold, what);
        assert!(off <= limit, "{id}: {what} is {off} off, more than {limit}\n mine {mine:?}\n gold {gold:?}");
        match self.0.iter_mut().find(|(known, ..)| known == what) {
            Some((_, worst, _)) => *worst = worst.max(off),
            None => self.0.push((what.into(), off, limit)),
        }
    }
}

fn check_case(model: &Model, row: &Value, worst: &mut Worst) {
    let (case, gold) = (&row["case"], &row["gold"]);
    let mut asked: Case = serde_json::from_value(case.clone()).unwrap();
    asked.loglik_check =
        Some(LoglikCheck { z: serde_json::from_value(gold["loglik_check"]["z"].clone()).unwrap() });
    let mine = serde_json::to_value(answer_of(model, &asked)).unwrap();
    let id = case["id"].as_str().unwrap();
    let mut compare = |key: &str, part: &str, limit: f64| {
        let pick = |from: &Value| match &from[key][part] {
            Value::Array(_) => numbers(&from[key][part]),
            number => vec![number.as_f64().unwrap()],
        };
        worst.check(id, &format!("{key}.{part}"), &pick(&mine), &pick(gold), limit);
    };
    compare("benefit_now", "value", BENEFIT);
    compare("p_well_now", "value", CHANCE);
    compare("p_response_by_session", "value", BY_SESSION);
    assert_eq!(mine["p_remission_by_session"].is_null(), gold["p_remission_by_session"].is_null(), "{id}");
    if !gold["p_remission_by_session"].is_null() {
        compare("p_remission_by_session", "value", BY_SESSION);
    }
    compare("p_relapse_by_day", "days", 0.0);
    compare("p_relapse_by_day", "value", RELAPSE);
    compare("sessions_12_months", "mean", SESSIONS_IN_YEAR);
    compare("sessions_12_months", "p_course_ended", RELAPSE);
    compare("days_well_12_months", "mean", DAYS_WELL_UNDER_RULE);
    for (part, limit) in
        [("ahead", 0.0), ("recall_days", 0.0), ("mean", SCORE), ("p_response", CHANCE), ("value", SCORE)]
    {
        compare("score_forecast", part, limit);
    }
    assert_eq!(mine["response_at"], gold["response_at"], "{id}");
    assert_eq!(mine["sessions_to_response"]["none"], gold["sessions_to_response"]["none"], "{id}");
    check_curve(id, &mine, gold, worst);
    check_loglik(id, &mine["loglik_check"], &gold["loglik_check"]);
}

fn check_curve(id: &str, mine: &Value, gold: &Value, worst: &mut Worst) {
    let list = |value: &Value| value["tradeoff"]["interval"].as_array().unwrap().clone();
    let days = numbers(&mine["tradeoff"]["days_well"]);
    let place =
        |interval: &Value| list(mine).iter().position(|own| own.as_f64() == interval.as_f64()).unwrap();
    let picked: Vec<f64> = list(gold).iter().map(|interval| days[place(interval)]).collect();
    worst.check(id, "tradeoff.days_well", &picked, &numbers(&gold["tradeoff"]["days_well"]), DAYS_WELL);
}

fn check_loglik(id: &str, mine: &Value, gold: &Value) {
    let relative = |mine: &Value, gold: &Value, what: &str| {
        for (mine, gold) in numbers(mine).into_iter().zip(numbers(gold)) {
            assert!((mine - gold).abs() <= 1e-9 * gold.abs(), "{id}: {what}: {mine}, not {gold}");
        }
    };
    relative(&mine["loglik"], &gold["loglik"], "log-likelihood");
    relative(&mine["benefit_now"], &gold["benefit_now"], "benefit");
    assert_eq!(numbers(&mine["recall_days"]), numbers(&gold["recall_days"]), "{id}");
    let rows = gold["recalled_benefit"].as_array().unwrap();
    assert_eq!(mine["recalled_benefit"].as_array().unwrap().len(), rows.len());
    for (window, row) in rows.iter().enumerate() {
        relative(&mine["recalled_benefit"][window], row, "recalled benefit");
    }
}

fn check_gold(path: &str, model: &Model) {
    let gold: Value = serde_json::from_str(&file(path)).unwrap();
    assert_eq!(gold["version"].as_str(), Some(model.version()));
    assert_eq!(gold["prior_sha256"].as_str(), Some(model.prior_sha256()));
    let mut worst = Worst::default();
    let rows = gold["cases"].as_array().unwrap();
    assert_eq!(rows.len(), 20);
    for row in rows {
        check_case(model, row, &mut worst);
    }
    for (what, off, limit) in worst.0 {
        println!("{what}: largest difference {off:.5} of {limit} allowed");
    }
}

#[test]
fn covered_answers_agree_with_the_frozen_ones() {
    check_gold("reference/gold_public.json", model());
}

#[test]
fn answers_of_model_2_agree_with_its_own_frozen_ones() {
    check_gold("reference/gold_model2.json", model_2());
}
