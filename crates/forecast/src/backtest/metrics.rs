//! What is measured: absolute and squared error, CRPS, log score, coverage of the central intervals, and Brier scores
//! of response and relapse at the visit.

use serde::Serialize;

use super::scale::Lines;
use super::{Predictive, Scale};

/// A chance below this counts as this in the log score, so that one surprise does not decide a whole table.
const LEAST_CHANCE: f64 = 1e-6;

/// How one forecast fared against the score that came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// |median − score|, scale points.
    pub absolute_error: f64,
    /// mean − score, scale points: above 0 the forecast was too high.
    pub error: f64,
    /// CRPS, scale points.
    pub crps: f64,
    /// Whether the central 50, 80 and 95 % intervals held the score (ends included); none for a point.
    pub inside: Option<[bool; 3]>,
    /// −ln of the chance of the score that came; none for a point.
    pub log_score: Option<f64>,
    /// Response at the visit: the chance given, and whether it came.
    pub response: Option<(f64, bool)>,
    /// Relapse at the visit, where the last score was a response.
    pub relapse: Option<(f64, bool)>,
}

impl Outcome {
    /// A point forecast against the score.
    pub fn of_point(point: f64, score: f64) -> Self {
        let error = point - score;
        Self {
            absolute_error: error.abs(),
            error,
            crps: error.abs(),
            inside: None,
            log_score: None,
            response: None,
            relapse: None,
        }
    }

    /// A predictive distribution against the score.
    pub fn of(forecast: &impl Predictive, score: f64) -> Self {
        let holds = |tail: f64| {
            // Scores are steps of a scale: half of the last digit of f64 must not decide.
            forecast.quantile(tail) <= score + 1e-9 && score <= forecast.quantile(1.0 - tail) + 1e-9
        };
        Self {
            absolute_error: (forecast.quantile(0.5) - score).abs(),
            error: forecast.mean() - score,
            crps: forecast.crps(score),
            inside: Some([holds(0.25), holds(0.1), holds(0.025)]),
            log_score: Some(-forecast.chance_where(&|at| (at - score).abs() < 1e-6).max(LEAST_CHANCE).ln()),
            response: None,
            relapse: None,
        }
    }

    /// The same, with response and relapse read on the scale.
    pub(super) fn with(
        mut self,
        forecast: &impl Predictive,
        score: f64,
        scale: &Scale,
        lines: Lines,
    ) -> Self {
        let responds = |at: f64| lines.responds(scale.severity(at));
        self.response = Some((forecast.chance_where(&responds), responds(score)));
        self.relapse = lines.relapse.map(|above| {
            let relapses = |at: f64| scale.severity(at) > above + 1e-9;
            (forecast.chance_where(&relapses), relapses(score))
        });
        self
    }
}

/// Shares of scores inside the central intervals, 0 to 1. Scores come in whole steps and the ends count as
/// inside, so a perfect forecaster covers slightly more than the name says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// Inside the 50 % interval.
    pub p50: f64,
    /// Inside the 80 % interval.
    pub p80: f64,
    /// Inside the 95 % interval.
    pub p95: f64,
}

/// How well a chance was said: mean of (chance − whether it came)², 0 is perfect.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Brier {
    /// Visits at which it could come.
    pub n: usize,
    /// The score.
    pub score: f64,
    /// Mean chance given, 0 to 1.
    pub said: f64,
    /// Share of visits at which it came, 0 to 1.
    pub came: f64,
}

/// Means over a set of forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Metrics {
    /// How many forecasts.
    pub n: usize,
    /// Mean absolute error of the median, scale points.
    pub mae: f64,
    /// Root mean squared error of the mean, scale points.
    pub rmse: f64,
    /// Mean of (mean of the forecast − score), scale points: above 0 the forecasts were too high.
    pub bias: f64,
    /// Mean CRPS, scale points; for a point forecast equal to the MAE.
    pub crps: f64,
    /// Coverage, where there are intervals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// Mean of −ln of the chance of the score that came; lower is better. A chance below one in a million counts as that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_score: Option<f64>,
    /// Response at the visit: at or below (1 − response_at) of the baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brier_response: Option<Brier>,
    /// Relapse at the visit, among visits whose last score was a response: one reading above the line of relapse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brier_relapse: Option<Brier>,
}

impl Metrics {
    /// The means; `None` over nothing.
    pub fn over(outcomes: &[Outcome]) -> Option<Self> {
        if outcomes.is_empty() {
            return None;
        }
        let of = |what: fn(&Outcome) -> f64| mean(outcomes.iter().map(what));
        Some(Self {
            n: outcomes.len(),
            mae: of(|o| o.absolute_error),
            rmse: of(|o| o.error * o.error).sqrt(),
            bias: of(|o| o.error),
            crps: of(|o| o.crps),
            coverage: coverage(outcomes),
            log_score: outcomes
                .iter()
                .map(|o| o.log_score)
                .collect::<Option<Vec<f64>>>()
                .map(|all| mean(all.into_iter())),
            brier_response: brier(outcomes, |o| o.response),
            brier_relapse: brier(outcomes, |o| o.relapse),
        })
    }
}

fn coverage(outcomes: &[Outcome]) -> Option<Coverage> {
    let inside: Option<Vec<[bool; 3]>> = outcomes.iter().map(|o| o.inside).collect();
    let inside = inside?;
    let share =
        |which: fn(&[bool; 3]) -> bool| mean(inside.iter().map(|held| f64::from(u8::from(which(held)))));
    Some(Coverage {
        p50: share(|&[held, _, _]| held),
        p80: share(|&[_, held, _]| held),
        p95: share(|&[_, _, held]| held),
    })
}

fn brier(outcomes: &[Outcome], of: fn(&Outcome) -> Option<(f64, bool)>) -> Option<Brier> {
    let said: Vec<(f64, f64)> =
        outcomes.iter().filter_map(of).map(|(chance, came)| (chance, f64::from(u8::from(came)))).collect();
    (!said.is_empty()).then(|| Brier {
        n: said.len(),
        score: mean(said.iter().map(|(chance, came)| (chance - came).powi(2))),
        said: mean(said.iter().map(|(chance, _)| *chance)),
        came: mean(said.iter().map(|(_, came)| *came)),
    })
}

/// Mean in the order given; 0 over nothing.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), x| (sum + x, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}
