//! A maintenance as it would be lived: after each session, the day of the next. For simulated courses, by the code that
//! plans real ones.

use jiff::civil::Date;

use super::induction::planned;
use super::maintenance::{self, Place};
use super::steps::Steps;
use super::{PlanRefusal, PlanRequest, Weekdays};
use crate::protocol::PhaseName;

/// The maintenance of a course after its induction, one session at a time.
#[derive(Debug, Clone)]
pub struct Rhythm<'a> {
    request: PlanRequest<'a>,
    end: Date,
    allowed: Weekdays,
    steps: Steps,
}

impl<'a> Rhythm<'a> {
    /// The maintenance that follows an induction whose last session falls on `end`. Days that were fixed by hand and
    /// decided boosters belong to the plan alone.
    ///
    /// # Errors
    /// See [`PlanRefusal`].
    pub fn new(request: PlanRequest<'a>, end: Date) -> Result<Self, PlanRefusal> {
        let allowed = maintenance::allowed(&request)?;
        let steps = request.ladder.map(|ladder| Steps::of(ladder, end, &request)).unwrap_or_default();
        Ok(Self { request, end, allowed, steps })
    }

    /// The day of the session after `before` (days of the maintenance sessions so far, in order; the last two are
    /// enough), `steps` further steps along the ladder than was decided (negative: shorter intervals). `None` where
    /// the ladder has ended or plans no dates, or no day is open.
    pub fn next(&self, before: &[Date], steps: i64) -> Option<Date> {
        let sessions: Vec<_> =
            before.iter().map(|day| planned(0, *day, PhaseName::Maintenance, Vec::new())).collect();
        let previous = before.last().copied().unwrap_or(self.end);
        let known: Vec<Date> = std::iter::once(self.end).chain(before.iter().copied()).collect();
        let legal = self.request.protocol.spacing.first_legal_day(&known).unwrap_or(previous);
        let floor = self.request.not_before.map_or(legal, |day| legal.max(day));
        let place = Place { request: &self.request, allowed: self.allowed, previous, floor };
        let steps = Steps { shift: self.steps.shift.saturating_add(steps), last: None };
        place.by_ladder(&steps, self.end, &sessions).ok().flatten().map(|session| session.date)
    }

    /// Whether a session's place within a pair matters to the next.
    pub fn has_pairs(&self) -> bool {
        self.request.ladder.is_some_and(|ladder| ladder.rungs.iter().any(|rung| rung.pair_days.is_some()))
    }
}
