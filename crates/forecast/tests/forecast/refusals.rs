//! Impossible input is refused with its field, never clipped.

use crate::common::{case, model};
use evenkeel_forecast::{AcuteGap, Case, LoglikCheck, Model, ModelFile, PriorFile, Rule};

fn check(change: impl FnOnce(&mut Case), field: &str, words: &str) {
    let mut record = case(&[0, 3], &[(0, 20), (3, 15), (7, 14)], 8);
    record.checked(model()).unwrap();
    change(&mut record);
    let refusal = record.checked(model()).expect_err(field);
    assert_eq!(refusal.field, field);
    assert_eq!(refusal.case, record.id);
    let text = refusal.to_string();
    assert!(text.contains(words), "{text}");
    assert!(!refusal.what_to_do.is_empty());
}

#[test]
fn impossible_scores_are_refused() {
    check(|case| case.scores[2].score = 28.0, "scores[2].score", "outside 0 to 27");
    check(|case| case.scores[2].score = -1.0, "scores[2].score", "outside");
    check(|case| case.scores[1].score = 15.5, "scores[1].score", "scored in whole points");
    check(|case| case.scores[1].score = f64::NAN, "scores[1].score", "NaN");
    check(|case| case.scores[0].score = f64::INFINITY, "scores[0].score", "outside");
    check(|case| case.scores[2].day = 9.0, "scores[2].day", "after today");
    check(|case| case.scores[2].day = f64::NAN, "scores[2].day", "not a usable day");
    check(|case| case.scores[2].instrument = "CSSRS".into(), "scores[2].instrument", "PHQ9");
    check(|case| case.scores[2].recall_days = Some(-1.0), "scores[2].recall_days", "look-back");
    check(|case| case.scores[2].recall_days = Some(f64::NAN), "scores[2].recall_days", "look-back");
}

#[test]
fn a_mean_of_three_items_may_be_written_with_one_decimal_or_more() {
    let mut record = case(&[0], &[(0, 20)], 8);
    record.scores[0].instrument = "PEG".into();
    for score in [6.3, 6.33, 6.7, 6.667, 7.0] {
        record.scores[0].score = score;
        record.checked(model()).unwrap();
    }
    for score in [6.5, 6.4, 6.2, 6.6] {
        record.scores[0].score = score;
        let refusal = record.checked(model()).unwrap_err();
        assert_eq!(refusal.field, "scores[0].score");
        assert!(refusal.to_string().contains("thirds of a point"), "{refusal}");
    }
}

#[test]
fn a_slip_of_many_digits_is_named_in_short() {
    check(|case| case.today = 1e300, "today", "1e300");
    let gap = |gap| move |case: &mut Case| case.rule = Some(Rule { acute_gap: Some(gap), ..Rule::default() });
    check(gap(AcuteGap::Days(0.0)), "rule.acute_gap", "rule.acute_gap: 0: not days");
    check(gap(AcuteGap::List(vec![1.0, 0.5])), "rule.acute_gap", "1, 0.5: not days");
}

#[test]
fn impossible_sessions_are_refused() {
    check(|case| case.sessions[1].day = 9.0, "sessions[1].day", "after today");
    check(|case| case.sessions[1].day = 0.0, "sessions[1].day", "duplicate");
    check(|case| case.sessions[1].dose = -0.5, "sessions[1].dose", "not a dose");
    check(|case| case.sessions[1].dose = f64::NAN, "sessions[1].dose", "not a dose");
    check(|case| case.sessions[1].dose = 35.0, "sessions[1].dose", "unit");
    check(|case| case.sessions[1].route = "oral".into(), "sessions[1].route", "no forecast for route oral");
    check(|case| case.sessions[0].route = "sublingual".into(), "sessions[0].route", "no forecast");
    check(|case| case.sessions[0].route = "rectal".into(), "sessions[0].route", "iv, im, sc");
    check(|case| case.plan[1].day = 7.0, "plan[1].day", "before today");
    check(|case| case.plan[1].day = 8.0, "plan[1].day", "duplicate");
    check(|case| case.plan[0].route = "oral".into(), "plan[0].route", "no forecast");
    check(|case| case.sessions[1].day = 8.0, "plan[0].day", "duplicate");
}

#[test]
fn conditions_without_evidence_are_refused() {
    for id in ["suicidal_ideation", "ocd", "alcohol_use"] {
        check(|case| case.condition = id.into(), "condition", "no forecast for condition");
    }
    check(|case| case.condition = "insomnia".into(), "condition", "depression, bipolar_depression");
}

#[test]
fn impossible_settings_are_refused() {
    check(|case| case.id = " ".into(), "id", "empty");
    check(|case| case.today = f64::INFINITY, "today", "not a usable day");
    check(|case| case.primary = "PHQ8".into(), "primary", "not an instrument");
    check(|case| case.response_at = Some(50.0), "response_at", "fraction");
    check(|case| case.response_at = Some(0.0), "response_at", "fraction");
    check(|case| case.price = Some(-1.0), "price", "not a price");
    let rule = |gap| Some(Rule { acute_gap: Some(gap), ..Rule::default() });
    check(|case| case.rule = rule(AcuteGap::Days(0.0)), "rule.acute_gap", "days");
    check(|case| case.rule = rule(AcuteGap::List(vec![])), "rule.acute_gap", "days");
    check(
        |case| case.rule = Some(Rule { ladder: Some(vec![0.0]), ..Rule::default() }),
        "rule.ladder",
        "days",
    );
    check(
        |case| case.loglik_check = Some(LoglikCheck { z: vec![[f64::NAN; 6]] }),
        "loglik_check.z[0]",
        "six",
    );
}

#[test]
fn unknown_keys_are_tolerated_and_null_rules_are_defaults() {
    let text = r#"{"id":"a","kind":"x","condition":"depression","primary":"PHQ9","sessions":[],"scores":[],"today":0,
        "plan":[],"rule":{"acute_total":null,"acute_gap":null,"ladder_caps":[[182,28],[null,168]]}}"#;
    let record: Case = serde_json::from_str(text).unwrap();
    record.checked(model()).unwrap();
}

fn check_model(prior_change: (&str, &str), file_change: (&str, &str), entry: &str) {
    let prior = crate::common::file("clinical/forecast/prior-1.1.json");
    let file = crate::common::file("clinical/forecast/model-1.1.toml");
    assert!(prior.contains(prior_change.0) && file.contains(file_change.0));
    let prior: PriorFile = serde_json::from_str(&prior.replace(prior_change.0, prior_change.1)).unwrap();
    let file: ModelFile = toml::from_str(&file.replacen(file_change.0, file_change.1, 1)).unwrap();
    let refusal = Model::new(prior, file, String::new()).expect_err(entry);
    assert!(refusal.entry.contains(entry), "{refusal}");
}

#[test]
fn numbers_the_mathematics_cannot_take_are_refused_in_the_model_files() {
    let same = ("", "");
    check_model(("\"sig_w\": 0.09", "\"sig_w\": -0.09"), same, "sig_w");
    check_model(("\"kappa\": 0.4", "\"kappa\": 0"), same, "kappa");
    check_model(("evenkeel-prior/1", "evenkeel-prior/9"), same, "schema");
    check_model(same, ("evenkeel-forecast-model/1", "x"), "schema");
    check_model(same, ("noise_sd = 0.06", "noise_sd = 0.0"), "instrument PHQ9 noise_sd");
    check_model(same, ("tau_s = \"ptsd_tau_s\"", "tau_s = \"missing\""), "condition ptsd");
    check_model(same, ("shifts = { g = \"ptsd\"", "shifts = { q = \"ptsd\""), "condition ptsd");
}

#[test]
fn an_impossible_goal_or_other_plan_is_refused() {
    for goal in [-1.0, 366.0, f64::NAN, 1e300] {
        check(|case| case.goal_days_well = Some(goal), "goal_days_well", "0 to 365");
    }
    let other = |day: f64| {
        move |case: &mut Case| {
            let mut plan = case.plan.clone();
            plan[0].day = day;
            case.other_plan = Some(plan);
        }
    };
    check(other(7.0), "other_plan[0].day", "before today");
    check(other(3.0), "other_plan[0].day", "before today");
    check(|case| case.other_plan = Some(vec![case.plan[0].clone(); 2]), "other_plan[1].day", "duplicate");
}
