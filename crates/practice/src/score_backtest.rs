//! Holding the forecasts against what happened: rolling origin, beside simple baselines.

use std::collections::BTreeMap;

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Condition;
use evenkeel_care::dose::Dose;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_forecast::WorseEnd;
use evenkeel_forecast::backtest::{
    self, Cohort, OurForecast, Person, Report, Scale, Score, Session, Settings, score_baselines,
};
use evenkeel_store::{ClinicId, score_history};
use jiff::civil::Date;
use serde::Serialize;

use crate::context::Practice;
use crate::forecasts::Forecaster;
use crate::import::{Bare, Prepared};
use crate::patients::SYNTHETIC;
use crate::refusal::Refusal;

/// One report an instrument.
#[derive(Debug, Serialize)]
pub struct InstrumentReport {
    /// The instrument, or the file's own name of what is none of ours.
    pub instrument: String,
    /// The task in words.
    pub task: &'static str,
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
    pub async fn backtest(&self, clinic: ClinicId) -> Result<Vec<InstrumentReport>, Refusal> {
        let sessions = score_history::sessions(self.store(), clinic).await?;
        let scores = score_history::scores(self.store(), clinic).await?;
        let mut by_instrument: BTreeMap<InstrumentId, BTreeMap<String, Person>> = BTreeMap::new();
        for score in scores.iter().filter(|s| s.source != SYNTHETIC) {
            let id = score.source_key.clone().unwrap_or_else(|| score.course_id.to_string());
            let people = by_instrument.entry(score.instrument).or_default();
            let person = people.entry(id.clone()).or_insert_with(|| Person {
                id,
                condition: score.condition.to_string(),
                response_at: response_at(self.forecaster(), score.condition),
                sessions: sessions
                    .iter()
                    .filter(|s| s.course_id == score.course_id)
                    .map(session_of)
                    .collect(),
                scores: Vec::new(),
            });
            person.scores.push(Score {
                day: day(score.date),
                score: score.score,
                recall_days: score.recall_days.map(f64::from),
                after: score.after_session,
            });
        }
        Ok(reports(self.forecaster(), by_instrument))
    }
}

/// Backtests a prepared score file without writing anything.
pub fn backtest_prepared(forecaster: &Forecaster, prepared: &Prepared) -> Vec<InstrumentReport> {
    let mut by_instrument: BTreeMap<InstrumentId, BTreeMap<String, Person>> = BTreeMap::new();
    for person in &prepared.people {
        let sessions: Vec<Session> = person
            .sessions
            .iter()
            .map(|(date, held)| Session {
                day: day(*date),
                route: held.route.as_str().to_owned(),
                dose: held.dose_mg_per_kg,
                label: String::new(),
            })
            .collect();
        for score in &person.scores {
            let people = by_instrument.entry(score.instrument).or_default();
            let kept = people.entry(person.subject.clone()).or_insert_with(|| Person {
                id: person.subject.clone(),
                condition: person.condition.to_string(),
                response_at: response_at(forecaster, person.condition),
                sessions: sessions.clone(),
                scores: Vec::new(),
            });
            kept.scores.push(Score {
                day: day(score.date),
                score: score.score,
                recall_days: score.recall_days.map(f64::from),
                after: score.after,
            });
        }
    }
    let mut found = reports(forecaster, by_instrument);
    found.extend(prepared.bare.iter().filter_map(|(name, bare)| baselines_of(name, bare)));
    found
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
        task: TASK,
        baselines_only: Some(bare.why.clone()),
        report: score_baselines(&cohort, &settings),
    })
}

fn response_at(forecaster: &Forecaster, condition: Condition) -> Option<f64> {
    Some(forecaster.model().condition(condition.as_str())?.response_at)
}

fn reports(
    forecaster: &Forecaster,
    by_instrument: BTreeMap<InstrumentId, BTreeMap<String, Person>>,
) -> Vec<InstrumentReport> {
    let settings = Settings::default();
    let one = |(instrument, people): (InstrumentId, BTreeMap<String, Person>)| {
        let mut cohort = Cohort::new(people.into_values().collect());
        if let Some(scale) = Scale::of(forecaster.model(), instrument.as_str()) {
            cohort = cohort.on(scale);
        }
        if cohort.tasks(&settings).len() < FEWEST_VISITS {
            return None;
        }
        let ours = OurForecast {
            model: forecaster.model(),
            bank: forecaster.bank(),
            instrument: instrument.as_str(),
        };
        let report = backtest::score(&cohort, &settings, |task| ours.forecast(task));
        Some(InstrumentReport {
            instrument: instrument.to_string(),
            task: TASK,
            baselines_only: None,
            report,
        })
    };
    by_instrument.into_iter().filter_map(one).collect()
}

fn session_of(held: &score_history::HeldSession) -> Session {
    Session {
        day: day(held.date),
        route: held.route.as_str().to_owned(),
        dose: held.dose.map_or(0.0, |d| match d {
            Dose::MgPerKg { amount } | Dose::Mg { amount } => amount,
            Dose::MgPerKgPerHour { rate, hours } => rate * hours,
        }),
        label: String::new(),
    }
}

/// Days from a fixed origin.
fn day(date: Date) -> i32 {
    date.since(Date::constant(2000, 1, 1)).map_or(0, |span| span.get_days())
}
