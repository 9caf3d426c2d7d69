//! Why a record cannot be reviewed, said so that it can be put right.

use jiff::civil::Date;

use crate::knowledge::Knowledge;
use crate::protocol::Protocol;
use crate::record::CourseRecord;

/// A record that cannot be reviewed: where, what, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {what}. Why: {why}. Do: {remedy}.")]
pub struct ReviewRefusal {
    /// Path inside the record, for example `measurements[2].score`.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// Why it cannot be accepted.
    pub why: String,
    /// What to do.
    pub remedy: String,
}

impl ReviewRefusal {
    /// Builds a refusal.
    pub(crate) fn new(
        path: impl Into<String>,
        what: impl Into<String>,
        why: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { path: path.into(), what: what.into(), why: why.into(), remedy: remedy.into() }
    }

    /// The same, of a part of entry `i` of `list`. A record in order never has its paths written.
    pub(crate) fn within(mut self, list: &str, i: usize) -> Self {
        self.path = match self.path.as_str() {
            "" => format!("{list}[{i}]"),
            part => format!("{list}[{i}].{part}"),
        };
        self
    }
}

/// The protocol the course names.
pub(crate) fn protocol<'a>(
    course: &CourseRecord,
    knowledge: &'a Knowledge,
) -> Result<&'a Protocol, ReviewRefusal> {
    knowledge.protocols.get(&course.protocol).ok_or_else(|| {
        let known = knowledge.protocols.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        ReviewRefusal::new(
            "protocol",
            format!("there is no protocol {:?}", course.protocol),
            "the sessions, their spacing and their limits come from the protocol",
            format!("use one of {known}, or add a file for it to the clinic's folder"),
        )
    })
}

/// Refuses a day after today for something that has already happened.
pub(crate) fn not_after_today(path: &str, date: Date, today: Date) -> Result<(), ReviewRefusal> {
    if date <= today {
        return Ok(());
    }
    Err(ReviewRefusal::new(
        path,
        format!("{date} is after today, {today}"),
        "what is recorded as having happened cannot lie in the future",
        "correct the date, or the day of the review",
    ))
}
