//! The page of a session as it is drawn, phase by phase.

use evenkeel_practice::FieldProblem;
use evenkeel_practice::view::floor::PartsView;

use super::*;
use crate::{samples, testing};

fn forms() -> Forms {
    let form = |prefix| FormState::new(prefix, format!("key-{prefix}"));
    Forms {
        tap: form("tap"),
        read: form("read"),
        checks: form("checks"),
        start: form("start"),
        second: form("second"),
        happened: form("happened"),
        leaving: form("leaving"),
        finish: form("finish"),
        off: form("off"),
    }
}

fn draw(s: SittingPage, f: Forms) -> String {
    testing::check(&Page { shell: testing::clinician("Session"), s, f })
}

fn at(phase: Phase) -> SittingPage {
    SittingPage { phase, ..samples::sitting() }
}

#[test]
fn each_phase_has_its_own_next_thing() {
    let check = |phase, there: &str, not: &str| {
        let html = draw(at(phase), forms());
        assert!(html.contains(there) && !html.contains(not), "{phase}: {there}, not {not}");
    };
    check(Phase::Checks, "Begin now", "All given: end");
    check(Phase::Dosing, "All given: end", "Begin now");
    check(Phase::Recovery, "Finish and record the session", "All given: end");
    let fresh = SittingPage { begun: false, ..at(Phase::Arrived) };
    assert!(draw(fresh, forms()).contains("The patient is here"));
}

#[test]
fn the_flowsheet_tells_what_is_late_and_what_was_taken_by_whom() {
    let text = testing::text(&draw(samples::sitting(), forms()));
    for words in ["3 min late: saturation", "184/100", "Tomas", "(corrected)", "Nausea:"] {
        assert!(text.contains(words), "{words} is missing: {text}");
    }
}

#[test]
fn a_reading_outside_asks_with_three_answers() {
    let html = draw(samples::sitting(), forms());
    for how in ["repeat", "treat", "tell_prescriber"] {
        assert!(html.contains(&format!("name=\"how\" value=\"{how}\"")));
    }
    let calm = SittingPage { outside: None, ..samples::sitting() };
    assert!(!draw(calm, forms()).contains("name=\"how\""));
}

#[test]
fn thoughts_of_suicide_at_the_chair_bring_the_crisis_line_and_the_safety_questions() {
    let asks = |fine| vec![(Ask::Safe, "No thoughts of suicide today", fine)];
    let html = |fine| draw(SittingPage { asks: asks(fine), ..samples::sitting() }, forms());
    assert!(
        html(Some(false)).contains("class=\"crisis\"") && html(Some(false)).contains("?ask=safety#screen")
    );
    for calm in [Some(true), None] {
        assert!(!html(calm).contains("class=\"crisis\""));
    }
}

#[test]
fn who_only_reads_finds_no_form() {
    let read = SittingPage {
        may_note: false,
        read_only: Some("This session is finished.".to_owned()),
        ..samples::sitting()
    };
    let html = draw(read, forms());
    assert!(!html.contains("data-tap") && html.contains("This session is finished."));
}

#[test]
fn a_refused_row_keeps_what_was_typed() {
    let typed = Fields::from(vec![("systolic".to_owned(), "1280".to_owned())]);
    let problem = FieldProblem::new("systolic", "This cannot be meant.", "Type 128.");
    let read = forms().read.refuse(typed, Refusal::Invalid(vec![problem])).unwrap();
    let html = draw(samples::sitting(), Forms { read, ..forms() });
    assert!(html.contains("value=\"1280\"") && html.contains("href=\"#read-systolic\""));
}

#[test]
fn the_second_person_types_the_dose_anew_at_the_chair() {
    let with = |second_check| {
        let give = evenkeel_practice::view::course::GiveForm {
            second_check,
            checks: Vec::new(),
            ..samples::sitting().give
        };
        draw(SittingPage { give, ..at(Phase::Checks) }, forms())
    };
    let html = with(true);
    assert!(html.contains("I am the second person") && html.contains("action=\"/courses/"));
    let second = html.split("/sitting/second\"").nth(1).unwrap().split("</form>").next().unwrap();
    assert!(second.contains("id=\"second-dose_mg_per_kg\"") && !second.contains("value=\"0.5\""), "{second}");
    assert!(!with(false).contains("I am the second person"));
}

#[test]
fn parts_of_the_dose_are_noted_one_by_one() {
    let html = draw(samples::sitting(), forms());
    let text = testing::text(&html);
    for words in ["Device 2 of 3 given: 28 mg", "The next from 10:17 on", "10:12: 28 mg"] {
        assert!(text.contains(words), "{words} is missing: {text}");
    }
    let with = |parts| draw(SittingPage { parts, ..samples::sitting() }, forms());
    let parts = samples::sitting().parts.unwrap();
    let typed = PartsView { each_mg: None, of: None, next_from: None, ..parts.clone() };
    assert!(with(Some(typed)).contains("id=\"part-mg\""));
    assert!(with(Some(PartsView { more: false, ..parts })).contains("The dose is complete."));
    assert!(!with(None).contains("value=\"part\""));
}
