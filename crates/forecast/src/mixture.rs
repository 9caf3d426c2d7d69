//! Weighted mixtures of Gaussians, one per draw: distribution function, quantiles, mean on a clipped scale.

#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

use crate::dispatch::{self, Eight, Kernel, Machine};
use crate::lanes::{self, LANES, Lane};
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
        let [below] = dispatch::run(Below { mixture: self, at: [x] });
        below
    }

    /// The quantile function, clipped to the scale 0..1.
    pub(crate) fn inverse(&self) -> Inverse<'_> {
        let mean = weighted_sum(&self.weight, |j| self.mean.get(j).copied().unwrap_or(0.0));
        let square = weighted_sum(&self.weight, |j| {
            let (mean, sd) = (self.mean.get(j).copied(), self.sd.get(j).copied());
            mean.zip(sd).map_or(0.0, |(mean, sd)| mean * mean + sd * sd)
        });
        let sd = (square - mean * mean).max(1e-12).sqrt();
        let at_ends = dispatch::run(Below { mixture: self, at: [0.0, 1.0] });
        Inverse { mixture: self, at_ends, mean, sd }
    }

    /// Mean of the mixture when every value is clipped to 0..1.
    pub(crate) fn clipped_mean(&self) -> f64 {
        dispatch::run(ClippedMean(self))
    }

    /// Mean, standard deviation and weight of eight draws in a row; beyond the end draws of no weight.
    #[inline(always)]
    fn block<M: Machine>(&self, m: M, first: usize) -> [M::Eight; 3] {
        let part = |row: &[f64], beyond: f64| {
            let row = row.get(first..).unwrap_or_default();
            let whole = row.first_chunk::<LANES>().copied();
            m.load(&whole.unwrap_or_else(|| lanes::each(|l| row.get(l).copied().unwrap_or(beyond))))
        };
        [part(&self.mean, 0.0), part(&self.sd, 1.0), part(&self.weight, 0.0)]
    }
}

/// P(z ≤ x) for some x at once.
struct Below<'a, const N: usize> {
    mixture: &'a Mixture,
    at: [f64; N],
}

impl<const N: usize> Kernel for Below<'_, N> {
    type Out = [f64; N];

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> [f64; N] {
        let mut sums = [m.all(0.0); N];
        for first in (0..self.mixture.mean.len()).step_by(LANES) {
            let [mean, sd, weight] = self.mixture.block(m, first);
            for (sum, x) in sums.iter_mut().zip(&self.at) {
                *sum = *sum + weight * lanes::cdf_in((m.all(*x) - mean) / sd);
            }
        }
        sums.map(|sum| sum.lane().iter().sum())
    }
}

/// P(z ≤ x) and the density there, from the same exponentials, for some x at once.
struct BelowAndDensity<'a> {
    mixture: &'a Mixture,
    /// The places, of which the first few are asked for.
    at: &'a Lane,
    asked: usize,
}

impl Kernel for BelowAndDensity<'_> {
    type Out = [[f64; 2]; LANES];

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Self::Out {
        let mut sums = [[m.all(0.0); 2]; LANES];
        for first in (0..self.mixture.mean.len()).step_by(LANES) {
            let [mean, sd, weight] = self.mixture.block(m, first);
            for ([below, density], x) in sums.iter_mut().zip(self.at).take(self.asked) {
                let [part, bell] = lanes::cdf_and_bell((m.all(*x) - mean) / sd);
                *below = *below + weight * part;
                *density = *density + weight * bell / sd;
            }
        }
        sums.map(|[below, density]| {
            [below.lane().iter().sum(), density.lane().iter().sum::<f64>() * lanes::PEAK]
        })
    }
}

/// [`Mixture::clipped_mean`].
struct ClippedMean<'a>(&'a Mixture);

impl Kernel for ClippedMean<'_> {
    type Out = f64;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> f64 {
        let (zero, one) = (m.all(-0.0), m.all(1.0));
        let mut sum = -0.0;
        for first in (0..self.0.mean.len()).step_by(LANES) {
            let [mean, sd, weight] = self.0.block(m, first);
            let (floor, top) = ((zero - mean) / sd, (one - mean) / sd);
            let inside = mean * (lanes::cdf_in(top) - lanes::cdf_in(floor));
            let between = inside + sd * (lanes::density(floor) - lanes::density(top));
            let parts = (weight * (between + lanes::cdf_in(zero - top))).lane();
            let rest = self.0.mean.len() - first;
            sum = parts.iter().take(rest).fold(sum, |sum, part| sum + part);
        }
        sum
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
    /// The quantiles at these probabilities: Newton steps inside a bracket, from where a single Gaussian would have
    /// it. It ends after a step of less than 2e-6, whose square is the error left where the distribution is smooth.
    /// All take their steps together, so that each pass over the draws serves every one.
    pub(crate) fn at<const N: usize>(&self, p: [f64; N]) -> [f64; N] {
        let mut searches = p.map(|p| Search::new(self, p));
        searches.chunks_mut(LANES).for_each(|some| self.solve(some));
        searches.map(|search| search.result())
    }

    /// [`Self::at`] of a list.
    pub(crate) fn list(&self, p: &[f64]) -> Vec<f64> {
        let mut searches: Vec<Search> = p.iter().map(|p| Search::new(self, *p)).collect();
        searches.chunks_mut(LANES).for_each(|some| self.solve(some));
        searches.iter().map(Search::result).collect()
    }

    /// Ends at most eight searches.
    fn solve(&self, searches: &mut [Search]) {
        for _ in 0..60 {
            let mut at = [0.0; LANES];
            let mut asked = 0;
            for (place, search) in at.iter_mut().zip(searches.iter().filter(|search| search.found.is_none()))
            {
                *place = search.x;
                asked += 1;
            }
            if asked == 0 {
                return;
            }
            let passed = dispatch::run(BelowAndDensity { mixture: self.mixture, at: &at, asked });
            let open = searches.iter_mut().filter(|search| search.found.is_none());
            for (search, [below, density]) in open.zip(passed) {
                search.step(below, density);
            }
        }
    }
}

/// The search for one quantile.
struct Search {
    p: f64,
    lo: f64,
    hi: f64,
    x: f64,
    found: Option<f64>,
}

impl Search {
    fn new(inverse: &Inverse, p: f64) -> Self {
        let [floor, top] = inverse.at_ends;
        let found = if floor >= p { Some(0.0) } else { (top <= p).then_some(1.0) };
        let x = (inverse.mean + inverse.sd * num::normal_quantile(p)).clamp(0.0, 1.0);
        Self { p, lo: 0.0, hi: 1.0, x, found }
    }

    fn result(&self) -> f64 {
        self.found.unwrap_or(self.x)
    }

    fn step(&mut self, below: f64, density: f64) {
        if below > self.p {
            self.hi = self.x;
        } else {
            self.lo = self.x;
        }
        let newton = self.x - (below - self.p) / density.max(1e-300);
        let inside = newton > self.lo && newton < self.hi;
        let next = if inside { newton } else { 0.5 * (self.lo + self.hi) };
        if (inside && (next - self.x).abs() < 2e-6) || self.hi - self.lo < 1e-9 {
            self.found = Some(next);
        }
        self.x = next;
    }
}

/// Classes of values in [`weighted_quantiles`].
const CLASSES: usize = 1024;

/// Weighted quantiles: the smallest value whose cumulative normalised weight reaches each q.
///
/// Values are put into classes by size, so that only the class that holds the quantile is sorted. Where the weight so far
/// is too close to q for the order of the sum to be of no account, all values are sorted and summed in order.
pub(crate) fn weighted_quantiles(values: &[f64], weight: &[f64], quantiles: &[f64]) -> Vec<f64> {
    let classes = Classes::new(values, weight);
    let found: Option<Vec<f64>> = quantiles.iter().map(|q| classes.as_ref()?.quantile(*q)).collect();
    found.unwrap_or_else(|| sorted_quantiles(values, weight, quantiles))
}

/// Values in classes, ascending.
struct Classes {
    /// Values with their weights, class by class.
    rows: Vec<(f64, f64)>,
    /// Where each class ends in `rows`, and the weight up to there.
    ends: Vec<(usize, f64)>,
    total: f64,
    /// Weight so close to the one wanted that the order of the sum might decide.
    unclear: f64,
}

impl Classes {
    /// `None` where the values cannot be told apart by size.
    fn new(values: &[f64], weight: &[f64]) -> Option<Self> {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        let scale = (CLASSES - 1) as f64 / (most - least);
        if !(scale.is_finite() && values.iter().all(|value| value.is_finite())) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to CLASSES − 1")]
        let class = |value: f64| ((value - least) * scale) as usize;
        let mut ends = vec![(0, 0.0); CLASSES];
        for (value, weight) in values.iter().zip(weight) {
            let (count, sum) = ends.get_mut(class(*value))?;
            *count += 1;
            *sum += weight;
        }
        let (mut so_far, mut total) = (0, 0.0);
        let mut places = Vec::with_capacity(CLASSES);
        for (count, sum) in &mut ends {
            places.push(so_far);
            so_far += *count;
            total += *sum;
            (*count, *sum) = (so_far, total);
        }
        let mut rows = vec![(0.0, 0.0); so_far];
        for (value, weight) in values.iter().zip(weight) {
            let place = places.get_mut(class(*value))?;
            *rows.get_mut(*place)? = (*value, *weight);
            *place += 1;
        }
        // Equal powers of two add up without rounding: nothing is unclear then.
        let first = weight.first()?.to_bits();
        let exact = first << 12 == 0 && weight.iter().all(|weight| weight.to_bits() == first);
        let unclear = if exact { 0.0 } else { 1e-9 * total };
        Some(Self { rows, ends, total, unclear })
    }

    /// `None` where it is too close to call.
    fn quantile(&self, q: f64) -> Option<f64> {
        let wanted = q * self.total;
        let class = self.ends.partition_point(|(_, sum)| *sum < wanted);
        let (from, mut so_far) =
            class.checked_sub(1).and_then(|former| self.ends.get(former)).copied().unwrap_or_default();
        if class > 0 && (so_far - wanted).abs() < self.unclear {
            return None;
        }
        let mut rows = self.rows.get(from..self.ends.get(class)?.0)?.to_vec();
        rows.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        for (value, weight) in rows {
            so_far += weight;
            if (so_far - wanted).abs() < self.unclear {
                return None;
            }
            if so_far >= wanted {
                return Some(value);
            }
        }
        None
    }
}

/// [`weighted_quantiles`] by sorting everything.
fn sorted_quantiles(values: &[f64], weight: &[f64], quantiles: &[f64]) -> Vec<f64> {
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
            let [x] = inverse.at([p]);
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
