//! Maintenance: one session after the other, each the rung's interval after the one before.

use jiff::civil::Date;

use super::cycle::Cycle;
use super::days::{add, between};
use super::induction::{Slot, detours, planned};
use super::steps::Steps;
use super::{PlanRefusal, PlanRequest, PlannedSession, PlannedStatus, Weekdays, dates, end_of_induction};
use crate::ladder::{Ladder, Rung};
use crate::message::Message;
use crate::protocol::PhaseName;

/// What one maintenance session is planned from.
pub(super) struct Place<'r, 'a> {
    pub(super) request: &'r PlanRequest<'a>,
    pub(super) allowed: Weekdays,
    pub(super) previous: Date,
    /// The first day that the spacing, the course's today and the sessions before allow.
    pub(super) floor: Date,
}

/// Weekdays on which maintenance sessions may fall.
pub(super) fn allowed(request: &PlanRequest<'_>) -> Result<Weekdays, PlanRefusal> {
    match request.weekdays {
        Some(days) => Ok(days),
        None => Ok(request.pattern()?.or(Weekdays::WORKING)),
    }
}

/// Plans maintenance up to the horizon, once the induction is complete in the plan: decided boosters
/// first, then the ladder, and between them the days that were fixed by hand.
pub(super) fn extend(
    request: &PlanRequest<'_>,
    sessions: &mut Vec<PlannedSession>,
) -> Result<(), PlanRefusal> {
    let Some(end) = end_of_induction(sessions, request.induction_sessions()) else { return Ok(()) };
    let allowed = allowed(request)?;
    let steps = request.ladder.map(|ladder| Steps::of(ladder, end, request)).unwrap_or_default();
    let mut booster = request.boosters.last().copied();
    while let Some(previous) = sessions.last().map(|session| session.date) {
        let legal = request.protocol.spacing.first_legal_day(&dates(sessions)).unwrap_or(previous);
        let floor = request.not_before.map_or(legal, |day| legal.max(day));
        let place = Place { request, allowed, previous, floor };
        let next = match booster.take() {
            Some(decided) => place.booster(decided)?,
            None => place.by_ladder(&steps, end, sessions)?,
        };
        let next = place.fixed(next);
        let Some(session) = next.filter(|session| session.date <= request.horizon()) else { break };
        let n = u32::try_from(sessions.len()).unwrap_or(u32::MAX).saturating_add(1);
        let follows_in_pair = session.why.first().is_some_and(|reason| reason.key == "schedule.pair");
        if let Some(first) = sessions.last_mut().filter(|_| follows_in_pair) {
            // The two of a pair move together or not at all.
            if first.status == PlannedStatus::Planned {
                (first.earliest, first.latest) = (first.date, first.date);
            }
        }
        sessions.push(PlannedSession { n, ..session });
    }
    Ok(())
}

impl Place<'_, '_> {
    /// The booster decided on `decided`: the first open day that is legal.
    fn booster(&self, decided: Date) -> Result<Option<PlannedSession>, PlanRefusal> {
        let Some(date) = self.first_open(self.floor.max(decided))? else { return Ok(None) };
        let why =
            vec![Message::new("schedule.booster").with("date", decided).with("previous", self.previous)];
        Ok(Some(PlannedSession { latest: add(date, 7), ..session(date, self.floor, date, why) }))
    }

    /// The session the ladder asks for; `None` where it asks for none.
    pub(super) fn by_ladder(
        &self,
        steps: &Steps,
        end: Date,
        sessions: &[PlannedSession],
    ) -> Result<Option<PlannedSession>, PlanRefusal> {
        let Some(ladder) = self.request.ladder else { return Ok(None) };
        let cycle = Cycle::of(ladder, steps, end, sessions);
        if let Some((rung, days)) = cycle.second
            && let Some(date) = self.first_open(self.floor.max(add(cycle.anchor, days)))?
            && between(cycle.anchor, date) < i64::from(rung.earliest_days)
        {
            let why = Message::new("schedule.pair")
                .with("ladder", &ladder.name)
                .with("days", between(cycle.anchor, date))
                .with("previous", cycle.anchor);
            let slot = Slot { date, passed_over: vec![] };
            let why = [vec![why], detours(self.request, Some(self.previous), &slot)].concat();
            return Ok(Some(session(date, date, date, why)));
        }
        let Some(rung) = ladder.rung_after_steps(between(end, cycle.anchor), steps.shift) else {
            return Ok(None);
        };
        let Some(slot) = self.slot(rung, cycle.anchor)? else { return Ok(None) };
        let mut why = self.reasons(ladder, rung, cycle.anchor, &slot);
        why.extend(steps.reason(rung));
        let window = (add(cycle.anchor, rung.earliest_days), add(cycle.anchor, rung.latest_days));
        Ok(Some(session(slot.date, window.0, window.1, why)))
    }

    /// The day fixed by hand that is meant for this session, in its place.
    fn fixed(&self, next: Option<PlannedSession>) -> Option<PlannedSession> {
        let by_plan = next.as_ref().map(|next| next.date);
        let after = by_plan.map(|date| add(date, u32::try_from(between(self.previous, date)).unwrap_or(0)));
        let Some(date) = self.request.fixed_for(self.floor, by_plan, after) else { return next };
        if by_plan == Some(date) {
            return next;
        }
        let why = vec![
            Message::new("schedule.fixed")
                .with("date", date)
                .with("days", between(self.previous, date))
                .with("previous", self.previous),
        ];
        let window = next.map_or((date, date), |next| (next.earliest, next.latest));
        Some(session(date, window.0.min(date), window.1.max(date), why))
    }

    /// The allowed open day nearest to the rung's day within its window, the earlier of two (a session
    /// comes a little before the effect wears off); else the first allowed open day after the window. Of
    /// a pair, a first day that leaves the second its own comes before one that does not.
    fn slot(&self, rung: Rung, anchor: Date) -> Result<Option<Slot>, PlanRefusal> {
        let target = add(anchor, rung.every_days);
        let latest = add(anchor, rung.latest_days);
        let floor = self.floor.max(add(anchor, rung.earliest_days));
        let pair = |date: &Date| rung.pair_days.is_none_or(|days| self.open(add(*date, days)));
        let nearest = (0..=rung.latest_days)
            .map(|n| add(floor, n))
            .take_while(|date| *date <= latest)
            .filter(|date| self.open(*date))
            .min_by_key(|date| (!pair(date), between(target, *date).abs()));
        let date = match nearest {
            Some(date) => date,
            None => match self.first_open(floor.max(add(latest, 1)))? {
                Some(date) => date,
                None => return Ok(None),
            },
        };
        let on_the_way = target.min(date)..=target.max(date);
        let passed_over = (0..=rung.latest_days + 366)
            .map(|n| add(anchor, n))
            .filter(|day| on_the_way.contains(day))
            .filter(|day| self.allowed.contains(day.weekday()) && self.request.is_closed(*day))
            .collect();
        Ok(Some(Slot { date, passed_over }))
    }

    fn open(&self, date: Date) -> bool {
        self.allowed.contains(date.weekday()) && !self.request.is_closed(date)
    }

    /// The first allowed open day from `from` on; `None` in a pause without an end.
    fn first_open(&self, from: Date) -> Result<Option<Date>, PlanRefusal> {
        let found = (0..=366).map(|n| add(from, n)).find(|date| self.open(*date));
        match found {
            None if !self.request.is_over(add(from, 366)) => Err(PlanRefusal::NoOpenDay { from }),
            found => Ok(found),
        }
    }

    fn reasons(&self, ladder: &Ladder, rung: Rung, anchor: Date, slot: &Slot) -> Vec<Message> {
        let mut why = vec![
            Message::new("schedule.rung")
                .with("ladder", &ladder.name)
                .with("every_days", rung.every_days)
                .with("earliest_days", rung.earliest_days)
                .with("latest_days", rung.latest_days)
                .with("days", between(anchor, slot.date))
                .with("previous", anchor)
                .with("grade", ladder.grade),
        ];
        if let Some(weekdays) = self.request.weekdays {
            why.push(Message::new("schedule.weekdays").with("weekdays", weekdays));
        }
        why.extend(detours(self.request, Some(self.previous), slot));
        if slot.date > add(anchor, rung.latest_days) {
            why.push(Message::new("schedule.past_window").with("latest_days", rung.latest_days));
        }
        why
    }
}

fn session(date: Date, earliest: Date, latest: Date, why: Vec<Message>) -> PlannedSession {
    PlannedSession { earliest, latest, ..planned(0, date, PhaseName::Maintenance, why) }
}
