//! The chart's bands: the fan of scores to come, and the corridor of the fitted past.

use crate::case::Plan;
use crate::mixture::Mixture;
use crate::model::{Instrument, WorseEnd};
use crate::posterior::{Forward, Posterior};
use serde::Serialize;

/// Quantiles of one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the 10, 25, 50, 75 and 90 % quantiles")]
pub struct Band {
    pub q10: f64,
    pub q25: f64,
    pub q50: f64,
    pub q75: f64,
    pub q90: f64,
}

/// One day of the fan or the corridor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FanPoint {
    /// Day from the case's origin.
    pub day: f64,
    /// Severity, 0..1.
    #[serde(flatten)]
    pub band: Band,
}

impl FanPoint {
    /// The same band on the instrument's own scale; where a low score is worse the band is turned over, so that q10
    /// is always the lowest score.
    #[must_use]
    pub fn on_scale(&self, instrument: &Instrument) -> Self {
        let score = |severity| instrument.score(severity);
        let Band { q10, q25, q50, q75, q90 } = self.band;
        let [q10, q25, q50, q75, q90] = match instrument.worse {
            WorseEnd::High => [q10, q25, q50, q75, q90],
            WorseEnd::Low => [q90, q75, q50, q25, q10],
        }
        .map(score);
        Self { day: self.day, band: Band { q10, q25, q50, q75, q90 } }
    }
}

impl Band {
    fn of(mixture: &Mixture) -> Self {
        let inverse = mixture.inverse();
        let [q10, q25, q50, q75, q90] = inverse.at([0.1, 0.25, 0.5, 0.75, 0.9]);
        Self { q10, q25, q50, q75, q90 }
    }
}

impl Posterior<'_> {
    /// The scores to come on `instrument` (severity, reading noise included, clipped to the scale), `offsets` days from
    /// today, under a plan. A score on a session's day is taken before the session. Offsets before today or beyond the
    /// horizon are left out, and an unknown instrument has no fan. Uses the thinned draws: the bands are drawn, not
    /// quoted.
    pub fn fan(&self, instrument: &str, offsets: &[f64], plan: &Plan) -> Vec<FanPoint> {
        let Some(instrument) = self.model.instrument(instrument) else { return Vec::new() };
        let (case, draws) = (self.case, &self.thinned().draws);
        let within = |ahead: &&f64| **ahead >= 0.0 && **ahead <= self.model.horizon_days();
        let offsets: Vec<f64> = offsets.iter().filter(within).copied().collect();
        let days: Vec<f64> = offsets.iter().map(|ahead| case.today + ahead).collect();
        let shown = case.read(draws, plan, &days, false, case.recall_days(instrument));
        let point = |(slot, ahead): (usize, &f64)| {
            let benefit = shown.recalled(slot);
            let mixture = self.thinned().mixture(case, instrument, benefit, *ahead, instrument.noise_sd);
            FanPoint { day: case.today + ahead, band: Band::of(&mixture) }
        };
        offsets.iter().enumerate().map(point).collect()
    }

    /// The fitted past on `instrument` at `days` up to today: b·(1 − λ·A(day)) + η·w(day) + u(day), weighted over the
    /// draws, with b, w and u from each draw's Gaussian of today looked back upon. A simplification: the scores in
    /// between do not bend it, so the corridor is the course underneath the scores, not a band that must hold them. It
    /// meets the fan at today, up to the noise of a reading.
    pub fn corridor(&self, instrument: &str, days: &[f64]) -> Vec<FanPoint> {
        let Some(instrument) = self.model.instrument(instrument) else { return Vec::new() };
        let (case, all) = (self.case, self.thinned());
        let days: Vec<f64> = days.iter().filter(|day| **day <= case.today).copied().collect();
        let shown = case.read(&all.draws, &Plan::none(), &days, false, case.recall_days(instrument));
        let place = case.instruments.iter().position(|row| row.id == instrument.id);
        let point = |(slot, day): (usize, &f64)| {
            let back = Forward::back(case, case.today - day);
            let mixture = all.signals(&back, place, instrument, shown.recalled(slot), 0.0);
            FanPoint { day: *day, band: Band::of(&mixture) }
        };
        days.iter().enumerate().map(point).collect()
    }
}
