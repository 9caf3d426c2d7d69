//! Weighted mixtures of Gaussians, one per draw: distribution function, quantiles, mean on a clipped scale.

use crate::lanes::{self, LANES};

/// A mixture of Gaussians on the severity scale.
#[derive(Debug, Clone)]
pub(crate) struct Mixture {
    pub mean: Vec<f64>,
    pub sd: Vec<f64>,
    pub weight: Vec<f64>,
}

/// Σ wⱼ·f(j) in a fixed order, eight partial sums that are added at the end.
#[inline]
pub(crate) fn weighted_sum(weight: &[f64], f: impl Fn(usize) -> f64) -> f64 {
    let mut sums = [0.0; LANES];
    for (block, weights) in weight.chunks(LANES).enumerate() {
        for (l, (sum, w)) in sums.iter_mut().zip(weights).enumerate() {
            *sum += w * f(block * LANES + l);
        }
    }
    sums.iter().sum()
}

impl Mixture {
    /// P(z ≤ x).
    pub(crate) fn cdf(&self, x: f64) -> f64 {
        let mut sums = [0.0; LANES];
        let rows = self.mean.chunks(LANES).zip(self.sd.chunks(LANES)).zip(self.weight.chunks(LANES));
        for ((mean, sd), weight) in rows {
            let mut standard = [0.0; LANES];
            for (standard, (mean, sd)) in standard.iter_mut().zip(mean.iter().zip(sd)) {
                *standard = (x - mean) / sd;
            }
            let below = lanes::cdf(&standard);
            for (sum, (below, weight)) in sums.iter_mut().zip(below.iter().zip(weight)) {
                *sum += weight * below;
            }
        }
        sums.iter().sum()
    }

    fn density(&self, x: f64) -> f64 {
        let mut sums = [0.0; LANES];
        let rows = self.mean.chunks(LANES).zip(self.sd.chunks(LANES)).zip(self.weight.chunks(LANES));
        for ((mean, sd), weight) in rows {
            let mut power = [0.0; LANES];
            for (power, (mean, sd)) in power.iter_mut().zip(mean.iter().zip(sd)) {
                let standard = (x - mean) / sd;
                *power = -0.5 * standard * standard;
            }
            let bell = lanes::exp(power);
            for (sum, ((bell, sd), weight)) in sums.iter_mut().zip(bell.iter().zip(sd).zip(weight)) {
                *sum += weight * bell / sd;
            }
        }
        sums.iter().sum::<f64>() * lanes::PEAK
    }

    /// Quantile, clipped to the scale 0..1: Newton steps inside a bracket.
    pub(crate) fn quantile(&self, p: f64) -> f64 {
        let (mut lo, mut hi) = (0.0, 1.0);
        if self.cdf(lo) >= p {
            return lo;
        }
        if self.cdf(hi) <= p {
            return hi;
        }
        let mut x = 0.5;
        for _ in 0..60 {
            let above = self.cdf(x) - p;
            if above > 0.0 {
                hi = x;
            } else {
                lo = x;
            }
            let newton = x - above / self.density(x).max(1e-300);
            let next = if newton > lo && newton < hi { newton } else { 0.5 * (lo + hi) };
            if (next - x).abs() < 1e-8 || hi - lo < 1e-9 {
                return next;
            }
            x = next;
        }
        x
    }

    /// Mean of the mixture when every value is clipped to 0..1.
    pub(crate) fn clipped_mean(&self) -> f64 {
        let rows = self.mean.iter().zip(&self.sd).zip(&self.weight);
        rows.map(|((mean, sd), weight)| {
            let (floor, top) = (-mean / sd, (1.0 - mean) / sd);
            let inside = mean * (lanes::cdf_one(top) - lanes::cdf_one(floor));
            weight * (inside + sd * (lanes::density(floor) - lanes::density(top)) + lanes::cdf_one(-top))
        })
        .sum()
    }
}

/// Weighted quantiles: the smallest value whose cumulative normalised weight reaches each q.
pub(crate) fn weighted_quantiles(values: &[f64], weight: &[f64], quantiles: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<(f64, f64)> = values.iter().copied().zip(weight.iter().copied()).collect();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let at = |q: f64| {
        let mut so_far = 0.0;
        for (value, weight) in &sorted {
            so_far += weight;
            if so_far >= q * total {
                return *value;
            }
        }
        sorted.last().map_or(0.0, |(value, _)| *value)
    };
    quantiles.iter().map(|q| at(*q)).collect()
}
