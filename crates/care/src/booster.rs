//! Signs that the effect fades (D32, D33, D37), and exposure beside them (X11). Never mixed with safety.

use crate::finding::Finding;
use crate::review::Facts;

/// One quiet finding, or every sign that calls for a look.
pub(crate) fn findings(_facts: &Facts<'_>) -> Vec<Finding> {
    Vec::new()
}
