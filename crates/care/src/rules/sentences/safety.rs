//! Suicidal thoughts and behaviour.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
    says("d20.item_nine", &["answer", "date"]),
    says("d20.item_nine_missing", &["date"]),
    says("d20.screen_now", &[]),
    says("d20.asq", ASQ),
    says("d20.asq_missing", ASQ),
    says("d20.screen_asq", &[]),
    says("d20.own", &["date"]),
    says("d20.screen_own", &[]),
    says("d20.chair", &["date"]),
    says("d20.screen_chair", &[]),
    says("d20.screen_incomplete", &["date"]),
    says("d20.none_item", &["date"]),
    says("d20.none_screen", &["date"]),
    says("d20.none_known", &[]),
    says("d21.thoughts", &["date"]),
    says("d21.none", &["date"]),
    says("d22.method", &["date"]),
    says("d22.lifetime", &["date"]),
    says("d23.intent", &["date"]),
    says("d23.behaviour", &["date"]),
    says("d23.closed", &["date", "closed_on", "by"]),
    says("d24.conflict", &[]),
    says("d25.show_now", &["rule"]),
    says("d25.patient_title", &[]),
    says("d25.patient_call", &["line", "emergency"]),
    says("d25.patient_inbox", &["hours"]),
    says("d26.owner", &["minutes", "until"]),
    says("d26.next", &["minutes", "calls"]),
    says("d26.on_call", &["calls"]),
    says("d26.patient", &[]),
    says("d26.acknowledged", &["at"]),
    says("d26.stays_open", &[]),
    says("screen.missing", &["questions"]),
];

/// Values of the ASQ.
const ASQ: &[&str] = &["date", "yes", "unknown"];
