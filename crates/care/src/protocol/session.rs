//! What happens around a session by its protocol: what the patient keeps to beforehand, and what is
//! watched at which time.

use serde::{Deserialize, Serialize};

use crate::closed_list;

closed_list!(
    /// The times at which a patient is looked at around a session.
    TimepointKind, "timepoint", {
        /// Before the drug is given.
        Before => "before",
        /// Again and again while it is given, every so many minutes.
        Every => "every",
        /// Once, so many minutes after the start.
        At => "at",
        /// Before the patient leaves.
        BeforeDischarge => "before_discharge",
    }
);

closed_list!(
    /// What is taken at a timepoint.
    Observed, "observation", {
        /// Blood pressure, mmHg.
        BloodPressure => "blood_pressure",
        /// Pulse.
        HeartRate => "heart_rate",
        /// Oxygen saturation by pulse oximeter.
        OxygenSaturation => "oxygen_saturation",
        /// Body weight, kg.
        Weight => "weight",
        /// Sedation (MOAA/S).
        Sedation => "sedation",
        /// Dissociation, by the clinic's own observation.
        Dissociation => "dissociation",
        /// Nausea.
        Nausea => "nausea",
        /// Pain, 0 to 10.
        Pain => "pain",
        /// Alert and orientated.
        Orientation => "orientation",
        /// Who takes the patient home.
        RideHome => "ride_home",
    }
);

/// One point of the timeline of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timepoint {
    /// When.
    pub when: TimepointKind,
    /// Minutes: between readings (`every`) or after the start (`at`); absent elsewhere.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// What is taken.
    pub takes: Vec<Observed>,
    /// Whether a form to be handed in asks for it, so that it may not be left out.
    #[serde(default)]
    pub required: bool,
}

/// What is watched around a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Monitoring {
    /// Minutes between blood pressures while the drug is given.
    pub blood_pressure_every_minutes: u32,
    /// Minutes observed after the end of the infusion or injection, at least.
    pub observe_after_end_minutes: u32,
    /// Minutes observed from the start, at least, where the label counts from there.
    #[serde(default)]
    pub observe_from_start_minutes: Option<u32>,
    /// What the patient is told about the rest of the day.
    pub after_session: String,
    /// What is taken when, in the order of the session.
    #[serde(default)]
    pub timeline: Vec<Timepoint>,
}

/// What the patient keeps to before a session, in minutes before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeforeSession {
    /// No food.
    pub no_food_minutes: u32,
    /// No liquids.
    pub no_liquids_minutes: u32,
    /// No nasal steroid or decongestant; absent: no such rule.
    #[serde(default)]
    pub no_nasal_sprays_minutes: Option<u32>,
}
