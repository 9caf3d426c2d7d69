//! Records that cannot be reviewed: each is refused at its path, in words that say what to do.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where its own set-up is wrong")]

use std::sync::LazyLock;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{
    BloodPressure, CourseRecord, Measurement, Screen, ScreenAnswers, Session, SessionStatus,
};
use evenkeel_care::review::{Phase, review};
use evenkeel_catalog::Catalog;
use jiff::civil::{Date, date};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

fn session(date: Date, status: SessionStatus) -> Session {
    Session {
        dose: Some(Dose::mg_per_kg(0.5)),
        weight_kg: Some(WeightKg(70.0)),
        supervised_by: Some("prescriber".to_owned()),
        ..Session::new(date, status, Route::Iv)
    }
}

fn score(date: Date, instrument: InstrumentId, score: f64, items: Option<Vec<Option<u8>>>) -> Measurement {
    Measurement { date, instrument, score, items, after: false, recall_days: None, form: None }
}

fn course() -> CourseRecord {
    CourseRecord {
        sessions: vec![
            session(date(2026, 1, 5), SessionStatus::Done),
            session(date(2026, 1, 7), SessionStatus::Done),
        ],
        measurements: vec![score(date(2026, 1, 5), InstrumentId::Phq9, 20.0, None)],
        ..CourseRecord::new(Condition::Depression, "iv-mood-6", InstrumentId::Phq9, date(2026, 1, 12))
    }
}

/// The record, changed, is refused at `path` with `words`.
fn refused(path: &str, words: &str, change: impl FnOnce(&mut CourseRecord)) {
    let mut course = course();
    change(&mut course);
    let refusal = review(&course, CATALOG.knowledge()).expect_err("it must be refused");
    assert_eq!(refusal.path, path, "{refusal}");
    assert!(refusal.to_string().contains(words), "{refusal}");
    assert!(!refusal.why.is_empty() && !refusal.remedy.is_empty());
}

fn phase(expected: Phase, change: impl FnOnce(&mut CourseRecord)) {
    let mut course = course();
    change(&mut course);
    assert_eq!(review(&course, CATALOG.knowledge()).unwrap().phase, expected);
}

#[test]
fn a_protocol_that_is_not_on_file() {
    refused("protocol", "use one of", |c| c.protocol = "iv-mood-7".to_owned());
}

#[test]
fn a_score_outside_its_instrument() {
    refused("measurements[0].score", "0 to 27", |c| c.measurements[0].score = 28.0);
    refused("measurements[0].score", "0 to 27", |c| c.measurements[0].score = -1.0);
    refused("measurements[0].score", "0 to 27", |c| c.measurements[0].score = f64::NAN);
}

#[test]
fn a_score_between_two_steps() {
    refused("measurements[0].score", "whole points", |c| c.measurements[0].score = 12.5);
}

#[test]
fn answers_that_do_not_add_up() {
    let items = vec![Some(1); 9];
    refused("measurements[0].items", "add up to 9", |c| c.measurements[0].items = Some(items));
}

#[test]
fn answers_of_another_questionnaire() {
    refused("measurements[0].items", "9 or 10", |c| c.measurements[0].items = Some(vec![Some(1); 7]));
    refused("measurements[0].items", "0 to 3", |c| c.measurements[0].items = Some(vec![Some(4); 9]));
}

#[test]
fn a_skipped_answer_leaves_room_for_the_score_but_not_below_the_others() {
    let items = |first| {
        let mut items = vec![Some(2); 9];
        items[0] = first;
        Some(items)
    };
    refused("measurements[0].items", "add up to 16", |c| {
        c.measurements[0] = score(date(2026, 1, 5), InstrumentId::Phq9, 15.0, items(None));
    });
    let mut course = course();
    course.measurements[0] = score(date(2026, 1, 5), InstrumentId::Phq9, 17.0, items(None));
    assert!(review(&course, CATALOG.knowledge()).is_ok());
}

#[test]
fn a_screener_as_an_instrument_with_a_total() {
    refused("primary", "has no total", |c| c.primary = InstrumentId::Cssrs);
    refused("measurements[1].instrument", "has no total", |c| {
        c.measurements.push(score(date(2026, 1, 5), InstrumentId::Cssrs, 1.0, None));
    });
}

#[test]
fn a_questionnaire_as_a_screen() {
    refused("screens[0].instrument", "not a screen", |c| {
        let answers = ScreenAnswers::default();
        c.screens.push(Screen { date: c.today, instrument: InstrumentId::Phq9, answers });
    });
}

#[test]
fn what_has_happened_cannot_lie_in_the_future() {
    let tomorrow = date(2026, 1, 13);
    refused("measurements[0].date", "after today", |c| c.measurements[0].date = tomorrow);
    refused("sessions[1].date", "after today", |c| c.sessions[1].date = tomorrow);
    refused("patient.birth_date", "after today", |c| c.patient.birth_date = Some(tomorrow));
    refused("stopped_on", "after today", |c| c.stopped_on = Some(tomorrow));
}

#[test]
fn one_session_entered_twice() {
    refused("sessions[2]", "the same as sessions[0]", |c| {
        c.sessions.push(session(date(2026, 1, 5), SessionStatus::Done));
    });
}

#[test]
fn a_cancelled_session_is_no_second_one() {
    phase(Phase::Induction, |c| c.sessions.push(session(date(2026, 1, 5), SessionStatus::Cancelled)));
}

#[test]
fn amounts_no_body_can_have() {
    refused("sessions[0].dose_mg_per_kg", "not an amount", |c| {
        c.sessions[0].dose = Some(Dose::mg_per_kg(-0.5));
    });
    refused("sessions[0].dose_mg", "not an amount", |c| c.sessions[0].dose = Some(Dose::mg(f64::INFINITY)));
    refused("sessions[0].weight_kg", "not a body weight", |c| c.sessions[0].weight_kg = Some(WeightKg(0.0)));
    refused("sessions[0].moaas_last", "0 to 5", |c| c.sessions[0].moaas_last = Some(6));
    refused("sessions[0].bp[0]", "exchanged", |c| {
        c.sessions[0].blood_pressures = vec![BloodPressure { minute: 0, systolic: 80, diastolic: 120 }];
    });
}

#[test]
fn the_phase_follows_the_sessions_given() {
    use evenkeel_care::record::CourseStatus;
    phase(Phase::Before, |c| c.sessions.clear());
    phase(Phase::Induction, |_| ());
    phase(Phase::Maintenance, |c| {
        c.today = date(2026, 6, 1);
        c.sessions.extend([9, 12, 14, 16].map(|d| session(date(2026, 1, d), SessionStatus::Done)));
    });
    phase(Phase::Paused, |c| c.status = Some(CourseStatus::Paused));
    phase(Phase::Ended, |c| c.status = Some(CourseStatus::Ended));
    phase(Phase::Ended, |c| c.stopped_on = Some(date(2026, 1, 10)));
}
