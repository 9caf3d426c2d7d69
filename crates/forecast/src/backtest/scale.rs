//! The scale of a score: its steps, its ill end, and where response and relapse begin on it.

use super::Task;
use crate::lanes;
use crate::model::WorseEnd;
use crate::{Model, ScorePrediction};

/// Scores within this of each other are the same step.
const SAME: f64 = 1e-6;

/// A scale. Its distributions stand on its steps: what lies beyond an end counts as that end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Lowest score.
    pub lo: f64,
    /// Highest score.
    pub hi: f64,
    /// Distance between two scores.
    pub step: f64,
    /// Which end is the ill one.
    pub worse: WorseEnd,
    /// Relapse is an improvement below [`super::Person::response_at`] minus this, share of the baseline.
    pub relapse_margin: f64,
}

/// What a next score can mean, as shares of severity: 0 best, 1 worst.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lines {
    /// At or below this it is a response.
    pub response: f64,
    /// Above this it is a relapse; only where the last score was a response.
    pub relapse: Option<f64>,
}

impl Scale {
    /// The scale of an instrument of the model; `None` for an unknown one.
    pub fn of(model: &Model, instrument: &str) -> Option<Self> {
        let known = model.instrument(instrument)?;
        let relapse_margin = model.relapse_margin();
        Some(Self { lo: known.lo, hi: known.hi, step: known.step, worse: known.worse, relapse_margin })
    }

    /// Severity of a score, 0 best, 1 worst.
    pub(super) fn severity(&self, score: f64) -> f64 {
        let share = (score - self.lo) / (self.hi - self.lo);
        if self.worse == WorseEnd::Low { 1.0 - share } else { share }
    }

    /// A Gaussian on the steps of the scale.
    pub(super) fn gaussian(&self, mean: f64, sd: f64) -> ScorePrediction {
        let sd = sd.max(1e-6 * self.step);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive count")]
        let steps = ((self.hi - self.lo) / self.step).round().max(0.0) as u32;
        let at = |step: u32| self.lo + f64::from(step) * self.step;
        let edge = |score: f64| (score + 0.5 * self.step - mean) / sd;
        let chance = |step: u32| match (step == 0, step == steps) {
            (true, true) => 1.0,
            (true, false) => lanes::cdf_one(edge(at(0))),
            (false, true) => lanes::cdf_one(-edge(at(steps - 1))),
            (false, false) => between(edge(at(step) - self.step), edge(at(step))),
        };
        ScorePrediction { scores: (0..=steps).map(at).collect(), chance: (0..=steps).map(chance).collect() }
    }

    /// Where response and relapse begin for the visit of a task; `None` where the person's condition has no
    /// response or nothing can improve on the baseline.
    ///
    /// The baseline is known before the visit: the mean of the scores up to the first session's day (before that
    /// session), else the person's first score.
    pub(super) fn lines(&self, task: &Task<'_>) -> Option<Lines> {
        let response_at = task.person.response_at?;
        let first = task.sessions.first().map_or(task.first().day, |session| session.day);
        let before = || task.history.iter().filter(|score| score.day <= first && !score.after);
        let baseline = match before().next() {
            Some(_) => super::metrics::mean(before().map(|score| self.severity(score.score))),
            None => self.severity(task.first().score),
        };
        (baseline > SAME).then(|| {
            let response = (1.0 - response_at) * baseline;
            let well = self.severity(task.last.score) <= response + SAME;
            let relapse = well.then_some((1.0 + self.relapse_margin - response_at) * baseline);
            Lines { response, relapse }
        })
    }
}

impl Lines {
    /// Whether a severity is a response.
    pub(super) fn responds(&self, severity: f64) -> bool {
        severity <= self.response + SAME
    }
}

/// P(a < z ≤ b), from the side on which the tail is small.
fn between(a: f64, b: f64) -> f64 {
    let chance =
        if a > 0.0 { lanes::cdf_one(-a) - lanes::cdf_one(-b) } else { lanes::cdf_one(b) - lanes::cdf_one(a) };
    chance.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADRS: Scale = Scale { lo: 0.0, hi: 60.0, step: 1.0, worse: WorseEnd::High, relapse_margin: 0.1 };

    #[test]
    fn a_gaussian_keeps_its_mass_and_its_ends() {
        for (mean, sd) in [(30.0, 6.0), (-3.0, 2.0), (70.0, 1.0), (12.25, 1e-9)] {
            let on = MADRS.gaussian(mean, sd);
            let all: f64 = on.chance.iter().sum();
            assert!((all - 1.0).abs() < 1e-12 && on.chance.len() == 61, "{mean}: {all}");
        }
        assert!(MADRS.gaussian(-3.0, 1.0).cdf(0.0) > 0.999);
        assert!((MADRS.gaussian(30.0, 6.0).mean() - 30.0).abs() < 1e-4);
    }

    #[test]
    fn a_scale_that_is_ill_at_its_low_end_is_turned_round() {
        let mood = Scale { lo: 0.0, hi: 10.0, step: 1.0, worse: WorseEnd::Low, relapse_margin: 0.1 };
        assert!((mood.severity(8.0) - 0.2).abs() < 1e-12);
    }
}
