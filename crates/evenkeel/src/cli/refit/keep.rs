//! A learned prior as files that can be laid over the shipped content.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use evenkeel_catalog::Catalog;
use evenkeel_forecast::Model;
use evenkeel_forecast::refit::Refit;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::cli::exit::{Exit, Fault};
use crate::cli::{serve, shipped};

const MODEL: &str = "forecast/model-1.1.toml";
const PRIOR: &str = "forecast/prior-1.1.json";

fn prior_name(day: Date) -> String {
    format!("prior-1.1-{day}.json")
}

/// Refuses where something would be written over.
pub fn free(folder: &Path, day: Date) -> Result<(), Exit> {
    for file in [folder.join(MODEL), folder.join("forecast").join(prior_name(day))] {
        if file.exists() {
            return Err(Exit::bad_input(Fault::new(
                file.display().to_string(),
                "it is there already",
                "a prior that forecasts were made with is never written over",
                "Choose another folder, compare, and copy by hand",
            )));
        }
    }
    Ok(())
}

/// Writes the prior and the model file that names it, and reads both back. The path of the prior is returned.
pub fn write(folder: &Path, day: Date, model: &Model, learned: &Refit) -> Result<String, Exit> {
    let catalog = shipped::catalog()?;
    let name = prior_name(day);
    let raw = |path: &str| {
        catalog.raw(path).ok_or_else(|| Exit::cannot_run(format!("clinical/{path} is missing.")))
    };
    let prior = prior(raw(PRIOR)?, day, model, learned)?;
    let settings = named(raw(MODEL)?, &name, day);
    let inside = folder.join("forecast");
    let target = inside.join(&name);
    let put = |path: &PathBuf, text: &str| fs::write(path, text).map_err(|error| unwritable(path, &error));
    fs::create_dir_all(&inside).map_err(|error| unwritable(&inside, &error))?;
    put(&target, &prior)?;
    put(&folder.join(MODEL), &settings)?;
    read_back(folder)?;
    Ok(target.display().to_string())
}

/// The folder must be usable as it is written.
fn read_back(folder: &Path) -> Result<(), Exit> {
    let over: Catalog = serve::catalog(Some(folder))?;
    shipped::model(&over).map(|_| ())
}

/// The shipped prior with other means and deviations, and where they come from.
fn prior(shipped: &str, day: Date, model: &Model, learned: &Refit) -> Result<String, Exit> {
    let broken =
        |error: serde_json::Error| Exit::cannot_run(format!("clinical/{PRIOR} cannot be used: {error}."));
    let mut prior: Value = serde_json::from_str(shipped).map_err(broken)?;
    if let Some(entries) = prior.as_object_mut() {
        entries.insert("mean".into(), json!(learned.learned.mean));
        entries.insert("sd".into(), json!(learned.learned.sd));
        entries.insert(
            "learned".into(),
            json!({
                "on": day.to_string(),
                "courses": learned.courses,
                "scores": learned.scores,
                "from_prior_sha256": model.prior_sha256(),
                "log_score": learned.log_score,
                "crps": learned.crps,
            }),
        );
    }
    Ok(serde_json::to_string_pretty(&prior).map_err(broken)? + "\n")
}

/// The shipped model file naming another prior, with the day it is in force from.
fn named(shipped: &str, prior: &str, day: Date) -> String {
    let line = |line: &str| match line.split_once('=').map(|(key, _)| key.trim()) {
        Some("prior") => format!("prior = \"{prior}\""),
        Some("effective") => format!("effective = \"{day}\""),
        _ => line.to_owned(),
    };
    shipped.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

fn unwritable(path: &Path, error: &io::Error) -> Exit {
    Exit::cannot_run(Fault::new(
        path.display().to_string(),
        "it cannot be written",
        error.to_string(),
        "Check the folder's permissions and the free space",
    ))
}
