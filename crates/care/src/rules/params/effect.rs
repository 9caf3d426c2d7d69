//! Limits of the rules on effect over time: boosters, relapse, the steps of the ladder, restart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::condition::Route;
use crate::field_problem::FieldProblem;
use crate::finding::Choice;
use crate::instrument::InstrumentId;
use crate::record::SignKind;
use crate::rules::Sensible;

/// D32: when the effect fades.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FadingEffect {
    /// Two check-ins make a pair from this many days apart.
    pub pair_first_days: i64,
    /// Up to this many days apart.
    pub pair_last_days: i64,
    /// Points above the best score since the first session that count, by instrument.
    pub points_above_nadir: BTreeMap<InstrumentId, f64>,
    /// A gain from baseline below this percentage counts, by instrument.
    pub gain_below_percent: BTreeMap<InstrumentId, f64>,
    /// What may be chosen.
    pub options_review: Vec<Choice>,
}

impl FadingEffect {
    /// The instruments on which it is judged.
    pub(crate) fn instruments(&self) -> impl Iterator<Item = InstrumentId> {
        self.points_above_nadir.keys().chain(self.gain_below_percent.keys()).copied()
    }
}

/// D33: soft signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoftSigns {
    /// The signs that count.
    pub signs: Vec<SignKind>,
    /// Different signs at one check-in from which they count.
    pub at_least: usize,
    /// Days from that check-in to the next.
    pub next_check_in_days: u32,
}

/// D37: intervals that shrink.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShrinkingIntervals {
    /// How many successive intervals are looked at.
    pub intervals: usize,
    /// Each is shorter than the one before it by at least this many days.
    pub shorter_by_days: i64,
    /// What may be chosen.
    pub options: Vec<Choice>,
}

/// X11: exposure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// Calendar months looked back on.
    pub months: i32,
}

/// D30: relapse as trials define it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrialRelapse {
    /// The score from which a check-in counts, by instrument.
    pub score_from: BTreeMap<InstrumentId, f64>,
}

/// D31: relapse as the clinic defines it. All that is said of an instrument must hold at a check-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClinicRelapse {
    /// Two check-ins confirm it from this many days apart.
    pub pair_first_days: i64,
    /// Up to this many days apart.
    pub pair_last_days: i64,
    /// Improvement from baseline is below this percentage, by instrument.
    pub gain_below_percent: BTreeMap<InstrumentId, f64>,
    /// The score is at least this, by instrument.
    pub score_from: BTreeMap<InstrumentId, f64>,
    /// The score is at least this many points above the best since the first session, by instrument.
    pub points_above_nadir: BTreeMap<InstrumentId, f64>,
    /// Instruments on which the score is no longer a response.
    pub response_lost: Vec<InstrumentId>,
    /// Days after the last induction session in which a score shows whether there was a response to lose.
    pub end_of_induction_days: u32,
    /// What may be chosen after a relapse.
    pub options: Vec<Choice>,
}

/// D14, P12: a step to a shorter interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShorterStep {
    /// The routes it was studied for.
    pub studied_routes: Vec<Route>,
    /// What may be chosen.
    pub options: Vec<Choice>,
}

/// P11: a missed session of the induction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissedSession {
    /// The routes it was written for.
    pub studied_routes: Vec<Route>,
}

/// D15: a new course after a stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restart {
    /// Days since the stop from which it is offered.
    pub stopped_days: i64,
    /// What may be chosen.
    pub options: Vec<Choice>,
}

/// X5: signs of a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoodSwitch {
    /// The signs; any of them counts.
    pub signs: Vec<SignKind>,
    /// Days within which somebody looks, and always before the next session.
    pub act_within_days: u32,
    /// What may be chosen.
    pub options: Vec<Choice>,
}

/// D4: stable remission or response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stable {
    /// Weeks looked back on for remission.
    pub remission_weeks: usize,
    /// How many of them must show it.
    pub remission_at_least: usize,
    /// The last weeks that must all show a response.
    pub response_weeks: usize,
}

impl Sensible for Stable {
    fn problems(&self) -> Vec<FieldProblem> {
        let least = self.remission_at_least.min(self.response_weeks);
        let mut found = at_least_one("params.remission_at_least", i64::try_from(least).unwrap_or(i64::MAX));
        let spare = self.remission_weeks.saturating_add(1).saturating_sub(self.remission_at_least);
        found.extend(at_least_one("params.remission_weeks", i64::try_from(spare).unwrap_or(i64::MAX)));
        found
    }
}

/// One problem where a pair could never be made.
fn pair(first: i64, last: i64) -> Vec<FieldProblem> {
    let possible = first >= 1 && first <= last;
    let problem = || {
        FieldProblem::new(
            "params.pair_last_days",
            format!("a pair is {first} to {last} days apart"),
            "two check-ins could never confirm each other, or one would confirm itself",
            "write whole days from 1, the first not after the last",
        )
    };
    if possible { Vec::new() } else { vec![problem()] }
}

/// One problem where a number of `what` is below one.
fn at_least_one(field: &str, value: i64) -> Vec<FieldProblem> {
    let problem = || {
        FieldProblem::new(
            field,
            format!("{value} is less than 1"),
            "the rule would speak of every record, or of none",
            "write a whole number from 1",
        )
    };
    if value < 1 { vec![problem()] } else { Vec::new() }
}

impl Sensible for FadingEffect {
    fn problems(&self) -> Vec<FieldProblem> {
        pair(self.pair_first_days, self.pair_last_days)
    }
}

impl Sensible for ClinicRelapse {
    fn problems(&self) -> Vec<FieldProblem> {
        pair(self.pair_first_days, self.pair_last_days)
    }
}

impl Sensible for SoftSigns {
    fn problems(&self) -> Vec<FieldProblem> {
        at_least_one("params.at_least", i64::try_from(self.at_least).unwrap_or(i64::MAX))
    }
}

impl Sensible for ShrinkingIntervals {
    fn problems(&self) -> Vec<FieldProblem> {
        let mut found = at_least_one("params.shorter_by_days", self.shorter_by_days);
        // Fewer than two intervals are never shorter than one another.
        let compared = i64::try_from(self.intervals).unwrap_or(i64::MAX).saturating_sub(1);
        found.extend(at_least_one("params.intervals", compared));
        found
    }
}

impl Sensible for Exposure {
    fn problems(&self) -> Vec<FieldProblem> {
        at_least_one("params.months", self.months.into())
    }
}

impl Sensible for Restart {
    fn problems(&self) -> Vec<FieldProblem> {
        at_least_one("params.stopped_days", self.stopped_days)
    }
}

/// Rules whose limits cannot be out of order.
macro_rules! always_sensible {
    ($($params:ty),+) => { $(impl Sensible for $params {
        fn problems(&self) -> Vec<FieldProblem> { Vec::new() }
    })+ };
}
always_sensible!(MoodSwitch, TrialRelapse, ShorterStep, MissedSession);
