//! Response and remission by session, and the number of sessions to response.

#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]
#![expect(clippy::indexing_slicing, reason = "places below the sessions computed together")]

use super::{SessionsToResponse, Values};
use crate::benefit::{Effect, Readings, Timeline};
use crate::case::{CheckedCase, Given, Plan};
use crate::dispatch::{self, Eight, Kernel, Machine};
use crate::lanes::{self, LANES};
use crate::mixture::weighted_quantiles;
use crate::posterior::{Posterior, block, block_of_weight};

/// Benefit after each counted session, in every draw.
pub(crate) struct BySession {
    readings: Readings,
    /// Sessions counted: all given and planned, at least 12, at most 20.
    pub counted: usize,
    /// The plan was too short and was continued.
    pub continued: bool,
}

impl BySession {
    pub(crate) fn new(posterior: &Posterior, plan: &Plan) -> Self {
        let (case, settings) = (posterior.case, &posterior.model.file.answer);
        let counted = (case.sessions.len() + plan.len()).clamp(settings.sessions_min, settings.sessions_max);
        let planned = continued(case, plan, counted);
        let events = case.session_events(&planned);
        let (days, given) = (settings.effect_after_days, case.sessions.len());
        let line = Timeline::new(events, &[], &case.prior, &Effect { days, sessions: counted, given });
        let continued = planned.len() > plan.len();
        Self { readings: Readings::of(&posterior.all.draws, &line), counted, continued }
    }

    /// P(max_{k≤n} B_k ≥ ra) for n = 1, 2, ….
    pub(crate) fn response(&self, weight: &[f64], response_at: f64) -> Values {
        Values { value: dispatch::run(Response { sessions: self.sessions(), weight, enough: response_at }) }
    }

    /// First session with B_n ≥ ra; one more than counted where there is none.
    pub(crate) fn first_response(&self, posterior: &Posterior, weight: &[f64]) -> SessionsToResponse {
        let response_at = posterior.case.response_at;
        let none = self.counted + 1;
        #[expect(clippy::cast_precision_loss, reason = "a count of sessions")]
        let first = First { sessions: self.sessions(), draws: weight.len(), response_at, none: none as f64 };
        let first = dispatch::run(first);
        let q = posterior.model.file.answer.quantiles.clone();
        let value = weighted_quantiles(&first, weight, &q);
        SessionsToResponse { q, value, none, given: posterior.case.sessions.len() }
    }

    /// Benefit after each counted session.
    fn sessions(&self) -> Vec<&[f64]> {
        (0..self.counted).map(|session| self.readings.after_session(session)).collect()
    }

    /// Σ w·1[max B ≥ ra]·Φ((r/(1 − λ·max B) − m_b)/√P_bb): b is Gaussian given the draw. `None` without a remission.
    pub(super) fn remission(&self, posterior: &Posterior) -> Option<Values> {
        let instrument = posterior.case.instruments.first()?;
        let cut = instrument.remission_severity()?;
        let (weight, filtered) = (&posterior.all.weight, &posterior.all.filtered);
        let value = dispatch::run(Remission {
            sessions: self.sessions(),
            usual: [filtered.mean(0), filtered.covariance(0, 0)],
            weight,
            loading: instrument.loading,
            cut,
            response_at: posterior.case.response_at,
        });
        Some(Values { value })
    }
}

/// [`BySession::response`] of all draws.
struct Response<'a> {
    /// Benefit after each session.
    sessions: Vec<&'a [f64]>,
    weight: &'a [f64],
    /// Benefit that counts as response.
    enough: f64,
}

impl Kernel for Response<'_> {
    type Out = Vec<f64>;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Vec<f64> {
        let (zero, one, enough) = (m.all(0.0), m.all(1.0), m.all(self.enough));
        let mut sums = vec![zero; self.sessions.len()];
        for first in (0..self.weight.len()).step_by(LANES) {
            let weight = m.load(&block_of_weight(self.weight, first));
            let mut reached = zero;
            for (sum, benefit) in sums.iter_mut().zip(&self.sessions) {
                reached = enough.if_more(m.load(&block(benefit, first)), reached, one);
                *sum = *sum + weight * reached;
            }
        }
        sums.iter().map(|sum| sum.lane().iter().sum::<f64>().clamp(0.0, 1.0)).collect()
    }
}

/// Number of the session of the first response in every draw.
struct First<'a> {
    /// Benefit after each session.
    sessions: Vec<&'a [f64]>,
    draws: usize,
    response_at: f64,
    /// What stands for no response.
    none: f64,
}

impl Kernel for First<'_> {
    type Out = Vec<f64>;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Vec<f64> {
        let response_at = m.all(self.response_at);
        let mut out = Vec::with_capacity(self.draws + LANES);
        for draw in (0..self.draws).step_by(LANES) {
            let mut number = self.none;
            let mut first = m.all(number);
            for benefit in self.sessions.iter().rev() {
                number -= 1.0;
                first = response_at.if_more(m.load(&block(benefit, draw)), first, m.all(number));
            }
            out.extend_from_slice(&first.lane());
        }
        out.truncate(self.draws);
        out
    }
}

/// Sessions that are computed together.
const TOGETHER: usize = 4;

/// [`BySession::remission`] of all draws.
struct Remission<'a> {
    /// Benefit after each session.
    sessions: Vec<&'a [f64]>,
    /// Mean and variance of b.
    usual: [&'a [f64]; 2],
    weight: &'a [f64],
    loading: f64,
    cut: f64,
    response_at: f64,
}

impl Kernel for Remission<'_> {
    type Out = Vec<f64>;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Vec<f64> {
        let [zero, one, cut] = [0.0, 1.0, self.cut].map(|number| m.all(number));
        let (response_at, loading) = (m.all(self.response_at), m.all(self.loading));
        let mut sums = vec![zero; self.sessions.len()];
        for first in (0..self.weight.len()).step_by(LANES) {
            let [mean, variance] = self.usual.map(|row| m.load(&block(row, first)));
            let sd = variance.or_more(m.all(1e-12)).sqrt();
            let weight = m.load(&block_of_weight(self.weight, first));
            let (mut most, mut chance) = (zero, zero);
            for (sums, sessions) in sums.chunks_mut(TOGETHER).zip(self.sessions.chunks(TOGETHER)) {
                let (mut risen, mut off) = ([most; TOGETHER], [zero; TOGETHER]);
                let mut more = false;
                for (i, benefit) in sessions.iter().enumerate() {
                    let benefit = m.load(&block(benefit, first));
                    more |= most.any_less(benefit);
                    most = most.or_more(benefit);
                    let ill = (one - loading * most).or_more(m.all(1e-9));
                    risen[i] = most;
                    off[i] = (cut / ill - mean) / sd;
                }
                let remitted = if more { lanes::cdfs_in(off) } else { [chance; TOGETHER] };
                for (i, sum) in sums.iter_mut().enumerate() {
                    if more {
                        chance = response_at.if_more(risen[i], zero, remitted[i]);
                    }
                    *sum = *sum + weight * chance;
                }
            }
        }
        sums.iter().map(|sum| sum.lane().iter().sum()).collect()
    }
}

/// The plan, continued with the acute gaps (never before today) until `upto` sessions are counted.
fn continued(case: &CheckedCase, plan: &Plan, upto: usize) -> Vec<Given> {
    let mut planned = plan.sessions.clone();
    let mut last = planned.last().or(case.sessions.last()).copied();
    while case.sessions.len() + planned.len() < upto {
        let before = case.sessions.len() + planned.len();
        let next = match last {
            None => Given { day: case.today, strength: 1.0 },
            Some(last) => {
                Given { day: (last.day + case.rule.acute_gap.after(before)).max(case.today), ..last }
            }
        };
        last = Some(next);
        planned.push(next);
    }
    planned
}
