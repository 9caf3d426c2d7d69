//! Cases that get no forecast: each is told by its id and field, and no number is printed.

use crate::forecast::CASE;
use crate::run::{refused, with};

/// One change to a good case, and the words its refusal must contain.
fn check(from: &str, to: &str, words: &[&str]) {
    let bad = with(CASE, &[(from, to)]);
    refused(&["forecast", "-", "--json"], &bad, 2, words);
    refused(&["forecast", "-"], &bad, 2, words);
}

#[test]
fn scores_that_cannot_be() {
    let at = "case c1: scores[1].score";
    check("\"score\":17", "\"score\":28", &[at, "28", "outside 0 to 27"]);
    check("\"score\":17", "\"score\":-1", &[at, "-1"]);
    check("\"score\":17", "\"score\":17.5", &[at, "17.5", "whole points"]);
    check("\"score\":17", "\"score\":\"17\"", &[at, "the text \"17\"", "expected a number"]);
    check("\"score\":17", "\"score\":null", &[at]);
    check("\"score\":17", "\"score\":NaN", &[at, "NaN", "expected a number"]);
    check("\"score\":17", "\"score\":-Infinity", &[at, "Infinity"]);
    check("\"score\":17", "\"score\":1e999", &["number out of range"]);
    check(",\"score\":17", "", &[at, "missing"]);
    check("\"score\":17", "\"score\":17,\"score\":12", &["c1", "scores[1].score", "duplicate"]);
}

#[test]
fn days_that_cannot_be() {
    check("\"day\":5", "\"day\":7", &["case c1: scores[1].day", "after today"]);
    check("\"day\":5", "\"day\":5.5", &["case c1: scores[1].day", "whole number"]);
    check("\"day\":5", "\"day\":\"2026-01-05\"", &["case c1: scores[1].day", "expected a number"]);
    check("\"day\":4,", "\"day\":9,", &["case c1: sessions[1].day", "after today"]);
    check("\"day\":4,", "\"day\":0,", &["case c1: sessions[1].day", "duplicate"]);
    check("\"day\":8", "\"day\":3", &["case c1: plan[0].day", "before today"]);
    check("\"today\":6", "\"today\":6.25", &["case c1: today", "whole number"]);
    check("\"today\":6", "\"today\":1e18", &["case c1: today"]);
    check("\"today\":6,", "", &["case c1: today", "missing"]);
}

#[test]
fn conditions_instruments_and_routes_without_a_forecast() {
    check("\"depression\"", "\"suicidal_ideation\"", &["case c1: condition", "suicidal_ideation"]);
    check("\"depression\"", "\"ocd\"", &["case c1: condition", "ocd"]);
    check("\"depression\"", "\"alcohol_use\"", &["case c1: condition", "alcohol_use"]);
    check(
        "\"depression\"",
        "\"sadness\"",
        &["case c1: condition", "sadness", "Use one of", "bipolar_depression"],
    );
    check("\"primary\":\"PHQ9\"", "\"primary\":\"BDI\"", &["case c1: primary", "BDI", "Use one of"]);
    check(
        "\"instrument\":\"PHQ9\",\"score\":17",
        "\"instrument\":\"phq9\",\"score\":17",
        &["scores[1].instrument", "PHQ9"],
    );
    check("\"route\":\"iv\"", "\"route\":\"oral\"", &["case c1: sessions[0].route", "oral"]);
    check("\"route\":\"iv\"", "\"route\":\"sublingual\"", &["case c1: sessions[0].route", "sublingual"]);
    check(
        "\"route\":\"iv\"",
        "\"route\":\"rectal\"",
        &["case c1: sessions[0].route", "rectal", "Use one of"],
    );
    check("\"day\":8,\"route\":\"iv\"", "\"day\":8,\"route\":\"oral\"", &["case c1: plan[0].route", "oral"]);
}

#[test]
fn doses_and_settings_that_cannot_be() {
    check("\"dose\":0.5", "\"dose\":-0.5", &["case c1: sessions[0].dose", "-0.5"]);
    check("\"dose\":0.5", "\"dose\":35", &["case c1: sessions[0].dose", "unit"]);
    check("\"dose\":0.5", "\"dose\":\"0.5 mg/kg\"", &["case c1: sessions[0].dose", "expected a number"]);
    check("\"today\":6", "\"response_at\":50,\"today\":6", &["case c1: response_at", "fraction"]);
    check("\"today\":6", "\"price\":-1,\"today\":6", &["case c1: price"]);
    check("\"today\":6", "\"age65\":\"yes\",\"today\":6", &["case c1: age65", "expected true or false"]);
    check(
        "\"today\":6",
        "\"rule\":{\"acute_gap\":\"x\"},\"today\":6",
        &["case c1: rule.acute_gap", "number of days"],
    );
    check("\"today\":6", "\"rule\":{\"acute_total\":-6},\"today\":6", &["case c1: rule.acute_total"]);
    check("\"today\":6", "\"loglik_check\":{\"z\":[[0,0]]},\"today\":6", &["case c1: loglik_check.z"]);
}

#[test]
fn cases_of_the_wrong_form() {
    check("\"id\":\"c1\"", "\"id\":7", &["case number 1", "id", "expected text in quotes"]);
    check("\"id\":\"c1\",", "", &["case number 1", "id", "missing"]);
    check("\"id\":\"c1\"", "\"id\":\"\"", &["id", "empty"]);
    check("\"scores\":[", "\"scores\":{},\"x\":[", &["case c1: scores", "expected a list"]);
    refused(&["forecast", "-"], "{\"cases\":[]}", 2, &["cases", "the list is empty"]);
    refused(&["forecast", "-"], "{\"cases\":[{\"id\":\"c1\"}]}", 2, &["cases[0].case", "missing"]);
    refused(&["forecast", "-"], "{\"cases\":{}}", 2, &["cases", "expected a list"]);
    refused(&["forecast", "-"], "{}", 2, &["case number 1", "missing"]);
}

#[test]
fn one_bad_case_leaves_the_whole_file_without_an_answer_and_all_are_named() {
    let second = with(CASE, &[("c1", "c2"), ("\"score\":17", "\"score\":99")]);
    let third = with(CASE, &[("c1", "c3"), ("\"iv\"", "\"oral\"")]);
    let file = format!("{{\"cases\":[{{\"case\":{CASE}}},{{\"case\":{second}}},{{\"case\":{third}}}]}}");
    refused(
        &["forecast", "-", "--json"],
        &file,
        2,
        &["case c2: scores[1].score", "case c3: sessions[0].route"],
    );
}
