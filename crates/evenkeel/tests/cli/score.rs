//! `evenkeel score`: answers on standard input.

use serde_json::{Value, json};

use crate::run::{golden, json as run_json, refused, run};

fn score(instrument: &str, answers: &str) -> Value {
    run_json(&["score", instrument, "--json"], answers)
}

fn check(instrument: &str, answers: &str, total: impl Into<Value>, band: impl Into<Value>) {
    let scored = score(instrument, answers);
    let (total, band) = (total.into(), band.into());
    assert_eq!(scored["total"].as_f64(), total.as_f64(), "{instrument} {answers}");
    assert_eq!(scored["band"], band, "{instrument} {answers}");
}

#[test]
fn totals_and_bands() {
    check("PHQ9", "[0,0,0,0,0,0,0,0,0]", 0, "minimal");
    check("PHQ9", "[1,1,1,1,1,0,0,0,0]", 5, "mild");
    check("PHQ9", "[2,2,2,2,2,0,0,0,0]", 10, "moderate");
    check("PHQ9", "[2,2,2,2,2,2,2,1,0]", 15, "moderately_severe");
    check("PHQ9", "[3,3,3,3,3,3,3,3,3]", 27, "severe");
    check("PHQ9", "[1,1,1,1,1,0,0,0,0,3]", 5, "mild");
    check("GAD7", "[3,3,3,3,3,3,3]", 21, "severe");
    check("QIDS16", "[1,2,3,0,1,0,2,0,1,1,1,0,0,0,1,2]", 10, "mild");
    check("AUDITC", "[1,1,1]", 3, Value::Null);
    check("PEG", "[7,6,6]", 19.0 / 3.0, Value::Null);
    check("PAIN", "[7]", 7, Value::Null);
}

#[test]
fn clusters_cuts_and_screens_are_said_beside_the_total() {
    let pcl5 = score("pcl-5", "[1,1,1,1,1,2,2,0,0,0,0,0,0,0,3,0,0,0,0,null]");
    assert_eq!(pcl5["clusters"], json!({"B":5.0,"C":4.0,"D":0.0}));
    assert_eq!(score("AUDIT-C", "[1,1,1]")["cuts"], json!({"positive_men":false,"positive_women":true}));
    check("WHO5", "[3,3,3,2,2]", 52, Value::Null);
    let asq = score("ASQ", "[false,true,false,false]");
    assert_eq!((&asq["positive"], &asq["findings"][0]["rule"]), (&json!(true), &json!("D20")));
    assert_eq!(score("OBS4", "[1,2,3,0]")["total"], Value::Null);
    refused(&["score", "WSAS"], "[1]", 2, &["WSAS", "not shipped", "permission"]);
}

#[test]
fn ids_are_read_in_any_case_and_without_hyphens() {
    for id in ["PHQ9", "phq9", "PHQ-9", "Phq-9"] {
        check(id, "[0,0,0,0,0,0,0,0,0]", 0, "minimal");
    }
    assert_eq!(score("c-ssrs", "[null,null,null,null,null,null,null]")["instrument"], "CSSRS");
}

#[test]
fn a_missing_item_leaves_no_total_but_a_partial_one() {
    let scored = score("PHQ9", "[2,2,null,2,2,2,2,3,0]");
    assert_eq!((&scored["total"], &scored["band"]), (&Value::Null, &Value::Null));
    assert_eq!((scored["partial_total"].as_f64(), &scored["missing"]), (Some(15.0), &json!([3])));
    assert_eq!(scored["findings"], json!([]));
}

#[test]
fn item_nine_above_zero_or_missing_asks_for_a_screen() {
    let rules = |answers: &str| -> Vec<Value> {
        let scored = score("PHQ9", answers);
        scored["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|f| json!([f["rule"], f["state"]]))
            .collect()
    };
    assert!(rules("[1,1,0,0,0,0,0,0,1]").contains(&json!(["D20", "screen"])), "a total of 3 does not matter");
    assert!(rules("[1,1,0,0,0,0,0,0,null]").contains(&json!(["D20", "screen"])));
    assert!(!rules("[3,3,3,3,3,3,3,3,0]").contains(&json!(["D20", "screen"])));
}

#[test]
fn the_screener_takes_seven_answers_in_record_order() {
    let level = |answers: &str| score("CSSRS", answers)["findings"][0]["state"].clone();
    assert_eq!(level("[true,true,false,true,false,false,false]"), "high");
    assert_eq!(level("[true,false,false,false,false,false,false]"), "low");
    assert_eq!(score("CSSRS", "[true,true,false,null,false,false,false]")["missing"], json!([4]));
}

#[test]
fn a_score_has_its_keys() {
    let mut scored = score("PHQ9", "[2,2,2,2,2,2,2,3,1]");
    // The day of the findings is the machine's own.
    for finding in scored["findings"].as_array_mut().expect("findings") {
        let today = finding["date"].as_str().expect("a date").to_owned();
        let text = finding.to_string().replace(&today, "TODAY");
        *finding = serde_json::from_str(&text).expect("JSON");
    }
    golden("score-phq9.json", &scored);
}

#[test]
fn words_name_the_total_the_band_and_the_finding() {
    let run = run(&["score", "phq9"], "[2,2,2,2,2,2,2,3,1]");
    assert_eq!(run.code, 0);
    for words in ["PHQ-9: 18, moderately severe", "D20 safety: screen"] {
        assert!(run.stdout.contains(words), "{} does not contain {words:?}", run.stdout);
    }
}

#[test]
fn answers_that_cannot_be_scored_are_refused() {
    let check = |instrument: &str, answers: &str, words: &[&str]| {
        refused(&["score", instrument, "--json"], answers, 2, words);
    };
    check("PHQ9", "[0,0,0,0,0,0,0,0]", &["PHQ-9", "9 or 10", "8"]);
    check("PHQ9", "[0,0,0,0,0,0,0,0,0,0,0]", &["9 or 10", "11"]);
    check("PHQ9", "[4,0,0,0,0,0,0,0,0]", &["answer 1", "4", "0 to 3"]);
    check("PHQ9", "[0,0,0,0,0,0,0,0,-1]", &["answer 9", "-1"]);
    check("PHQ9", "[0,1.5,0,0,0,0,0,0,0]", &["answer 2", "1.5"]);
    check("PHQ9", "[0,0,\"2\",0,0,0,0,0,0]", &["answer 3", "\"2\""]);
    check("PHQ9", "[0,0,0,NaN,0,0,0,0,0]", &["answer 4", "NaN"]);
    check("PHQ9", "[true,0,0,0,0,0,0,0,0]", &["answer 1", "true"]);
    check("PHQ9", "[300,0,0,0,0,0,0,0,0]", &["answer 1", "300"]);
    check("PHQ9", "{\"answers\":[]}", &["expected a list"]);
    check("PHQ9", "0,1,2", &["expected a list"]);
    check("PHQ9", "[0,1,2", &["not JSON"]);
    check("PHQ9", "", &["it is empty"]);
    check("CSSRS", "[true,true]", &["7", "2"]);
    check("CSSRS", "[\"yes\",true,false,false,false,false,false]", &["answer 1", "true or false"]);
    check("BDI", "[0]", &["BDI", "PHQ9"]);
}
