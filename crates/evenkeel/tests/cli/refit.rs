//! `evenkeel refit`: learned from enough courses, judged, written beside the shipped prior and never over anything.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use evenkeel_testkit::folder::TempFolder;
use serde_json::Value;

use crate::import::{arg, nimh};
use crate::run::{file, json, refused, run};

const MAP: &str = r#"
schema = "evenkeel-import-map/1"
dataset = "own"
title = "Former records of a clinic"
patient_label = "Former patient"
day_zero = "2024-01-08"
protocol = "iv-mood-6"
primary = "PHQ9"
status = "ended"
[instruments]
PHQ9 = { id = "PHQ9" }
[arms.all]
condition = "depression"
[events.session]
session = { days_before = 0, route = "iv", dose_mg_per_kg = 0.5 }
[events.check]
"#;

/// A clinic at which nobody gets much better: a score a week, sessions at the first four.
fn courses(name: &str, people: u32) -> (String, String) {
    let mut text = String::from("dataset,subject,day,session,instrument,score,event,arm\n");
    let mut dice: u64 = 11;
    for person in 0..people {
        for visit in 0..6 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let score = 19 + (dice >> 33) % 4 - u64::from(visit > 0);
            let event = if visit < 4 { "session" } else { "check" };
            writeln!(text, "own,p{person:03},{},,PHQ9,{score},{event},all", 7 * visit).expect("a line");
        }
    }
    (file(&format!("{name}.csv"), &text), file(&format!("{name}.toml"), MAP))
}

fn case() -> String {
    let text = r#"{"id":"a","condition":"depression","primary":"PHQ9","today":0,
        "scores":[{"day":0,"instrument":"PHQ9","score":19}],"plan":[{"day":0,"route":"iv","dose":0.5}]}"#;
    file("refit-case.json", text)
}

fn response(answers: &Value) -> f64 {
    answers["answers"][0]["p_response_by_session"]["value"][5].as_f64().expect("a chance")
}

#[test]
fn a_better_prior_is_written_beside_and_used_only_where_it_is_asked_for() {
    let (data, map) = courses("refit-better", 50);
    let folder = TempFolder::new();
    let own = folder.path().join("own");
    let args = ["refit", &data, "--map", &map, "--date", "2026-11-24", "--out", arg(&own)];
    let learned = run(&args, "");
    assert_eq!(learned.code, 0, "{}{}", learned.stdout, learned.stderr);
    for words in ["50 finished courses with 300 scores", "ceiling", "log score", "Better beyond chance"] {
        assert!(learned.stdout.contains(words), "{words:?} in {}", learned.stdout);
    }
    assert!(learned.stderr.contains("No forecast uses it yet"), "{}", learned.stderr);
    let prior = own.join("forecast/prior-1.1-2026-11-24.json");
    let written: Value = serde_json::from_str(&fs::read_to_string(&prior).expect("the prior")).expect("JSON");
    assert_eq!(written["schema"], "evenkeel-prior/1");
    assert_eq!(written["learned"]["courses"], 50);
    let (case, shipped) = (case(), root("clinical/forecast/prior-1.1.json"));
    let shipped: Value = serde_json::from_str(&shipped).expect("JSON");
    assert!(written["mean"][1].as_f64() < shipped["mean"][1].as_f64(), "the ceiling is lower");
    assert_eq!((&written["tau_n"], &written["shifts"]), (&shipped["tau_n"], &shipped["shifts"]));

    let checked = run(&["check", arg(&own)], "");
    assert_eq!(checked.code, 0, "{}", checked.stdout);
    assert!(checked.stderr.contains("prior-1.1.json → prior-1.1-2026-11-24.json"), "{}", checked.stderr);
    let before = json(&["forecast", &case, "--json"], "");
    let after = json(&["forecast", &case, "--json", "--clinical", arg(&own)], "");
    assert!(response(&after) < response(&before) - 0.1);
    let digest = |answers: &Value| answers["answers"][0]["model"]["prior_sha256"].clone();
    assert_ne!(digest(&before), digest(&after), "the answer says which prior it was made with");

    refused(&args, "", 2, &["there already", "another folder"]);
}

#[test]
fn without_a_folder_the_report_is_all_there_is() {
    let (data, map) = courses("refit-json", 50);
    let run = run(&["refit", &data, "--map", &map, "--json"], "");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Nothing was written: name a folder"), "{}", run.stderr);
    let told: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((&told["schema"], &told["courses"]), (&"evenkeel-refit/1".into(), &50.into()));
    assert!(told.get("written").is_none() && told["better"] == true, "{told}");
    for (of, key) in [("shipped", "mean"), ("shipped", "sd"), ("learned", "mean"), ("learned", "sd")] {
        assert_eq!(told[of][key].as_array().map(Vec::len), Some(6), "{of} {key}");
    }
    let held = &told["held_out"][0];
    assert_eq!((&held["instrument"], &held["learned"]["n"]), (&"PHQ9".into(), &250.into()));
    assert!(held["learned"]["log_score"].as_f64() < held["shipped"]["log_score"].as_f64());
    assert!(told["log_score"]["high"].as_f64() < Some(0.0) && told["crps"]["low"].is_number());
}

#[test]
fn too_few_courses_are_refused_and_nothing_is_written() {
    let folder = TempFolder::new();
    let own = folder.path().join("own");
    refused(
        &["refit", &nimh(), "--out", arg(&own)],
        "",
        1,
        &["50 are needed", "chance", "The shipped prior stays", "Left out"],
    );
    assert!(!own.exists());
}

#[test]
fn a_record_without_finished_courses_teaches_nothing() {
    let folder = TempFolder::new();
    crate::import::import_into(folder.path());
    // Imported courses are not the clinic's own.
    refused(&["refit", "--data", arg(folder.path())], "", 1, &["0 finished courses", "50 are needed"]);
}

fn root(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).expect("a file")
}
