//! Where simulated courses begin: draws resampled by weight, each with (b, w, u) from its Gaussian of today.
#![expect(clippy::indexing_slicing, reason = "lanes of a block, draws below their number")]

use super::{Chance, Courses, Stride};
use crate::benefit::{Coefficients, Draws, Readings, State};
use crate::case::Plan;
use crate::lanes::{LANES, each};
use crate::noise::Noise;
use crate::posterior::{Gaussian, Posterior};

/// The streams of paths count from 0; the offset of the resampling has the last one.
const OFFSET_STREAM: u64 = u64::MAX;

/// The draws of all simulated courses, today.
pub(super) struct Start {
    draws: Draws,
    gaussians: Vec<Gaussian>,
    now: Readings,
    recalls: bool,
    e: Option<f64>,
    seed: u64,
}

impl Start {
    /// As many courses as the model file asks for, with chance from the bank's seed and `seed`.
    pub(super) fn new(posterior: &Posterior, recall_days: f64, seed: u64) -> Self {
        let (case, count) = (posterior.case, posterior.model.file.paths.paths.next_multiple_of(LANES));
        let seed = posterior.seed.wrapping_mul(1 << 16).wrapping_add(seed);
        let offset = Noise::new(seed, OFFSET_STREAM).uniform();
        let chosen = posterior.all.systematic(count, offset);
        let z: Vec<[f64; 6]> = chosen.iter().map(|draw| posterior.all.draws.z()[*draw]).collect();
        let draws = Draws::new(&z, &case.prior);
        let now = case.read(&draws, &Plan::none(), &[case.today], true, recall_days);
        let gaussians = case.instruments.first().map_or_else(Vec::new, |primary| {
            let of = |draw: &usize| Gaussian::of(&posterior.all.filtered, Some(0), primary, *draw);
            chosen.iter().map(of).collect()
        });
        let e = case.first_session().map(|first| libm::exp((first - case.today) / case.prior.tau_n));
        Self { draws, gaussians, now, recalls: recall_days > 0.0, e, seed }
    }

    pub(super) fn blocks(&self) -> usize {
        self.draws.blocks().len()
    }

    /// Eight courses, today after today's events. Chance is theirs alone: which others are walked makes no difference.
    pub(super) fn courses(&self, block: usize, stride: &Stride) -> Courses<'_> {
        let theta = &self.draws.blocks()[block];
        let mut at = Coefficients::default();
        at.fill(theta, &stride.line);
        let lane = |row: &[f64]| each(|l| row[block * LANES + l]);
        let mut chance = Chance::new(self.seed, block);
        let first = [chance.mood.normals(), chance.mood.normals(), chance.mood.normals()];
        let usual: [[f64; 3]; LANES] = std::array::from_fn(|l| {
            self.gaussians[block * LANES + l].sample([first[0][l], first[1][l], first[2][l]])
        });
        Courses {
            theta,
            at,
            state: State {
                f: lane(self.now.fast(0)),
                s: lane(self.now.lasting(0)),
                a: if self.recalls { vec![lane(self.now.recalled(0))] } else { Vec::new() },
            },
            b: each(|l| usual[l][0]),
            w: each(|l| usual[l][1]),
            u: each(|l| usual[l][2]),
            e: self.e,
            chance,
        }
    }
}
