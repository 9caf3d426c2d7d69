//! Dice for tests: the same seed, the same throws.

use std::sync::atomic::{AtomicU64, Ordering};

use evenkeel_store::Dice;

/// SplitMix64 (Steele, Lea and Flood 2014). Good enough for tests, not for keys.
#[derive(Debug)]
pub struct SeededDice(AtomicU64);

impl SeededDice {
    /// Dice that replay `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let state = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Dice for SeededDice {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.iter_mut().zip(self.next().to_le_bytes()).for_each(|(slot, byte)| *slot = byte);
        }
    }
}
