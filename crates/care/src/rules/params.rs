//! The limits of each rule, typed. What each number means is said here; what it is stands in the
//! rule's file.

mod dosing;
mod due;
mod effect;
mod safety;
mod screening;
mod session;

use std::collections::BTreeMap;

pub use dosing::{Administration, SecondCheck};
use serde::{Deserialize, Serialize};

use crate::condition::{Condition, Route};
use crate::finding::Choice;
use crate::instrument::InstrumentId;

pub use due::{
    BeforeSession, CheckInRhythm, ExposureReview, FormDeadline, LiverTests, Rhythm, Silence, VisitWindow,
};
pub use effect::{
    ClinicRelapse, Exposure, FadingEffect, MissedSession, MoodSwitch, Restart, ShorterStep,
    ShrinkingIntervals, SoftSigns, Stable, TrialRelapse,
};
pub use safety::{
    ActionOwner, ActionTime, CrisisWording, Escalation, HighSuicideRisk, ItemNine, RequiredAction,
    SuicideRisk,
};
pub use screening::{
    AgeGate, BenzodiazepineDose, ConditionGate, Equivalent, EquivalentFigure, MedicationGate,
};
pub use session::{DischargeList, MiddlePressure};

/// D1: the fall from baseline that counts as response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Percent by condition, for the course's primary instrument.
    pub response_percent: BTreeMap<Condition, f64>,
    /// Percent for an instrument that is only watched and has no figure in D5 or D6.
    pub watched_response_percent: f64,
}

/// D2: partial response and improvement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialResponse {
    /// Percent from which a fall is an improvement.
    pub improved_percent: f64,
    /// Percent from which it is a partial response.
    pub partial_percent: f64,
}

/// D5: response in PTSD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PtsdResponse {
    /// Percent fall on a PTSD instrument.
    pub response_percent: f64,
    /// The instruments it is for.
    pub instruments: Vec<InstrumentId>,
    /// Points of fall that count as response as well, by instrument.
    pub or_points: BTreeMap<InstrumentId, f64>,
}

/// D6: response in chronic pain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PainResponse {
    /// Percent fall on a pain instrument.
    pub response_percent: f64,
    /// The instruments it is for.
    pub instruments: Vec<InstrumentId>,
}

/// D7: worsening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worsening {
    /// Points above baseline that count as worse, by instrument.
    pub points_above_baseline: BTreeMap<InstrumentId, f64>,
    /// The depression instruments on which new suicidal thoughts count as worse.
    pub suicidal_ideation_instruments: Vec<InstrumentId>,
}

/// D10, D11, D12: a check at a fixed point of the induction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The session after which it is made; absent: the last one of the induction.
    pub after_session: Option<usize>,
    /// First day of the window, counted from that session.
    pub first_day: u32,
    /// Last day of the window, counted from that session; absent: no last day.
    pub last_day: Option<u32>,
    /// Percent from which the course simply goes on; absent: the check judges by state or not at all.
    pub continue_percent: Option<f64>,
    /// The routes it was studied for.
    pub studied_routes: Vec<Route>,
    /// The routes it applies to.
    pub routes: Vec<Route>,
    /// The conditions it applies to.
    pub conditions: Vec<Condition>,
    /// What may be chosen when the course goes on.
    pub options_continue: Vec<Choice>,
    /// What may be chosen when a prescriber should look.
    pub options_review: Vec<Choice>,
    /// The same after a partial response or an improvement.
    #[serde(default)]
    pub options_partial: Vec<Choice>,
}

/// D13: the review of a maintenance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaintenanceReview {
    /// Calendar months from the end of induction, or from the last review.
    pub every_months: i32,
    /// Maintenance sessions from there.
    pub every_sessions: usize,
    /// Calendar months in remission (response, where the instrument knows no remission) after which ending
    /// the course is put to the clinic.
    pub end_after_stable_months: i32,
    /// Days between two check-ins up to which they count as one stretch of being stable.
    pub stable_longest_gap_days: i64,
    /// What may be chosen when the interval may be lengthened.
    pub options_lengthen: Vec<Choice>,
    /// The same when the course may end.
    pub options_end: Vec<Choice>,
    /// What may be chosen.
    pub options: Vec<Choice>,
}

/// D36: the floor between doses. How close sessions may be stands in each protocol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spacing {
    /// In maintenance, sessions closer than this need a prescriber's reason.
    pub maintenance_warn_below_days: u32,
}

/// X2, P41: dose limits of a route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseLimits {
    /// The route.
    pub route: Route,
    /// Above this a second confirmation is asked.
    pub confirm_above_mg_per_kg: f64,
    /// Above this the session stops until a prescriber overrides it with a reason.
    pub stop_above_mg_per_kg: f64,
    /// From here on it is refused and cannot be overridden.
    #[serde(default)]
    pub refuse_from_mg_per_kg: Option<f64>,
}

/// C4: blood pressure before dosing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BloodPressureLimits {
    /// Systolic above this: recheck.
    pub warn_above_systolic_mmhg: u16,
    /// Diastolic above this: recheck.
    pub warn_above_diastolic_mmhg: u16,
    /// Systolic from here on: stop.
    pub stop_from_systolic_mmhg: u16,
    /// Diastolic from here on: stop.
    pub stop_from_diastolic_mmhg: u16,
}

/// M4: how long a patient is observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Esketamine: minutes from the first device, at least.
    pub nasal_min_minutes_from_start: u32,
    /// Esketamine: MOAA/S at discharge, at least.
    pub nasal_min_moaas: u8,
    /// IV, IM and SC: minutes after the end of dosing, at least.
    pub min_minutes_after_end: u32,
}

/// A rule that needs no number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoParams {}
