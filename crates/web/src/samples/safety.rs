//! Safety: what waits, an alert, the settings, the screen.

use super::finding::finding;
use super::{text, texts};
use evenkeel_care::finding::{FindingKind, FindingState};
use evenkeel_practice::view::course::FindingView;
use evenkeel_practice::view::people::SafetyLine;
use evenkeel_practice::view::safety::{
    ActionView, AlertView, CrisisSuggestion, SafetySettingsView, ScreenForm, ScreenQuestion, ScreenRow,
    TrailLine, WeekdayHours,
};
use uuid::Uuid;

pub fn waiting() -> SafetyLine {
    SafetyLine {
        alert: Uuid::from_u128(90),
        at_chair: Some(text("Window")),
        course: Uuid::from_u128(9),
        patient: text("T. <Ada> Brandt"),
        what: text("Item 9 of PHQ-9 was answered with 1."),
        when: text("today 14:05"),
        level: FindingState::High,
        age: text("20 min"),
        owner: None,
        acknowledged: false,
        escalated_to: Some(text("all prescribers (Dr Maya Lindqvist)")),
    }
}

pub fn safety_settings() -> SafetySettingsView {
    let day = |name, from: &str, to: &str| WeekdayHours { name, from: text(from), to: text(to) };
    SafetySettingsView {
        version: 1,
        confirmed: Some(text("Robin <Ada> Hale, today 09:00")),
        may_confirm: true,
        country: text("US"),
        zone: text("America/New_York"),
        crisis_text: text("Call or text 988, day or night."),
        crisis_number: text("988"),
        emergency_number: text("911"),
        suggestion: Some(CrisisSuggestion {
            service: text("988 Suicide & Crisis Lifeline"),
            number: text("988"),
            words: text("Call or text 988, day or night."),
            source: text("SAMHSA"),
        }),
        week: vec![day("Mon", "09:00", "17:00"), day("Tue", "", "")],
        closed: text("2026-12-25"),
        on_call_name: text("Dr Maya Lindqvist"),
        on_call_phone: text("555-0100"),
        minutes: 15,
    }
}

pub(super) fn alert(level: FindingState, open: bool) -> AlertView {
    let action = |key: &str, done: Option<&str>| ActionView {
        key: text(key),
        says: text("Tell the prescriber."),
        by: text("whoever is with the patient, at once"),
        required: true,
        done: done.map(text),
    };
    AlertView {
        id: Uuid::from_u128(if level == FindingState::Screen { 21 } else { 22 }),
        level,
        finding: FindingView {
            options: Vec::new(),
            ..finding("D23", FindingKind::Safety, level, "High risk")
        },
        since: text("today 14:05"),
        age: text("20 min"),
        owner: Some(text("Tomas <Ada> Ruiz")),
        acknowledged: None,
        timer: texts(&["It has gone on twice."]),
        actions: vec![action("prescriber", None), action("means", Some("Tomas Ruiz, today 14:07"))],
        trail: vec![TrailLine {
            when: text("today 14:06"),
            who: text("Tomas Ruiz"),
            what: text("Tomas Ruiz has taken it on."),
            words: Some(text("With <Ada> now.")),
        }],
        open,
        may_close: true,
    }
}

pub(super) fn screen_form() -> ScreenForm {
    let question = |key: &str| ScreenQuestion { key: text(key), text: text("Wish to be dead, past month") };
    ScreenForm {
        basis: text("Headings only."),
        own_version: None,
        questions: vec![question("q1"), question("q2")],
    }
}

pub(super) fn screened() -> ScreenRow {
    ScreenRow {
        date: text("Mon 16 Mar 2026"),
        asked_by: text("Tomas Ruiz"),
        answers: text("Yes: 1, 2. No: 3. Not asked: 4."),
        note: Some(text("Sister <Ada> is with her.")),
    }
}
