//! Words of the calendar.

use evenkeel_care::calendar::WhyNot;

/// "09:15".
pub(crate) fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The minute of the day, from "09:15".
pub(super) fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let plain = |part: &str| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (hour, minute) = (plain(hour)?, plain(minute)?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

/// "R.K.": a calendar on a wall names nobody in full.
pub(super) fn initials(name: &str) -> String {
    let first = |part: &str| part.chars().next().map(|c| format!("{}.", c.to_uppercase()));
    name.split_whitespace().filter_map(first).take(3).collect()
}

/// Why a session does not fit on its day, as the end of a sentence.
pub(super) fn why_not(why: WhyNot) -> &'static str {
    match why {
        WhyNot::Closed => "the clinic is closed",
        WhyNot::Past => "the day is over",
        WhyNot::TooLong => "the session is longer than the clinic is open",
        WhyNot::TooClose => "it is too close to another session of this course",
        WhyNot::ChairsTaken => "no chair is free for long enough",
        WhyNot::StaffFull => "a chair is free, but the nurses of the day have as many as they may watch",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_hours_and_minutes_and_nothing_else() {
        assert_eq!(minute("09:15"), Some(555));
        assert_eq!(minute(" 24:00 "), Some(1440));
        for text in ["9", "9:60", "24:01", "a:b", "+9:00", "009:00", "", ":"] {
            assert_eq!(minute(text), None, "{text}");
        }
        assert_eq!(clock(555), "09:15");
    }

    #[test]
    fn initials_carry_their_points() {
        assert_eq!(initials("Rana van Kessel"), "R.V.K.");
        assert_eq!(initials(""), "");
    }
}
