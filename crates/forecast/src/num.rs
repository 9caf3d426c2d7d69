//! Scalar functions that need their full range: ln Φ far in the tail, normal and χ² quantiles, Cholesky.
#![expect(clippy::indexing_slicing, reason = "numeric kernels over arrays of fixed size")]

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// ½·ln 2π.
pub(crate) const HALF_LN_2PI: f64 = 0.918_938_533_204_672_7;

/// Φ(x) by the complementary error function, full relative precision in the lower tail.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// ln Φ(x), right to 1e-10 relative at least down to x = −37 and, by the asymptotic series, below.
pub(crate) fn ln_normal_cdf(x: f64) -> f64 {
    if x >= 0.0 {
        return libm::log1p(-0.5 * libm::erfc(x * FRAC_1_SQRT_2));
    }
    if x > -30.0 {
        return libm::log(normal_cdf(x));
    }
    let s = 1.0 / (x * x);
    let series = 1.0 - s * (1.0 - s * (3.0 - s * (15.0 - s * (105.0 - s * 945.0))));
    -0.5 * x * x - libm::log(-x) - HALF_LN_2PI + libm::log(series)
}

/// Normal quantile: Acklam's rational approximation and one Halley step, full double precision.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let rough = if p < TAIL { quantile_tail(p) } else { quantile_middle(p - 0.5) };
    let error = (normal_cdf(rough) - p) * (2.0 * PI).sqrt() * libm::exp(0.5 * rough * rough);
    rough - error / (1.0 + 0.5 * rough * error)
}

/// Below this probability the tail's approximation holds, above it (up to its mirror) the middle's.
pub(crate) const TAIL: f64 = 0.024_25;

/// Acklam's approximation below [`TAIL`], relative error 1.2e-9.
pub(crate) fn quantile_tail(p: f64) -> f64 {
    let q = (-2.0 * libm::log(p)).sqrt();
    horner(q, &TAIL_TOP) / horner(q, &TAIL_BOTTOM)
}

/// Acklam's approximation of the quantile ½ + q between the tails, relative error 1.2e-9.
#[inline]
pub(crate) fn quantile_middle(q: f64) -> f64 {
    let r = q * q;
    horner(r, &MIDDLE_TOP) * q / horner(r, &MIDDLE_BOTTOM)
}

/// Horner's scheme, highest power first.
#[inline]
fn horner<const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    let mut sum = coefficients[0];
    for coefficient in &coefficients[1..] {
        sum = sum * x + coefficient;
    }
    sum
}

/// Numerator and denominator of Acklam's two approximations.
pub(crate) const TAIL_TOP: [f64; 6] = [
    -7.784_894_002_430_293e-3,
    -0.322_396_458_041_136_5,
    -2.400_758_277_161_838,
    -2.549_732_539_343_734,
    4.374_664_141_464_968,
    2.938_163_982_698_783,
];
pub(crate) const TAIL_BOTTOM: [f64; 5] =
    [7.784_695_709_041_462e-3, 0.322_467_129_070_039_8, 2.445_134_137_142_996, 3.754_408_661_907_416, 1.0];
pub(crate) const MIDDLE_TOP: [f64; 6] = [
    -39.696_830_286_653_76,
    220.946_098_424_520_5,
    -275.928_510_446_968_7,
    138.357_751_867_269,
    -30.664_798_066_147_16,
    2.506_628_277_459_239,
];
pub(crate) const MIDDLE_BOTTOM: [f64; 6] = [
    -54.476_098_798_224_06,
    161.585_836_858_040_9,
    -155.698_979_859_886_6,
    66.801_311_887_719_72,
    -13.280_681_552_885_72,
    1.0,
];

/// Quantile of χ² with 6 degrees of freedom: Newton within a bracket on 1 − e^(−x/2)·(1 + x/2 + x²/8).
pub(crate) fn chi2_6_quantile(p: f64) -> f64 {
    let (mut lo, mut hi) = (0.0, 200.0);
    let wilson_hilferty = 1.0 - 1.0 / 27.0 + normal_quantile(p) / 27.0_f64.sqrt();
    let mut x = (6.0 * wilson_hilferty.powi(3)).clamp(1e-3, 150.0);
    for _ in 0..60 {
        let (h, e) = (0.5 * x, libm::exp(-0.5 * x));
        let above = 1.0 - e * (1.0 + h + 0.5 * h * h) - p;
        if above > 0.0 {
            hi = x;
        } else {
            lo = x;
        }
        let newton = x - above / (0.25 * h * h * e);
        let next = if newton > lo && newton < hi { newton } else { 0.5 * (lo + hi) };
        if (next - x).abs() < 1e-13 * x {
            return next;
        }
        x = next;
    }
    x
}

/// A symmetric 6 × 6 matrix, or a lower triangle.
pub(crate) type Matrix6 = [[f64; 6]; 6];

/// Lower Cholesky factor of a positive definite matrix.
pub(crate) fn cholesky(matrix: &Matrix6) -> Matrix6 {
    let mut lower = [[0.0; 6]; 6];
    for i in 0..6 {
        for j in 0..=i {
            let known: f64 = lower[i].iter().zip(&lower[j]).take(j).map(|(one, other)| one * other).sum();
            let rest = matrix[i][j] - known;
            lower[i][j] = if i == j { rest.max(1e-12).sqrt() } else { rest / lower[j][j] };
        }
    }
    lower
}

/// ln(eᵃ + eᵇ).
pub(crate) fn ln_add_exp(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    high + libm::log1p(libm::exp(low - high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(x: f64, exact: f64) {
        let mine = ln_normal_cdf(x);
        assert!((mine / exact - 1.0).abs() < 1e-10, "ln Φ({x}) = {mine}, not {exact}");
    }

    #[test]
    fn ln_cdf_is_right_far_in_the_tail() {
        check(1.0, -0.172_753_779_023_449_88);
        check(-1.0, -1.841_021_645_009_263_5);
        check(-10.0, -53.231_285_150_512_48);
        check(-20.0, -203.917_155_371_097_3);
        check(-37.0, -689.030_585_576_890_8);
        check(-45.0, -1_017.226_094_241_952_5);
    }

    #[test]
    fn the_two_branches_of_ln_cdf_meet() {
        let slope = (ln_normal_cdf(-29.999) - ln_normal_cdf(-30.001)) / 0.002;
        assert!((slope - 30.033_2).abs() < 1e-3, "{slope}");
    }

    #[test]
    fn quantiles_invert_their_distributions() {
        for p in [1e-10, 1e-4, 0.02, 0.1, 0.4, 0.5, 0.7, 0.99, 1.0 - 1e-9] {
            let back = normal_cdf(normal_quantile(p));
            assert!((back / p - 1.0).abs() < 1e-12, "{p} became {back}");
            let h = 0.5 * chi2_6_quantile(p);
            let back = 1.0 - libm::exp(-h) * (1.0 + h + 0.5 * h * h);
            assert!((back - p).abs() < 1e-12, "{p} became {back}");
        }
        assert!((chi2_6_quantile(0.5) - 5.348_120_627_447_116).abs() < 1e-10);
    }

    #[test]
    fn cholesky_multiplies_back() {
        let mut matrix = [[0.1; 6]; 6];
        for (i, row) in matrix.iter_mut().enumerate() {
            row[i] = 1.0 + 1.4 * f64::from(u8::try_from(i).unwrap());
        }
        let lower = cholesky(&matrix);
        for i in 0..6 {
            for j in 0..6 {
                let back: f64 = (0..6).map(|k| lower[i][k] * lower[j][k]).sum();
                assert!((back - matrix[i][j]).abs() < 1e-12);
            }
        }
    }
}
