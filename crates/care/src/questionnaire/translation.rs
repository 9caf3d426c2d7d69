//! An instrument's wording in another language: `clinical/instruments/<id>.<language>.toml`. It carries
//! words alone; scoring, bands and codes stay those of the instrument.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AnswerOption, Item, LicenceClass, Questionnaire};
use crate::field_problem::FieldProblem;
use crate::instrument::InstrumentId;

/// The official wording of one instrument in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The instrument.
    pub instrument: InstrumentId,
    /// Language tag, for example `de`.
    pub language: String,
    /// Revision of this file.
    pub revision: String,
    /// The day from which this revision holds.
    pub effective: Date,
    /// The official translation it was taken from. Without it no translation is used.
    #[serde(default)]
    pub translation_source: String,
    /// For wording of class B or C: which permission the clinic holds.
    #[serde(default)]
    pub permission: Option<String>,
    /// The sentence above the items.
    #[serde(default)]
    pub stem: Option<String>,
    /// The sentence above the items on other forms.
    #[serde(default)]
    pub form_stems: BTreeMap<String, String>,
    /// The answers offered for every item.
    #[serde(default)]
    pub options: Vec<AnswerOption>,
    /// The items.
    pub items: Vec<Item>,
    /// The unscored last question.
    #[serde(default)]
    pub function_item: Option<Item>,
}

impl Translation {
    /// What is wrong with the wording beside the instrument it belongs to.
    pub fn problems(&self, of: &Questionnaire) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if self.translation_source.trim().is_empty() {
            let why = "a translation of our own is another instrument: its scores mean nothing.";
            let remedy = "name the official translation and where it was read, or remove the file.";
            found.push(FieldProblem::new(
                "translation_source",
                "no official translation is named.",
                why,
                remedy,
            ));
        }
        let allowed = of.class == LicenceClass::A
            || self.permission.as_deref().is_some_and(|text| !text.trim().is_empty());
        if !allowed {
            let what = format!("class {} with item text and no permission.", of.class);
            let why = "the owner of the wording has not allowed it to be used.";
            let remedy = "remove the file, or say in `permission` which right your clinic holds.";
            found.push(FieldProblem::new("items", what, why, remedy));
        }
        let numbered =
            (1..).zip(&self.items).all(|(n, item)| item.number == n && !item.text.trim().is_empty());
        if self.items.len() != of.item_count() || !numbered {
            let what = format!("{} items have text, {} are scored.", self.items.len(), of.item_count());
            let why = "answers are stored by position.";
            found.push(FieldProblem::new(
                "items",
                what,
                why,
                "number all items from 1, in order, with their text.",
            ));
        }
        let offers = |item: &Item, max: u8| {
            let options = if item.options.is_empty() { &self.options } else { &item.options };
            options.iter().map(|option| option.value).eq(0..=max)
        };
        if !self.items.iter().zip(&of.item_max).all(|(item, max)| offers(item, *max)) {
            let why =
                "a patient could choose an answer that has no points, or could not choose one that has.";
            let remedy = "offer the instrument's own answers, in order.";
            found.push(FieldProblem::new("options", "they are not those of the instrument.", why, remedy));
        }
        found
    }
}
