//! Eight numbers in the registers of AVX2 (two) and AVX-512 (one). The library's tokens prove that the machine has
//! the instructions, so that nothing here is unsafe.
#![expect(
    clippy::inline_always,
    reason = "only what is inlined into the vectorised function uses its instructions"
)]

use super::{Eight, Kernel, LIFT, MANTISSA, Machine, Plain, ROOT_HALF, WHOLE};
use crate::lanes::Lane;
use pulp::NullaryFnOnce;
use pulp::x86::{V3, V4};
use std::arch::x86_64::{__m128i, __m256d, __m256i, __m512d, __m512i};
use std::ops::{Add, Div, Mul, Sub};

/// A kernel with its machine, as the library calls it.
struct Call<K, M>(K, M);

impl<K: Kernel, M: Machine> NullaryFnOnce for Call<K, M> {
    type Output = K::Out;

    #[inline(always)]
    fn call(self) -> K::Out {
        self.0.run(self.1)
    }
}

/// On AVX2; plainly where it is not there.
pub(super) fn run_256<K: Kernel>(kernel: K) -> K::Out {
    match V3::try_new() {
        Some(have) => have.vectorize(Call(kernel, Two(have))),
        None => kernel.run(Plain),
    }
}

/// On AVX-512; plainly where it is not there.
pub(super) fn run_512<K: Kernel>(kernel: K) -> K::Out {
    match V4::try_new() {
        Some(have) => have.vectorize(Call(kernel, One(have))),
        None => kernel.run(Plain),
    }
}

/// AVX2: two registers of four.
#[derive(Debug, Clone, Copy)]
struct Two(V3);

/// Eight numbers of [`Two`].
#[derive(Debug, Clone, Copy)]
struct Halves(V3, __m256d, __m256d);

/// AVX-512: one register of eight.
#[derive(Debug, Clone, Copy)]
struct One(V4);

/// Eight numbers of [`One`].
#[derive(Debug, Clone, Copy)]
struct Whole(V4, __m512d);

macro_rules! operation {
    ($($operation:ident $name:ident $half:ident $whole:ident),*) => {
        $(impl $operation for Halves {
            type Output = Self;

            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(self.0, self.0.avx.$half(self.1, other.1), self.0.avx.$half(self.2, other.2))
            }
        }

        impl $operation for Whole {
            type Output = Self;

            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(self.0, self.0.avx512f.$whole(self.1, other.1))
            }
        })*
    };
}

operation!(
    Add add _mm256_add_pd _mm512_add_pd,
    Sub sub _mm256_sub_pd _mm512_sub_pd,
    Mul mul _mm256_mul_pd _mm512_mul_pd,
    Div div _mm256_div_pd _mm512_div_pd
);

/// Less than, and more than, ordered and silent, as the comparisons of the language.
const LESS: i32 = std::arch::x86_64::_CMP_LT_OQ;
const MORE: i32 = std::arch::x86_64::_CMP_GT_OQ;

/// The bits of 1.0: an exponent of 0.
const BIAS: i64 = 1023 << 52;

impl Halves {
    #[inline(always)]
    fn map(self, f: impl Fn(V3, __m256d) -> __m256d) -> Self {
        Self(self.0, f(self.0, self.1), f(self.0, self.2))
    }
}

impl Eight for Halves {
    #[inline(always)]
    fn like(self, number: f64) -> Self {
        Two(self.0).all(number)
    }

    #[inline(always)]
    fn of(self, lane: &Lane) -> Self {
        Two(self.0).load(lane)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        self.map(
            #[inline(always)]
            |have, x| have.avx._mm256_sqrt_pd(x),
        )
    }

    #[inline(always)]
    fn abs(self) -> Self {
        let sign = self.0.avx._mm256_set1_pd(-0.0);
        self.map(
            #[inline(always)]
            |have, x| have.avx._mm256_andnot_pd(sign, x),
        )
    }

    #[inline(always)]
    fn or_less(self, other: Self) -> Self {
        let have = self.0;
        Self(have, have.avx._mm256_min_pd(self.1, other.1), have.avx._mm256_min_pd(self.2, other.2))
    }

    #[inline(always)]
    fn or_more(self, other: Self) -> Self {
        let have = self.0;
        Self(have, have.avx._mm256_max_pd(self.1, other.1), have.avx._mm256_max_pd(self.2, other.2))
    }

    #[inline(always)]
    fn if_more(self, bound: Self, yes: Self, no: Self) -> Self {
        let avx = self.0.avx;
        let first = avx._mm256_blendv_pd(no.1, yes.1, avx._mm256_cmp_pd::<MORE>(self.1, bound.1));
        let second = avx._mm256_blendv_pd(no.2, yes.2, avx._mm256_cmp_pd::<MORE>(self.2, bound.2));
        Self(self.0, first, second)
    }

    #[inline(always)]
    fn any_less(self, bound: Self) -> bool {
        let avx = self.0.avx;
        let first = avx._mm256_movemask_pd(avx._mm256_cmp_pd::<LESS>(self.1, bound.1));
        let second = avx._mm256_movemask_pd(avx._mm256_cmp_pd::<LESS>(self.2, bound.2));
        (first | second) != 0
    }

    #[inline(always)]
    fn which_more(self, bound: Self) -> u8 {
        let avx = self.0.avx;
        let first = avx._mm256_movemask_pd(avx._mm256_cmp_pd::<MORE>(self.1, bound.1));
        let second = avx._mm256_movemask_pd(avx._mm256_cmp_pd::<MORE>(self.2, bound.2));
        u8::try_from(first | (second << 4)).unwrap_or_default()
    }

    #[inline(always)]
    fn split(self) -> [Self; 2] {
        let bits = |number: u64| self.0.avx._mm256_set1_epi64x(number.cast_signed());
        let (lift, mantissa, root, whole) =
            (bits(LIFT), bits(MANTISSA), bits(ROOT_HALF), bits(WHOLE.to_bits()));
        let lifted = self.map(
            #[inline(always)]
            |have, x| pulp::cast(have.avx2._mm256_add_epi64(pulp::cast(x), lift)),
        );
        let exponent = lifted.map(
            #[inline(always)]
            |have, x| {
                let number = have.avx2._mm256_srli_epi64::<52>(pulp::cast(x));
                pulp::cast(have.avx2._mm256_or_si256(number, whole))
            },
        );
        let mantissa = lifted.map(
            #[inline(always)]
            |have, x| {
                let bits = have.avx2._mm256_and_si256(pulp::cast(x), mantissa);
                pulp::cast(have.avx2._mm256_add_epi64(bits, root))
            },
        );
        [exponent - self.like(WHOLE + 1023.0), mantissa]
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        let bias = self.0.avx._mm256_set1_epi64x(BIAS);
        self.map(
            #[inline(always)]
            |have, x| {
                let number: __m256i = pulp::cast(x);
                pulp::cast(have.avx2._mm256_add_epi64(have.avx2._mm256_slli_epi64::<52>(number), bias))
            },
        )
    }

    #[inline(always)]
    fn lane(self) -> Lane {
        pulp::cast([self.1, self.2])
    }
}

impl Machine for Two {
    type Eight = Halves;

    #[inline(always)]
    fn load(self, lane: &Lane) -> Halves {
        let [first, second]: [__m256d; 2] = pulp::cast(*lane);
        Halves(self.0, first, second)
    }

    #[inline(always)]
    fn all(self, number: f64) -> Halves {
        let number = self.0.avx._mm256_set1_pd(number);
        Halves(self.0, number, number)
    }

    #[inline(always)]
    fn halves(self, words: &[u64; 4]) -> Halves {
        let whole = self.0.avx._mm256_set1_epi64x(WHOLE.to_bits().cast_signed());
        let avx2 = self.0.avx2;
        let [first, second]: [__m128i; 2] = pulp::cast(*words);
        let numbers = [first, second].map(
            #[inline(always)]
            |half| pulp::cast(avx2._mm256_or_si256(avx2._mm256_cvtepu32_epi64(half), whole)),
        );
        let [first, second]: [__m256d; 2] = numbers;
        Halves(self.0, first, second) - self.all(WHOLE)
    }
}

impl Eight for Whole {
    #[inline(always)]
    fn like(self, number: f64) -> Self {
        One(self.0).all(number)
    }

    #[inline(always)]
    fn of(self, lane: &Lane) -> Self {
        One(self.0).load(lane)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0, self.0.avx512f._mm512_sqrt_pd(self.1))
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0, self.0.avx512f._mm512_abs_pd(self.1))
    }

    #[inline(always)]
    fn or_less(self, other: Self) -> Self {
        Self(self.0, self.0.avx512f._mm512_min_pd(self.1, other.1))
    }

    #[inline(always)]
    fn or_more(self, other: Self) -> Self {
        Self(self.0, self.0.avx512f._mm512_max_pd(self.1, other.1))
    }

    #[inline(always)]
    fn if_more(self, bound: Self, yes: Self, no: Self) -> Self {
        let have = self.0.avx512f;
        let more = have._mm512_cmp_pd_mask::<MORE>(self.1, bound.1);
        Self(self.0, have._mm512_mask_blend_pd(more, no.1, yes.1))
    }

    #[inline(always)]
    fn any_less(self, bound: Self) -> bool {
        self.0.avx512f._mm512_cmp_pd_mask::<LESS>(self.1, bound.1) != 0
    }

    #[inline(always)]
    fn which_more(self, bound: Self) -> u8 {
        self.0.avx512f._mm512_cmp_pd_mask::<MORE>(self.1, bound.1)
    }

    #[inline(always)]
    fn split(self) -> [Self; 2] {
        let have = self.0.avx512f;
        let bits = |number: u64| have._mm512_set1_epi64(number.cast_signed());
        let lifted = have._mm512_add_epi64(pulp::cast(self.1), bits(LIFT));
        let number = have._mm512_or_si512(have._mm512_srli_epi64::<52>(lifted), bits(WHOLE.to_bits()));
        let mantissa = have._mm512_add_epi64(have._mm512_and_si512(lifted, bits(MANTISSA)), bits(ROOT_HALF));
        [Self(self.0, pulp::cast(number)) - self.like(WHOLE + 1023.0), Self(self.0, pulp::cast(mantissa))]
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        let have = self.0.avx512f;
        let number: __m512i = pulp::cast(self.1);
        let scaled =
            have._mm512_add_epi64(have._mm512_slli_epi64::<52>(number), have._mm512_set1_epi64(BIAS));
        Self(self.0, pulp::cast(scaled))
    }

    #[inline(always)]
    fn lane(self) -> Lane {
        pulp::cast(self.1)
    }
}

impl Machine for One {
    type Eight = Whole;

    #[inline(always)]
    fn load(self, lane: &Lane) -> Whole {
        Whole(self.0, pulp::cast(*lane))
    }

    #[inline(always)]
    fn all(self, number: f64) -> Whole {
        Whole(self.0, self.0.avx512f._mm512_set1_pd(number))
    }

    #[inline(always)]
    fn halves(self, words: &[u64; 4]) -> Whole {
        Whole(self.0, self.0.avx512f._mm512_cvtepu32_pd(pulp::cast(*words)))
    }
}
