//! People: the clinic, the lists of patients and of the front desk, the patient's own page.

use super::{TODAY, day, text, texts};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_practice::view::calendar::BookedAt;
use evenkeel_practice::view::people::{
    ClinicView, CourseLine, FrontDeskRow, Listed, MyCourse, MyScores, MySession, PatientHead, PatientPage,
    PatientRow, PatientsPage,
};
use jiff::civil::date;
use uuid::Uuid;

pub fn clinic() -> ClinicView {
    ClinicView {
        name: text("Harbour Street Clinic"),
        crisis_text: text("Call or text 988, day or night."),
        crisis_number: text("988"),
        emergency_number: text("911"),
        watched: text(
            "Your clinic reads these answers Mon to Fri 09:00 to 17:00. At other times nobody is watching.",
        ),
        safety_confirmed: true,
        hints: true,
        today: TODAY,
    }
}

pub(super) fn head() -> PatientHead {
    PatientHead {
        id: Uuid::from_u128(7),
        name: text("<Ada> Moreno & Castellanos"),
        birth_date: Some(date(1983, 5, 2)),
        age_years: Some(42),
        record_number: Some(text("10551")),
        label: Some(text("Synthetic patient")),
    }
}

pub(super) fn line() -> CourseLine {
    CourseLine {
        id: Uuid::from_u128(9),
        title: text("Depression · IV mood, six sessions"),
        phase: text("induction"),
        sessions_done: 4,
        sessions_planned: 6,
        next_on: Some(day(17)),
        trend: vec![(day(0), 20.0), (day(6), 19.0), (day(14), 17.0)],
        instrument: InstrumentId::Phq9,
        range: (0.0, 27.0),
        latest: Some(text("PHQ-9 17 on 17 Mar")),
    }
}

pub fn patients() -> PatientsPage {
    let without = PatientHead { id: Uuid::from_u128(8), name: text("J. Wren"), label: None, ..head() };
    PatientsPage {
        query: String::new(),
        listed: Listed::Running,
        rows: vec![
            PatientRow { patient: head(), course: Some(line()) },
            PatientRow { patient: without, course: None },
        ],
        more: true,
        may_add: true,
    }
}

pub fn patient() -> PatientPage {
    PatientPage {
        patient: head(),
        phone: Some(text("555-0100")),
        courses: vec![line()],
        screening: evenkeel_practice::view::people::ScreeningView::default(),
        timeline: super::timeline(),
        goals: vec![(Uuid::from_u128(44), text("Swim on <Fridays>"))],
        may_tell_life: true,
        may_screen: true,
        may_open_course: true,
    }
}

pub fn front_desk() -> Vec<FrontDeskRow> {
    let row = |name: &str, next_on, in_days| FrontDeskRow {
        patient: Uuid::from_u128(7),
        name: text(name),
        phone: Some(text("555-0100")),
        birth_date: Some(date(1983, 5, 2)),
        next_on,
        visit: Some(text("Session 5 of 6")),
        in_days,
        booked: next_on.map(|_| BookedAt { time: text("09:15"), chair: text("Window") }),
    };
    vec![
        row("A. Moreno", Some(TODAY), Some(0)),
        row("T. Brandt", Some(day(13)), Some(-2)),
        row("J. Wren", None, None),
    ]
}

pub fn my_course() -> MyCourse {
    MyCourse {
        name: text("Ada"),
        plan_sentence: Some(text("You have had 4 of your 6 first sessions.")),
        next_on: Some(day(17)),
        checklist: texts(&["Someone drives you home", "Nothing to eat from 04:30"]),
        sessions: (1..=6).map(|n| MySession { n, date: day(i64::from(n) * 3), done: n <= 4 }).collect(),
        scores: vec![MyScores {
            name: text("Mood questionnaire (PHQ-9)"),
            range: (0.0, 27.0),
            points: vec![(day(0), 20.0), (day(14), 17.0)],
            sentence: text("Your score went from 20 to 17."),
            high_is_worse: true,
        }],
        shared_answer: Some(text("Many people like you need 7 to 12 sessions.")),
    }
}
