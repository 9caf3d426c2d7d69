//! How close two sessions may be, by rule D36 and a protocol's own figures.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::schedule::days::{add, between, sub};

/// How close sessions may be: a floor between two dates and a ceiling in a rolling window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spacing {
    /// Dates differ by at least this many days (2: Monday and Wednesday).
    pub min_gap_days: u32,
    /// At most this many sessions fall in the window.
    pub max_sessions: u32,
    /// Length of the rolling window, days.
    pub window_days: u32,
}

/// Why a date is too close to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpacingBreach {
    /// Another session is fewer than the least number of days away.
    TooClose {
        /// The other session.
        other: Date,
        /// Days between them.
        days: i64,
    },
    /// With this date, more sessions than allowed fall in one window.
    TooMany {
        /// Every session of that window, the date included, in order.
        dates: Vec<Date>,
    },
}

impl Spacing {
    /// The first day on which another session is legal after `earlier` (in order), looking at the floor
    /// and at the rolling window. `None` without earlier sessions: any day is legal.
    pub fn first_legal_day(&self, earlier: &[Date]) -> Option<Date> {
        let floor = add(*earlier.last()?, self.min_gap_days);
        let ceiling = self.nth_back(earlier.len()).and_then(|i| earlier.get(i));
        Some(ceiling.map_or(floor, |&date| floor.max(add(date, self.window_days))))
    }

    /// The last day on which a session may be given before `later` (in order) without crowding them.
    pub fn last_legal_day(&self, later: &[Date]) -> Option<Date> {
        let floor = sub(*later.first()?, self.min_gap_days);
        let ceiling = (self.max_sessions as usize).checked_sub(1).and_then(|i| later.get(i));
        Some(ceiling.map_or(floor, |&date| floor.min(sub(date, self.window_days))))
    }

    /// Why `candidate` is too close to `others` (any order, itself not among them); `None` if legal.
    pub fn breach(&self, others: &[Date], candidate: Date) -> Option<SpacingBreach> {
        let too_close = others
            .iter()
            .map(|&other| (between(other, candidate).abs(), other))
            .filter(|(days, _)| *days < i64::from(self.min_gap_days))
            .min();
        if let Some((days, other)) = too_close {
            return Some(SpacingBreach::TooClose { other, days });
        }
        let mut dates: Vec<Date> = others.iter().copied().chain([candidate]).collect();
        dates.sort_unstable();
        dates
            .windows(self.max_sessions as usize + 1)
            .find(|window| {
                window.contains(&candidate)
                    && window
                        .first()
                        .zip(window.last())
                        .is_some_and(|(&first, &last)| between(first, last) < i64::from(self.window_days))
            })
            .map(|window| SpacingBreach::TooMany { dates: window.to_vec() })
    }

    /// Index of the session that must lie a whole window before the next one, among `count` earlier.
    fn nth_back(&self, count: usize) -> Option<usize> {
        count.checked_sub(self.max_sessions as usize)
    }
}
