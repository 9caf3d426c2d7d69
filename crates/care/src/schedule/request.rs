//! What a plan is made from.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::days::{add, between, sub};
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
    /// Days on which a booster was decided that has not been given yet; together they ask for one.
    pub boosters: BTreeSet<Date>,
    /// Days to which sessions were moved by hand. Each stands for the session planned nearest to it, and
    /// is kept where it is legal and open, on any weekday.
    pub fixed: BTreeSet<Date>,
    /// Weekdays on which the clinic is open.
    pub open_days: Weekdays,
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
            boosters: BTreeSet::new(),
            fixed: BTreeSet::new(),
            open_days: Weekdays::ALL,
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

    /// Whether no session can be given on `date`: the clinic is closed, or the course pauses.
    pub(super) fn is_closed(&self, date: Date) -> bool {
        let shut = self.closed.contains(&date) || !self.open_days.contains(date.weekday());
        shut || self.pause_on(date).is_some()
    }

    /// The day fixed by hand for the session that would be planned on `by_plan`, the next one on `after`:
    /// the first legal open one that lies nearer to this session than to the next.
    pub(super) fn fixed_for(&self, floor: Date, by_plan: Option<Date>, after: Option<Date>) -> Option<Date> {
        let fixed = self.fixed.range(floor..).copied().find(|day| !self.is_closed(*day))?;
        let Some(date) = by_plan else { return Some(fixed) };
        let crowds = self.protocol.spacing.first_legal_day(&[date]).is_some_and(|legal| fixed < legal);
        let nearer = after.is_none_or(|next| between(date, fixed) <= between(fixed, next));
        (fixed <= date || crowds || nearer).then_some(fixed)
    }

    /// Days within which the induction fits, first and last day included; a longer series than the
    /// protocol's may take longer, in proportion.
    pub(super) fn span_days(phase: &Phase, sessions: u32) -> u64 {
        let usual = u64::from(phase.sessions.max(1));
        u64::from(phase.within_days) * u64::from(sessions).max(usual) / usual
    }

    /// Whether the calendar week of `date` already has as many sessions as the protocol gives in a week.
    pub(super) fn week_is_full(phase: &Phase, dates: &[Date], date: Date) -> bool {
        let monday = |day: Date| sub(day, u32::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0));
        let week = monday(date);
        let count = dates.iter().filter(|day| monday(**day) == week).count();
        count >= phase.per_week_max as usize
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
        let of = |start: Date| phase.rhythms_days.iter().map(move |r| Weekdays::of_rhythm(start, r));
        let working = self.open_days.and(Weekdays::WORKING);
        let outside = |days: Weekdays| days.and(working.not()).count();
        let allowed = outside(Weekdays::of([first]));
        let clear = of(first).find(|days| outside(*days) <= allowed);
        // Three a week from a Tuesday meets a weekend: after the first session the rhythm of another
        // weekday is taken, if it holds the series as well.
        let shifted = || {
            (1..7)
                .flat_map(|n| of(add(first, n)))
                .find(|days| outside(*days) == 0 && self.follows(phase, first, *days))
        };
        Ok(clear.or_else(shifted).or_else(|| of(first).next()).unwrap_or(Weekdays::ALL))
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

    /// Whether the series fits when its first session is on `first` and all others on `days`.
    fn follows(&self, phase: &Phase, first: Date, days: Weekdays) -> bool {
        let mut dates = vec![first];
        while dates.len() < phase.sessions as usize {
            let from = self.protocol.spacing.first_legal_day(&dates).unwrap_or(first);
            let fits =
                |date: &Date| days.contains(date.weekday()) && !Self::week_is_full(phase, &dates, *date);
            let Some(date) = (0..14).map(|n| add(from, n)).find(fits) else { return false };
            dates.push(date);
        }
        dates.last().is_some_and(|&last| between(first, last) < i64::from(phase.within_days))
    }

    /// Whether `sessions` fit on `days` in the time the protocol allows, with every day open. A pattern
    /// that holds them from one weekday holds them from each.
    fn holds(&self, phase: &Phase, days: Weekdays, sessions: u32) -> bool {
        let mut dates: Vec<Date> = Vec::new();
        for _ in 0..sessions {
            let from = self.protocol.spacing.first_legal_day(&dates).unwrap_or(self.start);
            let fits = |date: &Date| {
                days.and(self.open_days).contains(date.weekday()) && !Self::week_is_full(phase, &dates, *date)
            };
            let Some(date) = (0..14).map(|n| add(from, n)).find(fits) else { return false };
            dates.push(date);
        }
        let span = dates.first().zip(dates.last()).map_or(0, |(&first, &last)| between(first, last));
        u64::try_from(span).is_ok_and(|span| span < Self::span_days(phase, sessions))
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
