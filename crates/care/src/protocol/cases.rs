//! Cases beside a protocol's file (`iv-mood-6.cases.toml`): a start and the dates it must give.

use jiff::civil::Date;
use serde::Deserialize;

/// All cases of one protocol.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanCases {
    /// The cases.
    pub cases: Vec<PlanCase>,
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanCase {
    /// What the case shows.
    pub name: String,
    /// The start.
    pub start: Date,
    /// Chosen weekdays (`mon,wed,fri`); absent: the protocol's rhythm.
    #[serde(default)]
    pub weekdays: Option<String>,
    /// Id of the ladder; absent: induction only.
    #[serde(default)]
    pub ladder: Option<String>,
    /// Days on which the clinic is closed.
    #[serde(default)]
    pub closed: Vec<Date>,
    /// Sessions already given.
    #[serde(default)]
    pub done: Vec<Date>,
    /// Nothing is planned before this day.
    #[serde(default)]
    pub today: Option<Date>,
    /// Days planned ahead; absent: 365.
    #[serde(default)]
    pub days: Option<u32>,
    /// Dates the plan must have, in order, the given sessions included.
    #[serde(default)]
    pub dates: Vec<Date>,
    /// Words the refusal must contain, where the plan must be refused.
    #[serde(default)]
    pub refused: Option<String>,
}
