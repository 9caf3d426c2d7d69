//! Another model than the one in force, and another prior held against the shipped one: `--model`, `--prior` and
//! `--model-file`.

use serde_json::Value;

use crate::run::{file, json, refused, with};

fn clinical(name: &str) -> String {
    let path = format!("{}/../../clinical/forecast/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("the shipped file")
}

/// A prior of its own version whose slow drift is wider.
fn wider() -> String {
    with(&clinical("prior-1.1.json"), &[("\"1.1\"", "\"wider\""), ("\"sig_u\": 0.15", "\"sig_u\": 0.2")])
}

fn calibrated(more: &[&str]) -> Value {
    let mut args = vec!["calibrate", "--json", "--patients", "512"];
    args.extend(more);
    json(&args, "")
}

#[test]
fn the_shipped_files_given_as_files_are_the_shipped_model() {
    let prior = file("same-prior.json", &clinical("prior-1.1.json"));
    let model = file("same-model.toml", &clinical("model-1.1.toml"));
    let shipped = calibrated(&[]);
    assert_eq!(calibrated(&["--prior", &prior, "--model-file", &model]), shipped);
    assert_eq!(calibrated(&["--model", "1.1"]), shipped);
}

#[test]
fn another_prior_gives_other_figures_under_its_own_name_and_is_not_judged() {
    let prior = file("wider-prior.json", &wider());
    let (shipped, tried) = (calibrated(&[]), calibrated(&["--prior", &prior]));
    assert_eq!(tried["model"]["version"], "wider");
    assert_ne!(tried["model"]["prior_sha256"], shipped["model"]["prior_sha256"]);
    assert_ne!(tried["rms_z"], shipped["rms_z"]);
    assert!(tried.get("agrees").is_none());
}

#[test]
fn a_series_is_scored_with_another_prior_beside_the_same_baselines() {
    let series = format!("{}/../../reference/data/nimh_ketamine_ds005917.csv", env!("CARGO_MANIFEST_DIR"));
    let prior = file("wider-prior-backtest.json", &wider());
    let shipped = json(&["backtest", &series, "--json"], "");
    let tried = json(&["backtest", &series, "--json", "--prior", &prior], "");
    assert_eq!((&shipped["model"]["version"], &tried["model"]["version"]), (&"1.1".into(), &"wider".into()));
    let row = |of: &Value, place: usize| of["reports"][0]["rows"][place].clone();
    assert_ne!(row(&shipped, 0)["crps"], row(&tried, 0)["crps"]);
    assert_eq!(row(&shipped, 1), row(&tried, 1), "the last value knows no prior");
}

#[test]
fn what_cannot_be_tried_is_told_with_its_place() {
    let bad = |name: &str, from: &str, to: &str| file(name, &with(&wider(), &[(from, to)]));
    let negative = bad("negative-prior.json", "\"tau_n\": 4.406", "\"tau_n\": -1");
    refused(
        &["calibrate", "--prior", &negative],
        "",
        2,
        &["negative-prior.json: tau_n", "-1 is not between"],
    );
    let unfit = bad("unnamed-prior.json", "\"adfree_g\"", "\"adfree_h\"");
    refused(&["calibrate", "--prior", &unfit], "", 2, &["adfree_g"]);
    let broken = file("broken-prior.json", "{");
    refused(&["backtest", "x.csv", "--prior", &broken], "", 2, &[]);
    refused(&["calibrate", "--prior", &broken], "", 2, &["broken-prior.json: line 1"]);
    refused(&["calibrate", "--prior", "no/such.json"], "", 2, &["no such file"]);
    for command in ["calibrate", "backtest"] {
        refused(&[command, "--model", "7"], "", 2, &["--model", "there is no model 7"]);
    }
}

#[test]
fn model_2_is_answered_on_request_only_and_says_so() {
    let case = r#"{"id":"one","condition":"depression","primary":"PHQ9","sessions":[{"day":0,"route":"iv","dose":0.5}],
        "scores":[{"day":0,"instrument":"PHQ9","score":19},{"day":3,"instrument":"PHQ9","score":13}],"today":3,"plan":[]}"#;
    let answer = |more: &[&str]| {
        let mut args = vec!["forecast", "-", "--json"];
        args.extend(more);
        json(&args, case)["answers"][0].clone()
    };
    let (default, first, second) = (answer(&[]), answer(&["--model", "1.1"]), answer(&["--model", "2"]));
    assert_eq!(default, first);
    assert_eq!((&default["model"]["version"], &second["model"]["version"]), (&"1.1".into(), &"2".into()));
    assert_ne!(first["model"]["prior_sha256"], second["model"]["prior_sha256"]);
    assert_ne!(first["benefit_now"], second["benefit_now"]);
}

#[test]
fn model_2_is_held_against_its_own_record_of_the_arms() {
    let table = json(&["calibrate", "--json", "--model", "2"], "");
    assert_eq!((&table["agrees"], &table["recorded"]["prior"]), (&true.into(), &"2".into()));
}
