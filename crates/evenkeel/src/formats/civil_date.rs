//! Calendar dates as outside files write them: `YYYY-MM-DD`, and nothing else.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A calendar date read strictly: a time of day, another order or an impossible day is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilDate(pub Date);

impl FromStr for CivilDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((year, month, day)) = parts(text) else {
            return Err(format!("{text:?} is not a date: write it as YYYY-MM-DD, such as 2026-02-10"));
        };
        match Date::new(year, month, day) {
            Ok(date) => Ok(Self(date)),
            Err(_) => {
                Err(format!("{text:?} is not in the calendar{}: correct the day", month_has(year, month)))
            }
        }
    }
}

fn parts(text: &str) -> Option<(i16, i8, i8)> {
    let shape =
        |(i, byte): (usize, u8)| if matches!(i, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    if text.len() != 10 || !text.bytes().enumerate().all(shape) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to);
    Some((part(0, 4)?.parse().ok()?, part(5, 7)?.parse().ok()?, part(8, 10)?.parse().ok()?))
}

fn month_has(year: i16, month: i8) -> String {
    Date::new(year, month, 1)
        .map(|first| format!(" ({} has {} days)", first.strftime("%B %Y"), first.days_in_month()))
        .unwrap_or_default()
}

impl<'de> Deserialize<'de> for CivilDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = CivilDate;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date in quotes, written YYYY-MM-DD")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<CivilDate, E> {
                text.parse().map_err(E::custom)
            }
        }
        from.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str) {
        let said = text.parse::<CivilDate>().unwrap_err();
        assert!(said.contains(words), "{said:?} does not say {words:?}");
    }

    #[test]
    fn only_days_of_the_calendar_in_one_spelling_are_read() {
        assert_eq!("2028-02-29".parse(), Ok(CivilDate(jiff::civil::date(2028, 2, 29))));
        check("2026-02-29", "(February 2026 has 28 days)");
        check("2026-13-01", "not in the calendar");
        check("2026-00-10", "not in the calendar");
        check("10.02.2026", "YYYY-MM-DD");
        check("2026-2-1", "YYYY-MM-DD");
        check("2026-02-10T00:00", "YYYY-MM-DD");
        check("2026-02-1é", "YYYY-MM-DD");
        check("", "YYYY-MM-DD");
    }
}
