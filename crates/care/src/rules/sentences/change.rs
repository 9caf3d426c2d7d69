//! A score beside its baseline.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
    says("change.better", &["instrument", "from", "to", "percent"]),
    says("change.worse", &["instrument", "from", "to", "percent"]),
    says("change.none", &["instrument", "from", "to"]),
    says("change.points", &["instrument", "from", "to"]),
    says("recall.before_first_session", &["instrument", "days"]),
];
