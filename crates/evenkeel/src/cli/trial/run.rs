//! All arms side by side, some patients of each at a time, so that an early end leaves arms of equal size.

use std::sync::atomic::{AtomicBool, Ordering};

use evenkeel_forecast::both;
use evenkeel_forecast::trial::{Arm, Cohort, Outcomes, Trial};

use crate::cli::output;

/// Blocks of eight patients between two looks at whether to stop.
const BLOCKS: usize = 256;
/// Progress is told so many times at most.
const TOLD: usize = 10;

/// The outcomes of each arm, of all patients or of as many as there was time for (some at least).
pub fn arms(trial: &Trial, patients: usize, seed: u64, stop: &AtomicBool) -> Vec<Outcomes> {
    let cohorts: Vec<(&Arm, Cohort)> =
        trial.arms().iter().map(|arm| (arm, Cohort::new(arm, patients, seed))).collect();
    let blocks = cohorts.first().map_or(0, |(_, cohort)| cohort.blocks());
    let mut done = vec![Outcomes::default(); cohorts.len()];
    let mut told = 0;
    for from in (0..blocks).step_by(BLOCKS) {
        let to = (from + BLOCKS).min(blocks);
        let middle = usize::midpoint(from, to);
        for ((arm, cohort), done) in cohorts.iter().zip(&mut done) {
            let (first, second) =
                both(|| arm.simulate(cohort, from..middle), || arm.simulate(cohort, middle..to));
            done.append(first);
            done.append(second);
        }
        let share = to * TOLD / blocks.max(1);
        if share > told {
            told = share;
            let drawn = done.first().map_or(0, Outcomes::drawn);
            output::note(&format!("{drawn} of {patients} patients an arm"));
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
    done
}
