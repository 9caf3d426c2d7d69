//! Values of a rule's or a protocol's file as people read them: options by the words of their buttons,
//! conditions, routes and questionnaires by name. Numbers and sentences stay as they are.

use evenkeel_care::closed_list::Word;
use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::finding::Choice;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::protocol::DoseUnit;

use crate::words;

/// A value, or a list of them with commas, in words. `key` says whether its words are options.
pub(crate) fn in_words(knowledge: &Knowledge, key: &str, value: &str) -> String {
    let words: Vec<&str> = value.split(", ").collect();
    if !words.iter().all(|word| is_word(word)) {
        return value.to_owned();
    }
    let options = key.starts_with("options") || key.starts_with("choices");
    let said = words.into_iter().map(|word| one(knowledge, options, word));
    said.collect::<Vec<_>>().join(if options { "; " } else { ", " })
}

/// A word of a closed list: no blanks, no signs.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn one(knowledge: &Knowledge, options: bool, word: &str) -> String {
    let option = || Choice::parse(word).ok().filter(|_| options).map(words::choice);
    let condition = || Condition::parse(word).ok().map(words::condition);
    let route = || Route::parse(word).ok().map(words::route);
    let unit = || DoseUnit::parse(word).ok().map(unit);
    let fixed = option().or_else(condition).or_else(route).or_else(unit).map(str::to_owned);
    let instrument = || InstrumentId::parse(word).ok().map(|id| knowledge.name(id));
    fixed.or_else(instrument).unwrap_or_else(|| word.replace('_', " "))
}

fn unit(unit: DoseUnit) -> &'static str {
    match unit {
        DoseUnit::MgPerKg => "mg/kg",
        DoseUnit::Mg => "mg",
        DoseUnit::MgPerKgPerHour => "mg/kg/h",
        DoseUnit::Devices => "devices",
    }
}

#[cfg(test)]
mod tests {
    use evenkeel_catalog::Catalog;

    use super::*;

    #[test]
    fn a_value_reads_as_people_say_it() {
        let catalog = Catalog::embedded().unwrap();
        let check = |key: &str, value: &str, said: &str| {
            assert_eq!(in_words(catalog.knowledge(), key, value), said);
        };
        check("options_review", "adjust_dose, stop", "Adjust the dose; Stop the course");
        check("conditions", "bipolar_depression, ptsd", "Bipolar depression, PTSD");
        check("routes", "iv, nasal_esketamine", "IV, Nasal esketamine");
        check("instruments", "PHQ9, QIDS16", "PHQ-9, QIDS-SR16");
        check("dose.unit", "mg_per_kg", "mg/kg");
        check("when", "same_contact", "same contact");
        check("continue_percent", "20", "20");
        check("says", "Tell the prescriber, then wait.", "Tell the prescriber, then wait.");
        check("rhythms_days", "[2, 2, 3], [3, 4]", "[2, 2, 3], [3, 4]");
    }
}
