//! Planning the rest of a course that has begun.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::days::{add, between};
use super::request::MOST_DAYS;
use super::steps::{boosters, induction_sessions, turns};
use super::{Pause, PlanRefusal, PlanRequest, PlannedSession, Weekdays, plan};
use crate::ladder::Ladder;
use crate::protocol::Protocol;
use crate::record::{CourseRecord, CourseStatus, SessionStatus};

/// Plans a recorded course: given sessions stay, missed ones are dropped, and the rest is planned anew
/// from the course's today. Without chosen weekdays the course keeps the weekdays it has had, as far as
/// they hold the induction. A paused or ended course has no planned sessions.
///
/// # Errors
/// See [`PlanRefusal`].
pub fn plan_course(
    course: &CourseRecord,
    protocol: &Protocol,
    ladder: Option<&Ladder>,
    weekdays: Option<Weekdays>,
    closed: &BTreeSet<Date>,
) -> Result<Vec<PlannedSession>, PlanRefusal> {
    let request = PlanRequest::of_course(course, protocol);
    plan(&PlanRequest { ladder, weekdays, closed: closed.clone(), ..request })
}

impl<'a> PlanRequest<'a> {
    /// The request that plans the rest of `course`, a year ahead of its today, by its protocol's own
    /// rhythm and without a ladder. Fields may be changed before planning.
    pub fn of_course(course: &CourseRecord, protocol: &'a Protocol) -> Self {
        let dates_of = |status: SessionStatus| -> Vec<Date> {
            course.sessions.iter().filter(|s| s.status == status).map(|s| s.date).collect()
        };
        let planned = dates_of(SessionStatus::Planned);
        let (done, missed) = (dates_of(SessionStatus::Done), dates_of(SessionStatus::Missed));
        let mut known: Vec<Date> = [planned.as_slice(), &done, &missed].concat();
        known.sort_unstable();
        let start = known.first().copied().unwrap_or(course.today);
        let series = induction_sessions(course, protocol);
        known.truncate(series as usize);
        let ahead = between(start, course.today).max(0) + 365;
        // Somebody who did not come today is not expected today any more.
        let not_before = if missed.contains(&course.today) { add(course.today, 1) } else { course.today };
        Self {
            habits: vec![Weekdays::of(planned.iter().copied()), Weekdays::of(known)],
            days: u32::try_from(ahead).unwrap_or(MOST_DAYS).min(MOST_DAYS),
            done,
            missed,
            pauses: standstill(course).into_iter().collect(),
            not_before: Some(not_before),
            induction_sessions: Some(series),
            steps: turns(course),
            boosters: boosters(course),
            fixed: planned.iter().copied().filter(|day| *day >= not_before).collect(),
            ..Self::new(protocol, start)
        }
    }
}

/// A course that is paused or has ended plans nothing until further notice.
fn standstill(course: &CourseRecord) -> Option<Pause> {
    let stands = course.stopped_on.is_some()
        || matches!(course.status, Some(CourseStatus::Paused | CourseStatus::Ended));
    stands.then(|| Pause { from: course.stopped_on.unwrap_or(course.today).min(course.today), to: None })
}
