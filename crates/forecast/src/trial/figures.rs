//! Published figures, counted in the simulation as their papers count them.

use super::outcomes::{Outcomes, Row};
use super::plan::Arm;
use super::survival::Curve;
use super::{count, relapse};
use serde::Serialize;

/// A published figure, checked.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is, in a reader's words.
    pub name: String,
    /// What was published: a share (0..1), points, days, or a number of readings.
    pub observed: f64,
    /// √(sampling error² + spread between studies²).
    pub sd: f64,
    /// Whether it is a share.
    pub is_share: bool,
    pub(super) how: How,
}

/// How it is counted; places are those of readings.
#[derive(Debug, Clone)]
pub(super) enum How {
    Response { slot: usize, improvement: f64 },
    Remission { slot: usize, at_most: f64 },
    Fall { slot: usize },
    FallSd { slot: usize },
    ResponseEver { slots: Vec<usize> },
    ResponseAfterNone { slot: usize, none: usize },
    ImprovedEarlier { slot: usize, improvement: f64, responders: usize },
    ReadsToResponse { slots: Vec<usize> },
    Drift { slot: usize, from: usize },
    StillWell { days: f64 },
    DaysToRelapse { at_most: f64 },
    Relapsed,
}

/// A figure beside its simulation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The arm's id.
    pub arm: String,
    /// What the figure is.
    pub quantity: String,
    /// As published.
    pub observed: f64,
    /// As simulated; `None` where no virtual patient came that far.
    pub simulated: Option<f64>,
    /// Whether both are shares (0..1) rather than points, days or numbers.
    pub share: bool,
    /// (simulated − observed)/√(sampling error² + spread²).
    pub z: Option<f64>,
}

/// Root mean square of the z of figures; 0 of none. A figure without a simulated value counts as 6.
pub fn rms_z(figures: &[Held]) -> f64 {
    let squares: f64 = figures.iter().map(|held| held.z.unwrap_or(MISSING_Z)).map(|z| z * z).sum();
    if figures.is_empty() { 0.0 } else { (squares / count(figures.len())).sqrt() }
}

/// The z of a figure that could not be simulated: far out, so that it cannot pass unseen.
const MISSING_Z: f64 = 6.0;

impl Arm {
    /// Every published figure of the arm beside its simulation.
    pub fn held(&self, outcomes: &Outcomes) -> Vec<Held> {
        let held = |figure: &Figure| {
            let simulated = self.value(&figure.how, outcomes);
            Held {
                arm: self.id.clone(),
                quantity: figure.name.clone(),
                observed: figure.observed,
                simulated,
                share: figure.is_share,
                z: simulated.map(|simulated| (simulated - figure.observed) / figure.sd),
            }
        };
        self.figures.iter().map(held).collect()
    }

    fn value(&self, how: &How, outcomes: &Outcomes) -> Option<f64> {
        let rows = outcomes.rows();
        let ra = self.response_at;
        match how {
            How::Response { slot, improvement } => {
                share(rows.filter_map(|row| row.improved(self, *slot, *improvement)))
            }
            How::Remission { slot, at_most } => {
                share(rows.filter_map(|row| row.at(self, *slot)).map(|now| now <= at_most + 1e-9))
            }
            How::Fall { slot } => moments(rows.filter_map(|row| self.fall(row, 0, *slot))).map(|m| m.mean),
            How::FallSd { slot } => moments(rows.filter_map(|row| self.fall(row, 0, *slot))).map(|m| m.sd),
            How::ResponseEver { slots } => {
                share(rows.map(|row| slots.iter().any(|slot| row.improved(self, *slot, ra) == Some(true))))
            }
            How::ResponseAfterNone { slot, none } => share(
                rows.filter(|row| row.improved(self, *none, ra) == Some(false))
                    .filter_map(|row| row.improved(self, *slot, ra)),
            ),
            How::ImprovedEarlier { slot, improvement, responders } => share(
                rows.filter(|row| row.improved(self, *responders, ra) == Some(true))
                    .filter_map(|row| row.improved(self, *slot, *improvement)),
            ),
            How::ReadsToResponse { slots } => {
                median(rows.filter_map(|row| self.reads_to(row, slots)).collect())
            }
            How::Drift { slot, from } => moments(
                rows.filter(|row| row.improved(self, *from, ra) == Some(true))
                    .filter_map(|row| self.fall(row, *from, *slot)),
            )
            .map(|m| -m.mean),
            How::StillWell { .. } | How::DaysToRelapse { .. } | How::Relapsed => {
                self.relapse_value(how, outcomes)
            }
        }
    }

    fn relapse_value(&self, how: &How, outcomes: &Outcomes) -> Option<f64> {
        let courses = relapse::courses(self, self.relapse.as_ref()?, outcomes);
        if courses.is_empty() {
            return None;
        }
        let curve = Curve::new(&courses);
        match how {
            How::StillWell { days } => Some(curve.free(*days).0),
            How::DaysToRelapse { at_most } => {
                Some(curve.median().map_or(*at_most, |days| days.min(*at_most)))
            }
            How::Relapsed => share(courses.iter().map(|course| course.event)),
            _ => None,
        }
    }

    /// Fall of the score between two readings, in points.
    pub(super) fn fall(&self, row: Row<'_>, from: usize, to: usize) -> Option<f64> {
        let range = self.instrument.hi - self.instrument.lo;
        Some((row.at(self, from)? - row.at(self, to)?) * range)
    }

    /// Readings until the first response, of those who show one at the last.
    fn reads_to(&self, row: Row<'_>, slots: &[usize]) -> Option<f64> {
        let responds = |slot: &usize| row.improved(self, *slot, self.response_at) == Some(true);
        slots.last().filter(|last| responds(last))?;
        slots.iter().position(responds).map(|place| count(place + 1))
    }
}

fn share(hits: impl Iterator<Item = bool>) -> Option<f64> {
    let (mut n, mut hit) = (0, 0);
    for one in hits {
        n += 1;
        hit += usize::from(one);
    }
    (n > 0).then(|| count(hit) / count(n))
}

/// The middle value; the mean of the two middle ones of an even number.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2).copied()?;
    let lower = values.get(values.len().saturating_sub(1) / 2).copied()?;
    Some(0.5 * (lower + upper))
}

/// Number, mean and standard deviation (divisor n).
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    pub n: usize,
    pub mean: f64,
    pub sd: f64,
}

pub(super) fn moments(values: impl Iterator<Item = f64>) -> Option<Moments> {
    let (mut n, mut sum, mut squares) = (0, 0.0, 0.0);
    for value in values {
        n += 1;
        sum += value;
        squares += value * value;
    }
    let mean = sum / count(n);
    (n > 0).then(|| Moments { n, mean, sd: (squares / count(n) - mean * mean).max(0.0).sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_medians_and_moments_of_small_examples() {
        assert_eq!(share([true, false, true, true].into_iter()), Some(0.75));
        assert_eq!(share(std::iter::empty()), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(Vec::new()), None);
        let m = moments([2.0, 4.0, 4.0, 6.0].into_iter()).unwrap();
        assert!(m.n == 4 && (m.mean - 4.0).abs() < 1e-12 && (m.sd - 2.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_figure_without_a_simulated_value_cannot_pass_unseen() {
        let held = |z| Held {
            arm: String::new(),
            quantity: String::new(),
            observed: 0.0,
            simulated: None,
            share: true,
            z,
        };
        assert!((rms_z(&[held(Some(3.0)), held(Some(-4.0))]) - 12.5_f64.sqrt()).abs() < 1e-12);
        assert!(rms_z(&[held(Some(0.0)), held(None)]) > 4.0);
    }
}
