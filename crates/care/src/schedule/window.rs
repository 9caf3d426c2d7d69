//! The window of a session: where it alone could be moved without another session having to move.

use jiff::civil::Date;

use super::days::{add, sub};
use super::{PlanRequest, PlannedSession, PlannedStatus, dates, end_of_induction};
use crate::protocol::PhaseName;

/// The first and the last legal day of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub earliest: Date,
    /// Last day.
    pub latest: Date,
}

impl Window {
    /// Whether `date` lies in it.
    pub fn contains(&self, date: Date) -> bool {
        date >= self.earliest && date <= self.latest
    }
}

/// In which window session number `n` of `plan` is legal; `None` if the plan has no such session.
pub fn window(plan: &[PlannedSession], n: u32) -> Option<Window> {
    let session = plan.iter().find(|session| session.n == n)?;
    Some(Window { earliest: session.earliest, latest: session.latest })
}

/// Fills in the windows of all planned sessions.
pub(super) fn fill(request: &PlanRequest<'_>, sessions: &mut [PlannedSession]) {
    let all = dates(sessions);
    let end = end_of_induction(sessions, request.induction_sessions());
    for (i, session) in sessions.iter_mut().enumerate() {
        if session.status == PlannedStatus::Done {
            continue;
        }
        let (earlier, rest) = all.split_at(i);
        let later = rest.get(1..).unwrap_or_default();
        let limits = match session.phase {
            PhaseName::Induction => induction_limits(request, session.date, earlier, later, end),
            PhaseName::Maintenance => (Some(session.earliest), Some(session.latest)),
        };
        let legal_from = request.protocol.spacing.first_legal_day(earlier).unwrap_or(request.start);
        let earliest = limits.0.map_or(legal_from, |day| legal_from.max(day));
        let earliest = request.not_before.map_or(earliest, |day| earliest.max(day));
        let latest = request.protocol.spacing.last_legal_day(later).into_iter().chain(limits.1).min();
        session.earliest = earliest.min(session.date);
        session.latest = latest.unwrap_or(session.date).max(session.date);
    }
}

type Limits = (Option<Date>, Option<Date>);

/// The induction stays within its span, and its last session keeps the first rung's least distance.
fn induction_limits(
    request: &PlanRequest<'_>,
    date: Date,
    earlier: &[Date],
    later: &[Date],
    end: Option<Date>,
) -> Limits {
    let days = request.phase().map_or(0, |phase| PlanRequest::span_days(phase, request.induction_sessions()));
    let span = u32::try_from(days).unwrap_or(0).saturating_sub(1);
    let first = earlier.first().copied().unwrap_or(date);
    let from = earlier.is_empty().then(|| end.map(|day| sub(day, span))).flatten();
    let to = add(first, span);
    let closes = end == Some(date) && !later.is_empty();
    let rung = request.ladder.filter(|_| closes).and_then(|ladder| ladder.rung_on(0));
    let before_rung = rung.zip(later.first()).map(|(rung, &next)| sub(next, rung.earliest_days));
    (from, Some(before_rung.map_or(to, |day| to.min(day))))
}
