//! Where simulated courses begin: draws resampled by weight, each with (b, w, u) from its Gaussian of today.
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

use crate::benefit::{Draws, Readings, State, Theta};
use crate::case::Plan;
use crate::dispatch::Machine;
use crate::filter::Filtered;
use crate::lanes::{LANES, Lane};
use crate::model::Instrument;
use crate::noise::Noise;
use crate::posterior::{Posterior, Today, block};

/// The streams of paths count from 0; the offset of the resampling has the last one.
const OFFSET_STREAM: u64 = u64::MAX;

/// The draws of all simulated courses, today.
pub(super) struct Start {
    draws: Draws,
    filtered: Filtered,
    primary: Instrument,
    now: Readings,
    recalls: bool,
    /// E = exp(−(t − t0)/τ_n) today; `None` before the first session.
    pub e: Option<f64>,
    pub seed: u64,
}

impl Start {
    /// As many courses as the model file asks for, with chance from the bank's seed and `seed`.
    pub(super) fn new(posterior: &Posterior, primary: &Instrument, recall_days: f64, seed: u64) -> Self {
        let (case, count) = (posterior.case, posterior.model.file.paths.paths.next_multiple_of(LANES));
        let seed = posterior.seed.wrapping_mul(1 << 16).wrapping_add(seed);
        let offset = Noise::new(seed, OFFSET_STREAM).uniform();
        let chosen = posterior.all.systematic(count, offset);
        let draws = posterior.all.draws.select(&chosen);
        let now = case.read(&draws, &Plan::none(), &[case.today], true, recall_days);
        let filtered = posterior.all.filtered.select(&chosen);
        let e = case.first_session().map(|first| libm::exp((first - case.today) / case.prior.tau_n));
        Self { draws, filtered, primary: primary.clone(), now, recalls: recall_days > 0.0, e, seed }
    }

    pub(super) fn blocks(&self) -> usize {
        self.draws.blocks().len()
    }

    /// Parameters of the eight draws of a block.
    pub(super) fn theta(&self, number: usize) -> Option<&Theta> {
        self.draws.blocks().get(number)
    }

    /// Their benefit, after today's events.
    pub(super) fn benefit(&self, number: usize) -> State {
        let lane = |row: &[f64]| -> Lane { block(row, number * LANES) };
        State {
            f: lane(self.now.fast(0)),
            s: lane(self.now.lasting(0)),
            a: if self.recalls { vec![lane(self.now.recalled(0))] } else { Vec::new() },
        }
    }

    /// Their Gaussian of (b, w, u).
    #[inline(always)]
    pub(super) fn today<M: Machine>(&self, m: M, number: usize) -> Today<M::Eight> {
        Today::block(m, &self.filtered, Some(0), &self.primary, number * LANES)
    }
}
