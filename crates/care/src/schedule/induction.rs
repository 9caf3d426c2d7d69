//! The first series: given sessions as they were, then one session after the other on the first day
//! that is legal, open and on the pattern.

use jiff::civil::Date;

use super::days::{add, between};
use super::{PlanRefusal, PlanRequest, PlannedSession, PlannedStatus, Weekdays, dates, phase_of};
use crate::message::Message;
use crate::protocol::PhaseName;

/// Given sessions, unchanged and in order.
pub(super) fn given(request: &PlanRequest<'_>) -> Vec<PlannedSession> {
    let total = request.induction_sessions();
    (1..)
        .zip(request.done_in_order())
        .map(|(n, date)| PlannedSession {
            n,
            date,
            phase: phase_of(n, total),
            earliest: date,
            latest: date,
            status: PlannedStatus::Done,
            why: vec![Message::new("schedule.given").with("date", date)],
        })
        .collect()
}

/// Plans what is left of the induction.
pub(super) fn extend(
    request: &PlanRequest<'_>,
    sessions: &mut Vec<PlannedSession>,
) -> Result<(), PlanRefusal> {
    let total = request.induction_sessions();
    let pattern = request.pattern()?;
    while let Some(n) = u32::try_from(sessions.len()).ok().map(|n| n + 1).filter(|&n| n <= total) {
        let legal = request.protocol.spacing.first_legal_day(&dates(sessions)).unwrap_or(request.start);
        let from = request.not_before.map_or(legal, |day| legal.max(day));
        let given = dates(sessions);
        let Some(mut slot) = next_slot(request, pattern, &given, from)? else { break };
        let fixed = fixed(request, pattern, &given, from, slot.date)?.filter(|day| *day != slot.date);
        if let Some(date) = fixed {
            slot = Slot { date, passed_over: vec![] };
        }
        if slot.date > request.horizon() {
            break;
        }
        let mut why = reasons(request, sessions, pattern, n, &slot);
        why.extend(fixed.map(|date| Message::new("schedule.moved").with("date", date)));
        sessions.push(planned(n, slot.date, PhaseName::Induction, why));
    }
    Ok(())
}

/// The day fixed by hand that is meant for the session planned on `date`.
fn fixed(
    request: &PlanRequest<'_>,
    pattern: Weekdays,
    given: &[Date],
    from: Date,
    date: Date,
) -> Result<Option<Date>, PlanRefusal> {
    if request.fixed.is_empty() {
        return Ok(None);
    }
    let with: Vec<Date> = given.iter().copied().chain([date]).collect();
    let legal = request.protocol.spacing.first_legal_day(&with).unwrap_or(date);
    let after = next_slot(request, pattern, &with, legal)?.map(|slot| slot.date);
    Ok(request.fixed_for(from, Some(date), after))
}

/// A planned session whose window is still to be filled in.
pub(super) const fn planned(n: u32, date: Date, phase: PhaseName, why: Vec<Message>) -> PlannedSession {
    PlannedSession { n, date, phase, earliest: date, latest: date, status: PlannedStatus::Planned, why }
}

/// A day that was found, and the days that would have come first but are closed.
pub(super) struct Slot {
    pub(super) date: Date,
    pub(super) passed_over: Vec<Date>,
}

/// The first day on or after `from` that is open and on the pattern. Without chosen weekdays the pattern
/// is a habit, not a wish: the first session falls on any open day, and when a day of the rhythm is
/// closed the next open working day stands in for it. `None`: a pause without end has begun.
pub(super) fn next_slot(
    request: &PlanRequest<'_>,
    pattern: Weekdays,
    given: &[Date],
    from: Date,
) -> Result<Option<Slot>, PlanRefusal> {
    let bound = request.weekdays.is_some();
    let (phase, first) = (request.phase()?, given.is_empty());
    let mut passed_over = Vec::new();
    for date in (0..=366).map(|n| add(from, n)) {
        if request.is_over(date) {
            return Ok(None);
        }
        let stands_in = !bound && !passed_over.is_empty() && Weekdays::WORKING.contains(date.weekday());
        let any_day = !bound && first;
        let allowed = pattern.contains(date.weekday()) || stands_in || any_day;
        if !allowed || PlanRequest::week_is_full(phase, given, date) {
            continue;
        }
        if !request.is_closed(date) {
            return Ok(Some(Slot { date, passed_over }));
        }
        passed_over.push(date);
    }
    Err(PlanRefusal::NoOpenDay { from })
}

fn reasons(
    request: &PlanRequest<'_>,
    before: &[PlannedSession],
    pattern: Weekdays,
    n: u32,
    slot: &Slot,
) -> Vec<Message> {
    let mut why = Vec::new();
    match before.last() {
        None if slot.date == request.start => {
            why.push(Message::new("schedule.first").with("start", slot.date));
        }
        None => why.push(Message::new("schedule.first_open").with("start", request.start)),
        Some(previous) => {
            why.push(
                Message::new("schedule.series")
                    .with("n", n)
                    .with("of", request.induction_sessions())
                    .with("days", between(previous.date, slot.date))
                    .with("previous", previous.date),
            );
            let spacing = request.protocol.spacing;
            why.push(
                Message::new("schedule.spacing")
                    .with("min_gap_days", spacing.min_gap_days)
                    .with("max_sessions", spacing.max_sessions)
                    .with("window_days", spacing.window_days),
            );
        }
    }
    let key = if request.weekdays.is_some() { "schedule.weekdays" } else { "schedule.rhythm" };
    why.push(Message::new(key).with("weekdays", pattern));
    why.extend(detours(request, before.last().map(|previous| previous.date), slot));
    why.extend(past_span(request, before, slot.date));
    why
}

/// What moved a session away from the day it would have had: missed sessions, closed days, pauses.
pub(super) fn detours(request: &PlanRequest<'_>, previous: Option<Date>, slot: &Slot) -> Vec<Message> {
    let mut missed: Vec<Date> = request
        .missed
        .iter()
        .copied()
        .filter(|&day| day < slot.date && previous.is_none_or(|previous| day > previous))
        .collect();
    missed.sort_unstable();
    missed.dedup();
    let mut why = Vec::new();
    if !missed.is_empty() {
        why.push(Message::new("schedule.missed").with("dates", list(&missed)));
    }
    let (paused, closed): (Vec<Date>, Vec<Date>) = slot
        .passed_over
        .iter()
        .filter(|day| request.open_days.contains(day.weekday()))
        .partition(|&&day| request.pause_on(day).is_some());
    if !closed.is_empty() {
        why.push(Message::new("schedule.closed").with("dates", list(&closed)));
    }
    if let Some(pause) = paused.first().and_then(|&day| request.pause_on(day)) {
        let to = pause.to.map_or_else(String::new, |day| day.to_string());
        why.push(Message::new("schedule.pause").with("from", pause.from).with("to", to));
    }
    why
}

/// A series that missed sessions or closed days have pushed past the protocol's span.
fn past_span(request: &PlanRequest<'_>, before: &[PlannedSession], date: Date) -> Option<Message> {
    let within_days = PlanRequest::span_days(request.phase().ok()?, request.induction_sessions());
    let first = before.first()?.date;
    (between(first, date) >= i64::try_from(within_days).unwrap_or(i64::MAX))
        .then(|| Message::new("schedule.past_span").with("within_days", within_days))
}

fn list(days: &[Date]) -> String {
    let words: Vec<String> = days.iter().map(Date::to_string).collect();
    words.join(", ")
}
