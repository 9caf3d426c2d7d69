//! What a plan is made from.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::days::{add, between};
use super::{PlanRefusal, Weekdays};
use crate::ladder::Ladder;
use crate::protocol::{Phase, Protocol};

/// The longest horizon that can be planned, days (ten years).
pub(super) const MOST_DAYS: u32 = 3653;

/// A time in which no session is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Its first day.
    pub from: Date,
    /// Its last day; `None`: until further notice, so that nothing is planned after `from`.
    pub to: Option<Date>,
}

/// What a plan is made from. The order of the lists carries no meaning.
#[derive(Debug, Clone)]
pub struct PlanRequest<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The ladder for maintenance; `None`: the plan ends with the induction.
    pub ladder: Option<&'a Ladder>,
    /// The day from which the first session is planned, and from which the horizon counts.
    pub start: Date,
    /// Weekdays on which sessions may fall, in maintenance too; `None`: the protocol's own rhythm.
    pub weekdays: Option<Weekdays>,
    /// Weekdays on which this course's sessions are used to fall, the best guess first; the first that can
    /// hold a whole induction is used where none were chosen. Not binding.
    pub habits: Vec<Weekdays>,
    /// Days on which the clinic is closed.
    pub closed: BTreeSet<Date>,
    /// How far ahead sessions are planned, days from `start`, both ends included.
    pub days: u32,
    /// Sessions already given.
    pub done: Vec<Date>,
    /// Dates on which the patient did not come; they only serve as a reason.
    pub missed: Vec<Date>,
    /// Times without sessions.
    pub pauses: Vec<Pause>,
    /// Nothing is planned before this day.
    pub not_before: Option<Date>,
    /// Number of induction sessions, where a clinician has made the series longer or shorter.
    pub induction_sessions: Option<u32>,
    /// Steps on the ladder that were decided, by day: 1 longer, −1 shorter. What was decided before the
    /// end of the induction does not count.
    pub steps: BTreeMap<Date, i64>,
}

impl<'a> PlanRequest<'a> {
    /// A plan from `start` by the protocol's own rhythm: induction only, a year ahead, nothing given yet.
    pub fn new(protocol: &'a Protocol, start: Date) -> Self {
        Self {
            protocol,
            ladder: None,
            start,
            weekdays: None,
            habits: Vec::new(),
            closed: BTreeSet::new(),
            days: 365,
            done: Vec::new(),
            missed: Vec::new(),
            pauses: Vec::new(),
            not_before: None,
            induction_sessions: None,
            steps: BTreeMap::new(),
        }
    }

    /// Number of induction sessions.
    pub fn induction_sessions(&self) -> u32 {
        self.induction_sessions.unwrap_or_else(|| self.protocol.induction_sessions())
    }

    /// The last day that is planned.
    pub(super) fn horizon(&self) -> Date {
        add(self.start, self.days)
    }

    /// Given sessions, in order.
    pub(super) fn done_in_order(&self) -> Vec<Date> {
        let mut done = self.done.clone();
        done.sort_unstable();
        done
    }

    pub(super) fn phase(&self) -> Result<&'a Phase, PlanRefusal> {
        let refused = || PlanRefusal::NoInduction { protocol: self.protocol.id.clone() };
        self.protocol.induction().filter(|phase| phase.sessions > 0).ok_or_else(refused)
    }

    /// Whether no session can be given on `date` because of a closed day or a pause.
    pub(super) fn is_closed(&self, date: Date) -> bool {
        self.closed.contains(&date) || self.pause_on(date).is_some()
    }

    pub(super) fn pause_on(&self, date: Date) -> Option<&Pause> {
        self.pauses.iter().find(|pause| date >= pause.from && pause.to.is_none_or(|to| date <= to))
    }

    /// Whether everything from `date` on lies in a pause without an end.
    pub(super) fn is_over(&self, date: Date) -> bool {
        self.pauses.iter().any(|pause| pause.to.is_none() && date >= pause.from)
    }

    /// The day from which a rhythm counts: the first open day on or after the start.
    fn anchor(&self) -> Date {
        (0..=366).map(|n| add(self.start, n)).find(|&day| !self.is_closed(day)).unwrap_or(self.start)
    }

    /// The chosen weekdays, else the course's habit, else those of the first of the protocol's rhythms
    /// that stays clear of weekends when it starts on the first open day.
    pub(super) fn pattern(&self) -> Result<Weekdays, PlanRefusal> {
        let phase = self.phase()?;
        let fits = |days: &Weekdays| self.holds(phase, *days, phase.sessions);
        if let Some(days) = self.weekdays.or_else(|| self.habits.iter().copied().find(fits)) {
            return Ok(days);
        }
        let first = self.anchor();
        let of = |rhythm: &Vec<u32>| Weekdays::of_rhythm(first, rhythm);
        let weekend_start = Weekdays::of([first]).weekend_days();
        let clear = phase.rhythms_days.iter().map(of).find(|days| days.weekend_days() <= weekend_start);
        Ok(clear.or_else(|| phase.rhythms_days.first().map(of)).unwrap_or(Weekdays::ALL))
    }

    /// Refuses what cannot be planned, whatever the calendar.
    pub(super) fn check(&self) -> Result<(), PlanRefusal> {
        if self.days == 0 || self.days > MOST_DAYS {
            return Err(PlanRefusal::Horizon { days: self.days, most: MOST_DAYS });
        }
        if !(1900..=9000).contains(&self.start.year()) {
            return Err(PlanRefusal::StartOutOfRange { start: self.start });
        }
        let phase = self.phase()?;
        let done = u32::try_from(self.done.len()).unwrap_or(u32::MAX);
        let left = self.induction_sessions().saturating_sub(done);
        match self.weekdays {
            Some(days) if days.is_empty() => Err(PlanRefusal::NoWeekdays),
            Some(days) if !self.holds(phase, days, left) => Err(self.impossible(phase, days)),
            _ => Ok(()),
        }
    }

    /// Whether `sessions` fit on `days` in the time the protocol allows, with every day open. A pattern
    /// that holds them from one weekday holds them from each.
    fn holds(&self, phase: &Phase, days: Weekdays, sessions: u32) -> bool {
        let mut dates: Vec<Date> = Vec::new();
        for _ in 0..sessions {
            let from = self.protocol.spacing.first_legal_day(&dates).unwrap_or(self.start);
            let Some(date) = (0..7).map(|n| add(from, n)).find(|date| days.contains(date.weekday())) else {
                return false;
            };
            dates.push(date);
        }
        let span = dates.first().zip(dates.last()).map_or(0, |(&first, &last)| between(first, last));
        // A longer series than the protocol's may take longer, in proportion.
        let usual = u64::from(phase.sessions.max(1));
        let allowed = u64::from(phase.within_days) * u64::from(sessions).max(usual) / usual;
        u64::try_from(span).is_ok_and(|span| span < allowed)
    }

    fn impossible(&self, phase: &Phase, weekdays: Weekdays) -> PlanRefusal {
        let spacing = self.protocol.spacing;
        PlanRefusal::ImpossibleWeekdays {
            weekdays,
            sessions: self.induction_sessions(),
            within_days: phase.within_days,
            min_gap_days: spacing.min_gap_days,
            max_sessions: spacing.max_sessions,
            window_days: spacing.window_days,
        }
    }
}
