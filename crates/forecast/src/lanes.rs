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

/// ln(x) of normal positive numbers, bit-equal to `libm::log`: the same operations in the same order.
#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "the symbols of the library's derivation")]
pub(crate) fn ln_in<V: Eight>(x: V) -> V {
    let [k, mantissa] = x.split();
    let f = mantissa - x.like(1.0);
    let half_square = x.like(0.5) * f * f;
    let s = f / (x.like(2.0) + f);
    let z = s * s;
    let w = z * z;
    let even = w * polynomial(w, &LOG_EVEN);
    let odd = z * polynomial(w, &LOG_ODD);
    s * (half_square + (odd + even)) + k * x.like(LN2_LOW) - half_square + f + k * x.like(LN2_HIGH)
}

/// [`ln_in`] of any number: `libm::log` of each lane.
#[inline(always)]
pub(crate) fn ln<V: Eight>(x: V) -> V {
    let normal = x.which_more(x.like(1e-300)) & x.like(1e300).which_more(x);
    if normal == u8::MAX { ln_in(x) } else { x.of(&library_ln(&x.lane())) }
}

#[inline(never)]
fn library_ln(x: &Lane) -> Lane {
    x.map(libm::log)
}

/// Coefficients of z², z⁴, z⁶ and of z, z³, z⁵, z⁷ in ln((1 + s)/(1 − s)), z = s², highest first, as `libm` has them.
const LOG_EVEN: [f64; 3] = [0.153_138_376_992_093_73, 0.222_221_984_321_497_84, 0.399_999_999_994_094_2];
const LOG_ODD: [f64; 4] =
    [0.147_981_986_051_165_86, 0.181_835_721_616_180_5, 0.285_714_287_436_623_9, 0.666_666_666_666_673_5];

/// Standard normal distribution function Φ of each lane, absolute error below 1e-12: Hart's rational approximation with
/// the argument held within ±7.07 (beyond, the probability differs from 0 or 1 by less than 1e-12).
#[inline(always)]
pub(crate) fn cdf_in<V: Eight>(x: V) -> V {
    let [below, _] = cdf_and_bell(x);
    below
}

/// [`cdf_in`] of several at once. One has to wait for each of its own steps; the steps of several fill the time.
#[inline(always)]
pub(crate) fn cdfs_in<V: Eight, const N: usize>(x: [V; N]) -> [V; N] {
    let zero = x[0].like(0.0);
    let (mut bound, mut e) = ([zero; N], [zero; N]);
    for i in 0..N {
        bound[i] = x[i].abs().or_less(zero.like(7.07));
    }
    for i in 0..N {
        e[i] = zero.like(-0.5) * bound[i] * bound[i];
    }
    let e = powers(e);
    let (top, bottom) = (polynomials(bound, &HART_TOP), polynomials(bound, &HART_BOTTOM));
    let mut below = x;
    for i in 0..N {
        let tail = e[i] * top[i] / bottom[i];
        below[i] = x[i].if_more(zero, zero.like(1.0) - tail, tail);
    }
    below
}

/// [`power`] of several at once.
#[inline(always)]
fn powers<V: Eight, const N: usize>(x: [V; N]) -> [V; N] {
    let (round, zero) = (x[0].like(ROUND), x[0].like(0.0));
    let (mut shifted, mut r) = ([zero; N], [zero; N]);
    for i in 0..N {
        shifted[i] = x[i] * zero.like(LOG2_E) + round;
        let k = shifted[i] - round;
        r[i] = (x[i] - k * zero.like(LN2_HIGH)) - k * zero.like(LN2_LOW);
    }
    let mut p = polynomials(r, &TAYLOR);
    for i in 0..N {
        p[i] = p[i] * shifted[i].power_of_two();
    }
    p
}

/// [`polynomial`] of several at once.
#[inline(always)]
fn polynomials<V: Eight, const N: usize, const D: usize>(x: [V; N], coefficients: &[f64; D]) -> [V; N] {
    let mut sum = [x[0].like(coefficients[0]); N];
    for coefficient in &coefficients[1..] {
        for i in 0..N {
            sum[i] = sum[i] * x[i] + x[i].like(*coefficient);
        }
    }
    sum
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

/// The nearest whole number, half way away from zero, of numbers from 0 to 2⁵¹: bit-equal to `f64::round`.
#[inline(always)]
pub(crate) fn round_in<V: Eight>(x: V) -> V {
    /// The number just below ½, so that the number just below ½ is not rounded up.
    const HALF: f64 = 0.499_999_999_999_999_94;
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let raised = x + x.like(HALF);
    let near = raised + x.like(WHOLE) - x.like(WHOLE);
    near.if_more(raised, near - x.like(1.0), near)
}

/// Horner's scheme, highest power first.
#[inline(always)]
pub(crate) fn polynomial<V: Eight, const N: usize>(x: V, coefficients: &[f64; N]) -> V {
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
    fn ln_has_the_bits_of_the_library() {
        let mut x = 1e-300;
        while x < 1e300 {
            let [mine, ..] = ln_in(Plain.all(x)).lane();
            assert_eq!(mine.to_bits(), libm::log(x).to_bits(), "ln {x}");
            x *= 1.003_7;
        }
        assert_eq!(ln_in(Plain.all(1.0)).lane()[0].to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn numbers_are_rounded_as_the_language_rounds_them() {
        let near = |x: f64| [x, x.next_down().max(0.0), x.next_up()];
        for x in (0_u16..400).flat_map(|quarter| near(f64::from(quarter) / 4.0)) {
            let [mine, ..] = round_in(Plain.all(x)).lane();
            assert_eq!(mine.to_bits(), x.round().to_bits(), "{x}");
        }
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
