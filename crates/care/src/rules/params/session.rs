//! Limits of a session from its middle to its end (M3, M10).

use serde::{Deserialize, Serialize};

use crate::field_problem::FieldProblem;
use crate::record::DischargeCheck;
use crate::rules::Sensible;

/// M3: the blood pressure in the middle of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MiddlePressure {
    /// Esketamine outside its protocol's route: minutes from the first device. Else the protocol says it.
    pub nasal_minute: u32,
    /// How far from that minute a reading may lie, in minutes.
    pub within_minutes: u32,
}

/// M10: what is looked at before a patient leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DischargeList {
    /// The lines of the list, in order.
    pub checks: Vec<DischargeCheck>,
}

impl Sensible for MiddlePressure {
    fn problems(&self) -> Vec<FieldProblem> {
        let before_start = self.within_minutes >= self.nasal_minute;
        let what = format!("{} minutes reach back to the start", self.within_minutes);
        let why = "a reading before the drug would count as one in the middle of the session";
        let problem =
            || FieldProblem::new("params.within_minutes", what, why, "write less than nasal_minute");
        before_start.then(problem).into_iter().collect()
    }
}

impl Sensible for DischargeList {
    fn problems(&self) -> Vec<FieldProblem> {
        let twice =
            self.checks.iter().enumerate().any(|(i, check)| self.checks.iter().take(i).any(|c| c == check));
        let elsewhere = [DischargeCheck::RideArranged, DischargeCheck::NoDrivingTold];
        let what = if self.checks.is_empty() {
            "the list is empty"
        } else if twice {
            "a line stands twice"
        } else if self.checks.iter().any(|check| elsewhere.contains(check)) {
            "the ride and driving have rules of their own, M9 and M8"
        } else {
            return Vec::new();
        };
        let why = "the list must be gone through once, line by line";
        vec![FieldProblem::new(
            "params.checks",
            what,
            why,
            "name each line once, and ride and driving not at all",
        )]
    }
}
