//! How dates and numbers read on a page.

use jiff::Timestamp;
use jiff::civil::Date;

/// A small value or a reference to one: templates hand over references of any depth.
pub(crate) trait Plain<T> {
    /// The value itself.
    fn plain(self) -> T;
}

impl<T: Copy> Plain<T> for T {
    fn plain(self) -> T {
        self
    }
}

impl<T: Copy> Plain<T> for &T {
    fn plain(self) -> T {
        *self
    }
}

impl<T: Copy> Plain<T> for &&T {
    fn plain(self) -> T {
        **self
    }
}

/// "Fri 6 Feb 2026".
pub(crate) fn date(day: impl Plain<Date>) -> String {
    day.plain().strftime("%a %-d %b %Y").to_string()
}

/// A day as a date field takes it.
pub(crate) fn day_or_empty(day: impl Plain<Option<Date>>) -> String {
    day.plain().map(|day| day.to_string()).unwrap_or_default()
}

/// A word as a form names it.
pub(crate) fn lower(word: &str) -> String {
    word.to_lowercase()
}

/// Whole minutes between `from` and `to` in which a clock did not run, so that a script can go on counting.
pub(crate) fn held_minutes(
    from: impl Plain<Timestamp>,
    to: impl Plain<Timestamp>,
    ran: impl Plain<Option<i64>>,
) -> i64 {
    let passed = to.plain().duration_since(from.plain()).as_secs() / 60;
    (passed - ran.plain().unwrap_or(passed)).max(0)
}

/// "6 Feb 2026", where the weekday does not matter.
pub(crate) fn date_short(day: impl Plain<Date>) -> String {
    day.plain().strftime("%-d %b %Y").to_string()
}

/// "Fri 6 Feb": within a list whose year is plain.
pub(crate) fn day(day: impl Plain<Date>) -> String {
    day.plain().strftime("%a %-d %b").to_string()
}

/// "Fri 6 Feb", or "6 Feb 2010" where the year is not plain from today.
pub(crate) fn day_near(day: impl Plain<Date>, today: impl Plain<Date>) -> String {
    let day = day.plain();
    let far = (day - today.plain()).get_days().abs() > 300;
    if far { date_short(day) } else { self::day(day) }
}

/// "Friday 6 February", as it is said to a patient.
pub(crate) fn day_long(day: impl Plain<Date>) -> String {
    day.plain().strftime("%A %-d %B").to_string()
}

/// A date or the word for none.
pub(crate) fn date_or(day: impl Plain<Option<Date>>, none: &str) -> String {
    day.plain().map_or_else(|| none.to_owned(), date_short)
}

/// A chance in whole percent that never claims certainty: "68 %", "<1 %", ">99 %".
pub(crate) fn percent(chance: impl Plain<f64>) -> String {
    let percent = chance.plain() * 100.0;
    if !percent.is_finite() {
        "not known".to_owned()
    } else if percent < 1.0 {
        "<1 %".to_owned()
    } else if percent > 99.0 {
        ">99 %".to_owned()
    } else {
        format!("{percent:.0} %")
    }
}

/// A score, dose or weight without trailing zeros: "17", "0.5", "70.25".
pub(crate) fn number(value: impl Plain<f64>) -> String {
    let text = format!("{:.2}", value.plain());
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// A whole number of a forecast score: "12".
pub(crate) fn whole(value: impl Plain<f64>) -> String {
    match format!("{:.0}", value.plain()).as_str() {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// Sessions given: "5 of 6 given" before and during the induction, "13 given" afterwards.
pub(crate) fn given(done: impl Plain<u32>, planned: impl Plain<u32>, phase: &str) -> String {
    let (done, planned) = (done.plain(), planned.plain());
    if matches!(phase, "before" | "induction") && done <= planned {
        format!("{done} of {planned} given")
    } else {
        format!("{done} given")
    }
}

/// With a capital at the beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// "today", "tomorrow", "in 5 days", "3 days ago".
pub(crate) fn in_days(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        d if d > 1 => format!("in {d} days"),
        d => format!("{} days ago", d.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_carries_its_weekday_and_year() {
        let friday = jiff::civil::date(2026, 2, 6);
        assert_eq!(date(friday), "Fri 6 Feb 2026");
        assert_eq!(day(friday), "Fri 6 Feb");
        assert_eq!(day_long(friday), "Friday 6 February");
        assert_eq!(day_near(friday, jiff::civil::date(2026, 3, 1)), "Fri 6 Feb");
        assert_eq!(day_near(friday, jiff::civil::date(2030, 3, 1)), "6 Feb 2026");
        assert_eq!(date_or(None, "not known"), "not known");
    }

    #[test]
    fn a_chance_never_claims_certainty() {
        for (chance, text) in [(0.684, "68 %"), (0.004, "<1 %"), (0.996, ">99 %"), (f64::NAN, "not known")] {
            assert_eq!(percent(chance), text);
        }
    }

    #[test]
    fn numbers_lose_their_trailing_zeros() {
        for (value, text) in [(17.0, "17"), (0.5, "0.5"), (70.25, "70.25"), (100.0, "100"), (-0.001, "0")] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn sessions_are_counted_against_the_induction_only_while_it_lasts() {
        assert_eq!(given(5, 6, "induction"), "5 of 6 given");
        assert_eq!(given(0, 6, "before"), "0 of 6 given");
        assert_eq!(given(13, 6, "maintenance"), "13 given");
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capital("more than 12 sessions"), "More than 12 sessions");
        assert_eq!(capital(""), "");
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        for (days, text) in [(0, "today"), (1, "tomorrow"), (5, "in 5 days"), (-3, "3 days ago")] {
            assert_eq!(in_days(days), text);
        }
    }
}
