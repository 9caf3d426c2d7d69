//! Records of courses to plan from.

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{CourseRecord, Session, SessionStatus};
use jiff::civil::{Date, date};

/// A course by the shipped protocol with these sessions, reviewed on `today`.
pub fn course(today: Date, sessions: &[(Date, SessionStatus)]) -> CourseRecord {
    let session = |&(date, status): &(Date, SessionStatus)| Session::new(date, status, Route::Iv);
    CourseRecord {
        sessions: sessions.iter().map(session).collect(),
        ..CourseRecord::new(Condition::Depression, "iv-mood-6", InstrumentId::Phq9, today)
    }
}

/// The six sessions of January 2026, Mondays and Thursdays up to the 22nd, and `later` ones; all given.
pub fn series(later: &[Date]) -> Vec<(Date, SessionStatus)> {
    let first = [5, 8, 12, 15, 19, 22].map(|day| date(2026, 1, day));
    first.iter().chain(later).map(|&day| (day, SessionStatus::Done)).collect()
}
