//! A clinic's house: when it is open, its chairs, and how many people may be watched at once.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Lengths, STEP, Stay};

/// From and to on one day, minutes from midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// The first minute.
    pub from: u32,
    /// The first minute that is no longer in it.
    pub to: u32,
}

/// What limits a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Opening hours, Monday first; `None`: closed on that weekday.
    pub week: [Option<Hours>; 7],
    /// Days on which the clinic is closed whatever the weekday.
    pub closed: BTreeSet<Date>,
    /// Names of the chairs, in the clinic's order.
    pub chairs: Vec<String>,
    /// Chairs whose patients recover in another place: free for the next one once the dose has ended. At all other
    /// chairs the recovery is part of the session and nothing may overlap it.
    pub left_after_dose: BTreeSet<String>,
    /// Nurses on the floor, Monday first.
    pub nurses: [u32; 7],
    /// How many patients one nurse may watch at once.
    pub one_nurse_watches: u32,
}

/// Why a session cannot be booked at a place and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum No {
    /// The clinic is closed on that day.
    Closed,
    /// It would begin before the opening or end after the closing.
    OutsideHours(Hours),
    /// The clinic has no such chair.
    NoSuchChair,
    /// Somebody else is booked at the chair.
    ChairTaken {
        /// The minute at which the first session in the way begins.
        start: u32,
    },
    /// More people would be there at once than the nurses of the day may watch.
    TooMany {
        /// The first minute at which it would be too many.
        from: u32,
        /// How many it would be.
        watched: u32,
        /// How many there may be.
        most: u32,
    },
}

impl House {
    /// The hours of a day; `None`: closed.
    pub fn hours(&self, date: Date) -> Option<Hours> {
        let open = *self.week.get(weekday(date))?;
        open.filter(|_| !self.closed.contains(&date))
    }

    /// How many people may be watched at once on a day.
    pub fn most(&self, date: Date) -> u32 {
        self.nurses.get(weekday(date)).copied().unwrap_or(0).saturating_mul(self.one_nurse_watches)
    }

    /// The minute from which the chair of `stay` is free again.
    pub fn free_from(&self, stay: &Stay) -> u32 {
        if self.left_after_dose.contains(&stay.chair) { stay.recovery_from() } else { stay.end() }
    }

    /// The first session of `others` in the way of `stay` at its chair.
    pub fn in_the_way<'a>(&self, others: &'a [Stay], stay: &Stay) -> Option<&'a Stay> {
        let overlaps = |other: &&Stay| {
            other.chair == stay.chair
                && other.start < self.free_from(stay)
                && stay.start < self.free_from(other)
        };
        others.iter().filter(overlaps).min()
    }

    /// Why `stay` cannot be booked on `date` beside `others`.
    ///
    /// # Errors
    /// The first reason of: closed, outside the hours, no such chair, chair taken, too many at once.
    pub fn check(&self, date: Date, others: &[Stay], stay: &Stay) -> Result<(), No> {
        let hours = self.hours(date).ok_or(No::Closed)?;
        if stay.start < hours.from || stay.end() > hours.to {
            return Err(No::OutsideHours(hours));
        }
        if !self.chairs.contains(&stay.chair) {
            return Err(No::NoSuchChair);
        }
        if let Some(other) = self.in_the_way(others, stay) {
            return Err(No::ChairTaken { start: other.start });
        }
        self.check_staff(date, others, stay)
    }

    fn check_staff(&self, date: Date, others: &[Stay], stay: &Stay) -> Result<(), No> {
        let most = self.most(date);
        let begins = others.iter().map(|other| other.start).filter(|at| *at > stay.start && *at < stay.end());
        let mut moments: Vec<u32> = begins.chain([stay.start]).collect();
        moments.sort_unstable();
        let there = |at: u32| others.iter().filter(|o| o.start <= at && at < o.end()).count();
        for from in moments {
            let watched = u32::try_from(there(from)).unwrap_or(u32::MAX).saturating_add(1);
            if watched > most {
                return Err(No::TooMany { from, watched, most });
            }
        }
        Ok(())
    }

    /// The quarters of an hour at which a session of these lengths could begin on a day, by the hours alone.
    pub fn starts(&self, date: Date, lengths: Lengths) -> impl Iterator<Item = u32> + use<> {
        let hours = self.hours(date).unwrap_or(Hours { from: 1, to: 0 });
        let first = hours.from.div_ceil(STEP) * STEP;
        (0..)
            .map(move |n| first + n * STEP)
            .take_while(move |start| hours.from < hours.to && start + lengths.total() <= hours.to)
    }

    /// The starts at which a session fits at a chair beside `others`.
    pub fn free_starts(&self, date: Date, others: &[Stay], chair: &str, lengths: Lengths) -> Vec<u32> {
        let at = |start| Stay { chair: chair.to_owned(), start, lengths };
        self.starts(date, lengths).filter(|start| self.check(date, others, &at(*start)).is_ok()).collect()
    }
}

pub(super) fn weekday(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const MONDAY: Date = date(2026, 1, 5);
    const LENGTHS: Lengths = Lengths { preparation: 15, dose: 40, recovery: 60 };

    fn house() -> House {
        let mut week = [Some(Hours { from: 540, to: 780 }); 7];
        week[6] = None;
        House {
            week,
            closed: BTreeSet::from([date(2026, 1, 6)]),
            chairs: vec!["Door".to_owned(), "Window".to_owned()],
            left_after_dose: BTreeSet::new(),
            nurses: [1; 7],
            one_nurse_watches: 2,
        }
    }

    fn stay(chair: &str, start: u32) -> Stay {
        Stay { chair: chair.to_owned(), start, lengths: LENGTHS }
    }

    fn check(on: Date, others: &[Stay], wanted: &Stay, expected: Result<(), No>) {
        assert_eq!(house().check(on, others, wanted), expected, "{wanted:?}");
    }

    #[test]
    fn a_session_lies_within_the_hours_of_an_open_day() {
        let hours = Hours { from: 540, to: 780 };
        check(MONDAY, &[], &stay("Door", 540), Ok(()));
        check(MONDAY, &[], &stay("Door", 525), Err(No::OutsideHours(hours)));
        check(MONDAY, &[], &stay("Door", 675), Err(No::OutsideHours(hours)));
        check(date(2026, 1, 6), &[], &stay("Door", 540), Err(No::Closed));
        check(date(2026, 1, 11), &[], &stay("Door", 540), Err(No::Closed));
        check(MONDAY, &[], &stay("Roof", 540), Err(No::NoSuchChair));
    }

    #[test]
    fn a_chair_holds_one_and_is_free_from_the_last_minute_on() {
        let there = [stay("Door", 540)];
        check(MONDAY, &there, &stay("Door", 645), Err(No::ChairTaken { start: 540 }));
        check(MONDAY, &there, &stay("Door", 655), Ok(()));
        check(MONDAY, &there, &stay("Window", 540), Ok(()));
    }

    #[test]
    fn where_patients_recover_elsewhere_the_chair_is_free_after_the_dose() {
        let house = House { left_after_dose: BTreeSet::from(["Door".to_owned()]), ..house() };
        let there = [stay("Door", 540)];
        assert_eq!(house.check(MONDAY, &there, &stay("Door", 595)), Ok(()));
        assert_eq!(house.check(MONDAY, &there, &stay("Door", 580)), Err(No::ChairTaken { start: 540 }));
    }

    #[test]
    fn who_recovers_elsewhere_is_watched_all_the_same() {
        let house = House { left_after_dose: BTreeSet::from(["Door".to_owned()]), ..house() };
        let there = [stay("Door", 540), stay("Window", 540)];
        assert_eq!(
            house.check(MONDAY, &there, &stay("Door", 600)),
            Err(No::TooMany { from: 600, watched: 3, most: 2 })
        );
    }

    #[test]
    fn free_starts_lie_on_quarters_of_an_hour() {
        let there = [stay("Door", 540)];
        assert_eq!(house().free_starts(MONDAY, &there, "Door", LENGTHS), [660]);
        assert_eq!(house().free_starts(date(2026, 1, 6), &[], "Door", LENGTHS), []);
    }
}
