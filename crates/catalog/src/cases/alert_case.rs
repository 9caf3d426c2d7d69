//! Cases of the rule that calls the next person: an open level, and a moment.

use evenkeel_care::finding::FindingState;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::safety::{Alert, CallOn, Step, Timer, escalation};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::differ;
use super::rule_case::Expectation;

/// An open level and the moment at which the rule is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseAlert {
    /// The level.
    #[serde(default = "usual_level")]
    pub level: FindingState,
    /// The clinic's day on which it was found.
    pub date: Date,
    /// When it was found.
    pub opened_at: Timestamp,
    /// When somebody acknowledged it.
    #[serde(default)]
    pub acknowledged_at: Option<Timestamp>,
    /// The moment of the question.
    pub now: Timestamp,
    /// Whether the clinic is open at that moment.
    pub in_hours: bool,
}

fn usual_level() -> FindingState {
    FindingState::High
}

impl CaseAlert {
    /// What the rule asks.
    pub fn step(&self, knowledge: &Knowledge) -> Step {
        let alert = Alert {
            level: self.level,
            date: self.date,
            opened_at: self.opened_at,
            acknowledged_at: self.acknowledged_at,
        };
        escalation(knowledge, &alert, self.now, self.in_hours, Timer::of(knowledge))
    }

    /// How the step differs from what the case expects.
    pub(super) fn differs(&self, knowledge: &Knowledge, expect: &Expectation) -> Option<String> {
        let step = self.step(knowledge);
        let told = step.call == CallOn::OnCall;
        differ("whether the patient is told to call the crisis line", &told, &step.patient_to_crisis_line)
            .or_else(|| expect.call.and_then(|call| differ("the call", &call, &step.call)))
            .or_else(|| expect.calls.and_then(|calls| differ("the number of calls", &calls, &step.calls)))
            .or_else(|| expect.next_at.and_then(|at| differ("the next moment", &Some(at), &step.next_at)))
            .or_else(|| expect.differs(knowledge, &step.finding))
    }
}
