//! Days to relapse if sessions stop today (model specification, section 7.7).
#![expect(clippy::indexing_slicing, reason = "lanes of a block")]

use super::{Reader, Start, Stride};
use crate::answer::{ByDay, Quantiles, sample_quantiles};
use crate::both::both;
use crate::lanes::{LANES, Lane, each};
use crate::posterior::Posterior;

/// Of every simulated course, the day (from today) of the first of two check-ins in a row whose improvement lies below
/// the relapse limit; one day beyond the horizon where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Relapse {
    /// Ascending.
    days: Vec<f64>,
}

impl Posterior<'_> {
    /// What happens if no further session is given: check-ins through the recall window, with noise and rounding.
    /// Courses that are not well today count too, mostly with their first check-in.
    pub fn relapse_if_stopped(&self) -> Option<Relapse> {
        let (case, settings) = (self.case, &self.model.file.paths);
        let primary = case.instruments.first()?;
        let recall_days = case.recall_days(primary);
        let every = f64::from(settings.check_in_days);
        let walk = Walk {
            start: Start::new(self, recall_days, settings.seed_relapse),
            stride: Stride::new(case, every, recall_days, 1.0),
            reader: Reader::new(primary, case),
            every,
            horizon: self.model.horizon_days(),
            limit: self.relapse_limit(),
        };
        let blocks = walk.start.blocks();
        let part =
            |range: std::ops::Range<usize>| range.flat_map(|block| walk.one(block)).collect::<Vec<f64>>();
        let (mut days, rest) = both(|| part(0..blocks / 2), || part(blocks / 2..blocks));
        days.extend(rest);
        days.sort_by(f64::total_cmp);
        Some(Relapse { days })
    }

    /// Severity above which a check-in counts towards a relapse: (1 − ra + margin)·baseline.
    pub(crate) fn relapse_limit(&self) -> f64 {
        (1.0 - self.case.response_at + self.model.file.answer.relapse_margin) * self.baseline()
    }
}

struct Walk {
    start: Start,
    stride: Stride,
    reader: Reader,
    every: f64,
    horizon: f64,
    limit: f64,
}

impl Walk {
    /// Check-in by check-in until all eight have relapsed or the horizon is reached.
    fn one(&self, block: usize) -> Lane {
        let mut courses = self.start.courses(block, &self.stride);
        let mut relapsed = [self.horizon + 1.0; LANES];
        let mut over = [false; LANES];
        let mut day = 0.0;
        while day <= self.horizon && relapsed.iter().any(|day| *day > self.horizon) {
            let before = day;
            day += self.every;
            courses.advance(&self.stride);
            let read = courses.check_in(&self.reader);
            let now: [bool; LANES] = std::array::from_fn(|l| read[l] > self.limit + 1e-9);
            let two = |l: usize| now[l] && over[l] && relapsed[l] > self.horizon;
            relapsed = each(|l| if two(l) { before } else { relapsed[l] });
            over = now;
        }
        relapsed
    }
}

impl Relapse {
    /// Of these courses.
    pub(crate) fn of(mut days: Vec<f64>) -> Self {
        days.sort_by(f64::total_cmp);
        Self { days }
    }

    /// Share of the courses that have relapsed by a day.
    pub fn by(&self, day: f64) -> f64 {
        let relapsed = self.days.partition_point(|at| *at <= day);
        #[expect(clippy::cast_precision_loss, reason = "counts of courses")]
        let share = relapsed as f64 / (self.days.len() as f64).max(1.0);
        share
    }

    /// Days at the quantiles `q`.
    pub(crate) fn quantiles(&self, q: &[f64]) -> Quantiles {
        Quantiles { q: q.to_vec(), value: sample_quantiles(&self.days, q) }
    }

    /// Shares by some days.
    pub(crate) fn by_days(&self, days: &[u32]) -> ByDay {
        let value = days.iter().map(|day| self.by(f64::from(*day))).collect();
        ByDay { days: days.to_vec(), value }
    }
}
