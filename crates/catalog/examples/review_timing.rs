//! How long a full review of a two-year course takes: `cargo run --release -p evenkeel-catalog --example review_timing`.
//! Prints the best and the median of many runs in microseconds. `bench/run` calls it.

#![expect(clippy::print_stdout, reason = "a program for the console")]
#![expect(clippy::disallowed_methods, reason = "measuring time is what this program is for")]

use std::hint::black_box;
use std::time::Instant;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{
    BloodPressure, CourseRecord, Event, EventKind, Measurement, Patient, Screen, ScreenAnswers, Session,
    SessionStatus, Sign, SignKind,
};
use evenkeel_care::review::review;
use evenkeel_catalog::Catalog;
use jiff::ToSpan;
use jiff::civil::{Date, date};

const RUNS: usize = 2000;
const WEEKS: i64 = 104;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::embedded().map_err(|problems| format!("{problems:?}"))?;
    let course = two_years();
    let knowledge = catalog.knowledge();
    let found = review(&course, knowledge)?.findings.len();
    let mut micros: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            let _ = black_box(review(black_box(&course), knowledge));
            begun.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    micros.sort_by(f64::total_cmp);
    let (best, median) = (micros.first().copied(), micros.get(RUNS / 2).copied());
    println!(
        "review of a two-year course ({} sessions, {} scores, {found} findings): best {:.0} µs, median {:.0} µs (goal 200 µs)",
        course.sessions.len(),
        course.measurements.len(),
        best.unwrap_or_default(),
        median.unwrap_or_default(),
    );
    Ok(())
}

/// Six infusions, then one every three weeks; PHQ-9 and GAD-7 weekly; a sign now and then.
fn two_years() -> CourseRecord {
    let start = date(2024, 1, 1);
    let day = |n: i64| start.saturating_add(n.days());
    let induction = [0, 2, 4, 7, 9, 11];
    let sessions =
        induction.into_iter().chain((0..34).map(|n| 32 + n * 21)).map(|n| infusion(day(n))).collect();
    let weekly = |n: i64| [phq9(day(n * 7), n), gad7(day(n * 7), n)];
    CourseRecord {
        id: "two-years".to_owned(),
        patient: Patient {
            birth_date: Some(date(1980, 2, 1)),
            conditions: Some(vec![]),
            medications: Some(vec![]),
        },
        sessions,
        measurements: (0..WEEKS).flat_map(weekly).collect(),
        signs: (0..12).map(|n| Sign { date: day(n * 56 + 28), sign: SignKind::LowMotivation }).collect(),
        screens: vec![Screen {
            date: day(0),
            instrument: InstrumentId::Cssrs,
            answers: ScreenAnswers { q1: Some(false), q2: Some(false), ..ScreenAnswers::default() },
        }],
        events: (0..30).map(|n| Event { date: day(n * 21 + 2), kind: EventKind::Integration }).collect(),
        ..CourseRecord::new(Condition::Depression, "iv-mood-6", InstrumentId::Phq9, day(WEEKS * 7))
    }
}

fn infusion(date: Date) -> Session {
    let reading = |minute| BloodPressure { minute, systolic: 128, diastolic: 80 };
    Session {
        dose: Some(Dose::mg_per_kg(0.5)),
        weight_kg: Some(WeightKg(70.0)),
        blood_pressures: [-5, 10, 20, 30, 40].map(reading).to_vec(),
        moaas_last: Some(5),
        observed_minutes: Some(100),
        infusion_end_minute: Some(40),
        supervised_by: Some("prescriber".to_owned()),
        ..Session::new(date, SessionStatus::Done, Route::Iv)
    }
}

/// Severe at first, mild later, a little worse before each third session.
fn phq9(date: Date, week: i64) -> Measurement {
    let item = if week < 2 { 2 } else { u8::from(week % 9 != 8) };
    let items = [item, item, item, item, item, item, item, item, 0];
    measurement(date, InstrumentId::Phq9, &items)
}

fn gad7(date: Date, week: i64) -> Measurement {
    measurement(date, InstrumentId::Gad7, &[if week < 2 { 2 } else { 1 }; 7])
}

fn measurement(date: Date, instrument: InstrumentId, items: &[u8]) -> Measurement {
    Measurement {
        date,
        instrument,
        score: items.iter().map(|item| f64::from(*item)).sum(),
        items: Some(items.iter().map(|item| Some(*item)).collect()),
        after: false,
        recall_days: None,
        form: None,
    }
}
