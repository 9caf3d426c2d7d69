//! The list of the arms the prior is held against (`clinical/forecast/calibration.toml`).

use super::{Arm, Cohort, Held, Outcomes, PATIENTS_MAX, Trial, TrialError};
use serde::Deserialize;

/// The schema of the list.
const SCHEMA: &str = "evenkeel-calibration/1";

/// Which trial files are held against the prior, and how well it did when it was fitted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are documented in the file itself")]
pub struct CalibrationFile {
    pub schema: String,
    pub revision: String,
    pub effective: String,
    pub prior: String,
    pub patients: usize,
    pub seed: u64,
    pub rms_z: f64,
    pub tolerance: f64,
    pub trials: Vec<String>,
    #[serde(default)]
    pub beside: Vec<Beside>,
}

/// A prior that is shipped beside the one in force, and how well it did when it was fitted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Version of the prior.
    pub prior: String,
    /// Its root mean square of z.
    pub rms_z: f64,
}

impl CalibrationFile {
    /// Checks the list itself.
    pub fn checked(&self) -> Result<(), TrialError> {
        let refuse = |path: &str, why: &str, what_to_do: &str| {
            Err(TrialError {
                path: path.into(),
                what: "not usable".into(),
                why: why.into(),
                what_to_do: what_to_do.into(),
            })
        };
        if self.schema != SCHEMA {
            return refuse("schema", "only evenkeel-calibration/1 can be read", "Use a list of this schema");
        }
        if self.patients == 0 || self.patients > PATIENTS_MAX || self.trials.is_empty() {
            return refuse(
                "patients",
                "there is nobody, or nothing, to simulate",
                "Name trials, and a usable number of patients",
            );
        }
        let usable = |number: f64| number.is_finite() && number > 0.0;
        let figures = self.beside.iter().map(|beside| beside.rms_z).chain([self.rms_z, self.tolerance]);
        if !figures.into_iter().all(usable) {
            return refuse(
                "rms_z",
                "there is nothing to hold the result against",
                "Record the figure of the fit and its tolerance",
            );
        }
        Ok(())
    }

    /// The figure recorded for a prior of this version; `None` where there is none.
    pub fn recorded(&self, version: &str) -> Option<f64> {
        if self.prior == version {
            return Some(self.rms_z);
        }
        self.beside.iter().find(|beside| beside.prior == version).map(|beside| beside.rms_z)
    }

    /// Whether a result is as near to a recorded figure as the file asks.
    pub fn agrees(&self, recorded: f64, rms_z: f64) -> bool {
        (rms_z - recorded).abs() <= self.tolerance
    }
}

impl Trial {
    /// The seed of the trial that stands at `place` in a list run with `seed`: trials share no patients, the arms of one do.
    pub fn seed_in_list(seed: u64, place: usize) -> u64 {
        seed.wrapping_mul(1000).wrapping_add(u64::try_from(place).unwrap_or(0))
    }
}

impl Arm {
    /// All patients of an arm from beginning to end.
    pub fn run(&self, patients: usize, seed: u64) -> Outcomes {
        let cohort = Cohort::new(self, patients, seed);
        self.simulate(&cohort, 0..cohort.blocks())
    }
}

/// Every figure of a trial with `patients` (times the trial's own factor) in each arm.
pub fn figures(trial: &Trial, patients: usize, seed: u64) -> Vec<Held> {
    let patients = patients.saturating_mul(trial.times()).min(PATIENTS_MAX);
    trial.arms().iter().flat_map(|arm| arm.held(&arm.run(patients, seed))).collect()
}
