//! Today's Gaussian of (b, w, u) of every draw for one instrument, and the signal it gives some days later.
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]
#![expect(clippy::indexing_slicing, reason = "lanes of a block")]

use crate::case::CheckedCase;
use crate::dispatch::{Eight, Machine};
use crate::filter::Filtered;
use crate::lanes::{LANES, Lane};
use crate::model::Instrument;

/// The mood fluctuation carried forward some days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forward {
    h_floor: f64,
    r_w: f64,
    r_u: f64,
    added_w: f64,
    added_u: f64,
}

impl Forward {
    pub(crate) fn new(case: &CheckedCase, days: f64) -> Self {
        let prior = &case.prior;
        let (r_w, r_u) = (libm::exp(-days / prior.tau_w), libm::exp(-days / prior.tau_u));
        Self {
            h_floor: prior.h_floor,
            r_w,
            r_u,
            added_w: prior.sig_w * prior.sig_w * (1.0 - r_w * r_w),
            added_u: prior.sig_u * prior.sig_u * (1.0 - r_u * r_u),
        }
    }

    /// The other way: what today's state says of the fluctuation `days` ago.
    ///
    /// ```text
    /// E[w(t) | w(T)] = e^(−(T−t)/τ_w)·w(T)
    /// E[u(t) | u(T)] = e^(−(T−t)/τ_u)·Var u(t)/Var u(T)·u(T),   Var u(t) ∝ 1 − e^(−2(t−t₀)/τ_u)
    /// ```
    /// w is stationary and u starts at zero at the first event t₀. The scores in between are not used: a look
    /// back, not a full smoothing.
    pub(crate) fn back(case: &CheckedCase, days: f64) -> Self {
        let prior = &case.prior;
        let first = case.first_day();
        let grown = |at: f64| -libm::expm1(-2.0 * (at - first).max(0.0) / prior.tau_u);
        let (then, now) = (grown(case.today - days), grown(case.today));
        let share = if now > 0.0 { then / now } else { 1.0 };
        Self {
            h_floor: prior.h_floor,
            r_w: libm::exp(-days / prior.tau_w),
            r_u: libm::exp(-days / prior.tau_u) * share,
            added_w: 0.0,
            added_u: 0.0,
        }
    }

    /// Mean and variance of z = b·(1 − λA) + f·(η·w + u), with the instrument's λ and f.
    #[inline(always)]
    pub(crate) fn signal<V: Eight>(&self, today: &Today<V>, instrument: &Instrument, shown: V) -> [V; 2] {
        let all = |number: f64| shown.like(number);
        let one = all(1.0);
        let b = one - all(instrument.loading) * shown;
        let fluctuation = all(instrument.fluctuation);
        let eta = fluctuation * (all(self.h_floor) + all(1.0 - self.h_floor) * (one - shown));
        let (w, u) = (eta * all(self.r_w), fluctuation * all(self.r_u));
        let mean = b * today.b + w * today.w + u * today.u;
        let own = b * b * today.bb + w * w * today.ww + u * u * today.uu;
        let shared = all(2.0) * (b * w * today.bw + b * u * today.bu + w * u * today.wu);
        let added_u = fluctuation * fluctuation * all(self.added_u);
        [mean, own + shared + eta * eta * all(self.added_w) + added_u]
    }
}

/// Today's Gaussians of eight draws, in registers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Today<V> {
    b: V,
    w: V,
    u: V,
    bb: V,
    bw: V,
    bu: V,
    ww: V,
    wu: V,
    uu: V,
}

impl<V> Today<V> {
    /// Of eight draws in a row from `first` on; the last draw stands in beyond the end. An instrument that is not in the
    /// record keeps its prior b, independent of w and u.
    #[inline(always)]
    pub(crate) fn block<M: Machine<Eight = V>>(
        m: M,
        filtered: &Filtered,
        place: Option<usize>,
        instrument: &Instrument,
        first: usize,
    ) -> Self {
        let (w, u) = (filtered.dim - 2, filtered.dim - 1);
        let mean = |state: usize| m.load(&block(filtered.mean(state), first));
        let pair = |one: usize, other: usize| m.load(&block(filtered.covariance(one, other), first));
        let of = |own: Option<V>, without: f64| own.unwrap_or_else(|| m.all(without));
        Self {
            b: of(place.map(mean), instrument.usual_mean),
            w: mean(w),
            u: mean(u),
            bb: of(place.map(|i| pair(i, i)), instrument.usual_sd * instrument.usual_sd),
            bw: of(place.map(|i| pair(i, w)), 0.0),
            bu: of(place.map(|i| pair(i, u)), 0.0),
            ww: pair(w, w),
            wu: pair(w, u),
            uu: pair(u, u),
        }
    }
}

impl<V: Eight> Today<V> {
    /// (b, w, u) from three standard normal deviates, by the Cholesky factor of the covariance.
    #[inline(always)]
    pub(crate) fn sample(&self, [e_b, e_w, e_u]: [V; 3]) -> [V; 3] {
        let b = root(self.bb);
        let (wb, ub) = (self.bw / b, self.bu / b);
        let w = root(self.ww - wb * wb);
        let uw = (self.wu - ub * wb) / w;
        let u = root(self.uu - ub * ub - uw * uw);
        [self.b + b * e_b, self.w + wb * e_b + w * e_w, self.u + ub * e_b + uw * e_w + u * e_u]
    }
}

/// The root of a variance, held above zero.
#[inline(always)]
fn root<V: Eight>(variance: V) -> V {
    let least = variance.like(1e-12);
    (variance + least).or_more(least).sqrt()
}

/// Eight numbers of a row from `first` on; its last number stands in beyond its end.
#[inline(always)]
pub(crate) fn block(row: &[f64], first: usize) -> Lane {
    match row[first..].first_chunk::<LANES>() {
        Some(whole) => *whole,
        None => std::array::from_fn(|l| row[(first + l).min(row.len() - 1)]),
    }
}

/// Eight weights of a row from `first` on; 0 beyond its end.
#[inline(always)]
pub(crate) fn block_of_weight(row: &[f64], first: usize) -> Lane {
    match row[first..].first_chunk::<LANES>() {
        Some(whole) => *whole,
        None => std::array::from_fn(|l| row.get(first + l).copied().unwrap_or(0.0)),
    }
}
