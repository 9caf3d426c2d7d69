//! The table "The course": what is treated, by which protocol, and what was known beforehand.

use std::collections::BTreeSet;

use evenkeel_care::condition::Condition;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::PreviousCourse;
use evenkeel_care::schedule::Weekdays;
use jiff::civil::Date;

use super::{Unread, day, whole, word};

/// The course of a story. What is not said is usual.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) condition: Condition,
    pub(super) protocol: String,
    pub(super) primary: InstrumentId,
    pub(super) ladder: Option<String>,
    pub(super) start: Option<Date>,
    pub(super) weekdays: Option<Weekdays>,
    pub(super) closed: BTreeSet<Date>,
    pub(super) born: Option<Date>,
    pub(super) previous: Option<PreviousCourse>,
    /// Settings in which a second clinic's files differ: rule, key, value.
    pub(super) second_clinic: Vec<Change>,
}

/// One number that a clinic has changed in a rule.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) rule: String,
    pub(super) key: String,
    pub(super) value: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            condition: Condition::Depression,
            protocol: "iv-mood-6".to_owned(),
            primary: InstrumentId::Phq9,
            ladder: None,
            start: None,
            weekdays: None,
            closed: BTreeSet::new(),
            born: None,
            previous: None,
            second_clinic: Vec::new(),
        }
    }
}

impl Settings {
    /// Takes one row.
    pub(super) fn set(&mut self, what: &str, value: &str) -> Result<(), Unread> {
        match what {
            "condition" => self.condition = word(value)?,
            "protocol" => value.clone_into(&mut self.protocol),
            "judged on" => self.primary = word(value)?,
            "ladder" => self.ladder = (value != "none").then(|| value.to_owned()),
            "start" => self.start = Some(day(value)?),
            "weekdays" => self.weekdays = Some(value.parse().map_err(|e| format!("{e}"))?),
            "closed" => self.closed = value.split(',').map(|d| day(d.trim())).collect::<Result<_, _>>()?,
            "born" => self.born = Some(day(value)?),
            "course before" => self.previous = Some(previous(value)?),
            "second clinic" => self.second_clinic.push(change(value)?),
            other => return Err(format!("{other:?} is not something a course has")),
        }
        Ok(())
    }
}

/// `ended 2025-10-01, kept well every 28 days`.
fn previous(text: &str) -> Result<PreviousCourse, Unread> {
    let mut before =
        PreviousCourse { id: Some("before".to_owned()), ended_on: None, best_interval_days: None };
    for part in text.split(',').map(str::trim) {
        if let Some(date) = part.strip_prefix("ended ") {
            before.ended_on = Some(day(date)?);
        } else if let Some(days) = part.strip_prefix("kept well every ") {
            before.best_interval_days = Some(whole(days.trim_end_matches(" days"))?);
        } else {
            return Err(format!("{part:?} is not something of the course before"));
        }
    }
    Ok(before)
}

/// `D11 continue_percent 25`.
fn change(text: &str) -> Result<Change, Unread> {
    let mut words = text.split_whitespace();
    let (Some(rule), Some(key), Some(value)) = (words.next(), words.next(), words.next()) else {
        return Err(format!("{text:?} is not a rule, a key and a number"));
    };
    let value = value.parse().map_err(|_| format!("{value:?} is not a number"))?;
    Ok(Change { rule: rule.to_lowercase(), key: key.to_owned(), value })
}
