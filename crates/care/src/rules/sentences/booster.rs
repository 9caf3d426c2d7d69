//! Signs that the effect fades, relapse, steps of the ladder, restart.

use super::Sentence;

pub(super) const ALL: &[Sentence] = &[];
