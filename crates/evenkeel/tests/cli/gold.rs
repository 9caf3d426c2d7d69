//! Every case of the reference, through the door: within the acceptance limits of the model specification, §12.

use std::path::Path;

use serde_json::Value;

use crate::run::json;

/// A key of the answer with its absolute limit.
const LIMITS: [(&str, f64); 4] = [
    ("benefit_now", 0.012),
    ("p_response_by_session", 0.025),
    ("p_remission_by_session", 0.025),
    ("p_well_now", 0.004),
];
const SEVERITY: f64 = 0.002;
const SHOWS_RESPONSE: f64 = 0.004;
const DAYS_WELL: f64 = 7.5;

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(list) => list.iter().flat_map(numbers).collect(),
        other => other.as_f64().into_iter().collect(),
    }
}

fn near(id: &str, what: &str, ours: &Value, gold: &Value, limit: f64) {
    let (ours, gold) = (numbers(ours), numbers(gold));
    assert_eq!(ours.len(), gold.len(), "{id} {what}");
    for (i, (ours, gold)) in ours.iter().zip(&gold).enumerate() {
        assert!((ours - gold).abs() <= limit, "{id} {what}[{i}]: {ours} is not within {limit} of {gold}");
    }
}

fn check(gold: &Value, ours: &Value) {
    let id = ours["id"].as_str().expect("an id");
    for (key, limit) in LIMITS {
        assert_eq!(
            gold.get(key).is_some(),
            ours.get(key).is_some(),
            "{id} {key}: present in one of the two only"
        );
        near(id, key, &ours[key]["value"], &gold[key]["value"], limit);
    }
    let (score, wanted) = (&ours["score_forecast"], &gold["score_forecast"]);
    near(id, "score_forecast.value", &score["value"], &wanted["value"], SEVERITY);
    near(id, "score_forecast.mean", &score["mean"], &wanted["mean"], SEVERITY);
    near(id, "score_forecast.p_response", &score["p_response"], &wanted["p_response"], SHOWS_RESPONSE);
    let ours_at = |interval: &Value| {
        let place = ours["tradeoff"]["interval"].as_array()?.iter().position(|other| other == interval)?;
        Some(&ours["tradeoff"]["days_well"][place])
    };
    let intervals = gold["tradeoff"]["interval"].as_array().expect("intervals");
    for (interval, days_well) in intervals.iter().zip(gold["tradeoff"]["days_well"].as_array().expect("days"))
    {
        let ours = ours_at(interval).unwrap_or_else(|| panic!("{id}: no interval {interval}"));
        near(id, "tradeoff.days_well", ours, days_well, DAYS_WELL);
    }
    assert_eq!(ours["response_at"], gold["response_at"], "{id}");
}

#[test]
fn every_reference_case_is_answered_within_the_limits() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/gold_public.json");
    let gold: Value =
        serde_json::from_str(&std::fs::read_to_string(&path).expect("the gold file")).expect("JSON");
    let answers = json(&["forecast", path.to_str().expect("UTF-8"), "--json"], "");
    assert_eq!(answers["schema"], "evenkeel-answers/1");
    let answers = answers["answers"].as_array().expect("answers");
    let cases = gold["cases"].as_array().expect("cases");
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(answers) {
        assert_eq!(case["case"]["id"], answer["id"]);
        assert_eq!(answer["model"]["prior_sha256"], gold["prior_sha256"]);
        check(&case["gold"], answer);
    }
}

#[test]
fn the_log_likelihood_agrees_to_nine_digits() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/gold_public.json");
    let gold: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the gold file")).expect("JSON");
    let mut asked = gold.clone();
    for entry in asked["cases"].as_array_mut().expect("cases") {
        let z = entry["gold"]["loglik_check"]["z"].clone();
        entry["case"]["loglik_check"] = serde_json::json!({ "z": z });
    }
    let answers = json(&["forecast", "-", "--json"], &asked.to_string());
    for (case, answer) in
        gold["cases"].as_array().expect("cases").iter().zip(answers["answers"].as_array().expect("answers"))
    {
        let id = answer["id"].as_str().expect("an id");
        for key in ["loglik", "benefit_now", "recalled_benefit"] {
            let (ours, gold) =
                (numbers(&answer["loglik_check"][key]), numbers(&case["gold"]["loglik_check"][key]));
            assert_eq!(ours.len(), gold.len(), "{id} {key}");
            for (ours, gold) in ours.iter().zip(&gold) {
                assert!(
                    (ours - gold).abs() <= 1e-9 * gold.abs().max(1e-3),
                    "{id} {key}: {ours} is not {gold}"
                );
            }
        }
    }
}
