//! Virtual trials: patients drawn from the prior walk through the arms of a trial, are read as its visits read them,
//! and what comes out is counted as the trial counts it (docs/MODEL.md, section 14).
//!
//! The way through it: [`TrialFile`] as written → [`Trial`], checked → [`Arm::simulate`], some blocks of eight patients
//! at a time → [`Outcomes`], which may be cut off anywhere → [`ArmReport`], and [`Figure`]s held against what was published.

mod calibration;
mod check;
mod cohort;
mod figures;
mod file;
mod outcomes;
mod plan;
mod relapse;
mod report;
mod survival;
mod walk;

pub use calibration::{CalibrationFile, figures as calibration_figures};
pub use cohort::Cohort;
pub use figures::{Figure, Held, rms_z};
pub use file::{
    ArmFile, Dated, DropOut, EntryFile, EvidenceRow, FigureFile, FigureKind, Keep, KeepRule, PhaseFile,
    RelapseAmong, RelapseFile, Stretch, TrialFile,
};
pub use outcomes::Outcomes;
pub use plan::{Arm, Trial};
pub use report::{ArmReport, CurvePoint, PhaseReport, ReadReport, RelapseReport, Share};
use thiserror::Error;

/// The schema of a trial file.
pub const SCHEMA: &str = "evenkeel-trial/1";
/// Patients per arm where neither the file nor the caller says how many.
pub const PATIENTS: usize = 4096;
/// Most patients per arm: what fits in memory with room to spare.
pub const PATIENTS_MAX: usize = 1 << 18;

/// Why a trial cannot be run. Nothing is ever clipped or corrected silently.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}: {what}: {why}. {what_to_do}")]
pub struct TrialError {
    /// Path of the value, such as `arm[1].phase[0].dose`.
    pub path: String,
    /// What was found.
    pub what: String,
    /// Why it cannot be used.
    pub why: String,
    /// What would put it right.
    pub what_to_do: String,
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts of patients, far below 2^52")]
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}
