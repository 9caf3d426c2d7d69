//! `evenkeel dose`: from the order to the syringe.

use serde_json::{Value, json};

use crate::run::{json as run_json, refused, run};

fn dose(args: &[&str]) -> Value {
    let args: Vec<&str> = ["dose", "--json"].into_iter().chain(args.iter().copied()).collect();
    run_json(&args, "")
}

const MOOD: [&str; 6] = ["--protocol", "iv-mood-6", "--date", "2026-01-05", "--weight", "70"];

fn mood(args: &[&str]) -> Value {
    dose(&[&MOOD, args].concat())
}

#[test]
fn an_infusion_by_weight() {
    let sheet = mood(&["--mg-per-kg", "0.5", "--concentration", "10"]);
    assert_eq!(sheet["schema"], "evenkeel-dose/1");
    let found = ["mg", "ml", "ml_per_hour", "minutes"].map(|key| sheet[key].as_f64().expect("a number"));
    for (found, expected) in found.iter().zip([35.0, 3.5, 5.3, 40.0]) {
        assert!((found - expected).abs() < 1e-9, "{sheet}");
    }
    assert_eq!((&sheet["level"], &sheet["second_check"]), (&json!("ok"), &json!(false)));
    assert_eq!(sheet["findings"][0]["rule"], "X2");
}

#[test]
fn a_high_dose_asks_and_an_anaesthetic_one_by_injection_is_never_given() {
    assert_eq!(mood(&["--mg-per-kg", "1.1"])["level"], "confirm");
    let never = mood(&["--mg-per-kg", "4", "--route", "im", "--injections", "2", "--concentration", "100"]);
    assert_eq!(
        (&never["level"], &never["findings"][0]["caveats"]),
        (&json!("refuse"), &json!(["no_override"]))
    );
    assert_eq!(never["parts"].as_array().map(Vec::len), Some(2));
}

#[test]
fn rates_devices_and_a_stale_weight() {
    let crps = dose(&[
        "--protocol",
        "crps-10day",
        "--date",
        "2026-01-05",
        "--weight",
        "70",
        "--mg-per-kg-per-h",
        "0.35",
        "--hours",
        "4",
        "--concentration",
        "2",
    ]);
    assert_eq!((crps["mg"].as_f64(), crps["ml_per_hour"].as_f64()), (Some(98.0), Some(12.3)));
    let spray = dose(&["--protocol", "spravato-trd", "--date", "2026-01-05", "--devices", "2"]);
    assert_eq!((spray["mg"].as_f64(), spray["parts"][1]["minute"].as_f64()), (Some(56.0), Some(5.0)));
    let stale = mood(&["--mg-per-kg", "0.5", "--weighed-on", "2025-12-01"]);
    assert_eq!((&stale["mg"], &stale["missing"][0]), (&Value::Null, &json!("weight_kg")));
}

#[test]
fn a_course_gives_weight_last_dose_and_how_it_was_borne() {
    let course = r#"{"schema":"evenkeel-course/1","condition":"depression","protocol":"iv-mood-6","primary":"PHQ9","today":"2026-01-12",
        "sessions":[{"date":"2026-01-08","status":"done","route":"iv","dose_mg_per_kg":0.5,"weight_kg":70,
        "bp":[{"minute":-5,"systolic":128,"diastolic":80},{"minute":40,"systolic":150,"diastolic":90}]}]}"#;
    let run = run(&["dose", "--course", "-", "--mg-per-kg", "0.75"], course);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for words in [
        "70 kg of 2026-01-08, 4 days old",
        "Last dose, 2026-01-08: 0.5 mg/kg.",
        "50 % more",
        "150/90",
        "52.5 mg",
    ] {
        assert!(run.stdout.contains(words), "{}\nlacks {words:?}", run.stdout);
    }
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let check = |args: &[&str], words: &[&str]| {
        let args: Vec<&str> = [&["dose"], &MOOD[..], args].concat();
        refused(&args, "", 2, words);
    };
    check(&["--mg-per-kg", "35"], &["dose", "cannot be meant", "35 mg at 70 kg is 0.5"]);
    check(&["--mg-per-kg", "0.5", "--concentration", "0"], &["concentration", "from the vial"]);
    check(&["--mg-per-kg", "0.5", "--route", "oral"], &["--route", "oral", "iv"]);
    refused(&["dose", "--protocol", "none", "--mg", "1"], "", 2, &["no protocol", "iv-mood-6"]);
}
