//! `evenkeel trial`: a trial on virtual patients.

mod run;
mod words;

use std::sync::atomic::AtomicBool;

use clap::Args;
use evenkeel_forecast::trial::{ArmReport, Held, Outcomes, PATIENTS_MAX};
use serde::Serialize;

use crate::cli::exit::Ended;
use crate::cli::{input, output, shipped};
use crate::formats::trial_toml;
use crate::runtime::stoppable;
pub use words::figures;

/// Runs a trial on virtual patients drawn from the model: who responds, who relapses, who drops out, arm by arm.
///
/// Ctrl-C ends it early and prints what is done so far, marked as partial.
#[derive(Args, Clone)]
pub struct Trial {
    /// The trial, a TOML file; - reads standard input
    file: String,
    /// Patients drawn for each arm (the file's own, or 4096)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=most()))]
    patients: Option<u32>,
    /// The same seed gives the same patients (the file's own, or 1)
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Most patients of an arm, as the command line counts.
pub fn most() -> i64 {
    i64::try_from(PATIENTS_MAX).unwrap_or(i64::MAX)
}

/// What was simulated, and what came out.
#[derive(Serialize)]
struct Results {
    schema: &'static str,
    trial: String,
    name: String,
    patients_asked: usize,
    patients_done: usize,
    /// It was ended early.
    partial: bool,
    seed: u64,
    model: ModelStamp,
    arms: Vec<ArmResult>,
}

/// One arm.
#[derive(Serialize)]
struct ArmResult {
    #[serde(flatten)]
    report: ArmReport,
    /// What was published about it, beside its simulation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<Held>,
}

/// The model it rests on.
#[derive(Serialize)]
pub struct ModelStamp {
    version: String,
    prior_sha256: String,
}

impl ModelStamp {
    /// The model's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Of a model.
    pub fn of(model: &evenkeel_forecast::Model) -> Self {
        Self { version: model.version().to_owned(), prior_sha256: model.prior_sha256().to_owned() }
    }
}

impl Trial {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        let this = self.clone();
        stoppable(move |stop| this.simulate(stop))
    }

    fn simulate(&self, stop: &AtomicBool) -> Ended {
        let file = input::read(&self.file)?;
        let model = shipped::model(&shipped::catalog()?)?;
        let trial = trial_toml::trial(&file.name, &file.text, &model)?;
        let asked = self.patients.map_or(trial.patients(), |n| usize::try_from(n).unwrap_or(PATIENTS_MAX));
        let patients = asked.saturating_mul(trial.times()).min(PATIENTS_MAX);
        let seed = self.seed.unwrap_or(trial.seed());
        let done = run::arms(&trial, patients, seed, stop);
        let drawn = done.first().map_or(0, Outcomes::drawn);
        let arms = trial.arms().iter().zip(&done);
        let results = Results {
            schema: "evenkeel-trial-results/1",
            trial: trial.id().to_owned(),
            name: trial.name().to_owned(),
            patients_asked: patients,
            patients_done: drawn,
            partial: drawn < patients,
            seed,
            model: ModelStamp::of(&model),
            arms: arms
                .map(|(arm, done)| ArmResult { report: arm.report(done), figures: arm.held(done) })
                .collect(),
        };
        if results.partial {
            output::note(&format!("Ended early: {drawn} of {patients} patients an arm are done."));
        }
        if self.json { output::json(&results) } else { output::text(&words::told(&results)) }
    }
}
