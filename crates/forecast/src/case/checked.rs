//! A record in the form the filter takes.

use super::plan::{Given, Plan};
use crate::model::{Condition, Instrument};
use crate::prior::Prior;
use crate::rule::ClinicRule;

/// One score in the form the filter takes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    pub day: f64,
    pub after: bool,
    /// Place in the case's list of instruments.
    pub instrument: usize,
    pub severity: f64,
    pub recall_days: f64,
}

/// A case in which every value has been checked: only this gets a forecast.
#[derive(Debug, Clone)]
pub struct CheckedCase {
    pub(crate) id: String,
    pub(crate) condition: Condition,
    pub(crate) prior: Prior,
    /// The primary first.
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) sessions: Vec<Given>,
    pub(crate) routes: Vec<String>,
    pub(crate) readings: Vec<Reading>,
    /// Scores in the record that the filter leaves out because there are too many instruments.
    pub(crate) readings_left_out: usize,
    pub(crate) today: f64,
    pub(crate) plan: Plan,
    /// Sessions instead of the plan's, whose difference is asked for.
    pub(crate) other_plan: Option<Plan>,
    /// Days well a year that are to be kept.
    pub(crate) goal_days_well: Option<f64>,
    pub(crate) response_at: f64,
    pub(crate) rule: ClinicRule,
    /// Price of one session.
    pub(crate) price: Option<f64>,
    pub(crate) covariates: Vec<String>,
    /// Mean severity on the primary before the first session.
    pub(crate) baseline: Option<f64>,
    pub(crate) loglik_z: Vec<[f64; 6]>,
}

impl CheckedCase {
    /// The sessions to come that the case itself names.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The case's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The same case without its scores: the population's forecast for these sessions, condition and covariates.
    #[must_use]
    pub fn population(&self) -> Self {
        let instruments = self.instruments.iter().take(1).cloned().collect();
        Self { readings: Vec::new(), readings_left_out: 0, baseline: None, instruments, ..self.clone() }
    }

    /// Improvement that counts as response, share of the intake score.
    pub fn response_at(&self) -> f64 {
        self.response_at
    }

    /// Mean severity on the primary before the first session; `None` without such a score.
    pub fn baseline_severity(&self) -> Option<f64> {
        self.baseline
    }

    pub(crate) fn first_session(&self) -> Option<f64> {
        self.sessions.first().map(|session| session.day)
    }

    /// Recall window of a future score: that of the latest score on the instrument, else the instrument's own.
    pub(crate) fn recall_days(&self, instrument: &Instrument) -> f64 {
        let place = self.instruments.iter().position(|row| row.id == instrument.id);
        let latest = self.readings.iter().rev().find(|reading| Some(reading.instrument) == place);
        latest.map_or(instrument.recall_days, |reading| reading.recall_days)
    }

    pub(super) fn mean_before_first_session(&self, instrument: usize) -> Option<f64> {
        let first = self.first_session().unwrap_or(f64::INFINITY);
        let before = |reading: &&Reading| {
            reading.instrument == instrument
                && (reading.day < first || (reading.day <= first && !reading.after))
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for reading in self.readings.iter().filter(before) {
            sum += reading.severity;
            count += 1.0;
        }
        (count > 0.0).then(|| sum / count)
    }
}
