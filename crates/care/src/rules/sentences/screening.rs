//! Conditions and medication that screening asks for.

use super::Sentence;

pub(super) const ALL: &[Sentence] = &[];
