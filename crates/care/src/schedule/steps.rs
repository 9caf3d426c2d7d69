//! What clinicians decided of a course's rhythm: a longer or shorter interval (D13, D14, P12), a longer
//! first series (D12), a booster. Decisions are facts with a date; their order of entry means nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::PlanRequest;
use super::days::between;
use crate::finding::Choice;
use crate::ladder::{Ladder, Rung};
use crate::message::Message;
use crate::protocol::Protocol;
use crate::record::{CourseRecord, SessionStatus};

/// The maintenance interval of a course as its ladder and its decisions stand, and where one step would
/// lead. What findings say: "from every 21 to every 42 days".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IntervalSteps {
    /// The interval in force; `None` where the ladder has ended or plans no dates.
    pub now: Option<Rung>,
    /// The interval after one step shorter; `None` where there is no shorter one.
    pub shorter: Option<Rung>,
    /// The interval after one step longer; `None` where there is no longer one, or the ladder ends.
    pub longer: Option<Rung>,
    /// Whether a step longer ends the maintenance.
    pub longer_ends: bool,
}

/// Where a course stands on `ladder` on its today, and where one step would lead. `None` before the
/// induction is complete.
pub fn interval_steps(course: &CourseRecord, protocol: &Protocol, ladder: &Ladder) -> Option<IntervalSteps> {
    let done = done(course);
    let end = done.get((induction_sessions(course, protocol) as usize).checked_sub(1)?)?;
    let shift = Steps::taken(ladder, *end, &done, &turns(course)).shift;
    let day = between(*end, *done.last()?);
    let to = |step: i64| {
        let can = ladder.can_step(day, shift, step);
        (can, ladder.rung_after_steps(day, ladder.stepped(day, shift, step)).filter(|_| can))
    };
    let ((_, shorter), (can_lengthen, longer)) = (to(-1), to(1));
    Some(IntervalSteps {
        now: ladder.rung_after_steps(day, shift),
        shorter,
        longer,
        longer_ends: can_lengthen && longer.is_none(),
    })
}

/// Days between maintenance sessions as the ladder and the decisions stand on the course's today; `None`
/// before the induction is complete, and where the ladder has ended or plans no dates.
pub fn current_interval_days(course: &CourseRecord, protocol: &Protocol, ladder: &Ladder) -> Option<u32> {
    interval_steps(course, protocol, ladder)?.now.map(|rung| rung.every_days)
}

/// Number of induction sessions of a course: the protocol's, and what decisions at the end of the
/// induction (D12, `extend`) have added. One decision a day counts.
pub fn induction_sessions(course: &CourseRecord, protocol: &Protocol) -> u32 {
    let more = protocol.induction().and_then(|phase| phase.extend_by_sessions).unwrap_or(0);
    let decided = |d: &&crate::record::DecisionNote| d.rule.eq_ignore_ascii_case("D12");
    let days: BTreeSet<Date> = known(course, Choice::Extend).filter(decided).map(|d| d.date).collect();
    let times = u32::try_from(days.len()).unwrap_or(u32::MAX);
    protocol.induction_sessions().saturating_add(more.saturating_mul(times))
}

/// Steps on the ladder that were decided, by day: 1 longer, −1 shorter. Of one day each choice counts
/// once, and opposite ones cancel.
pub(super) fn turns(course: &CourseRecord) -> BTreeMap<Date, i64> {
    let mut steps = BTreeMap::new();
    for (choice, step) in [(Choice::LengthenInterval, 1), (Choice::ShortenInterval, -1)] {
        let days: BTreeSet<Date> = known(course, choice).map(|d| d.date).collect();
        for day in days {
            *steps.entry(day).or_insert(0) += step;
        }
    }
    steps
}

/// Days on which a booster was decided and after which no session has been given yet.
pub(super) fn boosters(course: &CourseRecord) -> BTreeSet<Date> {
    let last = done(course).last().copied();
    known(course, Choice::Booster).map(|d| d.date).filter(|day| last.is_none_or(|last| *day > last)).collect()
}

/// The steps decided in a maintenance: where they led, and the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Steps {
    /// Steps from the rung of time.
    pub(super) shift: i64,
    /// The last decision: its day, its step, and whether the ladder had such a step.
    pub(super) last: Option<(Date, i64, bool)>,
}

impl Steps {
    /// The steps decided in what `request` plans.
    pub(super) fn of(ladder: &Ladder, end: Date, request: &PlanRequest<'_>) -> Self {
        Self::taken(ladder, end, &request.done_in_order(), &request.steps)
    }

    /// Each decided step is taken from where the ladder stood at the last of `sessions` before it; what
    /// was decided before the `end` of the induction does not count.
    pub(super) fn taken(ladder: &Ladder, end: Date, sessions: &[Date], turns: &BTreeMap<Date, i64>) -> Self {
        turns.range(end..).filter(|(_, step)| **step != 0).fold(Self::default(), |steps, (day, step)| {
            let before = sessions.iter().copied().filter(|date| date <= day).max().unwrap_or(end);
            let place = between(end, before.max(end));
            let led = ladder.can_step(place, steps.shift, *step);
            Self { shift: ladder.stepped(place, steps.shift, *step), last: Some((*day, *step, led)) }
        })
    }

    /// The decision in words, with the interval it led to.
    pub(super) fn reason(&self, rung: Rung) -> Option<Message> {
        let (day, step, led) = self.last?;
        let key = match (step > 0, led) {
            (true, true) => "schedule.lengthened",
            (true, false) => "schedule.longest",
            (false, true) => "schedule.shortened",
            (false, false) => "schedule.shortest",
        };
        Some(Message::new(key).with("date", day).with("every_days", rung.every_days))
    }
}

/// Decisions for `choice` up to the course's today.
fn known(course: &CourseRecord, choice: Choice) -> impl Iterator<Item = &crate::record::DecisionNote> {
    let word = choice.to_string();
    course.decisions.iter().filter(move |d| d.date <= course.today && d.choice == word)
}

/// Days of given sessions up to the course's today, in order.
fn done(course: &CourseRecord) -> Vec<Date> {
    let given = course.sessions.iter().filter(|s| s.status == SessionStatus::Done && s.date <= course.today);
    let mut dates: Vec<Date> = given.map(|s| s.date).collect();
    dates.sort_unstable();
    dates
}
