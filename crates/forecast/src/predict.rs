//! The next score as a distribution over the steps of its scale.

use crate::case::Plan;
use crate::lanes;
use crate::mixture::Mixture;
use crate::model::{Instrument, WorseEnd};
use crate::posterior::Posterior;

/// The predictive distribution of one score, clipped to the scale and rounded to its steps.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorePrediction {
    /// Every score of the scale, ascending.
    pub scores: Vec<f64>,
    /// Chance of each.
    pub chance: Vec<f64>,
}

impl Posterior<'_> {
    /// The score on `instrument` at `day` (today or later) if `plan`'s sessions before that day are given; the score is
    /// taken before a session of its own day. `recall_days` where the questions look back on another time than the
    /// latest score's. `None` for an unknown instrument, a day before today or beyond the horizon, or an impossible
    /// look-back.
    pub fn predict_score(
        &self,
        instrument: &str,
        day: f64,
        plan: &Plan,
        recall_days: Option<f64>,
    ) -> Option<ScorePrediction> {
        let instrument = self.model.instrument(instrument)?;
        let recall_days = recall_days.unwrap_or_else(|| self.case.recall_days(instrument));
        let ahead = day - self.case.today;
        let usable = ahead >= 0.0 && ahead <= self.model.horizon_days() && recall_days >= 0.0;
        let mixture = usable.then(|| self.score_mixture(instrument, day, plan, recall_days))?;
        Some(ScorePrediction::rounded(&mixture, instrument))
    }

    /// Severity of a score before rounding: one Gaussian per draw, reading noise included.
    pub(crate) fn score_mixture(
        &self,
        instrument: &Instrument,
        day: f64,
        plan: &Plan,
        recall_days: f64,
    ) -> Mixture {
        let shown = self.case.read(&self.all.draws, plan, &[day], false, recall_days);
        let ahead = day - self.case.today;
        self.all.mixture(self.case, instrument, shown.recalled(0), ahead, instrument.noise_sd)
    }
}

impl ScorePrediction {
    pub(crate) fn rounded(mixture: &Mixture, instrument: &Instrument) -> Self {
        let half = instrument.half_step();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive count")]
        let steps = (0.5 / half).round() as u32;
        let mut below = 0.0;
        let mut chance: Vec<f64> = (0..=steps)
            .map(|step| {
                let cut = (2.0 * f64::from(step) + 1.0) * half;
                let upto = if step == steps { 1.0 } else { mixture.cdf(cut).min(1.0) };
                let here = (upto - below).max(0.0);
                below = upto;
                here
            })
            .collect();
        if instrument.worse == WorseEnd::Low {
            chance.reverse();
        }
        let scores = (0..=steps).map(|step| instrument.lo + f64::from(step) * instrument.step).collect();
        Self { scores, chance }
    }

    /// Chance of a score of `severity` (0..1, on a step) in each draw of the mixture: its interval of the scale, open at
    /// the ends.
    pub(crate) fn in_draws(mixture: &Mixture, severity: f64, instrument: &Instrument) -> Vec<f64> {
        let half = instrument.half_step();
        let low = if severity <= 1e-9 { f64::NEG_INFINITY } else { severity - half };
        let high = if severity >= 1.0 - 1e-9 { f64::INFINITY } else { severity + half };
        let below = |cut: f64, mean: f64, sd: f64| match cut {
            f64::INFINITY => 1.0,
            f64::NEG_INFINITY => 0.0,
            cut => lanes::cdf_one((cut - mean) / sd),
        };
        let rows = mixture.mean.iter().zip(&mixture.sd);
        rows.map(|(mean, sd)| (below(high, *mean, *sd) - below(low, *mean, *sd)).max(0.0)).collect()
    }

    fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.scores.iter().copied().zip(self.chance.iter().copied())
    }

    /// Expected score.
    pub fn mean(&self) -> f64 {
        self.pairs().map(|(score, chance)| score * chance).sum()
    }

    /// Smallest score whose cumulative chance reaches `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        let mut so_far = 0.0;
        for (score, chance) in self.pairs() {
            so_far += chance;
            if so_far >= p {
                return score;
            }
        }
        self.scores.last().copied().unwrap_or(0.0)
    }

    /// Chance of a score at or below `score`.
    pub fn cdf(&self, score: f64) -> f64 {
        self.pairs().filter(|(at, _)| *at <= score + 1e-9).map(|(_, chance)| chance).sum::<f64>().min(1.0)
    }

    /// Continuous ranked probability score of what was observed, in points of the scale (0 is perfect):
    /// Σ step·(cdf(k) − 1[observed ≤ k])².
    pub fn crps(&self, observed: f64) -> f64 {
        let mut so_far = 0.0;
        let mut sum = 0.0;
        for pair in self.scores.windows(2).zip(&self.chance) {
            let ([score, next], chance) = pair else { continue };
            so_far += chance;
            let reached = if observed <= score + 1e-9 { 1.0 } else { 0.0 };
            sum += (next - score) * (so_far - reached) * (so_far - reached);
        }
        sum
    }
}
