//! Limits of what is due on a date (D34, D35, D38, D39, L1–L6, R1, R3).

use serde::{Deserialize, Serialize};

use crate::condition::{PatientCondition, Route};

/// D34: how often the patient is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckInRhythm {
    /// In the induction.
    pub induction: Rhythm,
    /// Afterwards, by the day counted from the last induction session, in ascending order.
    pub after: Vec<Rhythm>,
    /// Days after a stop during which check-ins go on, to see a relapse.
    pub after_stop_days: u32,
}

/// Check-ins at one distance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rhythm {
    /// Used before this day after the induction; absent: from here on.
    #[serde(default)]
    pub until_day: Option<u32>,
    /// Days from the last check-in (or later session) from which it may be given.
    pub opens_after_days: u32,
    /// The last of these days on which it is in time.
    pub every_days: u32,
}

/// D35: check-ins that do not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// Missed check-ins after which somebody calls.
    pub missed_check_ins: u32,
    /// Days the clinic has for the call.
    pub call_within_days: u32,
}

/// D38: the visit after a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitWindow {
    /// First day, counted from the session.
    pub first_day: u32,
    /// Last day, counted from the session.
    pub last_day: u32,
}

/// D39, L3: something that comes before a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeforeSession {
    /// Days before the session from which it can be done.
    pub opens_days_before: u32,
    /// The conditions in which it is asked for; empty: always.
    #[serde(default)]
    pub only_with: Vec<PatientCondition>,
}

/// L1, L4, L5: reviews by exposure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExposureReview {
    /// Sessions since the last review, or since the start.
    pub every_sessions: usize,
    /// Calendar months since then.
    pub every_months: i32,
    /// Days to do it, from the day the first of the two is reached.
    pub within_days: u32,
}

/// L2: liver tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiverTests {
    /// Days before the first session from which the baseline can be taken.
    pub opens_days_before: u32,
    /// Routes for which a baseline is asked.
    pub routes: Vec<Route>,
    /// Months between later tests; absent: no source states one, and the clinic sets it.
    #[serde(default)]
    pub every_months: Option<i32>,
    /// Days to do a later one.
    pub within_days: u32,
}

/// R3: the REMS monitoring form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDeadline {
    /// Calendar days from the session.
    pub within_days: u32,
    /// Days after the session on which a reminder is sent while the form is missing.
    pub reminder_days: Vec<u32>,
}
