//! A forecast case as it is written, and the same case once it has been checked.

mod check;
mod checked;
mod plan;

pub use checked::CheckedCase;
pub(crate) use checked::Reading;
pub(crate) use plan::Given;
pub use plan::Plan;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One patient's record for the forecast. Days are counted from any origin. Unknown keys are tolerated.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the covariates are top-level booleans of the file format")]
pub struct Case {
    /// The caller's name for the case; it returns with the answer.
    pub id: String,
    /// Condition id, such as `depression`.
    pub condition: String,
    /// Id of the instrument the answers are about.
    pub primary: String,
    /// Sessions given, up to today.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// Scores taken, up to today.
    #[serde(default)]
    pub scores: Vec<Score>,
    /// The day of the forecast; today's scores and sessions count.
    pub today: f64,
    /// Sessions still to come; the first may be today.
    #[serde(default)]
    pub plan: Vec<Session>,
    /// Settings of the clinic's rule that differ from the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// A new oral antidepressant is started with the course.
    #[serde(default, skip_serializing_if = "is_false")]
    pub new_antidepressant: bool,
    /// No oral antidepressant (washed out).
    #[serde(default, skip_serializing_if = "is_false")]
    pub antidepressant_free: bool,
    /// Age 65 or more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub age65: bool,
    /// Stage II resistance or higher.
    #[serde(default, skip_serializing_if = "is_false")]
    pub high_resistance: bool,
    /// Improvement that counts as response, share of the intake score; the condition's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_at: Option<f64>,
    /// Price of one session, in any currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// Other sessions to come, such as the same days at another dose or by another route: the answer tells what they
    /// would change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_plan: Option<Vec<Session>>,
    /// Days well of the next 365 that are to be kept with as few sessions as possible, 0 to 365.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_days_well: Option<f64>,
    /// Asks for the log-likelihood at given parameters (used to compare implementations).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loglik_check: Option<LoglikCheck>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A session, given or planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Day, from the case's origin.
    pub day: f64,
    /// Route id, such as `iv`.
    pub route: String,
    /// mg/kg, or mg for nasal esketamine. 0 (placebo) is a session of strength 0.
    pub dose: f64,
}

/// A score. On a session's day it was taken before the session unless `after` is set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Day, from the case's origin.
    pub day: f64,
    /// Instrument id, such as `PHQ9`.
    pub instrument: String,
    /// The score on the instrument's own scale.
    pub score: f64,
    /// Taken after the session of the same day.
    #[serde(default, skip_serializing_if = "is_false")]
    pub after: bool,
    /// Days the questions looked back on, where they differ from the instrument's; 0 is the state of the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall_days: Option<f64>,
}

/// Parameters at which the log-likelihood is wanted: standard normal deviates of g, M, τ_f, φ, τ_s, n.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoglikCheck {
    /// One row per parameter vector.
    pub z: Vec<[f64; 6]>,
}

/// The clinic's rule (model specification, section 8). What is absent or null takes its default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are those of the model specification, section 8")]
pub struct Rule {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acute_total: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acute_gap: Option<AcuteGap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_below: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ladder: Option<Vec<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_rung: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_rung: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ladder_caps: Option<Vec<(Option<f64>, f64)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_back_floor: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extend_after: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_back: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub give_up_after: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub well_frac: Option<f64>,
}

/// Days between the sessions of the acute series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AcuteGap {
    /// Alternates its floor (after an odd session) and its ceiling (after an even one).
    Days(f64),
    /// Repeats: after session k its entry (k − 1) mod length.
    List(Vec<f64>),
}

impl AcuteGap {
    /// Whether every gap is a number of days of at least 1.
    pub fn is_usable(&self) -> bool {
        let usable = |days: &f64| days.is_finite() && *days >= 1.0;
        match self {
            Self::Days(days) => usable(days),
            Self::List(list) => !list.is_empty() && list.iter().all(usable),
        }
    }

    /// Days from session `k` (from 1) to the next.
    pub(crate) fn after(&self, k: usize) -> f64 {
        match self {
            Self::Days(days) if k % 2 == 1 => days.floor(),
            Self::Days(days) => days.ceil(),
            Self::List(list) => list.get(k.saturating_sub(1) % list.len().max(1)).copied().unwrap_or(1.0),
        }
    }
}

/// Why a case gets no forecast. Nothing is ever clipped or corrected silently.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("case {case}: {field}: {what}: {why}. {what_to_do}")]
pub struct CaseError {
    /// The case's id.
    pub case: String,
    /// Path of the field, such as `scores[2].score`.
    pub field: String,
    /// What was found.
    pub what: String,
    /// Why it cannot be used.
    pub why: String,
    /// What would put it right.
    pub what_to_do: String,
}
