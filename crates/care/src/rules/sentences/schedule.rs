//! Why a planned session falls on its day.

use super::Sentence;

pub(super) const ALL: &[Sentence] = &[];
