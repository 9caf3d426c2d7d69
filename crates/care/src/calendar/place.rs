//! The rest of a course placed in one go: each session on its planned day, where there is room; else on the nearest day
//! of its window on which spacing, house and staff allow it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{House, Lengths, Stay};
use crate::protocol::Spacing;
use crate::schedule::days::{add, between, sub};

/// How far from its planned day a session is looked for, days; its own window is narrower as a rule.
const FAR: u32 = 28;

/// A session that is to be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Its number in the course.
    pub n: u32,
    /// The day the plan has it on.
    pub date: Date,
    /// The first day to which it alone could be moved.
    pub earliest: Date,
    /// The last day to which it alone could be moved.
    pub latest: Date,
    /// How long it takes.
    pub lengths: Lengths,
}

/// What the patient would like; kept as nearly as there is room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Minute of the day.
    pub start: Option<u32>,
    /// Name of a chair.
    pub chair: Option<String>,
}

/// What a series is placed from. The order of the lists carries no meaning.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// The house.
    pub house: &'a House,
    /// How close sessions of the course may be.
    pub spacing: Spacing,
    /// Days of the course's sessions that are given or stay booked.
    pub kept: &'a [Date],
    /// The sessions to be booked.
    pub wanted: &'a [Wanted],
    /// What is booked already, of everybody, by day.
    pub taken: &'a BTreeMap<Date, Vec<Stay>>,
    /// What the patient would like.
    pub wish: Wish,
    /// Nothing begins before this minute of this day.
    pub not_before: (Date, u32),
}

/// Where a session fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// The day.
    pub date: Date,
    /// Chair and time.
    pub stay: Stay,
}

/// A session that has its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its number in the course.
    pub n: u32,
    /// The day the plan has it on.
    pub planned: Date,
    /// The day on which it fits; another one than planned asks for a move of the plan.
    pub at: Fit,
    /// Where the day is another one: why the planned day does not do.
    pub why_moved: Option<WhyNot>,
}

/// A session without a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPlaced {
    /// Its number in the course.
    pub n: u32,
    /// The day the plan has it on.
    pub planned: Date,
    /// Why it does not fit on that day; no other day of its window does either.
    pub why: WhyNot,
}

/// What became of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has a place.
    Placed(Placed),
    /// It has none.
    NotPlaced(NotPlaced),
}

/// Why a session does not fit on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// The clinic is closed.
    Closed,
    /// The day, or what is left of it, is over.
    Past,
    /// It takes longer than the clinic is open.
    TooLong,
    /// It would be too close to another session of the course, or out of their order.
    TooClose,
    /// No chair is free for long enough.
    ChairsTaken,
    /// A chair is free, but the nurses of the day have as many as they may watch.
    StaffFull,
}

/// Places the sessions of a course, the first one first.
pub fn place(series: &Series<'_>) -> Vec<Outcome> {
    let mut wanted = series.wanted.to_vec();
    wanted.sort_unstable_by_key(|session| (session.date, session.n));
    let mut days: Vec<Date> = wanted.iter().map(|session| session.date).collect();
    let mut outcomes = Vec::new();
    for (i, session) in wanted.iter().enumerate() {
        // Those before stand where they were put, those after where the plan has them.
        let others: Vec<Date> = days
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(_, day)| *day)
            .chain(series.kept.iter().copied())
            .collect();
        let at_plan = series.on(session, session.date, &others);
        let outcome = match at_plan {
            Ok(at) => Outcome::Placed(Placed { n: session.n, planned: session.date, at, why_moved: None }),
            Err(why) => series.nearby(session, &others, why),
        };
        if let (Outcome::Placed(placed), Some(day)) = (&outcome, days.get_mut(i)) {
            *day = placed.at.date;
        }
        outcomes.push(outcome);
    }
    outcomes
}

impl Series<'_> {
    /// The nearest other day of the window, the earlier of two.
    fn nearby(&self, session: &Wanted, others: &[Date], why: WhyNot) -> Outcome {
        let Wanted { n, date: planned, .. } = *session;
        let by_distance = (1..=FAR).flat_map(|far| [sub(planned, far), add(planned, far)]);
        let in_window = |day: &Date| *day >= session.earliest && *day <= session.latest;
        let found = by_distance.filter(in_window).find_map(|day| self.on(session, day, others).ok());
        match found {
            Some(at) => Outcome::Placed(Placed { n, planned, at, why_moved: Some(why) }),
            None => Outcome::NotPlaced(NotPlaced { n, planned, why }),
        }
    }

    /// The place of a session on a day nearest to the wish.
    fn on(&self, session: &Wanted, date: Date, others: &[Date]) -> Result<Fit, WhyNot> {
        if date < self.not_before.0 {
            return Err(WhyNot::Past);
        }
        if self.out_of_place(session, date, others) {
            return Err(WhyNot::TooClose);
        }
        self.house.hours(date).ok_or(WhyNot::Closed)?;
        let empty = Vec::new();
        let taken = self.taken.get(&date).unwrap_or(&empty);
        let starts: Vec<u32> = self.house.starts(date, session.lengths).collect();
        if starts.is_empty() {
            return Err(WhyNot::TooLong);
        }
        let open: Vec<u32> = starts
            .into_iter()
            .filter(|start| date > self.not_before.0 || *start >= self.not_before.1)
            .collect();
        if open.is_empty() {
            return Err(WhyNot::Past);
        }
        self.nearest(date, &open, taken, session.lengths)
    }

    fn nearest(&self, date: Date, starts: &[u32], taken: &[Stay], lengths: Lengths) -> Result<Fit, WhyNot> {
        let wish = self.wish.start.unwrap_or(0);
        let mut a_chair_is_free = false;
        let mut best: Option<((u32, bool, usize, u32), Stay)> = None;
        for (place, chair) in self.house.chairs.iter().enumerate() {
            for &start in starts {
                let stay = Stay { chair: chair.clone(), start, lengths };
                if self.house.in_the_way(taken, &stay).is_some() {
                    continue;
                }
                a_chair_is_free = true;
                if self.house.check(date, taken, &stay).is_err() {
                    continue;
                }
                let other_chair = self.wish.chair.as_ref().is_some_and(|wish| wish != chair);
                let key = (start.abs_diff(wish), other_chair, place, start);
                if best.as_ref().is_none_or(|(known, _)| key < *known) {
                    best = Some((key, stay));
                }
            }
        }
        match best {
            Some((_, stay)) => Ok(Fit { date, stay }),
            None if a_chair_is_free => Err(WhyNot::StaffFull),
            None => Err(WhyNot::ChairsTaken),
        }
    }

    /// Whether a day breaks the spacing, or puts the session before one that comes earlier in the course.
    fn out_of_place(&self, session: &Wanted, date: Date, others: &[Date]) -> bool {
        let passes = |other: &Date| {
            (between(*other, session.date) > 0) != (between(*other, date) > 0) || *other == date
        };
        self.spacing.breach(others, date).is_some() || others.iter().any(passes)
    }
}
