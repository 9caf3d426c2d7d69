//! Holding the forecasts against what happened: rolling origin, beside simple baselines.

use std::collections::BTreeMap;

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::dose::Dose;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_forecast::backtest::{self, Cohort, OurForecast, Person, Report, Score, Session, Settings};
use evenkeel_store::{ClinicId, score_history};
use jiff::civil::Date;
use serde::Serialize;

use crate::context::Practice;
use crate::forecasts::Forecaster;
use crate::import::Prepared;
use crate::patients::SYNTHETIC;
use crate::refusal::Refusal;

/// One report an instrument.
#[derive(Debug, Serialize)]
pub struct InstrumentReport {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The task in words.
    pub task: &'static str,
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
    reports(forecaster, by_instrument)
}

fn reports(
    forecaster: &Forecaster,
    by_instrument: BTreeMap<InstrumentId, BTreeMap<String, Person>>,
) -> Vec<InstrumentReport> {
    let settings = Settings::default();
    let one = |(instrument, people): (InstrumentId, BTreeMap<String, Person>)| {
        let cohort = Cohort::new(people.into_values().collect());
        if cohort.tasks(&settings).len() < FEWEST_VISITS {
            return None;
        }
        let ours = OurForecast {
            model: forecaster.model(),
            bank: forecaster.bank(),
            instrument: instrument.as_str(),
        };
        let report = backtest::score(&cohort, &settings, |task| ours.forecast(task));
        Some(InstrumentReport { instrument, task: TASK, report })
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
