//! Which vector instructions the kernels run on: chosen at run time from what the machine has.
//!
//! A kernel is written once, for any [`Machine`], and compiled once for each set. Every operation is one correctly
//! rounded operation of IEEE 754 in the order it is written (no fused multiply-add, no reassociation), so the answers
//! are the same bytes on all of them; a test holds that for the frozen cases.

mod peak;
mod plain;
#[cfg(target_arch = "x86_64")]
mod x86;

use crate::lanes::Lane;
pub use peak::{Peak, multiply_add_peak};
pub(crate) use plain::Plain;
use std::cell::Cell;
use std::ops::{Add, Div, Mul, Sub};

/// A set of vector instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// What every machine of the target has.
    Plain,
    /// Two registers of four numbers.
    Avx2,
    /// One register of eight numbers.
    Avx512,
}

impl Path {
    /// All sets, the widest last.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Avx2, Self::Avx512];

    /// The widest set this machine has.
    pub fn widest() -> Self {
        Self::ALL.into_iter().rev().find(|path| path.available()).unwrap_or(Self::Plain)
    }

    /// Whether this machine has it.
    pub fn available(self) -> bool {
        match self {
            Self::Plain => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => pulp::x86::V3::is_available(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => pulp::x86::V4::is_available(),
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx2 | Self::Avx512 => false,
        }
    }

    /// The set the kernels use on this thread.
    pub fn current() -> Self {
        FORCED.get().unwrap_or_else(Self::widest)
    }

    /// Does `work` on this set, on this thread and those that [`crate::both`] starts from it: for tests and measurements.
    /// `None` where the machine does not have the set.
    pub fn force<T>(self, work: impl FnOnce() -> T) -> Option<T> {
        self.available().then(|| forced(Some(self), work))
    }
}

thread_local! {
    static FORCED: Cell<Option<Path>> = const { Cell::new(None) };
}

/// What this thread was told to use, if anything.
pub(crate) fn order() -> Option<Path> {
    FORCED.get()
}

/// Does `work` under an order, then puts back the former one.
pub(crate) fn forced<T>(path: Option<Path>, work: impl FnOnce() -> T) -> T {
    struct Former(Option<Path>);
    impl Drop for Former {
        fn drop(&mut self) {
            FORCED.set(self.0);
        }
    }
    let _former = Former(FORCED.replace(path));
    work()
}

/// Eight numbers in the registers of a machine, one per lane. Operations are lane by lane.
pub(crate) trait Eight:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// The same number in all lanes.
    fn like(self, number: f64) -> Self;
    /// Other numbers, from memory.
    fn of(self, lane: &Lane) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Absolute value.
    fn abs(self) -> Self;
    /// `self` where it is less than `other`, else `other` (also where either is not a number).
    fn or_less(self, other: Self) -> Self;
    /// `self` where it is more than `other`, else `other` (also where either is not a number).
    fn or_more(self, other: Self) -> Self;
    /// `yes` where `self` is more than `bound`, else `no`.
    fn if_more(self, bound: Self, yes: Self, no: Self) -> Self;
    /// Whether some lane is less than the lane of `bound`.
    fn any_less(self, bound: Self) -> bool;
    /// One bit for each lane that is more than the lane of `bound`, the first lane's lowest.
    fn which_more(self, bound: Self) -> u8;
    /// Exponent k and mantissa m of x = 2^k·m with √½ ≤ m < √2 (to the last digits), for normal positive numbers.
    fn split(self) -> [Self; 2];
    /// 2^k in each lane, k the whole number in the low bits of `self` (see [`crate::lanes::exp`]).
    fn power_of_two(self) -> Self;
    /// As numbers in memory.
    fn lane(self) -> Lane;
}

/// A set of vector instructions that is known to be there.
pub(crate) trait Machine: Copy {
    /// Its eight numbers.
    type Eight: Eight;
    /// From memory.
    fn load(self, lane: &Lane) -> Self::Eight;
    /// The same number in all lanes.
    fn all(self, number: f64) -> Self::Eight;
    /// The eight halves of four words as whole numbers, each word's low half first.
    fn halves(self, words: &[u64; 4]) -> Self::Eight;
}

/// Where the mantissa of [`Eight::split`] begins: the upper half of the bits of √½.
const ROOT_HALF: u64 = 0x3fe6_a09e << 32;
/// What lifts numbers from there on to the next exponent.
const LIFT: u64 = (0x3ff0_0000 << 32) - ROOT_HALF;
/// The bits of a mantissa.
const MANTISSA: u64 = (1 << 52) - 1;
/// 2⁵²: with its exponent the low bits are a whole number as they are.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// Work on a machine. `run` and what it calls per block must be `#[inline(always)]`.
pub(crate) trait Kernel {
    /// What comes out.
    type Out;
    /// The work.
    fn run<M: Machine>(self, machine: M) -> Self::Out;
}

/// Runs a kernel on the set of this thread.
pub(crate) fn run<K: Kernel>(kernel: K) -> K::Out {
    match Path::current() {
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => x86::run_512(kernel),
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => x86::run_256(kernel),
        _ => kernel.run(Plain),
    }
}

#[cfg(test)]
#[expect(
    clippy::inline_always,
    reason = "only what is inlined into the vectorised function uses its instructions"
)]
mod tests {
    use super::*;
    use crate::lanes;

    struct Everything([Lane; 2]);

    impl Kernel for Everything {
        type Out = Vec<u64>;

        #[inline(always)]
        fn run<M: Machine>(self, m: M) -> Vec<u64> {
            let [x, y] = self.0.each_ref().map(|lane| m.load(lane));
            let made = [
                x + y,
                x - y,
                x * y,
                x / y,
                x.abs().sqrt(),
                x.or_less(y),
                x.or_more(y),
                x.if_more(y, x.like(1.0), y),
                lanes::exp_in(x),
                lanes::cdf_in(x),
                m.all(if x.any_less(y) { 1.0 } else { 0.0 }),
                m.all(f64::from(x.which_more(y))),
                m.halves(&[u64::MAX, 0, 0x8000_0000_7fff_ffff, 0x0123_4567_89ab_cdef]),
            ];
            let [exponent, mantissa] = x.abs().or_more(x.like(1e-300)).or_less(x.like(1e300)).split();
            let made = made.iter().chain([&exponent, &mantissa]);
            made.flat_map(|eight| eight.lane().map(f64::to_bits)).collect()
        }
    }

    #[test]
    fn every_operation_gives_the_same_bits_on_every_set() {
        let x = [-800.0, -0.0, 0.0, 1e-310, 0.3, 7.07, 1e9, f64::NAN];
        let mut y = x;
        for turn in 0..8 {
            y.rotate_left(1);
            let plain = Path::Plain.force(|| run(Everything([x, y]))).unwrap();
            for path in Path::ALL {
                if let Some(bits) = path.force(|| run(Everything([x, y]))) {
                    // A sum or product of two numbers that are none may carry either of them.
                    let same = plain.iter().zip(&bits).all(|(one, other)| {
                        one == other || (f64::from_bits(*one).is_nan() && f64::from_bits(*other).is_nan())
                    });
                    assert!(same, "{path:?}, turn {turn}: {plain:x?} {bits:x?}");
                }
            }
        }
    }

    #[test]
    fn an_order_ends_with_its_work() {
        let before = Path::current();
        assert_eq!(Path::Plain.force(Path::current), Some(Path::Plain));
        assert_eq!(Path::current(), before);
    }
}
