//! `evenkeel rems`: drafts of the monitoring form.

use serde_json::{Value, json};

use crate::run::{json as run_json, refused, run};

/// Two esketamine sessions given, a third planned, an infusion long before.
const RECORD: &str = r#"{"schema":"evenkeel-course/1","id":"s01","condition":"depression","protocol":"spravato-trd","primary":"PHQ9","today":"2026-01-16",
"patient":{"birth_date":"1980-02-01","medications":[{"name":"lorazepam","class":"benzodiazepine"}]},
"sessions":[
{"date":"2026-01-08","status":"done","route":"nasal_esketamine","dose_mg":84,"bp":[{"minute":-5,"systolic":128,"diastolic":80},{"minute":40,"systolic":144,"diastolic":88},{"minute":118,"systolic":126,"diastolic":79}],"moaas_last":5,"observed_minutes":125,"supervised_by":"prescriber"},
{"date":"2026-01-05","status":"done","route":"nasal_esketamine","dose_mg":56,"observed_minutes":130,"supervised_by":"prescriber","rems_submitted_on":"2026-01-06"},
{"date":"2026-01-19","status":"planned","route":"nasal_esketamine"}]}"#;

fn field<'a>(form: &'a Value, id: &str) -> &'a Value {
    let fields = form["fields"].as_array().expect("fields");
    fields.iter().find(|field| field["id"] == id).expect("the field")
}

#[test]
fn each_session_given_has_a_draft_that_says_what_is_missing() {
    let out = run_json(&["rems", "-", "--json"], RECORD);
    assert_eq!((&out["schema"], &out["id"]), (&json!("evenkeel-rems/1"), &json!("s01")));
    let forms = out["forms"].as_array().expect("forms");
    let heads: Vec<[&Value; 4]> =
        forms.iter().map(|f| [&f["session"], &f["due_on"], &f["state"], &f["form"]]).collect();
    assert_eq!(
        json!(heads),
        json!([
            ["2026-01-05", "2026-01-12", "sent", "pmf-1"],
            ["2026-01-08", "2026-01-15", "overdue", "pmf-1"]
        ])
    );
    let second = &forms[1];
    assert_eq!(field(second, "dose")["value"], "84");
    assert_eq!(field(second, "bp_40_minutes")["value"], json!({"minute":40,"systolic":144,"diastolic":88}));
    assert_eq!(field(second, "first_treatment")["value"], false);
    assert_eq!(field(second, "benzodiazepines")["value"], true);
    let missing = second["missing"].as_array().expect("missing");
    for id in ["first_name", "last_name", "setting_zip", "lot_number", "sedation"] {
        assert!(missing.contains(&json!(id)), "{id} is not missing");
    }
    assert!(!missing.contains(&json!("bp_40_minutes")));
    assert!(forms[0]["missing"].as_array().expect("missing").contains(&json!("bp_40_minutes")));
    assert_eq!(second["reminders"], json!(["2026-01-09", "2026-01-11", "2026-01-13", "2026-01-14"]));
}

#[test]
fn one_day_can_be_asked_for_and_is_told_in_words() {
    let run = run(&["rems", "-", "--date", "2026-01-08"], RECORD);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for words in
        ["OVERDUE: it was due on 2026-01-15", "First name: MISSING", "144/88 mmHg", "clinic must confirm"]
    {
        assert!(run.stdout.contains(words), "{} does not say {words:?}", run.stdout);
    }
    assert!(!run.stdout.contains("2026-01-05"));
}

#[test]
fn a_course_without_esketamine_has_no_form() {
    let other = RECORD.replace("nasal_esketamine", "iv").replace("spravato-trd", "iv-mood-6");
    assert_eq!(run_json(&["rems", "-", "--json"], &other)["forms"], json!([]));
}

#[test]
fn a_day_without_a_session_given_is_refused() {
    refused(
        &["rems", "-", "--date", "2026-01-19"],
        RECORD,
        2,
        &["no esketamine session was given on 2026-01-19", "Name the day of one"],
    );
}

#[test]
fn the_order_of_entry_changes_nothing() {
    let mut turned: Value = serde_json::from_str(RECORD).expect("JSON");
    turned["sessions"].as_array_mut().expect("a list").reverse();
    assert_eq!(
        run_json(&["rems", "-", "--json"], &turned.to_string()),
        run_json(&["rems", "-", "--json"], RECORD)
    );
}
