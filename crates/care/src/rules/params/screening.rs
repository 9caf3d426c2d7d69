//! Limits of the rules on conditions and medication (C1–C10, I1–I5, P16).

use serde::{Deserialize, Serialize};

use crate::condition::{MedicationClass, PatientCondition, Route};
use crate::finding::FindingState;

/// C1–C3, C5–C9: conditions that stop a session or warn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionGate {
    /// Conditions with which no session is given unless a prescriber overrides with a reason.
    #[serde(default)]
    pub stop: Vec<PatientCondition>,
    /// Conditions to be acknowledged.
    #[serde(default)]
    pub warn: Vec<PatientCondition>,
}

/// C10: the patient's age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeGate {
    /// Completed years from which a patient counts as an adult.
    pub adult_from_years: i16,
    /// Routes that stop below that age; the others warn.
    pub stop_routes: Vec<Route>,
}

/// I1, I2, I4, I5, P16: classes of medication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MedicationGate {
    /// The classes.
    pub classes: Vec<MedicationClass>,
    /// What they lead to: `warn`, or `clear` for a note.
    pub state: FindingState,
    /// The routes it is for.
    pub routes: Vec<Route>,
}

/// I3: benzodiazepines, as diazepam equivalents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenzodiazepineDose {
    /// Above this sum of all benzodiazepines a day: warn.
    pub warn_above_mg_per_day: f64,
}
