//! The patients of an arm: drawn from its prior, before anybody is asked for an entry score.

use super::plan::Arm;
use crate::benefit::{Draws, Theta};
use crate::lanes::{LANES, Lane, each};
use crate::sobol;

/// Patients drawn for one arm. They depend on the arm's prior, their number and the seed alone.
#[derive(Debug)]
pub struct Cohort {
    pub(super) draws: Draws,
    /// Usual severity b of each block.
    usual: Vec<Lane>,
    pub(super) seed: u64,
}

impl Cohort {
    /// Draws `patients` (at least one) with a seed. Arms with the same seed have the same patients where their priors agree.
    pub fn new(arm: &Arm, patients: usize, seed: u64) -> Self {
        let points = sobol::normals::<7>(patients.max(1), seed);
        let parameters: Vec<[f64; 6]> = points.iter().map(|[z @ .., _]| *z).collect();
        let entry = &arm.entry;
        let usual = points
            .chunks(LANES)
            .map(|block| {
                each(|l| {
                    let [.., z] = block.get(l).copied().unwrap_or_default();
                    (entry.mean + entry.sd * z).clamp(entry.lowest, 1.0)
                })
            })
            .collect();
        Self { draws: Draws::new(&parameters, &arm.prior), usual, seed }
    }

    /// Number of blocks of eight.
    pub fn blocks(&self) -> usize {
        self.usual.len()
    }

    /// Parameters and usual severity of a block, and how many of its eight places are patients.
    pub(super) fn block(&self, block: usize) -> Option<(&Theta, &Lane, usize)> {
        let (theta, usual) = self.draws.blocks().get(block).zip(self.usual.get(block))?;
        Some((theta, usual, self.draws.len().saturating_sub(block * LANES).min(LANES)))
    }
}
