//! The one place where a trial file is read: every refusal.

mod figures;
mod keep;
mod phases;
mod relapse;
mod windows;

use super::file::{ArmFile, EntryFile, TrialFile};
use super::plan::{Arm, Entry, Trial};
use super::{PATIENTS, PATIENTS_MAX, SCHEMA, TrialError};
use crate::model::{Condition, Instrument, Model, TrialSettings};
use crate::prior::Prior;

/// A trial longer than this is taken for a slip.
const LAST_DAY: f64 = 3650.0;

type Checked<T> = Result<T, TrialError>;

#[expect(clippy::needless_pass_by_value, reason = "a message takes what it prints")]
fn refuse<T>(path: &str, what: impl ToString, why: &str, what_to_do: &str) -> Checked<T> {
    Err(TrialError {
        path: path.into(),
        what: what.to_string(),
        why: why.into(),
        what_to_do: what_to_do.into(),
    })
}

fn in_range(path: &str, value: f64, lo: f64, hi: f64, why: &str) -> Checked<()> {
    if value.is_finite() && value >= lo && value <= hi {
        return Ok(());
    }
    refuse(path, value, why, &format!("Give a number from {lo} to {hi}"))
}

fn a_day(path: &str, day: f64) -> Checked<()> {
    in_range(path, day, 0.0, LAST_DAY, "days are counted from the first day of the trial, which is day 0")
}

impl Trial {
    /// Checks every value of a trial file against the model. The first fault is returned with its path.
    pub fn new(model: &Model, file: &TrialFile) -> Checked<Self> {
        if file.schema != SCHEMA {
            let what_to_do = format!("Write schema = \"{SCHEMA}\"");
            return refuse(
                "schema",
                format!("{:?}", file.schema),
                "only this layout can be read",
                &what_to_do,
            );
        }
        if file.id.trim().is_empty() {
            return refuse("id", "empty", "results must name their trial", "Give the trial an id");
        }
        let Some(settings) = &model.file.trial else {
            let why = "the model file has no [trial] table, which says how visits look back";
            return refuse(
                "the model",
                "no settings for trials",
                why,
                "Use the shipped model file, or add the table",
            );
        };
        let patients = file.patients.map_or(PATIENTS, |n| usize::try_from(n).unwrap_or(usize::MAX));
        if patients == 0 || patients > PATIENTS_MAX {
            let what_to_do = format!("Give a number from 1 to {PATIENTS_MAX}");
            return refuse("patients", patients, "this many cannot be simulated", &what_to_do);
        }
        let times = file.times.unwrap_or(1);
        in_range("times", f64::from(times), 1.0, 16.0, "it multiplies the patients of every arm")?;
        if file.arms.is_empty() {
            return refuse("arm", "none", "a trial has at least one arm", "Add an [[arm]]");
        }
        let mut arms: Vec<Arm> = Vec::new();
        for (i, arm) in file.arms.iter().enumerate() {
            let path = format!("arm[{i}]");
            if arm.id.trim().is_empty() || arms.iter().any(|other| other.id == arm.id) {
                let why = "results are told by the arm's id";
                return refuse(
                    &format!("{path}.id"),
                    format!("{:?}", arm.id),
                    why,
                    "Give each arm an id of its own",
                );
            }
            arms.push(Check { model, settings, path, file: arm }.arm()?);
        }
        Ok(Self {
            id: file.id.clone(),
            name: file.name.clone(),
            patients,
            seed: file.seed.unwrap_or(1),
            times: usize::try_from(times).unwrap_or(1),
            arms,
        })
    }
}

/// One arm under check.
struct Check<'a> {
    model: &'a Model,
    settings: &'a TrialSettings,
    path: String,
    file: &'a ArmFile,
}

impl Check<'_> {
    fn at(&self, field: &str) -> String {
        format!("{}.{field}", self.path)
    }

    fn arm(&self) -> Checked<Arm> {
        let file = self.file;
        let condition = self.condition()?;
        for (i, id) in file.covariates.iter().enumerate() {
            if self.model.covariate(id).is_none() {
                let known = ids(self.model.file.covariates.iter().map(|row| row.id.as_str()));
                let path = self.at(&format!("covariates[{i}]"));
                return refuse(
                    &path,
                    format!("{id:?}"),
                    "the model knows no such covariate",
                    &format!("Use one of {known}"),
                );
            }
        }
        let Some(instrument) = self.model.instrument(&file.instrument) else {
            let known = ids(self.model.instruments().iter().map(|row| row.id.as_str()));
            let path = self.at("instrument");
            return refuse(
                &path,
                format!("{:?}", file.instrument),
                "the model knows no such instrument",
                &format!("Use one of {known}"),
            );
        };
        let response_at = file.response_at.unwrap_or(condition.response_at);
        in_range(
            &self.at("response_at"),
            response_at,
            0.01,
            0.99,
            "a response is a share of the entry score",
        )?;
        if let Some(days) = file.recall_days {
            let most = self.model.file.limits.recall_days_max;
            in_range(&self.at("recall_days"), days, 0.0, most, "the questions cannot look back on it")?;
        }
        let prior = Prior::new(self.model, &condition, &file.covariates);
        let entry = self.entry(&file.entry, instrument, &prior)?;
        let laid = self.phases(instrument, &prior)?;
        let mut arm = Arm {
            id: file.id.clone(),
            prior,
            instrument: instrument.clone(),
            response_at,
            entry,
            timeline: laid.timeline,
            reads: laid.reads,
            sessions: laid.sessions,
            phases: laid.phases,
            relapse: None,
            figures: Vec::new(),
        };
        if let Some(relapse) = &file.relapse {
            arm.relapse = Some(self.relapse(relapse, &arm)?);
        }
        for (i, figure) in file.figures.iter().enumerate() {
            arm.figures.push(figures::figure(&self.at(&format!("figure[{i}]")), figure, &arm)?);
        }
        Ok(arm)
    }

    fn condition(&self) -> Checked<Condition> {
        let id = &self.file.condition;
        if let Some(condition) = self.model.condition(id) {
            return Ok(condition.clone());
        }
        let refused = self.model.file.no_forecast.iter().find(|row| row.kind == "condition" && row.id == *id);
        let why = refused.map_or("the model knows no such condition", |row| row.why.as_str());
        let known = ids(self.model.file.conditions.iter().map(|row| row.id.as_str()));
        refuse(&self.at("condition"), format!("{id:?}"), why, &format!("Use one of {known}"))
    }

    /// Usual severity b so that the entry score (b and mood and noise) has the mean and deviation of the file.
    fn entry(&self, file: &EntryFile, instrument: &Instrument, prior: &Prior) -> Checked<Entry> {
        let score = |field: &str, score: f64| {
            let path = self.at(&format!("entry.{field}"));
            in_range(&path, score, instrument.lo, instrument.hi, "it is a score of the instrument")
        };
        let at_least = match file.at_least {
            None => f64::NEG_INFINITY,
            Some(at_least) => {
                score("at_least", at_least)?;
                instrument.severity(at_least)
            }
        };
        let lowest = self.settings.usual_lowest;
        match (file.mean, file.sd) {
            (None, None) => {
                Ok(Entry { mean: instrument.usual_mean, sd: instrument.usual_sd, lowest, at_least })
            }
            (Some(mean), Some(sd)) => {
                score("mean", mean)?;
                let range = instrument.hi - instrument.lo;
                in_range(&self.at("entry.sd"), sd, 0.0, 0.5 * range, "it is in points of the scale")?;
                let sd = sd / range;
                let mood = instrument.fluctuation * prior.sig_w;
                let own = sd * sd - mood * mood - instrument.noise_sd * instrument.noise_sd;
                let least = self.settings.usual_sd_share * sd;
                let usual = own.max(least * least).sqrt();
                Ok(Entry { mean: instrument.severity(mean), sd: usual, lowest, at_least })
            }
            _ => {
                let why = "a distribution has a mean and a standard deviation";
                refuse(
                    &self.at("entry"),
                    "only one of mean and sd",
                    why,
                    "Give both, or neither for the instrument's own",
                )
            }
        }
    }
}

fn ids<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(", ")
}
