//! Scrambled Sobol points: up to seven dimensions, direction numbers of Joe and Kuo (2008), Owen scrambling by hashing
//! (Laine and Karras 2011, constants of Vegdahl), and the shuffle that keeps every second point as good as all.

use crate::num;

/// Primitive polynomial (degree, inner coefficients) and initial numbers of dimensions 2 to 7.
const DIRECTIONS: [(u32, u32, &[u32]); 6] = [
    (1, 0, &[1]),
    (2, 1, &[1, 3]),
    (3, 1, &[1, 3, 1]),
    (3, 2, &[1, 1, 1]),
    (4, 1, &[1, 1, 3, 3]),
    (4, 4, &[1, 3, 5, 13]),
];

/// `n` standard normal points of `D` ≤ 7 dimensions: Sobol, scrambled and shuffled by `seed`, through the inverse
/// normal distribution function. The shuffle matters: neighbouring Sobol points alternate between halves of the cube,
/// so taking every second point of an unshuffled bank is badly biased.
pub(crate) fn normals<const D: usize>(n: usize, seed: u64) -> Vec<[f64; D]> {
    let directions: [[u32; 32]; D] = std::array::from_fn(direction_numbers);
    let mut points: Vec<[f64; D]> = (0..u32::try_from(n).unwrap_or(u32::MAX))
        .map(|index| {
            let mut dimension = 0_u64;
            directions.map(|numbers| {
                dimension += 1;
                let scrambled = owen(point(&numbers, index), mix(seed.wrapping_add(dimension << 32)));
                num::normal_quantile((f64::from(scrambled) + 0.5) / 4_294_967_296.0)
            })
        })
        .collect();
    shuffle(&mut points, seed);
    points
}

fn direction_numbers(dimension: usize) -> [u32; 32] {
    let mut numbers = [0_u32; 32];
    let table = dimension.checked_sub(1).and_then(|row| DIRECTIONS.get(row));
    for bit in 0..32_usize {
        let m = match table {
            None => 1,
            Some((degree, inner, first)) => direction(&numbers, bit, *degree, *inner, first),
        };
        if let Some(slot) = numbers.get_mut(bit) {
            *slot = m;
        }
    }
    let mut shift = 32;
    numbers.map(|m| {
        shift -= 1;
        m << shift
    })
}

/// m_k = 2c₁·m_{k−1} ⊕ 4c₂·m_{k−2} ⊕ … ⊕ 2^s·m_{k−s} ⊕ m_{k−s}.
fn direction(so_far: &[u32; 32], bit: usize, degree: u32, inner: u32, first: &[u32]) -> u32 {
    if let Some(given) = first.get(bit) {
        return *given;
    }
    let back =
        |steps: u32| bit.checked_sub(steps as usize).and_then(|at| so_far.get(at)).copied().unwrap_or(0);
    let mut m = back(degree) ^ (back(degree) << degree);
    for k in 1..degree {
        if (inner >> (degree - 1 - k)) & 1 == 1 {
            m ^= back(k) << k;
        }
    }
    m
}

fn point(numbers: &[u32; 32], index: u32) -> u32 {
    let gray = index ^ (index >> 1);
    numbers
        .iter()
        .enumerate()
        .filter(|(bit, _)| (gray >> bit) & 1 == 1)
        .fold(0, |sum, (_, number)| sum ^ number)
}

/// Nested uniform scrambling of the bits of `x`, most significant first.
fn owen(x: u32, seed: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the low half of the seed is meant")]
    let seed = seed as u32;
    let mut x = x.reverse_bits();
    x ^= x.wrapping_mul(0x3d20_adea);
    x = x.wrapping_add(seed);
    x = x.wrapping_mul((seed >> 16) | 1);
    x ^= x.wrapping_mul(0x0552_6c56);
    x ^= x.wrapping_mul(0x53a2_2864);
    x.reverse_bits()
}

/// SplitMix64: well-mixed bits from a counter.
fn mix(counter: u64) -> u64 {
    let mut x = counter.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Fisher-Yates with the mixed counter as its dice.
fn shuffle<T>(points: &mut [T], seed: u64) {
    for last in (1..points.len()).rev() {
        let range = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
        let dice = mix(seed.rotate_left(17) ^ range);
        let other = usize::try_from((u128::from(dice) * u128::from(range)) >> 64).unwrap_or(0);
        points.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unscrambled_points_are_those_of_joe_and_kuo() {
        let numbers: [[u32; 32]; 7] = std::array::from_fn(direction_numbers);
        let row = |index| numbers.map(|dimension| point(&dimension, index) >> 26);
        assert_eq!(row(2), [48, 16, 16, 16, 48, 48, 16]);
        assert_eq!(row(7), [8, 40, 24, 8, 8, 24, 40]);
        assert_eq!(row(15), [4, 60, 36, 20, 44, 12, 52]);
    }

    #[test]
    fn every_half_of_a_bank_is_standard_normal() {
        let points = normals::<6>(4096, 1);
        for half in [0, 1] {
            for dimension in 0..6 {
                let values: Vec<f64> =
                    points.iter().skip(half).step_by(2).map(|point| point[dimension]).collect();
                let n = 2048.0;
                let mean = values.iter().sum::<f64>() / n;
                let square = values.iter().map(|z| z * z).sum::<f64>() / n;
                assert!(mean.abs() < 0.08 && (square - 1.0).abs() < 0.12, "mean {mean}, square {square}");
            }
        }
    }
}
