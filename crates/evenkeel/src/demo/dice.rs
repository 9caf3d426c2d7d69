//! The demo's dice replay a seed, so that the same seed makes the same clinic.

use std::sync::{Mutex, PoisonError};

use evenkeel_store::Dice;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng as _, SeedableRng as _};

/// See the module. Never used outside the demo: what it throws can be guessed.
pub struct Replayed(Mutex<Pcg64>);

impl Replayed {
    /// Dice that replay `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(Pcg64::seed_from_u64(seed)))
    }
}

impl Dice for Replayed {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}
