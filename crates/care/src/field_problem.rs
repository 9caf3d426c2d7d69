//! What is wrong with one field of a file that clinicians own.

use std::fmt;

/// A problem of a single field: enough for the person who edits the file to put it right. The reader
/// of the file adds the file's name and the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Path of the field inside the file, for example `bands[2].lo`.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub remedy: String,
}

impl FieldProblem {
    /// Builds a problem of `field`.
    pub fn new(
        field: impl Into<String>,
        what: impl Into<String>,
        why: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), what: what.into(), why: why.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} Why: {} Do: {}", self.field, self.what, self.why, self.remedy)
    }
}
