//! Eight numbers as the compiler holds them without being told of any vector instructions.
#![expect(clippy::inline_always, reason = "kernels are inlined whole")]
#![expect(clippy::indexing_slicing, reason = "lane numbers are constants below LANES")]

use super::{Eight, LIFT, MANTISSA, Machine, ROOT_HALF};
use crate::lanes::{Lane, each};
use std::ops::{Add, Div, Mul, Sub};

/// The instructions of the target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plain;

/// Eight numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers(Lane);

macro_rules! lane_by_lane {
    ($($operation:ident $name:ident $sign:tt),*) => {
        $(impl $operation for Numbers {
            type Output = Self;

            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(each(|l| self.0[l] $sign other.0[l]))
            }
        })*
    };
}

lane_by_lane!(Add add +, Sub sub -, Mul mul *, Div div /);

impl Eight for Numbers {
    #[inline(always)]
    fn like(self, number: f64) -> Self {
        Plain.all(number)
    }

    #[inline(always)]
    fn of(self, lane: &Lane) -> Self {
        Self(*lane)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.map(f64::sqrt))
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.map(f64::abs))
    }

    #[inline(always)]
    fn or_less(self, other: Self) -> Self {
        Self(each(|l| if self.0[l] < other.0[l] { self.0[l] } else { other.0[l] }))
    }

    #[inline(always)]
    fn or_more(self, other: Self) -> Self {
        Self(each(|l| if self.0[l] > other.0[l] { self.0[l] } else { other.0[l] }))
    }

    #[inline(always)]
    fn if_more(self, bound: Self, yes: Self, no: Self) -> Self {
        Self(each(|l| if self.0[l] > bound.0[l] { yes.0[l] } else { no.0[l] }))
    }

    #[inline(always)]
    fn any_less(self, bound: Self) -> bool {
        self.0.iter().zip(&bound.0).any(|(one, bound)| one < bound)
    }

    #[inline(always)]
    fn which_more(self, bound: Self) -> u8 {
        let lanes = self.0.iter().zip(&bound.0).enumerate();
        lanes.fold(0, |bits, (l, (one, bound))| bits | (u8::from(one > bound) << l))
    }

    #[inline(always)]
    fn split(self) -> [Self; 2] {
        let lifted = self.0.map(|x| x.to_bits().wrapping_add(LIFT));
        #[expect(clippy::cast_precision_loss, reason = "an exponent")]
        let exponent = lifted.map(|bits| (bits >> 52) as f64 - 1023.0);
        [Self(exponent), Self(lifted.map(|bits| f64::from_bits((bits & MANTISSA) + ROOT_HALF)))]
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self(self.0.map(|x| f64::from_bits((x.to_bits() << 52).wrapping_add(1023 << 52))))
    }

    #[inline(always)]
    fn lane(self) -> Lane {
        self.0
    }
}

impl Machine for Plain {
    type Eight = Numbers;

    #[inline(always)]
    fn load(self, lane: &Lane) -> Numbers {
        Numbers(*lane)
    }

    #[inline(always)]
    fn all(self, number: f64) -> Numbers {
        Numbers([number; 8])
    }

    #[inline(always)]
    fn halves(self, words: &[u64; 4]) -> Numbers {
        #[expect(clippy::cast_possible_truncation, reason = "half a word")]
        Numbers(each(|l| f64::from((words[l / 2] >> (32 * (l % 2))) as u32)))
    }
}
