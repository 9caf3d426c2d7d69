//! Arithmetic on eight draws at once, written so that the compiler can use vector instructions and so that the result
//! is the same on every machine: no fused operations, no reassociation, no table.
#![expect(clippy::indexing_slicing, reason = "lane numbers are constants below LANES")]
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

use crate::dispatch::{Eight, Machine, Plain};

/// Draws in a block.
pub(crate) const LANES: usize = 8;

/// One value of each draw of a block.
pub(crate) type Lane = [f64; LANES];

/// The function of each lane.
#[inline]
pub(crate) fn each(f: impl FnMut(usize) -> f64) -> Lane {
    std::array::from_fn(f)
}

const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// ln 2 in two pieces; the first has enough trailing zeros for k·LN2_HIGH to be exact.
const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding and subtracting 1.5·2⁵² rounds to a whole number and leaves it in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// exp(x) for |x| ≤ 700 (clamped outside): k = round(x·log₂e), r = x − k·ln 2, Taylor polynomial of degree 13 in r,
/// scaled by 2^k built from bits. Relative error below 3e-16.
#[inline]
pub(crate) fn exp(x: Lane) -> Lane {
    each(|l| exp_one(x[l]))
}

/// [`exp`] of one number, bit-equal to a lane of it.
#[inline]
pub(crate) fn exp_one(x: f64) -> f64 {
    let x = if x > -700.0 { x } else { -700.0 };
    let x = if x < 700.0 { x } else { 700.0 };
    let shifted = x * LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let mut p = 1.0 / 6_227_020_800.0;
    p = p * r + 1.0 / 479_001_600.0;
    p = p * r + 1.0 / 39_916_800.0;
    p = p * r + 1.0 / 3_628_800.0;
    p = p * r + 1.0 / 362_880.0;
    p = p * r + 1.0 / 40_320.0;
    p = p * r + 1.0 / 5_040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    p * f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52))
}

/// [`exp`] in registers, bit-equal to it.
#[inline(always)]
pub(crate) fn exp_in<V: Eight>(x: V) -> V {
    power(x.or_more(x.like(-700.0)).or_less(x.like(700.0)))
}

/// [`exp_in`] of numbers that are known to lie within ±700.
#[inline(always)]
fn power<V: Eight>(x: V) -> V {
    let round = x.like(ROUND);
    let shifted = x * x.like(LOG2_E) + round;
    let k = shifted - round;
    let r = (x - k * x.like(LN2_HIGH)) - k * x.like(LN2_LOW);
    polynomial(r, &TAYLOR) * shifted.power_of_two()
}

/// Standard normal distribution function Φ of each lane, absolute error below 1e-12: Hart's rational approximation with
/// the argument held within ±7.07 (beyond, the probability differs from 0 or 1 by less than 1e-12).
#[inline(always)]
pub(crate) fn cdf_in<V: Eight>(x: V) -> V {
    let [below, _] = cdf_and_bell(x);
    below
}

/// [`cdf_in`] of each lane, and the exp(−x²/2) it needs on the way (of the argument as it is held).
#[inline(always)]
pub(crate) fn cdf_and_bell<V: Eight>(x: V) -> [V; 2] {
    let bound = x.abs().or_less(x.like(7.07));
    let top = polynomial(bound, &HART_TOP);
    let bottom = polynomial(bound, &HART_BOTTOM);
    let e = power(x.like(-0.5) * bound * bound);
    let tail = e * top / bottom;
    [x.if_more(x.like(0.0), x.like(1.0) - tail, tail), e]
}

/// 1/k! of e^r, k from 13 down to 0.
const TAYLOR: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

const HART_TOP: [f64; 7] = [
    3.526_249_659_989_11e-2,
    0.700_383_064_443_688,
    6.373_962_203_531_65,
    33.912_866_078_383,
    112.079_291_497_871,
    221.213_596_169_931,
    220.206_867_912_376,
];

const HART_BOTTOM: [f64; 8] = [
    8.838_834_764_831_84e-2,
    1.755_667_163_182_64,
    16.064_177_579_207,
    86.780_732_202_946_1,
    296.564_248_779_674,
    637.333_633_378_831,
    793.826_512_519_948,
    440.413_735_824_752,
];

/// Horner's scheme, highest power first.
#[inline(always)]
fn polynomial<V: Eight, const N: usize>(x: V, coefficients: &[f64; N]) -> V {
    let mut sum = x.like(coefficients[0]);
    for coefficient in &coefficients[1..] {
        sum = sum * x + x.like(*coefficient);
    }
    sum
}

/// [`cdf_in`] of one number.
pub(crate) fn cdf_one(x: f64) -> f64 {
    let [p, ..] = cdf_in(Plain.all(x)).lane();
    p
}

/// Standard normal density at 0, 1/√2π.
pub(crate) const PEAK: f64 = 0.398_942_280_401_432_7;

/// Standard normal density.
#[inline(always)]
pub(crate) fn density<V: Eight>(x: V) -> V {
    x.like(PEAK) * exp_in(x.like(-0.5) * x * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_right_to_the_last_digits() {
        let mut x = -699.0;
        while x < 699.0 {
            let (mine, exact) = (exp_one(x), libm::exp(x));
            assert!((mine / exact - 1.0).abs() < 5e-16, "exp({x}) = {mine}, not {exact}");
            x += 0.137;
        }
        assert_eq!(exp_one(0.0).to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn the_normal_distribution_function_is_right_to_twelve_digits() {
        let mut x = -12.0;
        while x < 12.0 {
            let exact = 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
            let mine = cdf_one(x);
            assert!((mine - exact).abs() < 1e-12, "Φ({x}) = {mine}, not {exact}");
            x += 0.01;
        }
    }
}
