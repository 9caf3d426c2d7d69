//! The parts of an instrument's definition.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Lowest and highest total and how finely it is graded.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreRange {
    /// Lowest total.
    pub lo: f64,
    /// Highest total.
    pub hi: f64,
    /// Steps per point: 1 for whole points, 3 for the mean of three items.
    pub steps_per_point: u8,
}

/// How many days the answers look back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recall {
    /// Days of the standard form; also the age up to which a score counts as current.
    pub days: u16,
    /// Days of other forms, by name (`weekly = 7`).
    #[serde(default)]
    pub forms: BTreeMap<String, u16>,
}

/// LOINC codes of the whole instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelCodes {
    /// The panel.
    pub panel: String,
    /// The total score.
    pub total: String,
}

/// One answer that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// Points.
    pub value: u8,
    /// Wording.
    pub text: String,
    /// LOINC answer code.
    #[serde(default)]
    pub code: Option<String>,
}

/// One question with its wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its number, from 1.
    pub number: usize,
    /// Wording.
    pub text: String,
    /// LOINC code.
    #[serde(default)]
    pub code: Option<String>,
    /// Answers of this item alone.
    #[serde(default)]
    pub options: Vec<AnswerOption>,
}

/// One yes-or-no answer of a screen: its key in the record and its code; no wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreenQuestion {
    /// Key of the answer in a course record.
    pub key: String,
    /// LOINC code, where one was seen.
    #[serde(default)]
    pub code: Option<String>,
    /// The question that must be answered with yes before this one is asked.
    #[serde(default)]
    pub asked_after: Option<String>,
}

/// One severity band, both ends included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The word used in answers (`moderately_severe`).
    pub id: String,
    /// The same in words.
    pub label: String,
    /// Lowest total.
    pub lo: f64,
    /// Highest total.
    pub hi: f64,
}

/// Some of the items added up on their own (the criteria B to E of the PCL-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// Its id in answers.
    pub id: String,
    /// The same in words.
    pub label: String,
    /// Numbers of its items, from 1.
    pub items: Vec<usize>,
}

/// A total from which, or up to which, something is said; no band, because two cuts may overlap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// Its id in answers.
    pub id: String,
    /// The same in words.
    pub label: String,
    /// Holds from this total on.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// Holds up to this total.
    #[serde(default)]
    pub at_most: Option<f64>,
}

impl Cut {
    /// Whether `total` meets the cut.
    pub fn met(&self, total: f64) -> bool {
        self.at_least.is_none_or(|least| total >= least) && self.at_most.is_none_or(|most| total <= most)
    }
}
