//! Maintenance: one session after the other, each the rung's interval after the one before.

use jiff::civil::Date;

use super::days::{add, between};
use super::induction::{Slot, detours, planned};
use super::steps::Steps;
use super::{PlanRefusal, PlanRequest, PlannedSession, Weekdays, dates, end_of_induction};
use crate::ladder::{Ladder, Rung};
use crate::message::Message;
use crate::protocol::PhaseName;

/// Plans maintenance up to the horizon, once the induction is complete in the plan.
pub(super) fn extend(
    request: &PlanRequest<'_>,
    sessions: &mut Vec<PlannedSession>,
) -> Result<(), PlanRefusal> {
    let Some(ladder) = request.ladder else { return Ok(()) };
    let Some(end) = end_of_induction(sessions, request.induction_sessions()) else { return Ok(()) };
    let allowed = match request.weekdays {
        Some(days) => days,
        None => request.pattern()?.or(Weekdays::WORKING),
    };
    let steps = Steps::taken(ladder, end, &request.done_in_order(), &request.steps);
    while let Some(previous) = sessions.last().map(|session| session.date) {
        let Some(rung) = ladder.rung_after_steps(between(end, previous), steps.shift) else { break };
        let legal = request.protocol.spacing.first_legal_day(&dates(sessions)).unwrap_or(previous);
        let Some(slot) = next_slot(request, allowed, rung, previous, legal)? else { break };
        if slot.date > request.horizon() {
            break;
        }
        let mut why = reasons(request, ladder, rung, previous, &slot);
        why.extend(steps.reason(rung));
        let n = u32::try_from(sessions.len()).unwrap_or(u32::MAX).saturating_add(1);
        sessions.push(planned(n, slot.date, PhaseName::Maintenance, why));
    }
    Ok(())
}

/// The allowed open day nearest to the rung's day within its window, the earlier of two (a session comes
/// a little before the effect wears off); else the first allowed open day after the window.
fn next_slot(
    request: &PlanRequest<'_>,
    allowed: Weekdays,
    rung: Rung,
    previous: Date,
    legal: Date,
) -> Result<Option<Slot>, PlanRefusal> {
    let target = add(previous, rung.every_days);
    let latest = add(previous, rung.latest_days);
    let floor = request.not_before.map_or(legal, |day| legal.max(day)).max(add(previous, rung.earliest_days));
    let open = |date: &Date| allowed.contains(date.weekday()) && !request.is_closed(*date);
    let in_window = |date: &Date| *date <= latest;
    let nearest = (0..=rung.latest_days)
        .map(|n| add(floor, n))
        .take_while(in_window)
        .filter(open)
        .min_by_key(|&date| between(target, date).abs());
    let date = match nearest {
        Some(date) => Some(date),
        None => (0..=366).map(|n| add(floor.max(add(latest, 1)), n)).find(open),
    };
    let Some(date) = date else {
        return if request.is_over(add(latest, 366)) {
            Ok(None)
        } else {
            Err(PlanRefusal::NoOpenDay { from: floor })
        };
    };
    let between_them = |day: &Date| *day > target.min(date) && *day < target.max(date);
    let passed_over = (0..=rung.latest_days + 366)
        .map(|n| add(previous, n))
        .filter(|day| (*day == target && *day != date) || between_them(day))
        .filter(|day| allowed.contains(day.weekday()) && request.is_closed(*day))
        .collect();
    Ok(Some(Slot { date, passed_over }))
}

fn reasons(
    request: &PlanRequest<'_>,
    ladder: &Ladder,
    rung: Rung,
    previous: Date,
    slot: &Slot,
) -> Vec<Message> {
    let mut why = vec![
        Message::new("schedule.rung")
            .with("ladder", &ladder.name)
            .with("every_days", rung.every_days)
            .with("earliest_days", rung.earliest_days)
            .with("latest_days", rung.latest_days)
            .with("days", between(previous, slot.date))
            .with("previous", previous)
            .with("grade", ladder.grade),
    ];
    if let Some(weekdays) = request.weekdays {
        why.push(Message::new("schedule.weekdays").with("weekdays", weekdays));
    }
    why.extend(detours(request, Some(previous), slot));
    if slot.date > add(previous, rung.latest_days) {
        why.push(Message::new("schedule.past_window").with("latest_days", rung.latest_days));
    }
    why
}
