//! The schedule: which days the sessions of a course fall on, and why.
//!
//! [`plan`] is pure and greedy: every session is put on the first day that the protocol's spacing, the
//! chosen weekdays, the closed days and the pauses allow. Earliest-first is enough, because a later
//! choice can never make room for an earlier finish. Each planned date carries its reasons.

mod course;
mod cycle;
pub(crate) mod days;
mod induction;
mod maintenance;
mod refusal;
mod request;
mod rhythm;
mod steps;
mod weekdays;
mod window;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::ladder::LadderKind;
use crate::message::Message;
use crate::protocol::PhaseName;

pub use course::plan_course;
pub use refusal::PlanRefusal;
pub use request::{Pause, PlanRequest};
pub use rhythm::Rhythm;
pub use steps::{IntervalSteps, current_interval_days, induction_sessions, interval_steps};
pub use weekdays::Weekdays;
pub use window::{Window, window};

closed_list!(
    /// Whether a session of a plan has been given.
    PlannedStatus, "plan status", {
        /// Still to come.
        Planned => "planned",
        /// Given.
        Done => "done",
    }
);

/// One session of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedSession {
    /// Its number in the course, from 1.
    pub n: u32,
    /// The day.
    pub date: Date,
    /// Which part of the course it belongs to.
    pub phase: PhaseName,
    /// The first day to which it alone could be moved; the day itself once it is given.
    pub earliest: Date,
    /// The last day to which it alone could be moved; the day itself once it is given.
    pub latest: Date,
    /// Given, or still to come.
    pub status: PlannedStatus,
    /// Why this day, most important first. Keys of the text table.
    pub why: Vec<Message>,
}

/// Plans a course. Given sessions stay as they are; the rest follows them.
///
/// # Errors
/// See [`PlanRefusal`]; each says what to do.
pub fn plan(request: &PlanRequest<'_>) -> Result<Vec<PlannedSession>, PlanRefusal> {
    request.check()?;
    let mut sessions = induction::given(request);
    induction::extend(request, &mut sessions)?;
    maintenance::extend(request, &mut sessions)?;
    window::fill(request, &mut sessions);
    Ok(sessions)
}

/// What a plan as a whole has to say, beside the reasons of its days: that a ladder plans no dates, that
/// it ends, or that no maintenance is planned. Keys of the text table.
pub fn notes(request: &PlanRequest<'_>, sessions: &[PlannedSession]) -> Vec<Message> {
    let Some(end) = end_of_induction(sessions, request.induction_sessions()) else { return Vec::new() };
    let Some(ladder) = request.ladder else {
        return vec![Message::new("schedule.no_ladder").with("date", end)];
    };
    let last = sessions.last().map_or(end, |session| session.date);
    let named =
        |key: &str, date: Date| vec![Message::new(key).with("ladder", &ladder.name).with("date", date)];
    let steps = steps::Steps::of(ladder, end, request);
    match ladder.kind {
        LadderKind::NoDates => named("schedule.no_dates", end),
        _ if ladder.rung_after_steps(days::between(end, last), steps.shift).is_none() => {
            named("schedule.ladder_ends", last)
        }
        _ => Vec::new(),
    }
}

/// The phase of session number `n` (from 1) when the induction has `induction_sessions`.
pub const fn phase_of(n: u32, induction_sessions: u32) -> PhaseName {
    if n <= induction_sessions { PhaseName::Induction } else { PhaseName::Maintenance }
}

/// The next session still to be given.
pub fn next_due(plan: &[PlannedSession]) -> Option<&PlannedSession> {
    plan.iter().find(|session| session.status == PlannedStatus::Planned)
}

/// The days of the sessions in `plan`, in order.
pub fn dates(plan: &[PlannedSession]) -> Vec<Date> {
    plan.iter().map(|session| session.date).collect()
}

/// The last day of the induction: the day of its last session, given or planned. `None` while the plan
/// holds fewer sessions than the induction has.
pub fn end_of_induction(plan: &[PlannedSession], induction_sessions: u32) -> Option<Date> {
    plan.iter().find(|session| session.n == induction_sessions).map(|session| session.date)
}

/// Refuses a start in the past, for doors at which a course is planned ahead.
///
/// # Errors
/// [`PlanRefusal::StartBeforeToday`].
pub fn check_start(start: Date, today: Date) -> Result<(), PlanRefusal> {
    if start < today { Err(PlanRefusal::StartBeforeToday { start, today }) } else { Ok(()) }
}
