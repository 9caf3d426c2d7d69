//! How the patient is doing.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
    says("d1.response", &["percent"]),
    says("d2.partial", &["percent"]),
    says("d2.improved", &["percent"]),
    says("d2.no_change", &["percent"]),
    says("d3.remission", &["cut", "instrument", "from"]),
    says("d3.baseline_in_range", &["cut", "instrument", "from"]),
    says("d5.response", &["percent"]),
    says("d5.response_points", &["better", "points", "percent"]),
    says("d5.below_provisional_cut", &["instrument", "cut"]),
    says("d6.response", &["percent"]),
    says("d7.points", &["points"]),
    says("d7.item_nine", &["answer", "date"]),
    says("d7.screen", &["date"]),
    says("not_assessable.baseline", &["instrument"]),
    says("not_assessable.baseline_in_range", &["instrument"]),
    says("not_assessable.no_session_yet", &["instrument"]),
    says("not_assessable.score_since_first_session", &["instrument"]),
    says("not_assessable.stale", &["instrument", "score", "date", "days"]),
    says("not_assessable.other_instrument", &["instrument", "other"]),
];
