//! Planned sessions that were put on another day, and planned days that passed with nothing recorded.

use evenkeel_care::record::{CourseStatus, SessionStatus};
use evenkeel_care::schedule::{PlannedSession, PlannedStatus};
use evenkeel_store::course_bundle::CourseBundle;
use evenkeel_store::planned_move::PlannedMove;
use jiff::civil::Date;

/// A planned day that has passed, and nobody wrote down what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unrecorded {
    /// Number of the session in the plan.
    pub n: u32,
    /// The day.
    pub date: Date,
}

/// Days to which sessions were moved by hand and that still count: the last move of each session, while its
/// day has not passed and fewer sessions have been given.
pub(crate) fn moved_to(moves: &[PlannedMove], given: usize, today: Date) -> Vec<Date> {
    let last = |m: &&PlannedMove| !moves.iter().any(|o| o.session_number == m.session_number && o.id > m.id);
    let waits = |m: &&PlannedMove| usize::try_from(m.session_number).is_ok_and(|n| n > given);
    moves.iter().filter(|m| m.to_on >= today).filter(last).filter(waits).map(|m| m.to_on).collect()
}

/// Planned days of the plan in force that lie before today and that no session on record answers: one on
/// that day, or one on another day within its window that was not itself planned.
pub(crate) fn unrecorded(bundle: &CourseBundle, today: Date) -> Vec<Unrecorded> {
    let Some(plan) = bundle.plan.as_ref().filter(|_| bundle.course.status == CourseStatus::Active) else {
        return Vec::new();
    };
    let planned: Vec<PlannedSession> = plan.body.parse::<Vec<PlannedSession>>().unwrap_or_default();
    let planned: Vec<_> = planned.into_iter().filter(|s| s.status == PlannedStatus::Planned).collect();
    let held: Vec<Date> =
        bundle.sessions.iter().filter(|s| s.status != SessionStatus::Planned).map(|s| s.date).collect();
    let of_its_own = |day: &&Date| !planned.iter().any(|s| s.date == **day);
    let mut spare: Vec<Date> = held.iter().filter(of_its_own).copied().collect();
    let mut open = Vec::new();
    for session in planned.iter().filter(|s| s.date < today) {
        if held.contains(&session.date) || bundle.moves.iter().any(|m| m.from_on == session.date) {
            continue;
        }
        let instead = spare.iter().position(|day| *day >= session.earliest && *day <= session.latest);
        match instead {
            Some(at) => drop(spare.remove(at)),
            None => open.push(Unrecorded { n: session.n, date: session.date }),
        }
    }
    open
}
