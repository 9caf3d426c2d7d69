//! A ladder: how the interval between maintenance sessions grows.
//! Each lives in `clinical/ladders/<id>.toml`.

mod problems;
mod steps;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::finding::Grade;
use crate::source::Source;

closed_list!(
    /// What a ladder leads to.
    LadderKind, "ladder kind", {
        /// Its last rung goes on without an end.
        GoesOn => "goes_on",
        /// Its last rung ends, and treatment with it.
        Ends => "ends",
        /// It plans no dates: each session follows from signs that the effect fades (D32).
        NoDates => "no_dates",
    }
);

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
    /// What it leads to; absent: its last rung goes on.
    #[serde(default = "goes_on")]
    pub kind: LadderKind,
    /// Where shortening leads from the first rung; absent: to the first rung's own earliest day.
    #[serde(default)]
    pub before_first: Option<Rung>,
    /// Its rungs, in order; none where no dates are planned.
    #[serde(default)]
    pub rungs: Vec<Rung>,
    /// Where it comes from.
    pub sources: Vec<Source>,
}

/// One rung. The rung in force on the day of a session sets the interval to the next one; "until" is
/// strictly before, as in the forecast's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// In force until this day after the end of induction; absent on a last rung that goes on.
    #[serde(default)]
    pub until_day: Option<u32>,
    /// Days to the next session; between pairs, from the first of one to the first of the next.
    pub every_days: u32,
    /// Earliest, days after the session before.
    pub earliest_days: u32,
    /// Latest, days after the session before.
    pub latest_days: u32,
    /// Two sessions each time, this many days apart; absent: one.
    #[serde(default)]
    pub pair_days: Option<u32>,
}

const fn goes_on() -> LadderKind {
    LadderKind::GoesOn
}

impl Ladder {
    /// The rung in force `days` after the end of induction. `None` where the ladder has ended, or plans
    /// no dates at all.
    pub fn rung_on(&self, days: i64) -> Option<&Rung> {
        self.rungs.iter().find(|rung| rung.until_day.is_none_or(|until| days < i64::from(until)))
    }
}
