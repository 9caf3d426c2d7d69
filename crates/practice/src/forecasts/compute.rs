//! One computation per state of a course, shared by everybody who looks at it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use evenkeel_care::record::CourseRecord;
use evenkeel_catalog::Catalog;
use evenkeel_forecast::answer::Extent;
use evenkeel_forecast::{
    Answer, Bank, CheckedCase, FanPoint, Model, ModelFile, Plan, Posterior, PriorFile, both,
};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::losing::Losing;
use super::strategies::{Lived, Strategy, strategies};
use crate::case::{self, CourseCase, Intended};
use crate::context::hex;

/// The seed of every forecast; it travels with the answer.
pub const SEED: u64 = 1;
/// Version of the forecast model in force.
pub const MODEL_IN_FORCE: &str = "1.1";
/// How many computed forecasts are held for whoever looks next.
const HELD: usize = 256;
/// How far the chart looks ahead, days, and how finely.
const FAN_DAYS: u16 = 84;
const FAN_STEP_DAYS: usize = 2;

/// The model with its bank, ready to compute; one for the whole program.
pub struct Forecaster {
    model: Model,
    bank: Bank,
    held: Mutex<VecDeque<(String, Arc<Computed>)>>,
    computed: AtomicU64,
    found_held: AtomicU64,
}

/// Why a course has no forecast, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoForecast(pub String);

/// One forecast in words: the answer under the plan, and the population's beside it.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Digest of all inputs: record, plan, model, seed.
    pub digest: String,
    /// The calendar day of day 0.
    pub origin: Date,
    /// The answer under the plan, without the days-well curve.
    pub answer: Answer,
    /// The same for somebody of whom nothing is known.
    pub population: Answer,
    /// A weight was assumed for a dose written in mg.
    pub weight_assumed: bool,
}

/// What is kept after a fact.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    /// Digest of the answer's inputs.
    pub digest: String,
    /// The answer under the plan; `None` where it is on record already.
    pub answer: Option<Answer>,
    /// Whether the response is about to be lost, where that was asked.
    pub losing: Option<Losing>,
}

/// Everything the course page shows of one forecast.
#[derive(Debug, Clone)]
pub struct Computed {
    /// Digest of the answer's inputs.
    pub digest: String,
    /// The calendar day of day 0.
    pub origin: Date,
    /// The answer under the plan, with the days-well curve.
    pub answer: Answer,
    /// The same for somebody of whom nothing is known.
    pub population: Answer,
    /// Scores to come under the plan and its ladder.
    pub fan: Vec<FanPoint>,
    /// Scores to come without any further session.
    pub if_stopped: Vec<FanPoint>,
    /// The fitted past.
    pub corridor: Vec<FanPoint>,
    /// The ways the course can go on, over twelve months: by the calendar, by signs where they are defined, and stop.
    pub strategies: Vec<Strategy>,
    /// A weight was assumed for a dose written in mg.
    pub weight_assumed: bool,
}

impl Forecaster {
    /// Reads the model's two files from the catalog.
    pub fn new(catalog: &Catalog) -> Result<Self, NoForecast> {
        Ok(Self::with(model(catalog)?))
    }

    /// With another model than the one in force: to score it, never for a patient.
    pub fn with(model: Model) -> Self {
        let bank = Bank::new(&model, SEED);
        let (computed, found_held) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { model, bank, held: Mutex::default(), computed, found_held }
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// How many forecasts were computed since the start.
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    /// How many pages found theirs computed already.
    pub fn found_held(&self) -> u64 {
        self.found_held.load(Ordering::Relaxed)
    }

    /// The bank.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// The answer for `record` as of its today, as it is kept. `near` are the sessions it is about:
    /// the rest of the induction, or the next of the ladder.
    pub fn answer(&self, record: &CourseRecord, near: &[Intended]) -> Result<Answered, NoForecast> {
        let built = case::of_course(record, near, self.model.default_weight_kg());
        let checked = self.checked(&built)?;
        let posterior = Posterior::new(&self.model, &self.bank, &checked);
        self.computed.fetch_add(1, Ordering::Relaxed);
        Ok(Answered {
            digest: self.digest(&built),
            origin: built.origin,
            answer: posterior.answers(checked.plan(), Extent::Quick),
            population: self.population(&checked),
            weight_assumed: built.weight_assumed,
        })
    }

    /// What is kept after a fact: the answer under the plan, unless the one `known` by its digest rests on the same, and,
    /// where `watched`, whether the response is about to be lost.
    pub(crate) fn make(
        &self,
        record: &CourseRecord,
        near: &[Intended],
        known: Option<&str>,
        watched: bool,
    ) -> Result<Made, NoForecast> {
        let built = case::of_course(record, near, self.model.default_weight_kg());
        let checked = self.checked(&built)?;
        let digest = self.digest(&built);
        let is_new = known != Some(digest.as_str());
        if !is_new && !watched {
            return Ok(Made { digest, answer: None, losing: None });
        }
        self.computed.fetch_add(1, Ordering::Relaxed);
        let posterior = Posterior::new(&self.model, &self.bank, &checked);
        let answer = posterior.answers(checked.plan(), Extent::Quick);
        let losing = watched.then(|| Losing::of(&posterior, &answer, self.model.horizon_days()));
        Ok(Made { digest, answer: is_new.then_some(answer), losing })
    }

    /// The digest of what the answer would rest on, without computing it.
    pub(crate) fn digest_of(&self, record: &CourseRecord, near: &[Intended]) -> Result<String, NoForecast> {
        let built = case::of_course(record, near, self.model.default_weight_kg());
        self.checked(&built)?;
        Ok(self.digest(&built))
    }

    /// All that the course page shows; `far` is the whole plan, for the chart.
    pub fn of_course(
        &self,
        record: &CourseRecord,
        near: &[Intended],
        far: &[Intended],
        lived: &Lived,
    ) -> Result<Arc<Computed>, NoForecast> {
        let built = case::of_course(record, near, self.model.default_weight_kg());
        let key =
            format!("{}{far:?}{:?}", self.digest(&built), lived.ladder.as_ref().map(|ladder| &ladder.id));
        if let Some(held) = self.held(&key) {
            self.found_held.fetch_add(1, Ordering::Relaxed);
            return Ok(held);
        }
        self.computed.fetch_add(1, Ordering::Relaxed);
        let computed = Arc::new(self.compute(record, &built, far, lived)?);
        self.hold(key, &computed);
        Ok(computed)
    }

    pub(crate) fn population(&self, checked: &CheckedCase) -> Answer {
        let unknown = checked.population();
        Posterior::new(&self.model, &self.bank, &unknown).answers(unknown.plan(), Extent::Quick)
    }

    /// A checked case and what it rests on.
    pub(crate) fn checked(&self, built: &CourseCase) -> Result<CheckedCase, NoForecast> {
        built
            .case
            .checked(&self.model)
            .map_err(|e| NoForecast(format!("{}: {}. {}", e.what, e.why, e.what_to_do)))
    }

    fn compute(
        &self,
        record: &CourseRecord,
        built: &CourseCase,
        far: &[Intended],
        lived: &Lived,
    ) -> Result<Computed, NoForecast> {
        let checked = self.checked(built)?;
        let posterior = Posterior::new(&self.model, &self.bank, &checked);
        let far: Vec<_> = case::sessions(built.origin, far, self.model.default_weight_kg());
        let far =
            checked.plan_of(&far, &self.model).map_err(|e| NoForecast(format!("{}: {}", e.what, e.why)))?;
        let ahead: Vec<f64> = (0..=FAN_DAYS).step_by(FAN_STEP_DAYS).map(f64::from).collect();
        let primary = built.case.primary.as_str();
        let on_scale = |points: Vec<FanPoint>| match self.model.instrument(primary) {
            Some(instrument) => points.into_iter().map(|p| p.on_scale(instrument)).collect(),
            None => points,
        };
        let bands = || {
            let fan = on_scale(posterior.fan(primary, &ahead, &far));
            let if_stopped = on_scale(posterior.fan(primary, &ahead, &Plan::none()));
            let corridor = on_scale(posterior.corridor(primary, &past_days(built)));
            (self.population(&checked), [fan, if_stopped, corridor])
        };
        // Somebody waits for the page: half of it is done beside the costly curve of the answer.
        let ((population, [fan, if_stopped, corridor]), (strategies, answer)) = both(bands, || {
            let ways = strategies(&posterior, checked.plan(), record, lived, &self.model);
            // The year that is told is that of the clinic's own plan.
            let answer = match ways.first() {
                Some(own) => posterior.answers_in(checked.plan(), &own.year),
                None => posterior.answer(),
            };
            (ways, answer)
        });
        Ok(Computed {
            digest: self.digest(built),
            origin: built.origin,
            answer,
            population,
            fan,
            if_stopped,
            corridor,
            strategies,
            weight_assumed: built.weight_assumed,
        })
    }

    fn digest(&self, built: &CourseCase) -> String {
        // The case without its id: the same facts give the same digest whatever they are called.
        let mut case = built.case.clone();
        case.id = String::new();
        let facts = serde_json::to_vec(&case).unwrap_or_default();
        let mut sha = Sha256::new();
        sha.update(&facts);
        sha.update(format!("{}|{}|{SEED}|{}", built.origin, self.model.version(), self.model.prior_sha256()));
        hex(&sha.finalize())
    }

    fn held(&self, key: &str) -> Option<Arc<Computed>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().find(|(known, _)| known == key).map(|(_, computed)| Arc::clone(computed))
    }

    fn hold(&self, key: String, computed: &Arc<Computed>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.push_front((key, Arc::clone(computed)));
        held.truncate(HELD);
    }
}

/// Where the catalog holds the model of a version. The file names the prior it goes with.
pub fn model_file_of(version: &str) -> String {
    format!("forecast/model-{version}.toml")
}

/// The model in force.
pub fn model(catalog: &Catalog) -> Result<Model, NoForecast> {
    model_of(catalog, MODEL_IN_FORCE)
}

/// The model of the catalog's two files of a version; the digest is of the prior file's bytes.
pub fn model_of(catalog: &Catalog, version: &str) -> Result<Model, NoForecast> {
    let text =
        |path: &str| catalog.raw(path).ok_or_else(|| NoForecast(format!("clinical/{path} is missing.")));
    let unread = |path: &str, why: &dyn std::fmt::Display| {
        NoForecast(format!("clinical/{path} cannot be read: {why}"))
    };
    let path = model_file_of(version);
    let file: ModelFile = toml::from_str(text(&path)?).map_err(|e| unread(&path, &e))?;
    let path = format!("forecast/{}", file.prior);
    let prior = text(&path)?;
    let sha256 = hex(&Sha256::digest(prior.as_bytes()));
    let prior: PriorFile = serde_json::from_str(prior).map_err(|e| unread(&path, &e))?;
    Model::new(prior, file, sha256).map_err(|e| NoForecast(e.to_string()))
}

/// Days of the fitted past: every other day, and every day with a session or a score.
fn past_days(built: &CourseCase) -> Vec<f64> {
    let case = &built.case;
    let events = case.sessions.iter().map(|s| s.day).chain(case.scores.iter().map(|s| s.day));
    let mut days: Vec<f64> = events.chain([0.0, case.today]).collect();
    let step = (case.today / 60.0).max(1.0).ceil();
    let mut day = 0.0;
    while day < case.today {
        days.push(day);
        day += step;
    }
    days.sort_by(f64::total_cmp);
    days.dedup();
    days
}
