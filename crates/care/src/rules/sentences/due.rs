//! What is due on a date.

use super::Sentence;

pub(super) const ALL: &[Sentence] = &[];
