//! Rolling-origin scoring: each next visit is forecast from what came before it, beside five baselines.
//!
//! The task is "next visit, treatment known": for every visit with at least one earlier visit, the forecaster
//! sees the person's scores strictly before that visit's day and every session up to it, and says what the
//! score will be. Nothing is learned from the person forecast: the baselines that learn from other people
//! ([`Method::MeanChange`], [`Method::Ridge`], [`Method::Mixed`]) are fitted with whole people held out, in folds
//! (see [`Cohort`] for how they are dealt).
//!
//! Numbers only: no files, no clock; the only chance (the bootstrap) comes from a seed in [`Settings`].
//! ```text
//! MAE  = mean |median of the forecast − score|       RMSE = sqrt( mean (mean of the forecast − score)² )
//! CRPS = mean of ∫ (F(x) − 1[x ≥ score])² dx          coverage = share of scores inside the central interval
//! ```
//! A simple baseline is a point: its median and mean are the point, its CRPS is its absolute error, it has no coverage.
//! On a known [`Scale`] it is scored a second time ([`Row::around`]): as a Gaussian around the point, as wide as the
//! errors it made on other people. That is the fair measure to hold a distribution against. The mixed model is a
//! distribution by itself.

mod baselines;
pub(crate) mod bootstrap;
mod metrics;
mod mixed;
mod ours;
mod people;
pub(crate) mod report;
mod ridge;
mod scale;
mod simplex;
mod transition;

pub use bootstrap::Difference;
pub use metrics::{Brier, Coverage, Metrics, Outcome};
pub use ours::OurForecast;
pub use people::{Cohort, Person, Score, Session, Task};
pub use report::{Comparison, Horizon, Refused, Report, Row, Stratum};
pub use scale::Scale;
pub use transition::{Between, Phase, Since, Transition};

use serde::{Deserialize, Serialize};

/// Which forecaster a row of the report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The benefit model of this crate.
    Ours,
    /// The score of the visit before.
    LastValue,
    /// The mean of the person's scores so far.
    PersonsMean,
    /// The last score plus the mean change that other people showed over the same kind of [`Transition`].
    MeanChange,
    /// Ridge regression on the last score, the person's mean and first score, and the parts of the transition,
    /// fitted on other people.
    Ridge,
    /// A linear mixed model: random level and slope over time, fitted on other people.
    #[serde(rename = "mixed_model")]
    Mixed,
}

impl Method {
    /// The baselines, in the order of the report.
    pub const BASELINES: [Self; 5] =
        [Self::LastValue, Self::PersonsMean, Self::MeanChange, Self::Ridge, Self::Mixed];
}

/// How a backtest is run. The defaults are the ones the reference numbers were reproduced with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// How many folds people are dealt into (whole people; fewer when there are fewer people).
    pub folds: usize,
    /// A visit up to this many days after the latest session counts as soon after it.
    pub soon_days: i32,
    /// A visit up to this many days after the latest session (and not soon) counts as weeks after it; then later.
    pub weeks_days: i32,
    /// Visits of a schedule that are told apart while nothing active was given.
    pub visits_counted: usize,
    /// Penalty λ of the ridge on standardised features, in units of observations.
    pub ridge_penalty: f64,
    /// Resamples of people in the paired bootstrap.
    pub resamples: usize,
    /// Seed of the bootstrap: the same seed gives the same report.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            folds: 10,
            soon_days: 5,
            weeks_days: 21,
            visits_counted: 12,
            ridge_penalty: 30.0,
            resamples: 4000,
            seed: 1,
        }
    }
}

/// A predictive distribution of one score, in scale points.
pub trait Predictive {
    /// Its mean.
    fn mean(&self) -> f64;
    /// The smallest score at which the cumulative probability reaches `p` (0 < p < 1).
    fn quantile(&self, p: f64) -> f64;
    /// The chance that the score is `x` or lower.
    fn cdf(&self, x: f64) -> f64;
    /// Continuous ranked probability score against the score that came, in scale points; lower is better.
    fn crps(&self, score: f64) -> f64;
    /// The chance of a score for which `holds` is true.
    fn chance_where(&self, holds: &dyn Fn(f64) -> bool) -> f64;
}

/// Scores our forecaster and the baselines on every task of the cohort.
///
/// `forecast` answers one task; an `Err` (its reason) is listed in [`Report::refused`] and left out of our row
/// and of the comparisons, never replaced by a number.
pub fn score<P, F>(cohort: &Cohort, settings: &Settings, forecast: F) -> Report
where
    P: Predictive,
    F: FnMut(&Task<'_>) -> Result<P, String>,
{
    report::build(cohort, settings, Some(forecast))
}

/// The baselines alone, where no forecast model is at hand.
pub fn score_baselines(cohort: &Cohort, settings: &Settings) -> Report {
    report::build::<Nothing, fn(&Task<'_>) -> Result<Nothing, String>>(cohort, settings, None)
}

/// Stands for "no forecaster" in [`score_baselines`]; no value of it exists.
enum Nothing {}

impl Predictive for Nothing {
    fn mean(&self) -> f64 {
        match *self {}
    }
    fn quantile(&self, _: f64) -> f64 {
        match *self {}
    }
    fn cdf(&self, _: f64) -> f64 {
        match *self {}
    }
    fn crps(&self, _: f64) -> f64 {
        match *self {}
    }
    fn chance_where(&self, _: &dyn Fn(f64) -> bool) -> f64 {
        match *self {}
    }
}
