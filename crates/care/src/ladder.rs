//! A ladder: how the interval between maintenance sessions grows.
//! Each lives in `clinical/ladders/<id>.toml`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::field_problem::FieldProblem;
use crate::finding::Grade;
use crate::source::{self, Source};

/// One ladder, as its file defines it. Days count from the end of the induction (its last session).
/// A month is four weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Its id, for example `clinic-ladder`.
    pub id: String,
    /// Its name on screen.
    pub name: String,
    /// Revision of this file.
    pub revision: String,
    /// The day from which this revision holds.
    pub effective: Date,
    /// How good its source is.
    pub grade: Grade,
    /// What it rests on, in a sentence.
    pub evidence: String,
    /// Its rungs, in order.
    pub rungs: Vec<Rung>,
    /// Where it comes from.
    pub sources: Vec<Source>,
}

/// One rung. The rung in force on the day of a session sets the interval to the next one; "until" is
/// strictly before, as in the forecast's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// In force until this day after the end of induction; absent on the last rung.
    #[serde(default)]
    pub until_day: Option<u32>,
    /// Days to the next session.
    pub every_days: u32,
    /// Earliest, days after the session before.
    pub earliest_days: u32,
    /// Latest, days after the session before.
    pub latest_days: u32,
}

impl Ladder {
    /// The rung in force `days` after the end of induction. `None` only for a ladder without rungs or
    /// whose last rung ends.
    pub fn rung_on(&self, days: i64) -> Option<&Rung> {
        self.rungs.iter().find(|rung| rung.until_day.is_none_or(|until| days < i64::from(until)))
    }

    /// Everything that is wrong with the definition; empty when it may be used.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = source::problems(&self.sources);
        for (field, value) in [("id", &self.id), ("name", &self.name), ("revision", &self.revision)] {
            if value.trim().is_empty() {
                found.push(FieldProblem::new(field, "it is empty.", "plans name the ladder.", "fill it in."));
            }
        }
        found.extend(self.rungs.iter().enumerate().filter_map(|(i, rung)| rung_problem(i, rung)));
        let untils: Vec<Option<u32>> = self.rungs.iter().map(|rung| rung.until_day).collect();
        let (last, before) = untils.split_last().map_or((Some(0), &[][..]), |(last, before)| (*last, before));
        let rising = before.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        if last.is_some() || before.iter().any(Option::is_none) || !rising {
            let why = "each day after the induction belongs to exactly one rung.";
            let remedy = "give rising `until_day`s, and none on the last rung.";
            found.push(FieldProblem::new("rungs", format!("they end at {untils:?}."), why, remedy));
        }
        found
    }
}

fn rung_problem(i: usize, rung: &Rung) -> Option<FieldProblem> {
    let ordered = rung.earliest_days >= 1
        && rung.earliest_days <= rung.every_days
        && rung.every_days <= rung.latest_days;
    (!ordered).then(|| {
        let what = format!(
            "every {} days, between {} and {}.",
            rung.every_days, rung.earliest_days, rung.latest_days
        );
        let why = "the planned day lies outside its own window.";
        FieldProblem::new(format!("rungs[{i}]"), what, why, "put earliest, every and latest in rising order.")
    })
}
