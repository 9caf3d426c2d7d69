//! When somebody reads what comes in: the clinic's own hours, in its own zone.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::words;

/// Hours of a week and days on which the clinic is closed. The default is never open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    /// Monday first; `None`: closed on that weekday.
    pub week: [Option<Open>; 7],
    /// Days on which the clinic is closed whatever the weekday.
    pub closed: Vec<Date>,
}

/// From and to on one day; `to` comes after `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// The first minute.
    pub from: Time,
    /// The first minute that is no longer in it.
    pub to: Time,
}

/// The days of a week as people abbreviate them, Monday first.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl OpeningHours {
    fn of(&self, day: Date) -> Option<Open> {
        let n = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        if self.closed.contains(&day) { None } else { self.week.get(n).copied().flatten() }
    }

    /// Whether the clinic is open at an instant.
    pub fn open_at(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let local = at.to_zoned_datetime(zone.clone());
        self.of(local.date()).is_some_and(|open| open.from <= local.time() && local.time() < open.to)
    }

    /// The next time on the same day at which the clinic opens or closes.
    pub fn next_change(&self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let day = at.to_zoned_datetime(zone.clone()).date();
        let open = self.of(day)?;
        let instant =
            |time: Time| Some(day.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?.timestamp());
        [open.from, open.to].into_iter().filter_map(instant).find(|change| *change > at)
    }

    /// "Mon to Thu 09:00 to 17:00, Fri 09:00 to 12:00"; `None`: never open.
    pub fn in_words(&self) -> Option<String> {
        let mut runs: Vec<(usize, usize, Open)> = Vec::new();
        for (n, open) in self.week.iter().enumerate().filter_map(|(n, open)| Some((n, (*open)?))) {
            match runs.last_mut() {
                Some((_, last, same)) if *last + 1 == n && *same == open => *last = n,
                _ => runs.push((n, n, open)),
            }
        }
        let name = |n: usize| DAYS.get(n).copied().unwrap_or_default();
        let run = |(first, last, open): &(usize, usize, Open)| {
            let days = if first == last {
                name(*first).to_owned()
            } else {
                format!("{} to {}", name(*first), name(*last))
            };
            format!("{days} {} to {}", clock(open.from), clock(open.to))
        };
        (!runs.is_empty()).then(|| runs.iter().map(run).collect::<Vec<_>>().join(", "))
    }
}

/// "09:00".
pub(super) fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// "today 14:05", or the day and the time.
pub(crate) fn when(at: Timestamp, zone: &TimeZone, today: Date) -> String {
    let local = at.to_zoned_datetime(zone.clone());
    if local.date() == today {
        local.strftime("today %H:%M").to_string()
    } else {
        format!("{} {}", words::near_date(local.date(), today), clock(local.time()))
    }
}

/// "4 min", "3 h", "2 days": how long something has waited.
pub(super) fn age(since: Timestamp, now: Timestamp) -> String {
    let minutes = now.duration_since(since).as_mins().max(0);
    match minutes {
        0..120 => format!("{minutes} min"),
        120..2880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date, time};

    use super::*;

    const NINE_TO_FIVE: Option<Open> = Some(Open { from: time(9, 0, 0, 0), to: time(17, 0, 0, 0) });

    fn place(day: Weekday) -> usize {
        usize::try_from(day.to_monday_zero_offset()).unwrap()
    }

    fn weekdays() -> OpeningHours {
        let mut hours = OpeningHours { closed: vec![date(2026, 1, 6)], ..OpeningHours::default() };
        for day in [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday] {
            hours.week[place(day)] = NINE_TO_FIVE;
        }
        hours.week[place(Weekday::Friday)] = Some(Open { from: time(9, 0, 0, 0), to: time(12, 0, 0, 0) });
        hours
    }

    fn check(day: Date, hour: i8, minute: i8, open: bool) {
        let zone = TimeZone::get("America/New_York").unwrap();
        let at = day.at(hour, minute, 0, 0).to_zoned_datetime(zone.clone()).unwrap().timestamp();
        assert_eq!(weekdays().open_at(at, &zone), open, "{day} {hour}:{minute}");
    }

    #[test]
    fn open_from_the_first_minute_and_no_longer_at_the_last() {
        check(date(2026, 1, 5), 8, 59, false);
        check(date(2026, 1, 5), 9, 0, true);
        check(date(2026, 1, 5), 16, 59, true);
        check(date(2026, 1, 5), 17, 0, false);
        check(date(2026, 1, 6), 10, 0, false);
        check(date(2026, 1, 9), 12, 0, false);
        check(date(2026, 1, 10), 10, 0, false);
    }

    #[test]
    fn the_next_change_is_on_the_same_day_also_where_the_clock_changes() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let at = |day: Date, hour| day.at(hour, 0, 0, 0).to_zoned_datetime(zone.clone()).unwrap().timestamp();
        let monday = date(2026, 3, 9);
        let change = |from| weekdays().next_change(from, &zone);
        assert_eq!(change(at(monday, 7)), Some(at(monday, 9)));
        assert_eq!(change(at(monday, 9)), Some(at(monday, 17)));
        assert_eq!(change(at(monday, 17)), None);
        assert_eq!(change(at(date(2026, 3, 8), 1)), None, "a Sunday with 23 hours");
    }

    #[test]
    fn hours_read_as_a_door_says_them() {
        assert_eq!(weekdays().in_words().unwrap(), "Mon to Thu 09:00 to 17:00, Fri 09:00 to 12:00");
        assert_eq!(OpeningHours::default().in_words(), None);
    }

    #[test]
    fn an_age_has_the_unit_that_fits() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let ago = |minutes| age(now - jiff::SignedDuration::from_mins(minutes), now);
        assert_eq!(
            [ago(0), ago(119), ago(120), ago(2879), ago(2880)],
            ["0 min", "119 min", "2 h", "47 h", "2 days"]
        );
    }
}
