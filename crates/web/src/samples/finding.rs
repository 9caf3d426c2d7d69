//! A finding, as every page shows it.

use super::{day, text, texts};
use evenkeel_care::finding::{Choice, FindingKind, FindingState};
use evenkeel_practice::view::course::{FindingView, OptionView};

pub fn finding(rule: &str, kind: FindingKind, state: FindingState, label: &str) -> FindingView {
    FindingView {
        rule: text(rule),
        name: text("Check after session 4"),
        kind,
        state,
        state_label: text(label),
        date: day(14),
        instrument: Some(text("PHQ-9")),
        because: texts(&[
            "PHQ-9 20 → 17, 15 % better.",
            "The check asks below 20 %.",
            "4 of 6 sessions given.",
        ]),
        missing: texts(&["Medication list"]),
        options: Vec::new(),
        caveats: texts(&["The score looks back 14 days, to before the first session."]),
        sources: texts(&["Sanacora et al. 2017"]),
        grade: text("C: clinic habit"),
        revision: text("1"),
        changed: texts(&["continue_percent 20 → 25"]),
        trace: texts(&["baseline 20", "latest 17", "change −15 %"]),
        due_on: Some(day(17)),
    }
}

pub(super) fn option(choice: Choice, label: &str) -> OptionView {
    OptionView { choice, label: text(label), needs_dose: choice == Choice::AdjustDose }
}
