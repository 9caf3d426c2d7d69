//! Loss of response by the clinic's definition (D31), with the trial's beside it (D30).

use crate::finding::Finding;
use crate::review::Facts;

/// The state of relapse on each instrument that has a definition.
pub(crate) fn findings(_facts: &Facts<'_>) -> Vec<Finding> {
    Vec::new()
}
