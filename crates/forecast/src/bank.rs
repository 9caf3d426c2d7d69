//! The draws that serve every patient: made once, shared by all.

use crate::benefit::Draws;
use crate::lanes::LANES;
use crate::model::Model;
use crate::num;
use crate::prior::Prior;
use crate::sobol;
use std::sync::{Arc, Mutex, PoisonError};

/// Priors whose parameters are kept: some 0.4 MB each, and up to 1 MB more for the gaps they were asked about.
const KEPT_PRIORS: usize = 16;

/// A bank of 4096 quasi-random standard normal points, with the points the remedy may need, and the parameters they
/// stand for under every prior asked for so far. It depends on nothing of a patient, only on the seed.
#[derive(Debug)]
pub struct Bank {
    seed: u64,
    points: Vec<[f64; 6]>,
    /// One set for each round of the remedy: directions, and the radius √(6/χ²₆) that makes them a Student t.
    proposals: Vec<Vec<([f64; 6], f64)>>,
    known: Mutex<Vec<(Prior, Arc<Draws>)>>,
}

impl Bank {
    /// The seed of the published checks.
    pub const SEED: u64 = 1;

    /// Makes the bank: a few milliseconds, once.
    pub fn new(model: &Model, seed: u64) -> Self {
        let settings = &model.file.posterior;
        let whole_blocks = |n: usize| n.div_ceil(LANES) * LANES;
        let proposals = (0..settings.rounds_max)
            .map(|round| {
                let round = u64::try_from(round).unwrap_or(0);
                sobol::normals::<7>(
                    whole_blocks(settings.proposals),
                    seed.wrapping_add(101).wrapping_add(round),
                )
                .into_iter()
                .map(|[z0, z1, z2, z3, z4, z5, radius]| {
                    let chi2 = num::chi2_6_quantile(num::normal_cdf(radius));
                    ([z0, z1, z2, z3, z4, z5], (6.0 / chi2).sqrt())
                })
                .collect()
            })
            .collect();
        let points = sobol::normals::<6>(whole_blocks(settings.bank), seed);
        Self { seed, points, proposals, known: Mutex::new(Vec::new()) }
    }

    /// The seed the points were made from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    pub(crate) fn proposals(&self, round: usize) -> Option<&[([f64; 6], f64)]> {
        self.proposals.get(round).map(Vec::as_slice)
    }

    /// The bank's parameters under a prior, made at the first request; the latest few priors are kept.
    pub(crate) fn draws(&self, prior: &Prior) -> Arc<Draws> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, draws)) = known.iter().find(|(other, _)| other == prior) {
            return Arc::clone(draws);
        }
        if known.len() >= KEPT_PRIORS {
            known.remove(0);
        }
        let draws = Arc::new(Draws::new(&self.points, prior).kept());
        known.push((prior.clone(), Arc::clone(&draws)));
        draws
    }
}
