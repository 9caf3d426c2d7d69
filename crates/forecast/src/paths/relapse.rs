//! Days to relapse if sessions stop today (model specification, section 7.7).
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

use super::{Courses, Reader, Relapses, Start, Stride};
use crate::answer::{ByDay, Quantiles, sample_quantiles};
use crate::both::both;
use crate::dispatch::{self, Kernel, Machine};
use crate::posterior::Posterior;
use std::ops::Range;

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
            start: Start::new(self, primary, recall_days, settings.seed_relapse),
            stride: Stride::new(case, every, recall_days, 1.0),
            reader: Reader::new(primary, case),
            every,
            horizon: self.model.horizon_days(),
            limit: self.relapse_limit(),
        };
        let blocks = walk.start.blocks();
        let part = |blocks: Range<usize>| dispatch::run(Part { walk: &walk, blocks });
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

/// Some blocks of the courses.
struct Part<'a> {
    walk: &'a Walk,
    blocks: Range<usize>,
}

impl Kernel for Part<'_> {
    type Out = Vec<f64>;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Vec<f64> {
        let Self { walk, blocks } = self;
        let mut days = Vec::new();
        for block in blocks {
            let courses = Courses::new(m, &walk.start, block, &walk.stride, &walk.reader);
            if let Some(courses) = courses {
                days.extend(walk.one(m, courses).days());
            }
        }
        days
    }
}

impl Walk {
    /// Check-in by check-in until all eight have relapsed or the horizon is reached.
    #[inline(always)]
    fn one<M: Machine>(&self, m: M, mut courses: Courses<'_, M>) -> Relapses<M::Eight> {
        let mut relapses = Relapses::new(m, self.limit, self.horizon);
        let mut day = 0.0;
        while day <= self.horizon && !relapses.all() {
            let before = day;
            day += self.every;
            courses.advance();
            relapses.see(courses.check_in(), before);
        }
        relapses
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
    pub fn quantiles(&self, q: &[f64]) -> Quantiles {
        Quantiles { q: q.to_vec(), value: sample_quantiles(&self.days, q) }
    }

    /// Shares by some days.
    pub(crate) fn by_days(&self, days: &[u32]) -> ByDay {
        let value = days.iter().map(|day| self.by(f64::from(*day))).collect();
        ByDay { days: days.to_vec(), value }
    }
}
