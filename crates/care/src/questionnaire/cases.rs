//! Cases beside an instrument's file (`phq9.cases.toml`): answers and what they must give.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::closed_list;

closed_list!(
    /// The word for an item that was not answered (TOML has no null).
    Skipped, "answer word", {
        /// Not answered.
        Skipped => "skipped",
    }
);

/// All cases of one instrument.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentCases {
    /// The cases.
    pub cases: Vec<InstrumentCase>,
}

/// One case. An absent `total`, `partial_total` or `band` means that there is none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentCase {
    /// What the case shows.
    pub name: String,
    /// The answers in order.
    pub answers: Vec<CaseAnswer>,
    /// The total.
    #[serde(default)]
    pub total: Option<f64>,
    /// The total of what was answered, where items are missing.
    #[serde(default)]
    pub partial_total: Option<f64>,
    /// Id of the band.
    #[serde(default)]
    pub band: Option<String>,
    /// Numbers of the missing items, from 1.
    #[serde(default)]
    pub missing: Vec<usize>,
    /// Sums of clusters; only those named are compared.
    #[serde(default)]
    pub clusters: BTreeMap<String, f64>,
    /// Cuts; only those named are compared.
    #[serde(default)]
    pub cuts: BTreeMap<String, bool>,
    /// Ids of the rules that must raise a finding on these answers.
    #[serde(default)]
    pub findings: Vec<String>,
    /// Words the refusal must contain, where the answers must be refused.
    #[serde(default)]
    pub refused: Option<String>,
}

/// One answer of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum CaseAnswer {
    /// Points.
    Given(u8),
    /// `"skipped"`.
    Skipped(Skipped),
}

impl CaseAnswer {
    /// The answer as the scoring takes it.
    pub const fn value(self) -> Option<u8> {
        match self {
            Self::Given(points) => Some(points),
            Self::Skipped(_) => None,
        }
    }
}

impl InstrumentCase {
    /// The answers as the scoring takes them.
    pub fn values(&self) -> Vec<Option<u8>> {
        self.answers.iter().map(|answer| answer.value()).collect()
    }
}
