//! The steps of the maintenance ladder: keep, shorten or lengthen (D13, D14, P11, P12).

use crate::finding::Finding;
use crate::review::Facts;

/// What the spacing of maintenance should be looked at for.
pub(crate) fn findings(_facts: &Facts<'_>) -> Vec<Finding> {
    Vec::new()
}
