//! The dose of a phase: where it starts, by which steps it may rise, and where it is confirmed, stopped
//! or refused, all in the protocol's own unit.

use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::dose::Dose;

closed_list!(
    /// The unit in which a protocol writes its doses.
    DoseUnit, "dose unit", {
        /// Milligrams per kilogram of body weight.
        MgPerKg => "mg_per_kg",
        /// Milligrams.
        Mg => "mg",
        /// Milligrams per kilogram and hour, with hours.
        MgPerKgPerHour => "mg_per_kg_per_h",
        /// Nasal spray devices.
        Devices => "devices",
    }
);

/// Dose of a phase, in one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseRule {
    /// The unit of all doses below.
    pub unit: DoseUnit,
    /// The usual first dose.
    pub start: f64,
    /// Above this a second person confirms.
    pub confirm_above: f64,
    /// Above this the session stops unless a prescriber overrides with a reason.
    pub stop_above: f64,
    /// At or above this the dose is refused, with no override.
    #[serde(default)]
    pub refuse_at: Option<f64>,
    /// Length of the infusion, minutes.
    #[serde(default)]
    pub infusion_minutes: Option<u32>,
    /// Hours of the infusion, where the unit is per hour.
    #[serde(default)]
    pub hours: Option<f64>,
    /// Milligrams in one device, where the unit is devices.
    #[serde(default)]
    pub mg_per_device: Option<f64>,
    /// The doses it may take, rising; empty: any dose within the limits.
    #[serde(default)]
    pub steps: Vec<DoseStep>,
    /// Another start for older patients; absent: the same for all.
    #[serde(default)]
    pub older: Option<OlderDose>,
}

/// One step of a titration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseStep {
    /// The dose, in the rule's unit.
    pub dose: f64,
    /// The first session of the course at which it may be given, from 1.
    pub from_session: u32,
}

/// A lower start from some age on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OlderDose {
    /// From this age, years.
    pub from_age: u32,
    /// The first dose, in the rule's unit.
    pub start: f64,
}

impl DoseRule {
    /// The usual first dose. An hourly rate without hours counts for one hour, devices without their
    /// content as milligrams; neither passes the checks of a file.
    pub fn start_dose(&self) -> Dose {
        match self.unit {
            DoseUnit::MgPerKg => Dose::mg_per_kg(self.start),
            DoseUnit::Mg => Dose::mg(self.start),
            DoseUnit::Devices => Dose::mg(self.start * self.mg_per_device.unwrap_or(1.0)),
            DoseUnit::MgPerKgPerHour => {
                Dose::MgPerKgPerHour { rate: self.start, hours: self.hours.unwrap_or(1.0) }
            }
        }
    }
}
