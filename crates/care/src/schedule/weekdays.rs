//! The days of the week on which sessions may be given.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};

use crate::closed_list::UnknownWord;
use crate::schedule::days::add;

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A set of weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// No day.
    pub const NONE: Self = Self(0);
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);

    /// The set with `day` in it.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | 1 << day.to_monday_zero_offset())
    }

    /// The days of either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The days of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The days not in the set.
    #[must_use]
    pub const fn not(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    /// Whether `day` is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & 1 << day.to_monday_zero_offset() != 0
    }

    /// Whether no day is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The weekdays of `dates`.
    pub fn of(dates: impl IntoIterator<Item = Date>) -> Self {
        dates.into_iter().fold(Self::NONE, |days, date| days.with(date.weekday()))
    }

    /// The days on which a rhythm falls that starts on `start` (gaps in days, repeated weekly).
    pub(crate) fn of_rhythm(start: Date, rhythm: &[u32]) -> Self {
        let mut date = start;
        let mut days = Self::NONE.with(date.weekday());
        // Whole weeks bring the rhythm back to its first weekday, so one round names every day.
        for &gap in rhythm {
            date = add(date, gap);
            days = days.with(date.weekday());
        }
        days
    }

    /// How many days the set has.
    pub(crate) const fn count(self) -> u32 {
        self.0.count_ones()
    }
}

impl FromStr for Weekdays {
    type Err = UnknownWord;

    /// Reads `mon,wed,fri`: case-blind, English names, short or in full, separated by commas or spaces.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let words = text.split([',', ' ']).filter(|word| !word.is_empty());
        let mut days = Self::NONE;
        for word in words {
            let lower = word.to_lowercase();
            let full = |i: usize| FULL_NAMES.get(i).is_some_and(|name| *name == lower);
            let index = NAMES.iter().enumerate().position(|(i, name)| *name == lower || full(i));
            let index = index.ok_or_else(|| UnknownWord::new("weekday", word, &NAMES))?;
            days.0 |= 1 << index;
        }
        if days.is_empty() { Err(UnknownWord::new("weekday", text, &NAMES)) } else { Ok(days) }
    }
}

const FULL_NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<&str> =
            NAMES.iter().enumerate().filter(|(i, _)| self.0 & 1 << i != 0).map(|(_, name)| *name).collect();
        f.pad(&days.join(","))
    }
}
