//! Response and remission by session, and the number of sessions to response.

#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

use super::{SessionsToResponse, Values};
use crate::benefit::{Effect, Readings, Timeline};
use crate::case::{CheckedCase, Given, Plan};
use crate::dispatch::{self, Eight, Kernel, Machine};
use crate::lanes::{self, LANES};
use crate::mixture::{weighted_quantiles, weighted_sum};
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
        let mut reached = vec![0.0; weight.len()];
        let value = (0..self.counted)
            .map(|session| {
                for (reached, benefit) in reached.iter_mut().zip(self.readings.after_session(session)) {
                    if *benefit >= response_at {
                        *reached = 1.0;
                    }
                }
                weighted_sum(weight, |draw| reached.get(draw).copied().unwrap_or(0.0)).clamp(0.0, 1.0)
            })
            .collect();
        Values { value }
    }

    /// First session with B_n ≥ ra; one more than counted where there is none.
    pub(crate) fn first_response(&self, posterior: &Posterior, weight: &[f64]) -> SessionsToResponse {
        let none = self.counted + 1;
        #[expect(clippy::cast_precision_loss, reason = "a count of sessions")]
        let mut first = vec![none as f64; weight.len()];
        for session in (0..self.counted).rev() {
            #[expect(clippy::cast_precision_loss, reason = "a count of sessions")]
            let number = (session + 1) as f64;
            for (first, benefit) in first.iter_mut().zip(self.readings.after_session(session)) {
                if *benefit >= posterior.case.response_at {
                    *first = number;
                }
            }
        }
        let q = posterior.model.file.answer.quantiles.clone();
        let value = weighted_quantiles(&first, weight, &q);
        SessionsToResponse { q, value, none, given: posterior.case.sessions.len() }
    }

    /// Σ w·1[max B ≥ ra]·Φ((r/(1 − λ·max B) − m_b)/√P_bb): b is Gaussian given the draw. `None` without a remission.
    pub(super) fn remission(&self, posterior: &Posterior) -> Option<Values> {
        let instrument = posterior.case.instruments.first()?;
        let cut = instrument.remission_severity()?;
        let (weight, filtered) = (&posterior.all.weight, &posterior.all.filtered);
        let value = dispatch::run(Remission {
            sessions: (0..self.counted).map(|session| self.readings.after_session(session)).collect(),
            usual: [filtered.mean(0), filtered.covariance(0, 0)],
            weight,
            loading: instrument.loading,
            cut,
            response_at: posterior.case.response_at,
        });
        Some(Values { value })
    }
}

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
            for (sum, benefit) in sums.iter_mut().zip(&self.sessions) {
                let benefit = m.load(&block(benefit, first));
                if most.any_less(benefit) {
                    most = most.or_more(benefit);
                    let ill = (one - loading * most).or_more(m.all(1e-9));
                    let remitted = lanes::cdf_in((cut / ill - mean) / sd);
                    chance = response_at.if_more(most, zero, remitted);
                }
                *sum = *sum + weight * chance;
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
