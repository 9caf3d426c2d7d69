//! Scores: days, instruments, steps and look-backs, and which instruments the filter keeps.

use super::{Check, told};
use crate::case::checked::Reading;
use crate::case::{CaseError, Score};
use crate::model::Instrument;

impl Check<'_> {
    pub(super) fn scores<'s>(&self, scores: &'s [Score], today: f64) -> Result<Vec<&'s Score>, CaseError> {
        for (index, score) in scores.iter().enumerate() {
            let at = format!("scores[{index}]");
            self.day(&format!("{at}.day"), score.day)?;
            if score.day > today {
                let what_to_do = "Correct its day, or make the forecast for that day";
                return Err(self.refuse(&format!("{at}.day"), score.day, "a score after today", what_to_do));
            }
            let instrument = self.instrument(&format!("{at}.instrument"), &score.instrument)?;
            self.score(&format!("{at}.score"), instrument, score.score)?;
            self.recall(&format!("{at}.recall_days"), score.recall_days)?;
        }
        let mut sorted: Vec<&Score> = scores.iter().collect();
        sorted.sort_by(|one, other| one.day.total_cmp(&other.day));
        Ok(sorted)
    }

    fn score(&self, field: &str, instrument: &Instrument, score: f64) -> Result<(), CaseError> {
        if !(score >= instrument.lo && score <= instrument.hi) {
            let why = format!("outside {} to {} of {}", instrument.lo, instrument.hi, instrument.id);
            return Err(self.refuse(field, told(score), &why, "Check the score and the instrument"));
        }
        if !instrument.on_step(score) {
            let why =
                format!("{} has no such score: it is scored in {}", instrument.id, steps(instrument.step));
            return Err(self.refuse(field, score, &why, "Enter the score as it was counted, not an average"));
        }
        Ok(())
    }

    fn recall(&self, field: &str, recall_days: Option<f64>) -> Result<(), CaseError> {
        let most = self.model.file.limits.recall_days_max;
        match recall_days {
            Some(days) if !(days >= 0.0 && days <= most) => {
                let why = format!("not a look-back between 0 and {most} days");
                Err(self.refuse(field, days, &why, "Give the days the questions ask about, 0 for the moment"))
            }
            _ => Ok(()),
        }
    }

    /// The primary and the others by number of scores (then by id), at most as many as the filter holds; the kept
    /// ones in order of id, so that the order of entry changes nothing.
    pub(super) fn kept_instruments(
        &self,
        primary: &str,
        scores: &[&Score],
    ) -> Result<Vec<Instrument>, CaseError> {
        let mut counted: Vec<(usize, &str)> = Vec::new();
        for score in scores.iter().filter(|score| score.instrument != primary) {
            match counted.iter_mut().find(|(_, id)| *id == score.instrument) {
                Some((count, _)) => *count += 1,
                None => counted.push((1, &score.instrument)),
            }
        }
        counted.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        counted.truncate(self.model.file.limits.instruments_max.saturating_sub(1));
        counted.sort_by_key(|(_, id)| *id);
        let mut kept = vec![self.instrument("primary", primary)?.clone()];
        for (_, id) in counted {
            kept.push(self.instrument("scores", id)?.clone());
        }
        Ok(kept)
    }

    pub(super) fn readings(&self, scores: &[&Score], instruments: &[Instrument]) -> Vec<Reading> {
        let reading = |score: &&Score| {
            let place = instruments.iter().position(|row| row.id == score.instrument)?;
            let instrument = instruments.get(place)?;
            Some(Reading {
                day: score.day,
                after: score.after,
                instrument: place,
                severity: instrument.severity(score.score),
                recall_days: score.recall_days.unwrap_or(instrument.recall_days),
            })
        };
        debug_assert!(self.model.file.limits.instruments_max >= instruments.len());
        scores.iter().filter_map(reading).collect()
    }
}

/// The steps of a scale in words.
fn steps(step: f64) -> String {
    if (step - 1.0).abs() < 1e-9 {
        "whole points".into()
    } else if (step * 3.0 - 1.0).abs() < 1e-9 {
        "thirds of a point".into()
    } else {
        format!("steps of {step:.2} points")
    }
}
