//! Paired bootstrap over people of a difference in mean absolute error.
//!
//! Visits of one person resemble each other, so people are drawn, not visits: a resample draws as many people
//! as there are, with replacement, and takes all their visits. Both methods are read on the same visits.

use serde::Serialize;

/// A difference in mean absolute error between two methods; below 0 the first one is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// MAE of the first minus MAE of the second, scale points.
    pub mae_difference: f64,
    /// Lower end of the 95 % interval (2.5 % quantile of the resamples).
    pub low: f64,
    /// Upper end of the 95 % interval (97.5 % quantile).
    pub high: f64,
    /// Share of resamples in which the first was better, 0 to 1.
    pub share_better: f64,
}

/// Sum of differences and number of visits of one person.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PersonSum {
    /// Σ (|error of the first| − |error of the second|), scale points.
    pub sum: f64,
    /// Visits.
    pub visits: f64,
}

/// The difference with its interval; `None` without people or resamples.
pub(crate) fn difference(people: &[PersonSum], resamples: usize, seed: u64) -> Option<Difference> {
    if people.is_empty() || resamples == 0 {
        return None;
    }
    let mut dice = SplitMix(seed);
    let mut drawn: Vec<f64> = (0..resamples)
        .map(|_| ratio((0..people.len()).filter_map(|_| people.get(dice.below(people.len())))))
        .collect();
    let better = super::metrics::mean(drawn.iter().map(|d| f64::from(u8::from(*d < 0.0))));
    drawn.sort_by(f64::total_cmp);
    Some(Difference {
        mae_difference: ratio(people.iter()),
        low: quantile(&drawn, 25),
        high: quantile(&drawn, 975),
        share_better: better,
    })
}

fn ratio<'a>(people: impl Iterator<Item = &'a PersonSum>) -> f64 {
    let total = people.fold(PersonSum::default(), |total, person| PersonSum {
        sum: total.sum + person.sum,
        visits: total.visits + person.visits,
    });
    if total.visits > 0.0 { total.sum / total.visits } else { 0.0 }
}

/// The smallest value at which `per_mille` of the sorted values lie at or below it.
fn quantile(sorted: &[f64], per_mille: usize) -> f64 {
    let rank = (sorted.len() * per_mille).div_ceil(1000).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a small generator whose stream its seed fixes for ever.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform below `n` by the high half of a product; the bias, n/2⁶⁴, is beyond notice.
    fn below(&mut self, n: usize) -> usize {
        let scaled = (u128::from(self.next()) * n as u128) >> 64;
        usize::try_from(scaled).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{PersonSum, SplitMix, difference};

    #[test]
    fn the_generator_gives_the_published_stream() {
        // First outputs of SplitMix64 for seed 1234567, as in its reference implementation.
        let mut dice = SplitMix(1_234_567);
        assert_eq!(dice.next(), 6_457_827_717_110_365_317);
        assert_eq!(dice.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn equal_people_leave_no_doubt() {
        let same = [PersonSum { sum: -2.0, visits: 4.0 }; 5];
        let d = difference(&same, 200, 1).unwrap();
        assert_eq!((d.mae_difference, d.low, d.high), (-0.5, -0.5, -0.5));
        assert!((d.share_better - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nobody_gives_no_difference() {
        assert!(difference(&[], 200, 1).is_none());
    }
}
