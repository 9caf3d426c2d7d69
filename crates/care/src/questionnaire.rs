//! The definition of one instrument: what it asks, how it is scored, and what its scores mean.
//! Each lives in `clinical/instruments/<id in lower case>.toml`.

mod cases;
mod lists;
mod part_problems;
mod parts;
mod problems;
mod translation;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::instrument::InstrumentId;
use crate::source::Source;

pub use cases::{CaseAnswer, InstrumentCase, InstrumentCases, Skipped};
pub use lists::{Direction, LicenceClass, MissingItems, RatedBy, Scoring};
pub use parts::{AnswerOption, Band, Cluster, Cut, Item, PanelCodes, Recall, ScoreRange, ScreenQuestion};
pub use translation::Translation;

/// One instrument, as its file defines it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Its id.
    pub id: InstrumentId,
    /// The short name a clinician says: "PHQ-9".
    pub name: String,
    /// The full name.
    pub title: String,
    /// Revision of this file.
    pub revision: String,
    /// The day from which this revision holds.
    pub effective: Date,
    /// What may be shipped of it.
    pub class: LicenceClass,
    /// The licence, in words, as the owner gives it.
    pub licence: String,
    /// For wording of class B or C in a clinic's own folder: which permission the clinic holds.
    #[serde(default)]
    pub permission: Option<String>,
    /// Who answers.
    pub rated_by: RatedBy,
    /// Which way the score points.
    pub direction: Direction,
    /// How the total is formed.
    pub scoring: Scoring,
    /// What a skipped item does.
    pub missing_items: MissingItems,
    /// The highest answer of each scored item, in order; the lowest is 0 everywhere. Its length is the
    /// number of items.
    pub item_max: Vec<u8>,
    /// The item that asks for suicidal thoughts, counted from 1.
    #[serde(default)]
    pub safety_item: Option<usize>,
    /// A screen on which any yes is a positive screen (ASQ).
    #[serde(default)]
    pub any_yes_is_positive: bool,
    /// The score at or below which the instrument speaks of remission; absent where it has none.
    #[serde(default)]
    pub remission_at_most: Option<f64>,
    /// The smallest change that matters to a patient, in points.
    #[serde(default)]
    pub change_that_matters_points: Option<f64>,
    /// The smallest change that is more than the instrument's own error (reliable change), in points.
    #[serde(default)]
    pub reliable_change_points: Option<f64>,
    /// The cut of a provisional diagnosis (PCL-5). Below it is never called remission.
    #[serde(default)]
    pub provisional_cut: Option<f64>,
    /// The sentence above the items.
    #[serde(default)]
    pub stem: Option<String>,
    /// The sentence above the items on other forms, by name (`weekly`).
    #[serde(default)]
    pub form_stems: BTreeMap<String, String>,
    /// Where two sources of the wording differ, and which one was followed.
    #[serde(default)]
    pub wording_notes: Vec<String>,
    /// Range and step of the total; absent where there is no total.
    #[serde(default)]
    pub range: Option<ScoreRange>,
    /// How far the answers look back.
    pub recall: Recall,
    /// LOINC codes of the panel and the total.
    #[serde(default)]
    pub codes: Option<PanelCodes>,
    /// The answers offered for every item (an item may have its own).
    #[serde(default)]
    pub options: Vec<AnswerOption>,
    /// The scored items with their wording and codes; empty in a skeleton.
    #[serde(default)]
    pub items: Vec<Item>,
    /// The unscored last question of the PHQ forms.
    #[serde(default)]
    pub function_item: Option<Item>,
    /// The answers of a screen, in record order (C-SSRS).
    #[serde(default)]
    pub answers: Vec<ScreenQuestion>,
    /// Items that are also added up on their own.
    #[serde(default)]
    pub clusters: Vec<Cluster>,
    /// Cuts of the total.
    #[serde(default)]
    pub cuts: Vec<Cut>,
    /// Severity bands.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Where all this comes from.
    pub sources: Vec<Source>,
}

impl Questionnaire {
    /// Number of scored items.
    pub fn item_count(&self) -> usize {
        self.item_max.len()
    }

    /// How many days a score looks back: what the score itself says, else its form, else the
    /// instrument's standard form.
    pub fn recall_days(&self, form: Option<&str>, own_days: Option<u16>) -> u16 {
        own_days
            .or_else(|| form.and_then(|name| self.recall.forms.get(name).copied()))
            .unwrap_or(self.recall.days)
    }

    /// The severity band of a total; `None` where the instrument has no bands.
    pub fn severity(&self, total: f64) -> Option<&Band> {
        // Bands meet at whole points; a total between two of them belongs to the lower one.
        self.bands.iter().rev().find(|band| total >= band.lo)
    }

    /// The sentence above the items on a form; the standard one where the form has none of its own.
    pub fn stem_of(&self, form: Option<&str>) -> Option<&str> {
        form.and_then(|name| self.form_stems.get(name)).or(self.stem.as_ref()).map(String::as_str)
    }

    /// The answers offered for `item`: its own, or those of the instrument.
    pub fn options_of<'a>(&'a self, item: &'a Item) -> &'a [AnswerOption] {
        if item.options.is_empty() { &self.options } else { &item.options }
    }

    /// Whether the wording is present, so that the instrument can be asked on a screen.
    pub fn has_wording(&self) -> bool {
        !self.items.is_empty()
    }
}
