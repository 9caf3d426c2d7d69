//! Weighted mixtures of Gaussians, one per draw: distribution function, quantiles, mean on a clipped scale.

use crate::lanes::{self, LANES};
use crate::num;

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

    /// P(z ≤ x) and the density there, from the same exponentials.
    fn cdf_and_density(&self, x: f64) -> (f64, f64) {
        let (mut below, mut density) = ([0.0; LANES], [0.0; LANES]);
        let rows = self.mean.chunks(LANES).zip(self.sd.chunks(LANES)).zip(self.weight.chunks(LANES));
        for ((mean, sd), weight) in rows {
            let mut standard = [0.0; LANES];
            for (standard, (mean, sd)) in standard.iter_mut().zip(mean.iter().zip(sd)) {
                *standard = (x - mean) / sd;
            }
            let [part, bell] = lanes::cdf_and_bell(&standard);
            for (sum, (part, weight)) in below.iter_mut().zip(part.iter().zip(weight)) {
                *sum += weight * part;
            }
            for (sum, ((bell, sd), weight)) in density.iter_mut().zip(bell.iter().zip(sd).zip(weight)) {
                *sum += weight * bell / sd;
            }
        }
        (below.iter().sum(), density.iter().sum::<f64>() * lanes::PEAK)
    }

    /// The quantile function, clipped to the scale 0..1.
    pub(crate) fn inverse(&self) -> Inverse<'_> {
        let mean = weighted_sum(&self.weight, |j| self.mean.get(j).copied().unwrap_or(0.0));
        let square = weighted_sum(&self.weight, |j| {
            let (mean, sd) = (self.mean.get(j).copied(), self.sd.get(j).copied());
            mean.zip(sd).map_or(0.0, |(mean, sd)| mean * mean + sd * sd)
        });
        let sd = (square - mean * mean).max(1e-12).sqrt();
        Inverse { mixture: self, at_ends: [self.cdf(0.0), self.cdf(1.0)], mean, sd }
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

/// The quantile function of a mixture, with what every quantile of it needs.
#[derive(Debug)]
pub(crate) struct Inverse<'a> {
    mixture: &'a Mixture,
    /// P(z ≤ 0) and P(z ≤ 1).
    at_ends: [f64; 2],
    mean: f64,
    sd: f64,
}

impl Inverse<'_> {
    /// The quantile `p`: Newton steps inside a bracket, from where a single Gaussian would have it. It ends
    /// after a step of less than 2e-6, whose square is the error left where the distribution is smooth.
    pub(crate) fn at(&self, p: f64) -> f64 {
        let [floor, top] = self.at_ends;
        if floor >= p {
            return 0.0;
        }
        if top <= p {
            return 1.0;
        }
        let (mut lo, mut hi) = (0.0, 1.0);
        let mut x = (self.mean + self.sd * num::normal_quantile(p)).clamp(0.0, 1.0);
        for _ in 0..60 {
            let (below, density) = self.mixture.cdf_and_density(x);
            if below > p {
                hi = x;
            } else {
                lo = x;
            }
            let newton = x - (below - p) / density.max(1e-300);
            let inside = newton > lo && newton < hi;
            let next = if inside { newton } else { 0.5 * (lo + hi) };
            if (inside && (next - x).abs() < 2e-6) || hi - lo < 1e-9 {
                return next;
            }
            x = next;
        }
        x
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mean: &[f64], sd: &[f64], within: f64) {
        let weight = vec![1.0 / f64::from(u8::try_from(mean.len()).unwrap()); mean.len()];
        let mixture = Mixture { mean: mean.to_vec(), sd: sd.to_vec(), weight };
        let inverse = mixture.inverse();
        for p in [0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999] {
            let x = inverse.at(p);
            let [before, behind] = [-within, within].map(|off| mixture.cdf(x + off));
            let held = (x <= 0.0 && behind >= p) || (x >= 1.0 && before <= p);
            assert!(held || (before <= p + 1e-12 && p - 1e-12 <= behind), "{p} at {x}: {before} to {behind}");
        }
    }

    #[test]
    fn quantiles_invert_the_distribution() {
        check(&[0.5], &[0.1], 1e-8);
        check(&[0.1, 0.9], &[0.02, 0.02], 1e-8);
        check(&[0.05, 0.06, 0.95], &[0.001, 0.3, 0.01], 1e-8);
        check(&[-0.5, 0.2, 0.3, 0.31], &[0.2, 0.05, 0.04, 1e-6], 2e-6);
        check(&[1.4, 1.2], &[0.1, 0.3], 1e-8);
    }
}
