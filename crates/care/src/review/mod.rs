//! The review of one course: every rule that applies today, with its reasons.

mod change;
mod check_ins;
mod facts;
mod refusal;
mod refuse_facts;
mod refuse_scores;
mod series;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) use change::{Change, number, percent};
pub(crate) use check_ins::{days_apart, taken_after, taken_before};
pub(crate) use facts::{Baseline, Facts};
pub use refusal::ReviewRefusal;

use crate::closed_list;
use crate::finding::{Finding, FindingKind};
use crate::knowledge::Knowledge;
use crate::record::{CourseRecord, CourseStatus};
use crate::{booster, checkpoint, due, gate, progress, relapse, restart, safety, steps, switch};

closed_list!(
    /// Where a course stands.
    Phase, "phase", {
        /// No session given yet.
        Before => "before",
        /// The first sessions, close together.
        Induction => "induction",
        /// The sessions that keep the effect.
        Maintenance => "maintenance",
        /// Paused, to be taken up again.
        Paused => "paused",
        /// Ended.
        Ended => "ended",
    }
);

/// What a review of a course says today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The course's id.
    pub id: String,
    /// Where it stands.
    pub phase: Phase,
    /// Sessions given.
    pub sessions_done: usize,
    /// Findings: safety first, then progress, checkpoints, boosters, relapse, restart, spacing, gates and
    /// what is due, each in the order of its rules.
    pub findings: Vec<Finding>,
}

/// Reviews `course` as of its `today`. The order in which its facts were entered carries no meaning.
pub fn review(course: &CourseRecord, knowledge: &Knowledge) -> Result<Review, ReviewRefusal> {
    let protocol = refusal::protocol(course, knowledge)?;
    refuse_facts::check(course)?;
    refuse_scores::check(course, knowledge)?;
    let facts = Facts::new(course, knowledge, protocol);
    let mut findings = safety::findings(&facts);
    findings.extend(progress::findings(&facts));
    findings.extend(checkpoint::findings(&facts));
    let concern = safety::is_open(&findings);
    findings.extend(booster::findings(&facts, concern));
    findings.extend(relapse::findings(&facts));
    let restart = restart::findings(&facts, &findings);
    findings.extend(restart);
    let steps = steps::findings(&facts, &findings, concern);
    findings.extend(steps);
    findings.extend(gate::findings(&facts));
    findings.extend(switch::findings(&facts));
    findings.extend(due::findings(&facts));
    // A stable sort: within one rule and day the order is the one the rule chose.
    findings.sort_by(|a, b| place(a).cmp(&place(b)));
    Ok(Review { id: course.id.clone(), phase: phase(&facts), sessions_done: facts.done.len(), findings })
}

/// Where the course stands. A course that was stopped without saying so stays in its phase.
pub(crate) fn phase(facts: &Facts<'_>) -> Phase {
    let stopped = facts.course.stopped_on.is_some_and(|day| day <= facts.today());
    match facts.course.status {
        Some(CourseStatus::Ended) => Phase::Ended,
        Some(CourseStatus::Paused) => Phase::Paused,
        None if stopped => Phase::Ended,
        Some(CourseStatus::Active) | None if facts.done.is_empty() => Phase::Before,
        Some(CourseStatus::Active) | None if facts.last_induction_day().is_none() => Phase::Induction,
        Some(CourseStatus::Active) | None => Phase::Maintenance,
    }
}

/// Safety is read first, whatever else there is.
fn rank(kind: FindingKind) -> u8 {
    match kind {
        FindingKind::Safety => 0,
        FindingKind::Progress => 1,
        FindingKind::Checkpoint => 2,
        FindingKind::Booster => 3,
        FindingKind::Relapse => 4,
        FindingKind::Restart => 5,
        FindingKind::Schedule => 6,
        FindingKind::Gate => 7,
        FindingKind::Due => 8,
    }
}

/// Where a finding stands among the others. Progress keeps the primary first whatever its rule, because
/// all its rows share one place.
fn place(f: &Finding) -> (u8, (&str, u32), Date) {
    let row = if f.kind == FindingKind::Progress { ("", 0) } else { row(&f.rule) };
    (rank(f.kind), row, f.date)
}

/// Letter and number of a row, so that D2 comes before D10.
fn row(rule: &str) -> (&str, u32) {
    let split = rule.find(|c: char| c.is_ascii_digit()).unwrap_or(rule.len());
    let (letter, digits) = rule.split_at(split);
    (letter, digits.parse().unwrap_or(0))
}
