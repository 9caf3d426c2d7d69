//! What is due on a date: check-ins, visits, forms, laboratory and long-term reviews (D34, D35, D38, D39, L1–L6, R3).

use crate::finding::Finding;
use crate::review::Facts;

/// Everything that is upcoming, due or overdue.
pub(crate) fn findings(_facts: &Facts<'_>) -> Vec<Finding> {
    Vec::new()
}
