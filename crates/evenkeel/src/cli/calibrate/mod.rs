//! `evenkeel calibrate`: the prior held against the published arms it was fitted to.

mod simulated;

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use evenkeel_catalog::Catalog;
use evenkeel_forecast::Model;
use evenkeel_forecast::trial::{CalibrationFile, Held, Trial, calibration_figures, rms_z};
use serde::Serialize;

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::trial::{ModelStamp, figures, most};
use crate::cli::which_model::TriedModel;
use crate::cli::{output, shipped};
use crate::formats::trial_toml;
use crate::runtime::stoppable;

/// The list of the arms, and where their files are.
const LIST: &str = "forecast/calibration.toml";
const FOLDER: &str = "forecast/calibration";

/// Holds the shipped prior against the published arms it was fitted to, figure by figure. Ends with 1 when it does
/// not do as well as its file records.
#[derive(Args, Clone)]
pub struct Calibrate {
    /// Virtual patients per arm (the list's own, 4096). With fewer the table is rough, and is not judged
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=most()))]
    patients: Option<u32>,
    /// The same seed gives the same patients (the list's own, 1)
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Instead, draw patients from the prior, record and forecast them, and rank the truth among the forecasts
    #[arg(long, conflicts_with = "patients")]
    simulated: bool,
    /// Simulated patients (200; twenty milliseconds or more each)
    #[arg(long, value_name = "N", requires = "simulated", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    cases: Option<u64>,
    #[command(flatten)]
    model: TriedModel,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Patients of `--simulated`.
const CASES: u64 = 200;

#[derive(Serialize)]
struct Table {
    schema: &'static str,
    model: ModelStamp,
    patients: usize,
    seed: u64,
    partial: bool,
    figures: Vec<Held>,
    rms_z: f64,
    within_1: f64,
    within_2: f64,
    recorded: Recorded,
    /// Whether the result is as near to the recorded one as the file asks; absent where it is not judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    agrees: Option<bool>,
}

#[derive(Serialize)]
struct Recorded {
    prior: String,
    rms_z: f64,
    tolerance: f64,
}

impl Calibrate {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        let this = self.clone();
        stoppable(move |stop| this.hold(stop))
    }

    fn hold(&self, stop: &AtomicBool) -> Ended {
        let catalog = shipped::catalog()?;
        let model = self.model.read(&catalog)?;
        if self.simulated {
            let (cases, seed) = (self.cases.unwrap_or(CASES), self.seed.unwrap_or(1));
            return simulated::run(&model, cases, seed, self.json, stop);
        }
        let name = format!("clinical/{LIST}");
        let list: CalibrationFile = trial_toml::toml(&name, raw(&catalog, LIST)?)?;
        list.checked().map_err(|error| trial_toml::refused(&name, &error))?;
        let patients = self.patients.map_or(list.patients, |n| usize::try_from(n).unwrap_or(list.patients));
        let seed = self.seed.unwrap_or(list.seed);
        let (held, partial) = held(&catalog, &model, &list, patients, seed, stop)?;
        let model_version = model.version().to_owned();
        let recorded = list.recorded(model.version()).filter(|_| !self.model.is_tried());
        let judged = recorded.filter(|_| !partial && patients >= list.patients);
        // Where none is recorded, the figure of the model in force is what it is read beside.
        let beside = recorded.map_or((&list.prior, list.rms_z), |rms_z| (&model_version, rms_z));
        let rms = rms_z(&held);
        let table = Table {
            schema: "evenkeel-calibration-table/1",
            model: ModelStamp::of(&model),
            patients,
            seed,
            partial,
            rms_z: rms,
            within_1: within(&held, 1.0),
            within_2: within(&held, 2.0),
            recorded: Recorded { prior: beside.0.clone(), rms_z: beside.1, tolerance: list.tolerance },
            agrees: judged.map(|recorded| list.agrees(recorded, rms)),
            figures: held,
        };
        if self.json {
            output::json(&table)?;
        } else {
            output::text(&table.told())?;
        }
        if table.agrees == Some(false) {
            return Err(Exit::found_wanting(format!(
                "The root mean square of z is {rms:.2}; {name} records {:.2} ± {:.2}. Either the prior or the arms \
                 were changed: fit again, and record the new figure with its prior.",
                table.recorded.rms_z, list.tolerance
            )));
        }
        Ok(())
    }
}

/// Every figure of every trial on the list, and whether it was ended early.
fn held(
    catalog: &Catalog,
    model: &Model,
    list: &CalibrationFile,
    patients: usize,
    seed: u64,
    stop: &AtomicBool,
) -> Result<(Vec<Held>, bool), Exit> {
    let mut all = Vec::new();
    for (place, id) in list.trials.iter().enumerate() {
        let path = format!("{FOLDER}/{id}.toml");
        let trial = trial_toml::trial(&format!("clinical/{path}"), raw(catalog, &path)?, model)?;
        all.extend(calibration_figures(&trial, patients, Trial::seed_in_list(seed, place)));
        output::note(&format!("{} of {}: {}", place + 1, list.trials.len(), trial.name()));
        if stop.load(Ordering::Relaxed) && place + 1 < list.trials.len() {
            output::note("Ended early: the other arms are left out.");
            return Ok((all, true));
        }
    }
    Ok((all, false))
}

fn raw<'a>(catalog: &'a Catalog, path: &str) -> Result<&'a str, Exit> {
    catalog.raw(path).ok_or_else(|| {
        let why = "the calibration rests on it";
        Exit::cannot_run(Fault::new(format!("clinical/{path}"), "it is not there", why, "Put it back"))
    })
}

/// Share of the figures with |z| at or below `most`.
fn within(held: &[Held], most: f64) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let inside = held.iter().filter(|one| one.z.is_some_and(|z| z.abs() <= most)).count();
    count(inside) / count(held.len().max(1))
}

impl Table {
    fn told(&self) -> String {
        let mut said = figures(&self.figures);
        let _ = writeln!(
            said,
            "\n{} figures, {} virtual patients an arm, model {}: root mean square of z {:.2}; within 1: {:.0} %, within 2: {:.0} %.",
            self.figures.len(),
            self.patients,
            self.model.version(),
            self.rms_z,
            self.within_1 * 100.0,
            self.within_2 * 100.0
        );
        let _ = writeln!(
            said,
            "Recorded for prior {}: {:.2} ± {:.2}. {}",
            self.recorded.prior,
            self.recorded.rms_z,
            self.recorded.tolerance,
            match self.agrees {
                Some(true) => "It agrees.",
                Some(false) => "It does not agree.",
                None => "Not judged: too few patients, ended early, or another prior.",
            }
        );
        said
    }
}
