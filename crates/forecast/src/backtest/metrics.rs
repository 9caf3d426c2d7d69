//! What is measured: absolute and squared error, CRPS, and coverage of the central intervals.

use serde::Serialize;

use super::Predictive;

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
}

impl Outcome {
    /// A point forecast against the score.
    pub fn of_point(point: f64, score: f64) -> Self {
        let error = point - score;
        Self { absolute_error: error.abs(), error, crps: error.abs(), inside: None }
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
        }
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

/// Mean in the order given; 0 over nothing.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), x| (sum + x, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}
