//! Checks at fixed points.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
    says("checkpoint.before", &["session", "done"]),
    says("checkpoint.opens", &["session", "date"]),
    says("checkpoint.due", &["instrument", "session"]),
    says("checkpoint.missed", &["instrument", "session"]),
    says("checkpoint.late", &["date"]),
    says("checkpoint.not_for_route", &["route"]),
    says("checkpoint.not_for_condition", &["condition"]),
    says("d10.too_early", &[]),
    says("d11.continue", &["percent", "session"]),
    says("d11.review", &["percent", "session"]),
    says("d11.evidence", &[]),
    says("d11.ask_shorter_recall", &[]),
    says("d11.ask_weekly_form", &[]),
    says("d12.response", &[]),
    says("d12.partial", &[]),
    says("d12.none", &[]),
    says("d12.ideation", &[]),
    says("d13.before", &["done"]),
    says("d13.not_due", &["from", "date", "sessions", "limit"]),
    says("d13.due", &["from", "date", "sessions", "limit"]),
];
