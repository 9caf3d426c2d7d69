//! A new course after a stop (D15).

use crate::finding::Finding;
use crate::review::Facts;

/// Whether a restart is offered.
pub(crate) fn findings(_facts: &Facts<'_>) -> Vec<Finding> {
    Vec::new()
}
