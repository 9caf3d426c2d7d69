//! The shipped protocol and ladder, and what a plan must always satisfy.

use evenkeel_care::ladder::Ladder;
use evenkeel_care::protocol::Protocol;
use jiff::civil::Date;

#[expect(clippy::unwrap_used, reason = "a broken fixture should stop the test here")]
pub fn iv_mood_6() -> Protocol {
    toml::from_str(include_str!("../../../../clinical/protocols/iv-mood-6.toml")).unwrap()
}

#[expect(clippy::unwrap_used, reason = "a broken fixture should stop the test here")]
pub fn clinic_ladder() -> Ladder {
    toml::from_str(include_str!("../../../../clinical/ladders/clinic-ladder.toml")).unwrap()
}

pub fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// Two days apart, three in any seven: written here a second time, in the plainest way.
pub fn legal(dates: &[Date]) -> bool {
    dates.iter().enumerate().all(|(i, &a)| {
        let close = dates.iter().skip(i + 1).any(|&b| days(a, b).abs() < 2);
        let in_seven = dates.iter().filter(|&&b| (0..7).contains(&days(a, b))).count();
        !close && in_seven <= 3
    })
}
