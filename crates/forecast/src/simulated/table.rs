//! Coverage and uniformity of ranks.

use super::{Quantity, Rank};
use serde::Serialize;

/// Intervals whose coverage is counted.
const INTERVALS: [f64; 3] = [0.5, 0.8, 0.9];
const BINS: usize = 10;
/// 99.99 % point of χ² with nine degrees of freedom.
const CHI2_MOST: f64 = 33.72;
/// Standard errors by which a coverage may miss.
const ERRORS_MOST: f64 = 4.0;

/// One quantity at one day of forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Day of the forecast.
    pub day: f64,
    /// What was forecast.
    pub quantity: Quantity,
    /// Patients.
    pub n: usize,
    /// Shares of truths inside the central intervals of 50, 80 and 90 %.
    pub covered: [f64; 3],
    /// Standard errors of those shares if the forecast is right.
    pub covered_se: [f64; 3],
    /// χ² of ten bins of ranks; nine degrees of freedom, 16.9 is passed by one in twenty.
    pub chi2: f64,
    /// Mean forecast chance and share that came true, of a yes-or-no quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance: Option<[f64; 2]>,
    /// Whether all of it is within what chance explains: four standard errors, and the 99.99 % point of χ².
    pub uniform: bool,
}

/// One row for each day and quantity that was ranked, in order.
pub fn table(ranks: &[Rank]) -> Vec<Row> {
    let mut sorted = ranks.to_vec();
    sorted.sort_by(|one, other| one.day.total_cmp(&other.day).then(one.quantity.cmp(&other.quantity)));
    let same =
        |one: &Rank, other: &Rank| one.day.total_cmp(&other.day).is_eq() && one.quantity == other.quantity;
    sorted.chunk_by(same).filter_map(row).collect()
}

fn row(ranks: &[Rank]) -> Option<Row> {
    let first = ranks.first()?;
    let n = count(ranks.len());
    let covered = INTERVALS.map(|share| {
        let inside = |rank: &&Rank| (rank.place - 0.5).abs() <= 0.5 * share;
        count(ranks.iter().filter(inside).count()) / n
    });
    let covered_se = INTERVALS.map(|share| (share * (1.0 - share) / n).sqrt());
    let mut bins = [0.0; BINS];
    for rank in ranks {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the bins")]
        let bin = (rank.place * count(BINS)).clamp(0.0, count(BINS - 1)) as usize;
        if let Some(bin) = bins.get_mut(bin) {
            *bin += 1.0;
        }
    }
    let expected = n / count(BINS);
    let chi2: f64 = bins.iter().map(|bin| (bin - expected) * (bin - expected) / expected).sum();
    let chances: Vec<(f64, bool)> = ranks.iter().filter_map(|rank| rank.chance).collect();
    let chance = (!chances.is_empty()).then(|| {
        let forecast: f64 = chances.iter().map(|(chance, _)| chance).sum();
        [forecast / n, count(chances.iter().filter(|(_, came)| *came).count()) / n]
    });
    let near = |((covered, se), share): ((&f64, &f64), &f64)| (covered - share).abs() <= ERRORS_MOST * se;
    let uniform = chi2 <= CHI2_MOST && covered.iter().zip(&covered_se).zip(&INTERVALS).all(near);
    Some(Row {
        day: first.day,
        quantity: first.quantity,
        n: ranks.len(),
        covered,
        covered_se,
        chi2,
        chance,
        uniform,
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of patients, far below 2^52")]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(place: impl Fn(f64) -> f64) -> Vec<Rank> {
        let of = |i: u16| Rank {
            day: 7.0,
            quantity: Quantity::BenefitNow,
            place: place((f64::from(i) + 0.5) / 400.0),
            chance: None,
        };
        (0..400).map(of).collect()
    }

    #[test]
    fn even_ranks_pass_and_ranks_of_too_narrow_or_shifted_forecasts_do_not() {
        let even = table(&ranks(|place| place));
        assert_eq!((even[0].covered, even[0].uniform), ([0.5, 0.8, 0.9], true));
        assert!(even[0].chi2 < 1e-9);
        // Forecasts half as wide as they should be put truths at both ends; shifted ones at one.
        let narrow =
            table(&ranks(
                |place| if place < 0.5 { 2.0 * place * place } else { 1.0 - 2.0 * (1.0 - place).powi(2) },
            ));
        assert!(!narrow[0].uniform && narrow[0].covered[0] < 0.4);
        assert!(!table(&ranks(|place| place * place))[0].uniform);
    }
}
