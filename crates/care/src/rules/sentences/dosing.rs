//! The arithmetic of a dose.

use super::Sentence;

pub(super) const ALL: &[Sentence] = &[];
