//! Records that cannot be reviewed: each is told by the path of what is wrong.

use crate::review::RECORD;
use crate::run::{refused, with};

/// One change to a good record, and the words its refusal must contain.
fn check(from: &str, to: &str, words: &[&str]) {
    refused(&["review", "-", "--json"], &with(RECORD, &[(from, to)]), 2, words);
}

#[test]
fn records_of_another_kind() {
    check("evenkeel-course/1", "evenkeel-course/2", &["-: schema", "evenkeel-course/2", "evenkeel-course/1"]);
    check("\"schema\":\"evenkeel-course/1\",", "", &["-: schema", "missing"]);
    check("\"schema\":\"evenkeel-course/1\"", "\"schema\":1", &["-: schema", "it is 1"]);
}

#[test]
fn required_keys_that_are_missing() {
    check("\"condition\":\"depression\",", "", &["-: condition", "missing", "Add it"]);
    check("\"protocol\":\"iv-mood-6\",", "", &["-: protocol", "missing"]);
    check("\"primary\":\"PHQ9\",", "", &["-: primary", "missing"]);
    check(",\"today\":\"2026-01-16\"", "", &["-: today", "missing"]);
    check("\"date\":\"2026-01-05\",\"status\"", "\"status\"", &["-: sessions[0].date", "missing"]);
    check(",\"score\":17", "", &["-: measurements[1].score", "missing"]);
}

#[test]
fn words_that_are_on_no_list() {
    check("\"depression\"", "\"sadness\"", &["-: condition", "sadness", "bipolar_depression"]);
    check("\"iv-mood-6\"", "\"iv-mood-7\"", &["-: protocol", "iv-mood-7", "iv-mood-6"]);
    check("\"primary\":\"PHQ9\"", "\"primary\":\"BDI\"", &["-: primary", "BDI", "PHQ9"]);
    check("\"primary\":\"PHQ9\"", "\"primary\":\"AUDITC\"", &["-: primary", "AUDITC", "PHQ9"]);
    check("\"status\":\"done\"", "\"status\":\"finished\"", &["-: sessions[0].status", "finished", "missed"]);
    check("\"route\":\"iv\"", "\"route\":\"oral\"", &["-: sessions[0].route", "oral", "nasal_esketamine"]);
    check(
        "\"conditions\":[]",
        "\"conditions\":[\"gout\"]",
        &["-: patient.conditions[0]", "gout", "pregnancy"],
    );
    check("\"benzodiazepine\"", "\"benzo\"", &["-: patient.medications[0].class", "benzo", "opioid"]);
    check("\"low_motivation\"", "\"suicidal\"", &["-: signs[0].sign", "suicidal", "mood_dip"]);
    check("\"kind\":\"consent\"", "\"kind\":\"party\"", &["-: events[0].kind", "party", "integration"]);
    check(
        "\"instrument\":\"PHQ9\",\"score\":17",
        "\"instrument\":\"PHQ-9\",\"score\":17",
        &["-: measurements[1].instrument", "PHQ-9"],
    );
    check("\"id\":\"v01\"", "\"id\":\"v01\",\"status\":\"sleeping\"", &["-: status", "sleeping", "paused"]);
}

#[test]
fn dates_that_are_not_in_the_calendar() {
    let february = ["-: today", "2026-02-30", "February 2026 has 28 days"];
    check("\"today\":\"2026-01-16\"", "\"today\":\"2026-02-30\"", &february);
    check("\"today\":\"2026-01-16\"", "\"today\":\"16.01.2026\"", &["-: today", "YYYY-MM-DD"]);
    check("\"today\":\"2026-01-16\"", "\"today\":20260116", &["-: today", "YYYY-MM-DD"]);
    check(
        "\"date\":\"2026-01-12\"",
        "\"date\":\"2026-13-12\"",
        &["-: sessions[2].date", "not in the calendar"],
    );
    check("1980-02-01", "1980-02-31", &["-: patient.birth_date", "not in the calendar"]);
}

#[test]
fn what_has_happened_cannot_lie_in_the_future() {
    check("\"date\":\"2026-01-15\"", "\"date\":\"2026-01-17\"", &["-: sessions[3].date", "after today"]);
    check(
        "\"date\":\"2026-01-16\",\"instrument\"",
        "\"date\":\"2026-01-17\",\"instrument\"",
        &["-: measurements[1].date"],
    );
    check("\"date\":\"2026-01-09\"", "\"date\":\"2027-01-09\"", &["-: screens[0].date"]);
    check("1980-02-01", "2030-02-01", &["-: patient.birth_date"]);
}

#[test]
fn scores_that_cannot_be() {
    check("\"score\":17,\"items\":[2,2,2,2,2,2,2,3,0]", "\"score\":28", &["-: measurements[1].score", "28"]);
    check(
        "\"score\":17,\"items\":[2,2,2,2,2,2,2,3,0]",
        "\"score\":16.5",
        &["-: measurements[1].score", "16.5"],
    );
    check(
        "\"score\":17",
        "\"score\":\"17\"",
        &["-: measurements[1].score", "the text \"17\", expected a number"],
    );
    check("\"score\":17", "\"score\":NaN", &["-: measurements[1].score", "NaN"]);
    check("\"score\":17,\"items\"", "\"score\":18,\"items\"", &["-: measurements[1].items", "17", "18"]);
    check("[2,2,2,2,2,2,2,3,0]", "[2,2,2,2,2,2,2,5,0]", &["-: measurements[1].items"]);
    check("[2,2,2,2,2,2,2,3,0]", "[2,2,2]", &["-: measurements[1].items"]);
    check("[2,2,2,2,2,2,2,3,0]", "[2,2,2,2,2,2,2,3,-1]", &["-: measurements[1].items[8]", "-1"]);
    check(
        "\"instrument\":\"PHQ9\",\"score\":17,\"items\":[2,2,2,2,2,2,2,3,0]",
        "\"instrument\":\"CSSRS\",\"score\":1",
        &["-: measurements[1].instrument"],
    );
}

#[test]
fn sessions_that_cannot_be() {
    check(
        "\"date\":\"2026-01-08\",\"status\":\"done\"",
        "\"date\":\"2026-01-05\",\"status\":\"done\"",
        &["-: sessions[1]", "entered twice"],
    );
    check(
        "\"dose_mg\":35",
        "\"dose_mg\":35,\"dose_mg_per_kg\":0.5",
        &["-: sessions[2].dose_mg_per_kg", "more than one spelling"],
    );
    check("\"dose_mg\":35", "\"dose_mg_per_kg_per_h\":0.3", &["-: sessions[2].hours", "missing"]);
    check("\"dose_mg\":35", "\"dose_mg\":-35", &["-: sessions[2].dose_mg", "-35"]);
    check("\"dose_mg\":35", "\"dose_mg\":\"35 mg\"", &["-: sessions[2].dose_mg", "expected a number"]);
    check("\"weight_kg\":70", "\"weight_kg\":0", &["-: sessions[0].weight_kg"]);
    check("\"moaas_last\":5", "\"moaas_last\":6", &["-: sessions[0].moaas_last", "6"]);
    check("\"systolic\":128", "\"systolic\":12.8", &["-: sessions[0].bp[0].systolic", "whole number"]);
    check(
        "\"systolic\":128,\"diastolic\":80",
        "\"systolic\":80,\"diastolic\":128",
        &["-: sessions[0].bp[0]"],
    );
    check("\"sessions\":[", "\"x\":[],\"sessions\":{},\"y\":[", &["-: sessions", "expected a list"]);
    check("\"q1\":false", "\"q1\":\"no\"", &["-: screens[0].answers.q1", "expected true or false"]);
}

#[test]
fn a_course_that_cannot_be_read_cannot_be_planned_either() {
    let bad = with(RECORD, &[("\"score\":17,\"items\":[2,2,2,2,2,2,2,3,0]", "\"score\":28")]);
    refused(&["plan", "--course", "-", "--json"], &bad, 2, &["-: measurements[1].score"]);
}
