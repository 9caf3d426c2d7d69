//! `evenkeel review`: findings of a course record.

use serde_json::Value;

use crate::run::{golden, json, run, with};

/// Four sessions, 15 % better on a questionnaire that looks back 14 days.
pub const RECORD: &str = r#"{"schema":"evenkeel-course/1","id":"v01","condition":"depression","protocol":"iv-mood-6","primary":"PHQ9","today":"2026-01-16",
"patient":{"birth_date":"1980-02-01","conditions":[],"medications":[{"name":"lorazepam","class":"benzodiazepine","diazepam_equivalent_mg_per_day":10}]},
"sessions":[
{"date":"2026-01-05","status":"done","route":"iv","dose_mg_per_kg":0.5,"weight_kg":70,"bp":[{"minute":-5,"systolic":128,"diastolic":80}],"moaas_last":5,"observed_minutes":100,"supervised_by":"prescriber"},
{"date":"2026-01-08","status":"done","route":"iv","dose_mg_per_kg":0.5,"weight_kg":70,"supervised_by":"prescriber"},
{"date":"2026-01-12","status":"done","route":"iv","dose_mg":35,"weight_kg":70,"supervised_by":"prescriber"},
{"date":"2026-01-15","status":"done","route":"iv","dose_mg_per_kg":0.5,"weight_kg":70,"supervised_by":"prescriber"},
{"date":"2026-01-19","status":"planned","route":"iv","dose_mg_per_kg":0.5}],
"measurements":[
{"date":"2026-01-05","instrument":"PHQ9","score":20,"items":[2,2,2,2,3,3,3,3,0],"after":false},
{"date":"2026-01-16","instrument":"PHQ9","score":17,"items":[2,2,2,2,2,2,2,3,0]}],
"signs":[{"date":"2026-01-14","sign":"low_motivation"}],
"screens":[{"date":"2026-01-09","instrument":"CSSRS","answers":{"q1":false,"q2":false,"q3":false,"q4":false,"q5":false,"q6_lifetime":false,"q6_3_months":false}}],
"decisions":[{"date":"2026-01-08","rule":"D10","choice":"continue","reason":"too early","by":"prescriber"}],
"events":[{"date":"2026-01-04","kind":"consent"}]}"#;

fn findings(review: &Value, rule: &str) -> Vec<Value> {
    let all = review["findings"].as_array().expect("findings");
    all.iter().filter(|finding| finding["rule"] == rule).cloned().collect()
}

/// What the contract fixes of each finding; sentences, sources and traces belong to the rules' own goldens.
fn outline(review: &Value) -> Value {
    let keys =
        ["rule", "kind", "state", "date", "instrument", "missing", "options", "caveats", "grade", "overlay"];
    let mut outline = review.clone();
    for finding in outline["findings"].as_array_mut().expect("findings") {
        finding.as_object_mut().expect("an object").retain(|key, _| keys.contains(&key.as_str()));
    }
    outline
}

#[test]
fn a_review_of_session_four() {
    let review = json(&["review", "-", "--json"], RECORD);
    golden("review-session-4.json", &outline(&review));
    assert_eq!(
        (&review["schema"], &review["phase"], &review["sessions_done"]),
        (&"evenkeel-review/1".into(), &"induction".into(), &4.into())
    );
    let d11 = findings(&review, "D11");
    assert_eq!(d11[0]["state"], "review");
    assert_eq!(d11[0]["because"][0], "PHQ-9 20 → 17, 15 % better");
    assert!(d11[0]["caveats"].as_array().expect("a list").contains(&"recall_window".into()));
}

#[test]
fn every_finding_has_every_key() {
    let review = json(&["review", "-", "--json"], RECORD);
    let keys = [
        "rule",
        "kind",
        "state",
        "date",
        "instrument",
        "because",
        "missing",
        "options",
        "caveats",
        "sources",
        "grade",
        "revision",
        "overlay",
    ];
    for finding in review["findings"].as_array().expect("findings") {
        for key in keys {
            assert!(finding.get(key).is_some(), "{finding} lacks {key}");
        }
        assert!(!finding["because"].as_array().expect("a list").is_empty(), "{finding} gives no reason");
        assert!(!finding["sources"].as_array().expect("a list").is_empty(), "{finding} names no source");
    }
}

#[test]
fn no_sentence_has_an_empty_place_or_an_unknown_key() {
    let run = run(&["review", "-"], RECORD);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains('{') && !run.stdout.contains("trace."), "{}", run.stdout);
    for words in [
        "v01: depression",
        "D11 checkpoint: REVIEW, PHQ-9",
        "May be chosen: adjust dose",
        "Sources (grade T)",
    ] {
        assert!(run.stdout.contains(words), "{} does not contain {words:?}", run.stdout);
    }
}

#[test]
fn what_is_missing_is_a_key_of_the_record_and_is_said_in_words() {
    let open = with(RECORD, &[("\"q4\":false", "\"q4\":null"), ("\"q1\":false", "\"q1\":true")]);
    let review = json(&["review", "-", "--json"], &open);
    let safety: Vec<&Value> =
        review["findings"].as_array().expect("findings").iter().filter(|f| f["kind"] == "safety").collect();
    assert!(safety.iter().any(|f| f["missing"] == serde_json::json!(["q4"])), "{safety:?}");
    assert!(safety.iter().any(|f| f["missing_words"][0] == "question 4 of the screener"), "{safety:?}");
}

#[test]
fn a_discharge_list_and_a_daily_dose_are_read() {
    let own_day = with(
        RECORD,
        &[
            ("\"today\":\"2026-01-16\"", "\"today\":\"2026-01-15\""),
            ("{\"date\":\"2026-01-16\",\"instrument\"", "{\"date\":\"2026-01-15\",\"instrument\""),
            ("\"diazepam_equivalent_mg_per_day\":10", "\"mg_per_day\":1"),
            (
                "{\"date\":\"2026-01-15\",\"status\":\"done\",\"route\":\"iv\",",
                "{\"date\":\"2026-01-15\",\"status\":\"done\",\"route\":\"iv\",\"discharge\":{\"orientated\":false,\"ride_arranged\":true,\"no_driving_told\":null},",
            ),
        ],
    );
    let review = json(&["review", "-", "--json"], &own_day);
    let states: Vec<Value> = ["M10", "M9", "M8", "M3", "I3"]
        .iter()
        .map(|rule| findings(&review, rule).first().map_or(Value::Null, |f| f["state"].clone()))
        .collect();
    assert_eq!(states, ["stop", "clear", "warn", "warn", "warn"], "{review}");
    let (m10, i3) = (&findings(&review, "M10")[0], &findings(&review, "I3")[0]);
    assert!(m10["missing"].as_array().expect("a list").contains(&"care_at_home".into()), "{m10}");
    assert!(i3["because"][1].as_str().is_some_and(|said| said.contains("5 to 10 mg of diazepam")), "{i3}");
}

#[test]
fn only_five_keys_are_required() {
    let bare = r#"{"schema":"evenkeel-course/1","condition":"depression","protocol":"iv-mood-6","primary":"PHQ9","today":"2026-02-10"}"#;
    let review = json(&["review", "-", "--json"], bare);
    assert_eq!(
        (&review["id"], &review["phase"], &review["sessions_done"]),
        (&Value::Null, &"before".into(), &0.into())
    );
}

#[test]
fn optional_keys_may_be_null() {
    let nulls = with(
        RECORD,
        &[
            ("\"after\":false", "\"after\":null,\"recall_days\":null,\"form\":null"),
            ("\"moaas_last\":5", "\"moaas_last\":null"),
        ],
    );
    json(&["review", "-", "--json"], &nulls);
}

#[test]
fn unknown_keys_are_ignored_with_a_line_each() {
    let odd = with(
        RECORD,
        &[
            ("\"moaas_last\":5", "\"moaas_last\":5,\"spo2\":98"),
            ("\"id\":\"v01\"", "\"id\":\"v01\",\"clinic\":\"x\""),
        ],
    );
    let run = run(&["review", "-", "--json"], &odd);
    assert_eq!(run.code, 0);
    let mut lines: Vec<&str> = run.stderr.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["-: clinic: unknown key, ignored", "-: sessions[0].spo2: unknown key, ignored"]);
    assert_eq!(run.stdout, crate::run::run(&["review", "-", "--json"], RECORD).stdout);
}

#[test]
fn the_order_of_entry_changes_nothing() {
    let mut turned: Value = serde_json::from_str(RECORD).expect("JSON");
    for list in ["sessions", "measurements"] {
        turned[list].as_array_mut().expect("a list").reverse();
    }
    assert_eq!(
        json(&["review", "-", "--json"], &turned.to_string()),
        json(&["review", "-", "--json"], RECORD)
    );
}
