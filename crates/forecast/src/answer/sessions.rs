//! Response and remission by session, and the number of sessions to response.

use super::{SessionsToResponse, Values};
use crate::benefit::{Effect, Readings, Timeline};
use crate::case::{CheckedCase, Given, Plan};
use crate::lanes;
use crate::mixture::{weighted_quantiles, weighted_sum};
use crate::posterior::{Gaussian, Posterior};

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
        let usual: Vec<(f64, f64)> = (0..weight.len())
            .map(|draw| {
                let (mean, variance) = Gaussian::of(filtered, Some(0), instrument, draw).usual();
                (mean, variance.max(1e-12).sqrt())
            })
            .collect();
        let mut most = vec![0.0_f64; weight.len()];
        let value = (0..self.counted)
            .map(|session| {
                let chances: Vec<f64> = most
                    .iter_mut()
                    .zip(self.readings.after_session(session))
                    .zip(&usual)
                    .map(|((most, benefit), (mean, sd))| {
                        *most = most.max(*benefit);
                        if *most < posterior.case.response_at {
                            return 0.0;
                        }
                        let ill = (1.0 - instrument.loading * *most).max(1e-9);
                        lanes::cdf_one((cut / ill - mean) / sd)
                    })
                    .collect();
                weighted_sum(weight, |draw| chances.get(draw).copied().unwrap_or(0.0))
            })
            .collect();
        Some(Values { value })
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
