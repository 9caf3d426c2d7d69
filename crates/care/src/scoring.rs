//! From answers to a total: what is asked, nothing guessed. A skipped item leaves no total, only a
//! partial one.

use std::collections::BTreeMap;

use crate::closed_list::Word;
use crate::questionnaire::{Questionnaire, Scoring};

/// What answers give. Partial is a value, not an error.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The total; `None` where an item is missing or the instrument has no total.
    pub total: Option<f64>,
    /// The total of what was answered, where items are missing.
    pub partial_total: Option<f64>,
    /// Id of the severity band of the total.
    pub band: Option<String>,
    /// Numbers of the missing items, from 1.
    pub missing: Vec<usize>,
    /// Sums of the clusters whose items were all answered, by id.
    pub clusters: BTreeMap<String, f64>,
    /// Which cuts the total meets, by id; empty without a total.
    pub cuts: BTreeMap<String, bool>,
    /// Whether the screen is positive, where any yes makes it so; `None` while a missing answer leaves it
    /// open, and for other instruments.
    pub positive: Option<bool>,
}

/// Why answers cannot be scored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// The number of answers does not fit the instrument.
    #[error(
        "{instrument} takes {expected} answers, {given} were given. Give one answer for each item, null for a skipped one"
    )]
    Length {
        /// The instrument's name.
        instrument: String,
        /// How many it takes, in words ("9 or 10").
        expected: String,
        /// How many were given.
        given: usize,
    },
    /// Neither items nor scoring are on file.
    #[error(
        "the items and the scoring of {instrument} are not shipped. A clinic with rights adds them in its own folder, with `permission`"
    )]
    NotShipped {
        /// The instrument's name.
        instrument: String,
    },
    /// An answer is higher than its item allows.
    #[error(
        "answer {item} of {instrument} is {given}; it goes from 0 to {most}. Correct it, or give null if it was skipped"
    )]
    Answer {
        /// The instrument's name.
        instrument: String,
        /// Number of the item, from 1.
        item: usize,
        /// What was given.
        given: u8,
        /// The highest answer.
        most: u8,
    },
}

/// Why a total cannot be a score on an instrument.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TotalError {
    /// Out of range.
    #[error(
        "{instrument} goes from {lo} to {hi}, {given} lies outside. Check the score, or whether it belongs to another instrument"
    )]
    Range {
        /// The instrument's name.
        instrument: String,
        /// Lowest total.
        lo: f64,
        /// Highest total.
        hi: f64,
        /// What was given.
        given: f64,
    },
    /// Between two possible totals.
    #[error("{instrument} is scored in {step}, {given} lies between two scores. Check the score")]
    Step {
        /// The instrument's name.
        instrument: String,
        /// The step in words.
        step: String,
        /// What was given.
        given: f64,
    },
    /// The instrument has no total.
    #[error("{instrument} has no total score. Enter its answers instead")]
    NoTotal {
        /// The instrument's name.
        instrument: String,
    },
}

/// Scores `answers`, one for each item in order, `None` where skipped. Instruments with a function item
/// also take its answer at the end; it is checked and never enters the total.
///
/// # Errors
/// [`ScoreError`]: another number of answers, or an answer beyond its item's highest.
pub fn score(questionnaire: &Questionnaire, answers: &[Option<u8>]) -> Result<Scored, ScoreError> {
    let (total, partial_total) = totals(questionnaire, answers)?;
    let scored = answers.get(..questionnaire.item_count()).unwrap_or_default();
    let missing: Vec<usize> =
        (1..).zip(scored).filter(|(_, answer)| answer.is_none()).map(|(number, _)| number).collect();
    Ok(Scored {
        total,
        partial_total,
        band: total.and_then(|total| questionnaire.severity(total)).map(|band| band.id.clone()),
        missing,
        clusters: clusters(questionnaire, scored),
        cuts: total.map(|total| cuts(questionnaire, total)).unwrap_or_default(),
        positive: positive(questionnaire, scored),
    })
}

/// The total, or where an item is missing the partial one; both `None` for an instrument without a total.
pub(crate) fn totals(
    questionnaire: &Questionnaire,
    answers: &[Option<u8>],
) -> Result<(Option<f64>, Option<f64>), ScoreError> {
    check_answers(questionnaire, answers)?;
    let scored = answers.get(..questionnaire.item_count()).unwrap_or_default();
    let sum = points(questionnaire.scoring, scored);
    Ok(if scored.iter().all(Option::is_some) { (sum, None) } else { (None, sum) })
}

/// Sums of the clusters that were answered in full.
fn clusters(questionnaire: &Questionnaire, answers: &[Option<u8>]) -> BTreeMap<String, f64> {
    let sum = |items: &[usize]| {
        items.iter().try_fold(0.0, |sum, number| {
            let answer = answers.get(number.checked_sub(1)?).copied().flatten()?;
            Some(sum + f64::from(answer))
        })
    };
    let all = questionnaire.clusters.iter();
    all.filter_map(|cluster| Some((cluster.id.clone(), sum(&cluster.items)?))).collect()
}

fn cuts(questionnaire: &Questionnaire, total: f64) -> BTreeMap<String, bool> {
    questionnaire.cuts.iter().map(|cut| (cut.id.clone(), cut.met(total))).collect()
}

/// Any yes is positive whatever is missing; a no to everything is negative only when all were asked.
fn positive(questionnaire: &Questionnaire, answers: &[Option<u8>]) -> Option<bool> {
    let yes = answers.iter().flatten().any(|&answer| answer > 0);
    let complete = answers.iter().all(Option::is_some);
    (questionnaire.any_yes_is_positive && (yes || complete)).then_some(yes)
}

fn check_answers(questionnaire: &Questionnaire, answers: &[Option<u8>]) -> Result<(), ScoreError> {
    let count = questionnaire.item_count();
    if count == 0 {
        return Err(ScoreError::NotShipped { instrument: questionnaire.name.clone() });
    }
    let function_max = questionnaire
        .function_item
        .as_ref()
        .map(|item| questionnaire.options_of(item).iter().map(|option| option.value).max().unwrap_or(0));
    if answers.len() != count && !(function_max.is_some() && answers.len() == count + 1) {
        let expected = match function_max {
            Some(_) => format!("{count} or {}", count + 1),
            None => count.to_string(),
        };
        let instrument = questionnaire.name.clone();
        return Err(ScoreError::Length { instrument, expected, given: answers.len() });
    }
    let highest = questionnaire.item_max.iter().copied().chain(function_max);
    let beyond = (1..).zip(answers).zip(highest).find_map(|((item, answer), most)| {
        answer.filter(|&given| given > most).map(|given| (item, given, most))
    });
    beyond.map_or(Ok(()), |(item, given, most)| {
        Err(ScoreError::Answer { instrument: questionnaire.name.clone(), item, given, most })
    })
}

/// Points of the answered items; `None` for an instrument without a total.
fn points(scoring: Scoring, answers: &[Option<u8>]) -> Option<f64> {
    let sum = |items: &[Option<u8>]| items.iter().flatten().fold(0.0, |sum, &points| sum + f64::from(points));
    match scoring {
        Scoring::Sum | Scoring::Single => Some(sum(answers)),
        Scoring::Mean => {
            let answered = u32::try_from(answers.iter().flatten().count()).unwrap_or(u32::MAX);
            Some(if answered == 0 { 0.0 } else { sum(answers) / f64::from(answered) })
        }
        Scoring::Qids16 => Some(qids16(answers)),
        Scoring::SumTimes4 => Some(4.0 * sum(answers)),
        Scoring::NoTotal | Scoring::Items => None,
    }
}

/// The QIDS total: max(1–4) + 5 + max(6–9) + 10 + … + 14 + max(15, 16). It is not the sum of 16 items.
fn qids16(answers: &[Option<u8>]) -> f64 {
    const DOMAINS: [(usize, usize); 9] =
        [(0, 4), (4, 5), (5, 9), (9, 10), (10, 11), (11, 12), (12, 13), (13, 14), (14, 16)];
    DOMAINS
        .into_iter()
        .filter_map(|(from, to)| answers.get(from..to)?.iter().flatten().max())
        .fold(0.0, |sum, &points| sum + f64::from(points))
}

impl Questionnaire {
    /// Checks that `total` can be a score: inside the range and on a step. A mean of three items may be
    /// written with one decimal or more (6.3, 6.33).
    ///
    /// # Errors
    /// [`TotalError`].
    pub fn check_total(&self, total: f64) -> Result<(), TotalError> {
        let Some(range) = self.range else {
            return Err(TotalError::NoTotal { instrument: self.name.clone() });
        };
        if !(total >= range.lo && total <= range.hi) {
            let (lo, hi, given) = (range.lo, range.hi, total);
            return Err(TotalError::Range { instrument: self.name.clone(), lo, hi, given });
        }
        let steps = f64::from(range.steps_per_point);
        let nearest = ((total - range.lo) * steps).round() / steps + range.lo;
        let tolerance = if range.steps_per_point == 1 { 1e-9 } else { 0.05 };
        if (nearest - total).abs() > tolerance {
            let step = match range.steps_per_point {
                1 => "whole points".to_owned(),
                n => format!("steps of 1/{n} point"),
            };
            return Err(TotalError::Step { instrument: self.name.clone(), step, given: total });
        }
        Ok(())
    }
}

/// Reads an instrument's id as people write it: case-blind, hyphens and spaces ignored (`phq-9`).
///
/// # Errors
/// The list of instruments, if it is none of them.
pub fn read_instrument(
    text: &str,
) -> Result<crate::instrument::InstrumentId, crate::closed_list::UnknownWord> {
    let plain: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | '_')).collect();
    crate::instrument::InstrumentId::parse(&plain.to_uppercase()).map_err(|mut unknown| {
        text.clone_into(&mut unknown.given);
        unknown
    })
}

#[cfg(test)]
mod tests;
