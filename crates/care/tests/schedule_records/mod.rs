//! Records of courses to plan from.

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{CourseRecord, Patient, Session, SessionStatus};
use jiff::civil::{Date, date};

/// A course by the shipped protocol with these sessions, reviewed on `today`.
pub fn course(today: Date, sessions: &[(Date, SessionStatus)]) -> CourseRecord {
    let session = |&(date, status): &(Date, SessionStatus)| Session {
        date,
        status,
        route: Route::Iv,
        dose: None,
        weight_kg: None,
        blood_pressures: vec![],
        moaas_last: None,
        observed_minutes: None,
        infusion_end_minute: None,
        supervised_by: None,
        rems_submitted_on: None,
        discharge: std::collections::BTreeMap::new(),
    };
    CourseRecord {
        id: "c".into(),
        condition: Condition::Depression,
        protocol: "iv-mood-6".into(),
        primary: InstrumentId::Phq9,
        today,
        patient: Patient::default(),
        status: None,
        stopped_on: None,
        sessions: sessions.iter().map(session).collect(),
        measurements: vec![],
        signs: vec![],
        screens: vec![],
        decisions: vec![],
        events: vec![],
        previous_course: None,
    }
}

/// The six sessions of January 2026, Mondays and Thursdays up to the 22nd, and `later` ones; all given.
pub fn series(later: &[Date]) -> Vec<(Date, SessionStatus)> {
    let first = [5, 8, 12, 15, 19, 22].map(|day| date(2026, 1, day));
    first.iter().chain(later).map(|&day| (day, SessionStatus::Done)).collect()
}
