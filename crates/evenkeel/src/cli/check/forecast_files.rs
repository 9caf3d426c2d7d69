//! What stands in `forecast/`: the model and its prior, virtual trials, and the arms the prior is held against.

use std::collections::BTreeSet;
use std::path::Path;

use evenkeel_catalog::{Catalog, Problem, line_of};
use evenkeel_forecast::trial::{CalibrationFile, Trial, TrialError, TrialFile};
use evenkeel_forecast::{Model, ModelFile, PriorFile};
use evenkeel_practice::MODEL_IN_FORCE;
use serde::de::DeserializeOwned;

use super::evidence_rows;
use crate::formats::trial_toml::{self, Broken};

const FOLDER: &str = "forecast";
const LIST: &str = "forecast/calibration.toml";
const ARMS: &str = "forecast/calibration";
const TRIALS: &str = "forecast/trials";

/// A file under its name.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    /// As its reader finds it.
    pub shown: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl Named<'_> {
    /// A problem at a field.
    pub fn at(&self, field: &str, what: String, why: &str, remedy: &str) -> Problem {
        let what = if field.is_empty() { what } else { format!("{field}: {what}") };
        Problem::new(self.shown, line_of(self.text, field), what, why, remedy)
    }
}

/// Everything that is wrong with the files of the forecast.
pub fn problems(catalog: &Catalog) -> Vec<Problem> {
    let mut found = Vec::new();
    let in_force = evenkeel_practice::model_file_of(MODEL_IN_FORCE);
    let mut beside = BTreeSet::new();
    let mut in_use = |path: &str| match model(catalog, path) {
        Ok(model) => Some(model),
        Err(problem) => {
            found.push(problem);
            None
        }
    };
    let model = in_use(&in_force);
    for path in catalog.paths().into_iter().filter(|path| is_model(path) && *path != in_force) {
        beside.extend(in_use(path).map(|model| model.version().to_owned()));
    }
    let mut arms = BTreeSet::new();
    for path in catalog.paths() {
        let Some(stem) = trial_stem(path, ARMS).or_else(|| trial_stem(path, TRIALS)) else { continue };
        let Some(file) = named(catalog, path) else { continue };
        let held = trial_stem(path, ARMS).is_some();
        if held {
            arms.insert(stem.to_owned());
        }
        found.extend(trial(catalog, model.as_ref(), file, stem, held));
    }
    if let Some(file) = named(catalog, LIST) {
        found.extend(list(file, model.as_ref(), &beside, &arms));
    }
    found
}

fn is_model(path: &str) -> bool {
    trial_stem(path, FOLDER).is_some_and(|stem| stem.starts_with("model-"))
}

fn named<'a>(catalog: &'a Catalog, path: &str) -> Option<Named<'a>> {
    Some(Named { shown: catalog.shown(path)?, text: catalog.raw(path)? })
}

fn trial_stem<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let stem = path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml")?;
    (!stem.contains('/')).then_some(stem)
}

fn read<T: DeserializeOwned>(file: Named<'_>) -> Result<T, Problem> {
    trial_toml::read(file.text).map_err(|Broken { line, path, message }| {
        let what = if path.is_empty() { message } else { format!("{path}: {message}") };
        let why = "nothing is guessed, converted or left unread";
        let remedy =
            "correct it; clinical/README.md and docs/API.md, section 12, describe what may stand there";
        Problem::new(file.shown, line, what, why, remedy)
    })
}

/// The model file and the prior it names, checked against each other as the program does when it starts.
fn model(catalog: &Catalog, path: &str) -> Result<Model, Problem> {
    let missing = |path: &str| {
        let why = "there is no forecast without it";
        Problem::new(
            format!("clinical/{path}"),
            0,
            "it is not there",
            why,
            "put it back, or correct the name",
        )
    };
    let file = named(catalog, path).ok_or_else(|| missing(path))?;
    let settings: ModelFile = read(file)?;
    let path = format!("forecast/{}", settings.prior);
    let prior = named(catalog, &path).ok_or_else(|| {
        file.at(
            "prior",
            format!("there is no file {path}"),
            "the model is nothing without its prior",
            "correct the name",
        )
    })?;
    let numbers: PriorFile = serde_json::from_str(prior.text).map_err(|error| {
        let why = "the prior cannot be read, so there is no forecast";
        Problem::new(prior.shown, error.line(), error.to_string(), why, "correct it after the shipped one")
    })?;
    Model::new(numbers, settings, String::new()).map_err(|error| {
        let wrong = if error.file == "prior" { prior.shown } else { file.shown };
        Problem::new(
            wrong,
            0,
            format!("{}: {}", error.entry, error.why),
            "there is no forecast with it",
            error.what_to_do,
        )
    })
}

fn refused(file: Named<'_>, error: TrialError) -> Problem {
    file.at(&error.path, error.what, &error.why, &error.what_to_do)
}

/// A trial file: readable, runnable, named as it is called, and with studies that are on file. The figures of an arm
/// that is `held` against the prior are those of the evidence.
fn trial(catalog: &Catalog, model: Option<&Model>, file: Named<'_>, stem: &str, held: bool) -> Vec<Problem> {
    let written: TrialFile = match read(file) {
        Ok(written) => written,
        Err(problem) => return vec![problem],
    };
    let mut found = Vec::new();
    if let Some(Err(error)) = model.map(|model| Trial::new(model, &written)) {
        found.push(refused(file, error));
    }
    if written.id != stem {
        let what = format!("{:?} is in a file named {stem}.toml", written.id);
        let why = "the list and the results go by the id, a reader by the name";
        found.push(file.at("id", what, why, "give both the same name"));
    }
    for (place, id) in written.studies.iter().enumerate() {
        if !catalog.evidence().studies.iter().any(|study| &study.id == id) {
            let why = "nobody could look up where the figures are from";
            let remedy = "correct the id, or add the study to evidence/";
            found.push(file.at(
                &format!("studies[{place}]"),
                format!("there is no study {id:?}"),
                why,
                remedy,
            ));
        }
    }
    if held && written.studies.is_empty() {
        let why = "nobody could look up where the figures are from";
        found.push(file.at("studies", "none".into(), why, "name the studies, by their ids in evidence/"));
    }
    found.extend(evidence_rows::problems(catalog.evidence(), file, &written, held));
    found
}

/// The list of the arms: each is there once, none lies about unlisted, and it speaks of the prior in force and of every
/// model that is shipped beside it.
fn list(
    file: Named<'_>,
    model: Option<&Model>,
    beside: &BTreeSet<String>,
    arms: &BTreeSet<String>,
) -> Vec<Problem> {
    let written: CalibrationFile = match read(file) {
        Ok(written) => written,
        Err(problem) => return vec![problem],
    };
    let mut found: Vec<Problem> =
        written.checked().err().map(|error| refused(file, error)).into_iter().collect();
    let mut seen = BTreeSet::new();
    for (place, id) in written.trials.iter().enumerate() {
        let field = format!("trials[{place}]");
        if !arms.contains(id) {
            let why = "evenkeel calibrate could not run";
            found.push(file.at(
                &field,
                format!("there is no file {ARMS}/{id}.toml"),
                why,
                "correct the name",
            ));
        } else if !seen.insert(id.clone()) {
            let why = "its figures would count twice";
            found.push(file.at(&field, format!("{id:?} is listed twice"), why, "keep one of the two"));
        }
    }
    for id in arms.difference(&seen) {
        let name = Path::new(ARMS).join(format!("{id}.toml"));
        let what = format!("{} is not on the list", name.display());
        let why = "the prior would silently not be held against it";
        found.push(file.at("trials", what, why, "list it, or take the file out"));
    }
    if let Some(model) = model.filter(|model| model.version() != written.prior) {
        let what =
            format!("the figure is recorded for prior {}, the model is {}", written.prior, model.version());
        let why = "another prior has another figure";
        found.push(file.at(
            "prior",
            what,
            why,
            "run evenkeel calibrate, and record its figure with its prior",
        ));
    }
    let recorded: BTreeSet<String> = written.beside.iter().map(|row| row.prior.clone()).collect();
    for version in beside.symmetric_difference(&recorded) {
        let what = format!("model {version} is not both in {FOLDER}/ and among the figures");
        let why = "a model that is shipped is held against the arms as the one in force is";
        found.push(file.at("beside", what, why, "record its figure, or take the model out"));
    }
    found
}
