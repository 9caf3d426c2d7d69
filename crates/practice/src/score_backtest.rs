//! Holding the forecasts against what happened: rolling origin, beside simple baselines.

use std::collections::BTreeMap;

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Condition;
use evenkeel_care::dose::WeightKg;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_forecast::backtest::{
    self, Cohort, OurForecast, Person, Report, Scale, Score, Session, Settings, score_baselines,
};
use evenkeel_forecast::{Model, WorseEnd};
use evenkeel_store::score_history::HeldSession;
use evenkeel_store::{ClinicId, CourseId, score_history};
use jiff::civil::Date;
use serde::Serialize;

use crate::case;
use crate::context::Practice;
use crate::forecasts::Forecaster;
use crate::import::{self, Bare, Prepared, PreparedTask};
use crate::patients::SYNTHETIC;
use crate::refusal::Refusal;

/// One report an instrument.
#[derive(Debug, Serialize)]
pub struct InstrumentReport {
    /// The instrument, or the file's own name of what is none of ours.
    pub instrument: String,
    /// The task in words.
    pub task: String,
    /// Why there is no forecast of ours; absent where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baselines_only: Option<String>,
    /// What came out.
    #[serde(flatten)]
    pub report: Report,
}

const TASK: &str = "next visit, treatment known";
/// Fewer visits than this say nothing worth a table.
const FEWEST_VISITS: usize = 20;

impl Practice {
    /// Backtests every instrument of a clinic that has enough visits. Synthetic patients stay out:
    /// their scores are invented, and agreeing with them would mean nothing.
    /// `forecaster` has the model to score.
    pub async fn backtest(
        &self,
        clinic: ClinicId,
        forecaster: &Forecaster,
    ) -> Result<Vec<InstrumentReport>, Refusal> {
        let sessions = score_history::sessions(self.store(), clinic).await?;
        let scores = score_history::scores(self.store(), clinic).await?;
        let mut by_instrument: BTreeMap<InstrumentId, BTreeMap<String, Person>> = BTreeMap::new();
        for score in scores.iter().filter(|s| s.source != SYNTHETIC) {
            let id = score.source_key.clone().unwrap_or_else(|| score.course_id.to_string());
            let people = by_instrument.entry(score.instrument).or_default();
            let person = people.entry(id.clone()).or_insert_with(|| Person {
                id,
                condition: score.condition.to_string(),
                response_at: response_at(forecaster, score.condition),
                sessions: sessions_of(&sessions, score.course_id, forecaster.model()),
                scores: Vec::new(),
            });
            person.scores.push(Score {
                day: day(score.date),
                score: score.score,
                recall_days: score.recall_days.map(f64::from),
                after: score.after_session,
            });
        }
        Ok(reports(forecaster, by_instrument))
    }
}

/// Backtests a prepared score file without writing anything.
pub fn backtest_prepared(forecaster: &Forecaster, prepared: &Prepared) -> Vec<InstrumentReport> {
    let mut by_instrument: BTreeMap<InstrumentId, BTreeMap<String, Person>> = BTreeMap::new();
    for person in &prepared.people {
        let mut of_person: BTreeMap<InstrumentId, Vec<Score>> = BTreeMap::new();
        for score in &person.scores {
            of_person.entry(score.instrument).or_default().push(taken(score));
        }
        for (instrument, scores) in of_person {
            let kept = Person { scores, ..without_scores(forecaster, person) };
            by_instrument.entry(instrument).or_default().insert(kept.id.clone(), kept);
        }
    }
    let tasks: Vec<InstrumentReport> =
        prepared.tasks.iter().filter_map(|task| of_task(forecaster, task, &by_instrument)).collect();
    let mut found = reports(forecaster, by_instrument);
    found.extend(tasks);
    found.extend(prepared.bare.iter().filter_map(|(name, bare)| baselines_of(name, bare)));
    found
}

/// A person of a file with the sessions alone.
pub(crate) fn without_scores(forecaster: &Forecaster, person: &import::Person) -> Person {
    let session = |(date, held): (&Date, &import::PastSession)| Session {
        day: day(*date),
        route: held.route.as_str().to_owned(),
        dose: held.dose_mg_per_kg,
        label: String::new(),
    };
    Person {
        id: person.subject.clone(),
        condition: person.condition.to_string(),
        response_at: response_at(forecaster, person.condition),
        sessions: person.sessions.iter().map(session).collect(),
        scores: Vec::new(),
    }
}

/// A score of a file.
pub(crate) fn taken(score: &import::PastScore) -> Score {
    Score {
        day: day(score.date),
        score: score.score,
        recall_days: score.recall_days.map(f64::from),
        after: score.after,
    }
}

/// The simple baselines alone, of numbers that are no score of ours.
fn baselines_of(name: &str, bare: &Bare) -> Option<InstrumentReport> {
    let settings = Settings::default();
    let scores = |values: &[(Date, f64)]| {
        let score = |(date, score): &(Date, f64)| Score {
            day: day(*date),
            score: *score,
            recall_days: None,
            after: false,
        };
        values.iter().map(score).collect()
    };
    let person = |(id, values): (&String, &Vec<(Date, f64)>)| Person {
        id: id.clone(),
        condition: String::new(),
        // A change has no severity: half of it is no response.
        response_at: None,
        sessions: Vec::new(),
        scores: scores(values),
    };
    let scale = Scale {
        lo: bare.scale.lo,
        hi: bare.scale.hi,
        step: bare.scale.step,
        worse: WorseEnd::High,
        relapse_margin: 0.0,
    };
    let cohort = Cohort::new(bare.people.iter().map(person).collect()).on(scale);
    let enough = cohort.tasks(&settings).len() >= FEWEST_VISITS;
    enough.then(|| InstrumentReport {
        instrument: name.to_owned(),
        task: TASK.to_owned(),
        baselines_only: Some(bare.why.clone()),
        report: score_baselines(&cohort, &settings),
    })
}

pub(crate) fn response_at(forecaster: &Forecaster, condition: Condition) -> Option<f64> {
    Some(forecaster.model().condition(condition.as_str())?.response_at)
}

fn reports(
    forecaster: &Forecaster,
    by_instrument: BTreeMap<InstrumentId, BTreeMap<String, Person>>,
) -> Vec<InstrumentReport> {
    let one = |(instrument, people): (InstrumentId, BTreeMap<String, Person>)| {
        scored(forecaster, instrument, TASK, Cohort::new(people.into_values().collect()))
    };
    by_instrument.into_iter().filter_map(one).collect()
}

/// A task of the file's own: each record up to the day that is known, and the one score that is forecast.
fn of_task(
    forecaster: &Forecaster,
    task: &PreparedTask,
    by_instrument: &BTreeMap<InstrumentId, BTreeMap<String, Person>>,
) -> Option<InstrumentReport> {
    let people = by_instrument.get(&task.instrument)?;
    let cut = |(id, days): (&String, &[Date; 2])| {
        let [from, to] = days.map(day);
        let mut person = people.get(id)?.clone();
        person.scores.retain(|score| score.day <= from || score.day == to);
        Some(person)
    };
    let cohort = Cohort::new(task.days.iter().filter_map(cut).collect()).last_visits();
    scored(forecaster, task.instrument, &task.name, cohort)
}

/// The table of one task on one instrument; `None` where it would say nothing.
fn scored(
    forecaster: &Forecaster,
    instrument: InstrumentId,
    task: &str,
    mut cohort: Cohort,
) -> Option<InstrumentReport> {
    let settings = Settings::default();
    if let Some(scale) = Scale::of(forecaster.model(), instrument.as_str()) {
        cohort = cohort.on(scale);
    }
    if cohort.tasks(&settings).len() < FEWEST_VISITS {
        return None;
    }
    let ours =
        OurForecast { model: forecaster.model(), bank: forecaster.bank(), instrument: instrument.as_str() };
    let report = backtest::score(&cohort, &settings, |task| ours.forecast(task));
    Some(InstrumentReport {
        instrument: instrument.to_string(),
        task: task.to_owned(),
        baselines_only: None,
        report,
    })
}

/// Sessions of a course in the model's units: a dose in mg by the latest weight, else by the model's own. A session without
/// a dose is one of strength 0.
pub(crate) fn sessions_of(all: &[HeldSession], course: CourseId, model: &Model) -> Vec<Session> {
    let mut weight = None;
    let mut one = |held: &HeldSession| {
        weight = held.weight_kg.or(weight);
        let assumed = Some(weight.unwrap_or(WeightKg(model.default_weight_kg())));
        let dose = held.dose.and_then(|dose| case::in_model_units(held.route, dose, assumed));
        Session {
            day: day(held.date),
            route: held.route.as_str().to_owned(),
            dose: dose.unwrap_or_default(),
            label: String::new(),
        }
    };
    all.iter().filter(|held| held.course_id == course).map(&mut one).collect()
}

/// Days from a fixed origin.
pub(crate) fn day(date: Date) -> i32 {
    date.since(Date::constant(2000, 1, 1)).map_or(0, |span| span.get_days())
}
