//! A problem of a clinical file, told to the person who edits it.

use std::fmt;

use evenkeel_care::field_problem::FieldProblem;

/// What is wrong with a file: where, what, why it matters, what to do. It prints on one line as
/// `clinical/rules/d11.toml:14: … Why: … Do: …`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as the reader finds it.
    pub file: String,
    /// The line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub remedy: String,
}

impl Problem {
    /// Builds a problem; no part needs a full stop.
    pub fn new(
        file: impl Into<String>,
        line: usize,
        what: impl Into<String>,
        why: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { file: file.into(), line, what: what.into(), why: why.into(), remedy: remedy.into() }
    }

    /// A field's problem, at the line where the field stands.
    pub(crate) fn of_field(file: &str, line: usize, field: &FieldProblem) -> Self {
        Self::new(file, line, format!("{}: {}", field.field, field.what), &field.why, &field.remedy)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        let (what, why, remedy) = (sentence(&self.what), sentence(&self.why), sentence(&self.remedy));
        write!(f, ": {what} Why: {why} Do: {remedy}")
    }
}

/// The text with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim().replace('\n', " ");
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}
