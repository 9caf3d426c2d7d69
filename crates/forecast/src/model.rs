//! The model's numbers: the prior file and the model file of `clinical/forecast`, checked against each other once.

mod check;
mod file;

pub use file::{
    Condition, Covariate, DoseUnit, Instrument, LadderCap, ModelFile, NoForecast, PosteriorSettings,
    PriorFile, RefitSettings, Route, RuleSettings, Shift, TrialSettings, WorseEnd,
};
use thiserror::Error;

/// Everything numeric the forecast rests on, checked and ready.
///
/// There is no model constant in the code: a clinic that changes a number changes a dated file, and the digest of the
/// prior travels with every answer.
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) prior: PriorFile,
    pub(crate) file: ModelFile,
    prior_sha256: String,
}

/// Why the two files cannot be used together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {entry}: {why}. {what_to_do}")]
pub struct ModelError {
    /// `prior` or `model`.
    pub file: &'static str,
    /// The entry, such as `instrument PHQ9 noise_sd`.
    pub entry: String,
    /// What is wrong with it.
    pub why: String,
    /// What would put it right.
    pub what_to_do: String,
}

impl Model {
    /// Checks both files and joins them. `prior_sha256` is the digest of the prior file's bytes, taken by the caller.
    pub fn new(prior: PriorFile, file: ModelFile, prior_sha256: String) -> Result<Self, ModelError> {
        check::prior(&prior)?;
        check::model(&file, &prior)?;
        Ok(Self { prior, file, prior_sha256 })
    }

    /// The same model with other means and deviations of the six parameters. It has no digest: it was read from no file.
    pub(crate) fn with_parameters(&self, mean: [f64; 6], sd: [f64; 6]) -> Result<Self, ModelError> {
        Self::new(PriorFile { mean, sd, ..self.prior.clone() }, self.file.clone(), String::new())
    }

    /// Days after which a course counts as finished for [`crate::refit`], whatever became of it; `None` where the model
    /// file does not say how to learn.
    pub fn finished_after_days(&self) -> Option<u32> {
        self.file.refit.as_ref().map(|refit| refit.finished_after_days)
    }

    /// Version of the model, such as `1.1`.
    pub fn version(&self) -> &str {
        &self.file.version
    }

    /// Digest of the prior file (SHA-256, hexadecimal).
    pub fn prior_sha256(&self) -> &str {
        &self.prior_sha256
    }

    /// The instrument with this id (`PHQ9`, `GAD7` …).
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.file.instruments.iter().find(|row| row.id == id)
    }

    /// All instruments, in the file's order.
    pub fn instruments(&self) -> &[Instrument] {
        &self.file.instruments
    }

    /// The condition with this id (`depression`, `ptsd` …).
    pub fn condition(&self, id: &str) -> Option<&Condition> {
        self.file.conditions.iter().find(|row| row.id == id)
    }

    /// The route with this id (`iv`, `im` …).
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.file.routes.iter().find(|row| row.id == id)
    }

    /// The covariate with this id (`age65` …).
    pub fn covariate(&self, id: &str) -> Option<&Covariate> {
        self.file.covariates.iter().find(|row| row.id == id)
    }

    /// Weight taken when none is known (kg). Whoever uses it says so.
    pub fn default_weight_kg(&self) -> f64 {
        self.file.dose.default_weight_kg
    }

    /// Latest day after today that anything may be forecast for.
    pub fn horizon_days(&self) -> f64 {
        self.file.limits.horizon_days
    }

    /// The clinic's rule where a case does not set its own (model specification, section 8).
    pub fn rule(&self) -> &RuleSettings {
        &self.file.rule
    }

    /// Days between the check-ins of simulated courses.
    pub fn check_in_days(&self) -> f64 {
        f64::from(self.file.paths.check_in_days)
    }

    /// A relapse is an improvement below the response limit minus this (share of the intake's severity).
    pub fn relapse_margin(&self) -> f64 {
        self.file.answer.relapse_margin
    }

    /// Strength of a session relative to 0.5 mg/kg intravenous: `E(eq)/E(0.5)`, `E(d) = d^h/(d^h + e^h)`
    /// (model specification, section 5). A dose of 0, such as a placebo, has strength 0.
    pub fn strength(&self, route: &Route, dose: f64) -> f64 {
        let equivalent = match route.dose_unit {
            DoseUnit::MgPerKg => route.factor * dose,
            DoseUnit::Mg => self.prior.esk84_eq * dose / route.reference_dose_mg,
        };
        self.effect(equivalent) / self.effect(self.file.dose.reference_mg_per_kg)
    }

    fn effect(&self, mg_per_kg: f64) -> f64 {
        let (h, half) = (self.prior.emax_h, self.prior.emax_ed50);
        let raised = libm::pow(mg_per_kg.max(0.0), h);
        raised / (raised + libm::pow(half, h))
    }
}

impl Instrument {
    /// Severity of a score: 0 the best, 1 the worst end of the scale.
    pub fn severity(&self, score: f64) -> f64 {
        let share = (score - self.lo) / (self.hi - self.lo);
        match self.worse {
            WorseEnd::High => share,
            WorseEnd::Low => 1.0 - share,
        }
    }

    /// Score of a severity, not rounded to a step.
    pub fn score(&self, severity: f64) -> f64 {
        let share = match self.worse {
            WorseEnd::High => severity,
            WorseEnd::Low => 1.0 - severity,
        };
        self.lo + share * (self.hi - self.lo)
    }

    /// Half a step as a share of the range: h = 0.5·step/(hi − lo).
    pub fn half_step(&self) -> f64 {
        0.5 * self.step / (self.hi - self.lo)
    }

    /// The step of the scale (0 the best) a severity is read as: the nearest one, held within the scale.
    pub(crate) fn read_step(&self, severity: f64) -> f64 {
        let step = 2.0 * self.half_step();
        (severity / step).round().clamp(0.0, (1.0 / step).round())
    }

    /// Severity at or below which a score is in remission, half a step added because scores are rounded.
    /// `None` on a scale that has no remission.
    pub fn remission_severity(&self) -> Option<f64> {
        self.remission_at.map(|score| self.severity(score) + self.half_step())
    }

    /// Whether a written score lies on one of the scale's steps.
    pub fn on_step(&self, score: f64) -> bool {
        let steps = (score - self.lo) / self.step;
        (steps - steps.round()).abs() <= self.step_tolerance
    }
}
