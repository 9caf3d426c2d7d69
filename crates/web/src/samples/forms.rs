//! The forms on the page of a course: give, check in, tasks.

use super::finding::finding;
use super::{TODAY, day, text, texts};
use evenkeel_care::finding::{FindingKind, FindingState};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::view::course::{
    DoseForm, DoseSheetView, EventRow, GiveForm, InstrumentForm, ItemForm, MoveForm, ObserveForm, TasksView,
    UnrecordedDay,
};
use uuid::Uuid;

pub(super) fn give() -> GiveForm {
    GiveForm {
        n: 5,
        date: TODAY,
        window: Some(text("The plan says Wed 18 Mar; any day to 20 Mar keeps the spacing.")),
        route: evenkeel_care::condition::Route::Iv,
        dose: DoseForm::PerKg { value: Some(0.5) },
        weight_kg: Some(81.5),
        weighed: Some(text("Last weighed 17 Mar, 81.5 kg.")),
        last: Some(text("Last time, 17 Mar: IV 0.5 mg/kg; tolerated well.")),
        observe_minutes: None,
        limits: text("Confirm above 1.0 mg/kg."),
        sheet: Some(sheet()),
        second_check: true,
        checks: texts(&["0.5 mg/kg at 81.5 kg, confirmed by T. <Ada> Brandt, today 09:00"]),
        supervised_by: text("A. Silva"),
    }
}

fn sheet() -> DoseSheetView {
    DoseSheetView {
        dose: text("0.5 mg/kg"),
        amounts: texts(&["41 mg", "41 mL", "61.5 mL/h", "40 min"]),
        steps: texts(&["40.75 mg rounded to 41 mg."]),
        missing: Vec::new(),
        above_limit: false,
        second_check: true,
    }
}

pub(super) fn questionnaire() -> InstrumentForm {
    let options = || ["Not at all", "Several days", "More than half the days", "Nearly every day"];
    let item = |n: usize, wording: &str, unscored| ItemForm {
        n,
        text: text(wording),
        options: (0..).zip(options()).map(|(value, words)| (value, text(words))).collect(),
        unscored,
    };
    InstrumentForm {
        id: InstrumentId::Phq9,
        name: text("PHQ-9"),
        range: (0.0, 27.0, 1.0),
        stem: Some(text("Over the last 2 weeks, how often have you been bothered by the following?")),
        items: vec![
            item(1, "Little interest or pleasure", false),
            item(2, "How difficult did this make things", true),
        ],
        recall_days: 14,
        primary: true,
    }
}

pub(super) fn tasks() -> TasksView {
    TasksView {
        observe: Some(ObserveForm {
            session: Uuid::from_u128(21),
            version: 0,
            date: TODAY,
            route: evenkeel_care::condition::Route::NasalEsketamine,
            seen: evenkeel_practice::Seen::default(),
        }),
        shift: Some(MoveForm { n: 5, date: TODAY, window: (TODAY, day(18)) }),
        unrecorded: vec![UnrecordedDay { n: 3, date: day(7) }],
        due: vec![finding("D38", FindingKind::Due, FindingState::Overdue, "Overdue")],
        gates: vec![finding("C4", FindingKind::Gate, FindingState::Warn, "Check before going on")],
        events: vec![EventRow {
            date: TODAY,
            what: text("Consent"),
            note: Some(text("Signed.")),
            entered_by: text("A. Silva"),
        }],
        changes: texts(&[
            "From Tue 17 Mar 2026: im-mood with clinic-ladder. No vein was found. (Dr Maya Lindqvist)",
        ]),
        before: texts(&["Longest interval that kept a response: 42 days."]),
    }
}
