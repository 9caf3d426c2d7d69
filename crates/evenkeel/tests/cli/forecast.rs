//! `evenkeel forecast`: shape, words, table, chart.

use serde_json::{Value, json};

use crate::run::{file, golden, json as run_json, refused, run, with};

/// A course after two sessions, as a case of its own.
pub const CASE: &str = r#"{"id":"c1","condition":"depression","primary":"PHQ9",
"sessions":[{"day":0,"route":"iv","dose":0.5},{"day":4,"route":"iv","dose":0.5}],
"scores":[{"day":0,"instrument":"PHQ9","score":20},{"day":5,"instrument":"PHQ9","score":17}],
"today":6,"plan":[{"day":8,"route":"iv","dose":0.5}]}"#;

/// The shape of a value: its keys, and the kinds of what they hold.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("true or false"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("text"),
        Value::Array(list) => {
            let mut shapes: Vec<Value> = list.iter().map(shape).collect();
            shapes.sort_by_key(ToString::to_string);
            shapes.dedup();
            Value::Array(shapes)
        }
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), shape(value))).collect())
        }
    }
}

#[test]
fn an_answer_has_its_keys_and_no_others() {
    golden("forecast-shape.json", &shape(&run_json(&["forecast", "-", "--json"], CASE)));
}

#[test]
fn the_answer_names_its_case_its_model_and_what_it_rests_on() {
    let answers = run_json(&["forecast", "-", "--json"], CASE);
    let answer = &answers["answers"][0];
    assert_eq!(answer["id"], "c1");
    assert_eq!(answer["rests_on"], json!({"scores": 2, "sessions": 2}));
    assert_eq!(answer["response_at"], 0.5);
    let prior = "45287a4c9df9afaf94792bf015338cd6062c51e7157f2475e1800043083f145a";
    assert_eq!(answer["model"], json!({"version": "1.1", "prior_sha256": prior, "seed": 1}));
}

#[test]
fn what_is_not_defined_is_an_absent_key() {
    let pain = with(
        CASE,
        &[
            ("depression", "chronic_pain"),
            ("PHQ9", "PAIN"),
            ("PHQ9", "PAIN"),
            ("PHQ9", "PAIN"),
            ("20", "8"),
            ("17", "6"),
        ],
    );
    let answers = run_json(&["forecast", "-", "--json"], &pain);
    let answer = answers["answers"][0].as_object().expect("an object");
    for key in ["p_remission_by_session", "cost_12_months", "loglik_check", "taper"] {
        assert!(!answer.contains_key(key), "{key} is there");
    }
    for key in ["days_to_relapse_if_stopped", "p_relapse_by_day", "sessions_12_months", "days_well_12_months"]
    {
        assert!(answer.contains_key(key), "{key} is missing");
    }
}

#[test]
fn the_log_likelihood_comes_only_when_asked_for() {
    let asked = with(CASE, &[("\"today\":6", "\"today\":6,\"loglik_check\":{\"z\":[[0,0,0,0,0,0]]}")]);
    let answers = run_json(&["forecast", "-", "--json"], &asked);
    assert_eq!(answers["answers"][0]["loglik_check"]["loglik"].as_array().map(Vec::len), Some(1));
}

#[test]
fn another_plan_and_a_goal_of_days_well_are_answered_when_asked_for() {
    let asked = with(
        CASE,
        &[(
            "\"today\":6",
            "\"today\":6,\"goal_days_well\":100,\"other_plan\":[{\"day\":8,\"route\":\"im\",\"dose\":0.75}]",
        )],
    );
    let answers = run_json(&["forecast", "-", "--json"], &asked);
    let answer = &answers["answers"][0];
    assert_eq!(answer["taper"]["goal"], 100.0);
    for plan in ["as_it_is", "waiting", "other_plan"] {
        assert!(answer["what_would_change"][plan]["p_response"].is_number(), "{plan}");
    }
    let halves = with(&asked, &[("\"other_plan\":[{\"day\":8", "\"other_plan\":[{\"day\":8.5")]);
    refused(&["forecast", "-"], &halves, 2, &["other_plan[0].day: 8.5", "whole number"]);
    refused(
        &["forecast", "-"],
        &with(&asked, &[("\"goal_days_well\":100", "\"goal_days_well\":366")]),
        2,
        &["goal_days_well: 366", "0 to 365"],
    );
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let once = run(&["forecast", "-", "--json"], CASE);
    let again = run(&["forecast", "-", "--json"], CASE);
    assert_eq!(once.stdout, again.stdout);
}

#[test]
fn several_cases_are_answered_in_their_order_and_gold_is_ignored() {
    let other = with(CASE, &[("c1", "c2")]);
    let both = format!("{{\"cases\":[{{\"case\":{other},\"gold\":{{\"ess\":\"x\"}}}},{{\"case\":{CASE}}}]}}");
    let answers = run_json(&["forecast", "-", "--json"], &both);
    let ids: Vec<&Value> = answers["answers"].as_array().expect("a list").iter().map(|a| &a["id"]).collect();
    assert_eq!(ids, ["c2", "c1"]);
}

#[test]
fn a_case_of_a_list_gets_the_answer_it_gets_alone() {
    let listed = run_json(&["forecast", "-", "--json"], &format!("{{\"cases\":[{{\"case\":{CASE}}}]}}"));
    assert_eq!(listed, run_json(&["forecast", "-", "--json"], CASE));
}

#[test]
fn unknown_keys_are_named_and_ignored_but_kind_is_a_comment() {
    let odd = with(CASE, &[("\"today\":6", "\"kind\":\"x\",\"antidepresant_free\":true,\"today\":6")]);
    let run = run(&["forecast", "-", "--json"], &odd);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "-: case c1: antidepresant_free: unknown key, ignored\n")
    );
}

#[test]
fn without_json_there_are_words_a_table_and_a_chart_in_80_columns() {
    let run = run(&["forecast", "-"], CASE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for words in ["population", "As of day 6 · model 1.1 ·", "  3  planned", "█"] {
        assert!(run.stdout.contains(words), "{} does not contain {words:?}", run.stdout);
    }
    let unwrapped = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["This rests on 2 scores", "Therapy and daily life are not in this calculation"] {
        assert!(unwrapped.contains(words), "{unwrapped} does not contain {words:?}");
    }
    let longest = run.stdout.lines().max_by_key(|line| line.chars().count()).expect("lines");
    assert!(longest.chars().count() <= 80, "{longest}");
}

#[test]
fn a_case_without_scores_or_sessions_is_the_populations() {
    let bare = r#"{"id":"new","condition":"ptsd","primary":"PCL5","today":0}"#;
    let answers = run_json(&["forecast", "-", "--json"], bare);
    let words = answers["answers"][0]["words"]["clinician"].as_str().expect("words");
    assert!(words.contains("population") || words.contains("people like"), "{words}");
    assert_eq!(run(&["forecast", "-"], bare).code, 0);
}

#[test]
fn the_chart_is_drawn_for_one_case_and_stands_alone() {
    let path = file("chart.svg", "");
    let run = run(&["forecast", "-", "--json", "--svg", &path], CASE);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let svg = std::fs::read_to_string(&path).expect("the chart");
    assert!(svg.starts_with("<svg xmlns=") && svg.contains("<style>") && svg.contains("today, day 6"));
}

#[test]
fn a_scale_on_which_low_is_worse_is_drawn_too() {
    let mood = r#"{"id":"m","condition":"depression","primary":"MOOD","today":1,"scores":[{"day":0,"instrument":"MOOD","score":3}]}"#;
    let path = file("mood.svg", "");
    assert_eq!(run(&["forecast", "-", "--svg", &path], mood).code, 0);
    assert!(std::fs::read_to_string(&path).expect("the chart").contains("turned over"));
}

#[test]
fn a_chart_that_cannot_be_drawn_or_written_is_refused() {
    let two = format!("{{\"cases\":[{{\"case\":{CASE}}},{{\"case\":{CASE}}}]}}");
    refused(&["forecast", "-", "--svg", "x.svg"], &two, 2, &["there are 2", "one case"]);
    refused(
        &["forecast", "-", "--svg", "no/such/folder/x.svg"],
        CASE,
        2,
        &["no/such/folder/x.svg", "does not exist"],
    );
    refused(&["forecast", "-", "--svg", env!("CARGO_TARGET_TMPDIR")], CASE, 2, &["folder"]);
}
