//! Limits that cannot be right: out of order, no percentage, a window that is never open.

mod safety;
mod screening;

use super::params::{
    BloodPressureLimits, Checkpoint, DoseLimits, MaintenanceReview, NoParams, Observation, PainResponse,
    PartialResponse, PtsdResponse, Response, Spacing, Worsening,
};
use crate::condition::Condition;
use crate::field_problem::FieldProblem;

/// Limits that can be checked for sense.
pub trait Sensible {
    /// What cannot be right about these limits.
    fn problems(&self) -> Vec<FieldProblem>;
}

/// One problem if `low` is not below `high`.
fn ordered(field: &str, low: f64, high: f64, other: &str) -> Option<FieldProblem> {
    (low >= high).then(|| {
        FieldProblem::new(
            field,
            format!("{low} is not below {other} {high}"),
            "a limit that is out of order can never be reached, or hides the one above it",
            "put the limits in ascending order",
        )
    })
}

/// One problem if `percent` is not between 0 and 100.
fn percentage(field: &str, percent: f64) -> Option<FieldProblem> {
    (!(percent > 0.0 && percent <= 100.0)).then(|| {
        FieldProblem::new(
            field,
            format!("{percent} is not a percentage"),
            "a fall from baseline lies between 0 and 100 percent",
            "write percent, for example 50.0",
        )
    })
}

impl Sensible for Response {
    fn problems(&self) -> Vec<FieldProblem> {
        let missing = <Condition as crate::closed_list::Word>::ALL
            .iter()
            .filter(|c| !self.response_percent.contains_key(c))
            .map(|c| {
                FieldProblem::new(
                    "params.response_percent",
                    format!("no figure for {c}"),
                    "every condition must have one figure, the same here and in the forecast",
                    "add the condition with its percent",
                )
            });
        self.response_percent
            .values()
            .chain([&self.watched_response_percent])
            .filter_map(|p| percentage("params.response_percent", *p))
            .chain(missing)
            .collect()
    }
}

impl Sensible for PartialResponse {
    fn problems(&self) -> Vec<FieldProblem> {
        percentage("params.improved_percent", self.improved_percent)
            .into_iter()
            .chain(percentage("params.partial_percent", self.partial_percent))
            .chain(ordered(
                "params.improved_percent",
                self.improved_percent,
                self.partial_percent,
                "partial_percent",
            ))
            .collect()
    }
}

impl Sensible for PtsdResponse {
    fn problems(&self) -> Vec<FieldProblem> {
        percentage("params.response_percent", self.response_percent).into_iter().collect()
    }
}

impl Sensible for PainResponse {
    fn problems(&self) -> Vec<FieldProblem> {
        percentage("params.response_percent", self.response_percent).into_iter().collect()
    }
}

impl Sensible for Checkpoint {
    fn problems(&self) -> Vec<FieldProblem> {
        let window = self.last_day.filter(|last| *last < self.first_day).map(|last| {
            FieldProblem::new(
                "params.last_day",
                format!("day {last} comes before first_day {}", self.first_day),
                "the window would never be open",
                "put last_day after first_day",
            )
        });
        let session = (self.after_session == Some(0)).then(|| {
            FieldProblem::new(
                "params.after_session",
                "sessions count from 1",
                "there is no session 0",
                "write the session's number",
            )
        });
        self.continue_percent
            .and_then(|p| percentage("params.continue_percent", p))
            .into_iter()
            .chain(window)
            .chain(session)
            .collect()
    }
}

impl Sensible for MaintenanceReview {
    fn problems(&self) -> Vec<FieldProblem> {
        (self.every_months < 1 || self.every_sessions < 1)
            .then(|| {
                FieldProblem::new(
                    "params.every_months",
                    "a review must come after at least one month and one session",
                    "a review that is always due is never read",
                    "write whole numbers from 1",
                )
            })
            .into_iter()
            .collect()
    }
}

impl Sensible for DoseLimits {
    fn problems(&self) -> Vec<FieldProblem> {
        ordered(
            "params.confirm_above_mg_per_kg",
            self.confirm_above_mg_per_kg,
            self.stop_above_mg_per_kg,
            "stop_above_mg_per_kg",
        )
        .into_iter()
        .chain(self.refuse_from_mg_per_kg.and_then(|refuse| {
            ordered("params.stop_above_mg_per_kg", self.stop_above_mg_per_kg, refuse, "refuse_from_mg_per_kg")
        }))
        .collect()
    }
}

impl Sensible for BloodPressureLimits {
    fn problems(&self) -> Vec<FieldProblem> {
        ordered(
            "params.warn_above_systolic_mmhg",
            self.warn_above_systolic_mmhg.into(),
            self.stop_from_systolic_mmhg.into(),
            "stop_from_systolic_mmhg",
        )
        .into_iter()
        .chain(ordered(
            "params.warn_above_diastolic_mmhg",
            self.warn_above_diastolic_mmhg.into(),
            self.stop_from_diastolic_mmhg.into(),
            "stop_from_diastolic_mmhg",
        ))
        .collect()
    }
}

/// Rules whose limits cannot be out of order.
macro_rules! always_sensible {
    ($($params:ty),+) => { $(impl Sensible for $params {
        fn problems(&self) -> Vec<FieldProblem> { Vec::new() }
    })+ };
}
always_sensible!(Spacing, Worsening, Observation, NoParams);
