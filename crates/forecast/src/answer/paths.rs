//! What the simulated courses answer, in the shape it travels in.

use super::Quantiles;
use crate::case::Plan;
use crate::paths::{Watch, Year};
use crate::policy::CasePolicy;
use crate::posterior::Posterior;
use serde::Serialize;

/// Relapse if sessions stop, and the twelve months under the clinic's rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PathAnswers {
    /// Days from today to the first of two check-ins in a row that show a relapse, if no further session is given; one
    /// more than the horizon stands for none. Courses that are not well today count, mostly with their first check-in.
    pub days_to_relapse_if_stopped: Quantiles,
    /// Chance of that relapse by some days.
    pub p_relapse_by_day: ByDay,
    /// Sessions in the next twelve months under the rule.
    pub sessions_12_months: SessionsInYear,
    /// Days well in them.
    pub days_well_12_months: DaysWell,
    /// Sessions times price; absent without a price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_12_months: Option<Quantiles>,
}

/// A chance by some days from today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByDay {
    /// Days from today.
    pub days: Vec<u32>,
    /// Chance by each.
    pub value: Vec<f64>,
}

/// A number of sessions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SessionsInYear {
    /// Probabilities, ascending.
    pub q: Vec<f64>,
    /// Sessions at them.
    pub value: Vec<f64>,
    /// Expected number.
    pub mean: f64,
    /// Chance that the rule ends the course within the year.
    pub p_course_ended: f64,
}

/// A number of days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DaysWell {
    /// Expected number.
    pub mean: f64,
    /// Probabilities, ascending.
    pub q: Vec<f64>,
    /// Days at them.
    pub value: Vec<f64>,
}

impl Posterior<'_> {
    /// The answers of the simulated courses under a plan and the case's own rule.
    pub(super) fn paths(&self, plan: &Plan) -> Option<PathAnswers> {
        let case = self.case;
        let year = self.year(&CasePolicy::new(case, plan), plan, case.rule.well_share, Watch::Days)?;
        self.paths_in(&year)
    }

    /// The same with a year simulated elsewhere.
    pub(super) fn paths_in(&self, year: &Year) -> Option<PathAnswers> {
        let (case, q) = (self.case, &self.model.file.answer.quantiles);
        let relapse = self.relapse_if_stopped()?;
        let sessions = year.sessions_at(q);
        let cost = case.price.map(|price| Quantiles {
            q: q.clone(),
            value: sessions.value.iter().map(|count| count * price).collect(),
        });
        Some(PathAnswers {
            days_to_relapse_if_stopped: relapse.quantiles(q),
            p_relapse_by_day: relapse.by_days(&self.model.file.paths.relapse_report_days),
            sessions_12_months: sessions,
            days_well_12_months: year.days_well_at(q),
            cost_12_months: cost,
        })
    }
}

impl Year {
    /// Number of sessions, at the quantiles `q`.
    pub fn sessions_at(&self, q: &[f64]) -> SessionsInYear {
        SessionsInYear {
            q: q.to_vec(),
            value: sample_quantiles(&self.sessions, q),
            mean: mean(&self.sessions),
            p_course_ended: self.ended,
        }
    }

    /// Days well, at the quantiles `q`.
    pub fn days_well_at(&self, q: &[f64]) -> DaysWell {
        DaysWell { mean: mean(&self.days_well), q: q.to_vec(), value: sample_quantiles(&self.days_well, q) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of courses")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / (values.len() as f64).max(1.0)
}

/// Quantiles of equally weighted values: the smallest whose share of values at or below it reaches each q.
pub(crate) fn sample_quantiles(values: &[f64], q: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    let at = |q: &f64| {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in the list"
        )]
        let place = (q * sorted.len() as f64).ceil() as usize;
        sorted.get(place.saturating_sub(1).min(last)).copied().unwrap_or(0.0)
    };
    q.iter().map(at).collect()
}
