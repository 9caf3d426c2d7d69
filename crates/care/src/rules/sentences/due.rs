//! What is due on a date.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
    says("d34.next", &["from", "days"]),
    says("d35.call", &["missed", "from"]),
    says("d38.visit", &["date"]),
    says("d39.visit", &["date"]),
    says("l1.review", EXPOSURE),
    says("l4.review", EXPOSURE),
    says("l5.review", EXPOSURE),
    says("l2.baseline", &["date"]),
    says("l2.again", &["date", "months"]),
    says("l3.ecg", &["date"]),
    says("l6.first", &["date", "route"]),
    says("l6.route", &["date", "route"]),
    says("r3.form", &["date", "days"]),
    says("trace.window", &["opens", "due", "today"]),
];

/// Values of a review by exposure.
const EXPOSURE: &[&str] = &["sessions", "from", "every_sessions", "every_months"];
