//! The answers of one forecast, in the shape they travel in. What is not defined, or not yet built, is an absent key.

mod closed;
mod evidence;
mod paths;
mod sessions;
mod taper;

use crate::what_if::WhatWouldChange;
pub(crate) use paths::sample_quantiles;
pub use paths::{ByDay, DaysWell, PathAnswers, SessionsInYear};
use serde::Serialize;
pub(crate) use sessions::BySession;
pub use taper::Taper;

/// All answers of one case under one plan. Serialises with exactly these keys.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The case's id.
    pub id: String,
    /// Effective number of draws the answers rest on.
    pub ess: f64,
    /// Rounds of the remedy taken.
    pub rounds: usize,
    /// So few draws count that the record is called unusual and the forecast unstable.
    pub unstable: bool,
    /// Share of the usual severity that is gone today.
    pub benefit_now: Quantiles,
    /// Its two parts: from the sessions, and other improvement.
    pub benefit_parts: BenefitParts,
    /// Chance that the severity of today is at or below (1 − response_at) of the intake's.
    pub p_well_now: Value,
    /// Chance of response by session 1, 2, … counting all sessions of the record.
    pub p_response_by_session: Values,
    /// Chance of response and remission by session; absent on scales without a remission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p_remission_by_session: Option<Values>,
    /// The questionnaire some days from now.
    pub score_forecast: ScoreForecast,
    /// Number of the session by which response is reached; `none` stands for later or never.
    pub sessions_to_response: SessionsToResponse,
    /// What simulated courses show: relapse if stopped, and the twelve months under the rule; absent when not asked for.
    #[serde(flatten)]
    pub paths: Option<PathAnswers>,
    /// Days well in a year for each fixed interval; absent when it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tradeoff: Option<Tradeoff>,
    /// The fewest sessions that keep the days well asked for; absent without a goal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taper: Option<Taper>,
    /// How this answer would move with the next score, another plan, or waiting; absent when not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what_would_change: Option<Box<WhatWouldChange>>,
    /// The answer in words, where the caller attached them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// How much of the record it rests on.
    pub rests_on: RestsOn,
    /// Improvement that counts as response, share of the intake score.
    pub response_at: f64,
    /// What must be said with the answer.
    pub caveats: Vec<Caveat>,
    /// The weakest grade of the condition, routes and covariates in use.
    pub grade: String,
    /// Grade and ground of each of them.
    pub evidence: Vec<Evidence>,
    /// Severity of the intake, 0..1: observed, or expected when there is no score before the first session.
    pub baseline: f64,
    /// The log-likelihood at the parameters asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loglik_check: Option<LoglikAnswer>,
    /// What the numbers were made with.
    pub model: ModelStamp,
}

/// Quantiles of a quantity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantiles {
    /// Probabilities, ascending.
    pub q: Vec<f64>,
    /// Values at them.
    pub value: Vec<f64>,
}

/// Today's benefit in its two parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BenefitParts {
    /// F + S.
    pub from_sessions: Quantiles,
    /// The rest: contact, a new antidepressant, the natural course.
    pub other: Quantiles,
}

/// One number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Value {
    /// The number.
    pub value: f64,
}

/// One number per session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Values {
    /// By session 1, 2, ….
    pub value: Vec<f64>,
}

/// The next questionnaire: severity 0..1 before rounding, taken before a session of its day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreForecast {
    /// Instrument id.
    pub instrument: String,
    /// Days from today.
    pub ahead: f64,
    /// What its questions look back on (days).
    pub recall_days: f64,
    /// Mean severity.
    pub mean: f64,
    /// Chance that it shows a response.
    pub p_response: f64,
    /// Probabilities, ascending.
    pub q: Vec<f64>,
    /// Severity at them.
    pub value: Vec<f64>,
}

/// Quantiles of the session by which response is reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SessionsToResponse {
    /// Probabilities, ascending.
    pub q: Vec<f64>,
    /// Session numbers.
    pub value: Vec<f64>,
    /// The number that stands for "more than the sessions counted".
    pub none: usize,
    /// Sessions given so far.
    pub given: usize,
}

/// Expected days well in the next 365 for each fixed interval between sessions, from today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tradeoff {
    /// Days between sessions; `null` is no further session.
    pub interval: Vec<Option<u32>>,
    /// Expected days well.
    pub days_well: Vec<f64>,
    /// Sessions in the year.
    pub sessions: Vec<u32>,
    /// Probabilities of the quantiles.
    pub q: Vec<f64>,
    /// Quantiles of the days well, one list per interval.
    pub quantiles: Vec<Vec<f64>>,
    /// The interval with fewest sessions whose expected days well are within the clinic's slack of the best.
    pub suggested: Option<u32>,
    /// The next longer one on the list; absent beside the longest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longer: Option<Option<u32>>,
    /// The next shorter one; absent beside the shortest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shorter: Option<Option<u32>>,
}

/// The same in words, for two readers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Words {
    /// For the clinician.
    pub clinician: String,
    /// For the patient, once a clinician has chosen to share it.
    pub patient: String,
}

/// What a forecast rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RestsOn {
    /// Scores used.
    pub scores: usize,
    /// Sessions given.
    pub sessions: usize,
}

/// Something that must be said with the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Caveat {
    /// No score yet: this is what people like this patient experience.
    Population,
    /// No score since the first session: only the intake is known.
    IntakeOnly,
    /// The latest score of some instrument still looks back to days before the first session.
    RecallWindow,
    /// Too few draws count: an unusual record.
    Unstable,
    /// Grade III or IV evidence for the condition, a route or a covariate.
    WeakEvidence,
    /// A route for which there is little evidence.
    LittleEvidenceForRoute,
    /// More instruments than the filter holds: the primary and those with most scores are used.
    InstrumentsLeftOut,
    /// Sessions restarted after a long gap: the new intake may be the better reference.
    NewCourse,
    /// The plan ends before the sessions counted and was continued with the usual gaps.
    PlanContinued,
    /// Answers beyond six months are rough.
    RoughBeyondSixMonths,
    /// Therapy and daily life, side effects and cumulative exposure are not in the calculation.
    OutsideTheModel,
}

/// Grade and ground of one thing the answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// `condition`, `route` or `covariate`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its name in words.
    pub name: String,
    /// I several trials agree, II one programme, III conflicting or tiny, IV judgement.
    pub grade: String,
    /// Why.
    pub source: String,
}

/// Log-likelihood and benefit at given parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LoglikAnswer {
    /// The parameters asked for, as standard normal deviates.
    pub z: Vec<[f64; 6]>,
    /// Log-likelihood of the record at each.
    pub loglik: Vec<f64>,
    /// Benefit today.
    pub benefit_now: Vec<f64>,
    /// The recall windows of the record (days).
    pub recall_days: Vec<f64>,
    /// Benefit that each window shows today, at each of the parameters.
    pub recalled_benefit: Vec<Vec<f64>>,
}

/// What an answer was made with: enough to make it again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelStamp {
    /// Version of the model.
    pub version: String,
    /// Digest of the prior file.
    pub prior_sha256: String,
    /// Seed of the bank.
    pub seed: u64,
}

impl Quantiles {
    /// The value at a probability of the list, such as 0.5.
    pub fn at(&self, q: f64) -> Option<f64> {
        at(&self.q, &self.value, q)
    }
}

impl ScoreForecast {
    /// The severity at a probability of the list, such as 0.5.
    pub fn at(&self, q: f64) -> Option<f64> {
        at(&self.q, &self.value, q)
    }
}

impl SessionsInYear {
    /// The sessions at a probability of the list, such as 0.5.
    pub fn at(&self, q: f64) -> Option<f64> {
        at(&self.q, &self.value, q)
    }
}

impl DaysWell {
    /// The days at a probability of the list, such as 0.5.
    pub fn at(&self, q: f64) -> Option<f64> {
        at(&self.q, &self.value, q)
    }
}

impl SessionsToResponse {
    /// The session at a probability of the list, such as 0.5.
    pub fn at(&self, q: f64) -> Option<f64> {
        at(&self.q, &self.value, q)
    }
}

fn at(q: &[f64], value: &[f64], wanted: f64) -> Option<f64> {
    q.iter().zip(value).find(|(q, _)| (*q - wanted).abs() < 1e-9).map(|(_, value)| *value)
}

/// Which answers are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Those in closed form, for a comparison of plans: a millisecond.
    Quick,
    /// All: with the days-well curve and the simulated courses, the costly parts.
    Whole,
}
