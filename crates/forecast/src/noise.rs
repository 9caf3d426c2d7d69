//! Chance for simulated courses: normal deviates for eight paths at once, replayable from a seed.
#![expect(clippy::indexing_slicing, reason = "numeric kernel over lanes")]

use crate::lanes::{LANES, Lane, each};
use crate::num;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng as _;

/// A source of normal deviates. Every block of paths has its own stream, so what comes out does not depend on which
/// thread walks which block, or on how many blocks there are.
#[derive(Debug, Clone)]
pub(crate) struct Noise(Pcg64);

impl Noise {
    /// The source `stream` (a block's number) of a seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        Self(Pcg64::new(u128::from(seed), u128::from(stream)))
    }

    /// Uniform between 0 and 1, never either of them.
    pub(crate) fn uniform(&mut self) -> f64 {
        let [low, _] = halves(self.0.next_u64());
        low
    }

    /// Eight independent standard normal deviates.
    #[inline]
    pub(crate) fn normals(&mut self) -> Lane {
        let mut p = [0.0; LANES];
        for pair in p.chunks_exact_mut(2) {
            pair.copy_from_slice(&halves(self.0.next_u64()));
        }
        let mut out = each(|l| num::quantile_middle(p[l] - 0.5));
        for l in 0..LANES {
            if !(num::TAIL..=1.0 - num::TAIL).contains(&p[l]) {
                out[l] = if p[l] < 0.5 { num::quantile_tail(p[l]) } else { -num::quantile_tail(1.0 - p[l]) };
            }
        }
        out
    }
}

/// Two uniforms of 32 bits each, in the middle of their cells.
#[inline]
fn halves(bits: u64) -> [f64; 2] {
    const CELL: f64 = 1.0 / 4_294_967_296.0;
    let cell = |half: u32| (f64::from(half) + 0.5) * CELL;
    #[expect(clippy::cast_possible_truncation, reason = "the two halves of the word")]
    [cell(bits as u32), cell((bits >> 32) as u32)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviates_are_standard_normal_and_independent_of_other_streams() {
        let (mut one, mut other) = (Noise::new(7, 0), Noise::new(7, 1));
        let (mut moments, mut together) = ([0.0; 4], 0.0);
        let blocks = 50_000;
        for _ in 0..blocks {
            let (x, y) = (one.normals(), other.normals());
            for (x, y) in x.into_iter().zip(y) {
                for (sum, power) in moments.iter_mut().zip(1..5) {
                    *sum += x.powi(power);
                }
                together += x * y;
            }
        }
        let n = f64::from(blocks) * 8.0;
        let [m1, m2, m3, m4] = moments.map(|sum| sum / n);
        // Five standard errors: √(1/n), √(2/n), √(15/n), √(96/n).
        assert!(m1.abs() < 0.008 && (m2 - 1.0).abs() < 0.012 && m3.abs() < 0.031 && (m4 - 3.0).abs() < 0.078);
        assert!((together / n).abs() < 0.008, "{together}");
    }

    #[test]
    fn a_seed_and_a_stream_replay_the_same_deviates() {
        let draw = |seed, stream| Noise::new(seed, stream).normals();
        let draw = |seed, stream| draw(seed, stream).map(f64::to_bits);
        assert_eq!(draw(7, 3), draw(7, 3));
        assert_ne!(draw(7, 3), draw(7, 4));
        assert_ne!(draw(7, 3), draw(8, 3));
    }

    #[test]
    fn a_uniform_is_never_an_end() {
        let mut noise = Noise::new(1, 0);
        assert!((0..1000).all(|_| (1e-10..1.0 - 1e-10).contains(&noise.uniform())));
        assert!(halves(0).iter().all(|low| *low > 0.0) && halves(u64::MAX).iter().all(|high| *high < 1.0));
    }
}
