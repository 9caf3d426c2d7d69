//! What holds for every rule on records in which every field is filled: the order of entry carries no
//! meaning, and a fact dated later never changes what was found before it.
#![expect(clippy::unwrap_used, reason = "a test may stop where its own set-up is wrong")]

use std::sync::LazyLock;

use evenkeel_care::closed_list::Word;
use evenkeel_care::condition::{Condition, MedicationClass, PatientCondition, Route};
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::finding::{Choice, Finding};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::message::Message;
use evenkeel_care::record::{
    BloodPressure, CourseRecord, CourseStatus, DecisionNote, DischargeCheck, Event, EventKind, Measurement,
    Medication, Patient, PreviousCourse, Screen, ScreenAnswers, Session, SessionStatus, Sign, SignKind,
};
use evenkeel_care::review::review;
use evenkeel_catalog::Catalog;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());
/// The day of the review, in days of the record.
const TODAY: i64 = 150;

fn day(n: i64) -> Date {
    date(2026, 1, 5) + n.days()
}

fn word<T: Word + std::fmt::Debug>() -> impl Strategy<Value = T> {
    select(T::ALL)
}

fn name() -> impl Strategy<Value = Option<String>> {
    option::of(select(&["prescriber", "nurse"]).prop_map(str::to_owned))
}

prop_compose! {
    fn readings()(all in btree_map(-10i32..60, (100u16..200, 60u16..99), 0..4)) -> Vec<BloodPressure> {
        all.into_iter().map(|(minute, (systolic, diastolic))| BloodPressure { minute, systolic, diastolic }).collect()
    }
}

prop_compose! {
    fn session()(
        status in word(),
        given in prop::bool::weighted(0.6),
        route in prop_oneof![3 => Just(Route::Iv), 1 => word()],
        dose in option::of(prop_oneof![(0.0..2.5f64).prop_map(Dose::mg_per_kg), (20.0..100.0f64).prop_map(Dose::mg)]),
        weight in option::of(40.0..120.0f64),
        blood_pressures in readings(),
        moaas_last in option::of(0u8..=5),
        observed_minutes in option::of(0u32..180),
        infusion_end_minute in option::of(0u32..60),
        supervised_by in name(),
        sent_after in option::of(0i64..10),
        discharge in prop::collection::btree_map(word::<DischargeCheck>(), any::<bool>(), 0..8),
    ) -> (Session, Option<i64>) {
        let status = if given { SessionStatus::Done } else { status };
        let session = Session {
            date: day(0), status, route, dose, weight_kg: weight.map(WeightKg), blood_pressures, moaas_last,
            observed_minutes, infusion_end_minute, supervised_by, rems_submitted_on: None, discharge,
        };
        (session, sent_after.filter(|_| status == SessionStatus::Done))
    }
}

prop_compose! {
    fn measurement()(
        at in -20..=TODAY,
        (instrument, most) in select(&[
            (InstrumentId::Phq9, 27u8), (InstrumentId::Phq9, 27), (InstrumentId::Gad7, 21), (InstrumentId::Madrs, 60),
            (InstrumentId::Mood, 10), (InstrumentId::Pcl5, 80),
        ]),
        points in 0u8..=80,
        nine in option::of(0u8..=3),
        after in any::<bool>(),
        recall_days in option::of(select(&[1u16, 7, 14])),
    ) -> Measurement {
        let total = points.min(most);
        let items = nine.filter(|_| instrument == InstrumentId::Phq9).and_then(|nine| phq9(total, nine));
        Measurement { date: day(at), instrument, score: f64::from(total), items, after, recall_days, form: None }
    }
}

/// Nine answers that add up to `points`, the last of them `nine`; `None` where that cannot be.
fn phq9(points: u8, nine: u8) -> Option<Vec<Option<u8>>> {
    let rest = points.checked_sub(nine).filter(|rest| *rest <= 24)?;
    Some((0..8).map(|i| Some(rest.saturating_sub(3 * i).min(3))).chain([Some(nine)]).collect())
}

prop_compose! {
    fn screen()(at in -20..=TODAY, a in proptest::array::uniform7(option::of(prop::bool::weighted(0.3)))) -> Screen {
        let [q1, q2, q3, q4, q5, q6_lifetime, q6_3_months] = a;
        let answers = ScreenAnswers { q1, q2, q3, q4, q5, q6_lifetime, q6_3_months };
        Screen { date: day(at), instrument: InstrumentId::Cssrs, answers }
    }
}

prop_compose! {
    fn decision()(
        at in 0..=TODAY,
        rule in select(&["D10", "D12", "D13", "D14", "D23", "D35", "L1", "L4", "X2", "C4", "D36", "X5"]),
        choice in word::<Choice>(),
        reason in name(),
        by in name(),
    ) -> DecisionNote {
        DecisionNote { date: day(at), rule: rule.to_owned(), choice: choice.to_string(), reason, by }
    }
}

prop_compose! {
    fn medication()(class in word::<MedicationClass>(), dose in option::of(0.5..20.0f64), mg_per_day in option::of(0.25..8.0f64), n in 0..5) -> Medication {
        let benzodiazepine = class == MedicationClass::Benzodiazepine;
        let diazepam_equivalent_mg_per_day = dose.filter(|_| benzodiazepine);
        let name = if benzodiazepine && n > 2 { "lorazepam".to_owned() } else { format!("{class} {n}") };
        Medication { name, class, diazepam_equivalent_mg_per_day, mg_per_day }
    }
}

prop_compose! {
    fn patient()(
        years in option::of(12i64..80),
        conditions in option::of(vec(word::<PatientCondition>(), 0..3)),
        medications in option::of(vec(medication(), 0..5)),
    ) -> Patient {
        Patient { birth_date: years.map(|n| day(-365 * n)), conditions, medications }
    }
}

prop_compose! {
    fn course()(
        sessions in btree_map(0..=TODAY + 20, session(), 0..20),
        measurements in vec(measurement(), 0..20),
        signs in vec((-5..=TODAY, word()), 0..8),
        screens in vec(screen(), 0..4),
        decisions in vec(decision(), 0..6),
        events in vec((-30..=TODAY, word::<EventKind>()), 0..8),
        patient in patient(),
        (condition, protocol, primary) in (
            word::<Condition>(),
            select(&["iv-mood-6", "iv-mood-4", "spravato-trd", "im-mood", "ptsd-iv-6", "crps-10day"]),
            select(&[InstrumentId::Phq9, InstrumentId::Madrs, InstrumentId::Pcl5]),
        ),
        status in option::of(word::<CourseStatus>()),
        stopped_on in option::weighted(0.2, 60..=TODAY),
        previous in option::of((-200i64..-20, 7u32..90)),
    ) -> CourseRecord {
        let sessions = sessions.into_iter().filter_map(|(at, (mut session, sent_after))| {
            session.date = day(at);
            session.rems_submitted_on = sent_after.map(|days| day((at + days).min(TODAY)));
            let happened = matches!(session.status, SessionStatus::Done | SessionStatus::Missed);
            (at <= TODAY || !happened).then_some(session)
        });
        CourseRecord {
            id: "any".to_owned(), condition, protocol: protocol.to_owned(), primary, today: day(TODAY), patient,
            status, stopped_on: stopped_on.map(day), sessions: sessions.collect(), measurements, screens, decisions,
            signs: signs.into_iter().map(|(at, sign): (i64, SignKind)| Sign { date: day(at), sign }).collect(),
            events: events.into_iter().map(|(at, kind)| Event { date: day(at), kind }).collect(),
            previous_course: previous.map(|(ended, best)| PreviousCourse {
                id: None, ended_on: Some(day(ended)), best_interval_days: Some(best),
            }),
        }
    }
}

/// A record and the same record entered in another order, down to the readings and the medication.
fn shuffled() -> impl Strategy<Value = (CourseRecord, CourseRecord)> {
    course().prop_flat_map(|c| {
        let (conditions, medications) = (c.patient.conditions.clone(), c.patient.medications.clone());
        let patient = (
            Just(conditions.clone().unwrap_or_default()).prop_shuffle(),
            Just(medications.clone().unwrap_or_default()).prop_shuffle(),
        );
        let lists = (
            Just(c.sessions.clone()).prop_shuffle(),
            Just(c.measurements.clone()).prop_shuffle(),
            Just(c.signs.clone()).prop_shuffle(),
            Just(c.screens.clone()).prop_shuffle(),
            Just(c.decisions.clone()).prop_shuffle(),
            Just(c.events.clone()).prop_shuffle(),
        );
        (lists, patient).prop_map(
            move |((mut sessions, measurements, signs, screens, decisions, events), patient)| {
                for session in &mut sessions {
                    session.blood_pressures.reverse();
                }
                let patient = Patient {
                    birth_date: c.patient.birth_date,
                    conditions: conditions.as_ref().map(|_| patient.0),
                    medications: medications.as_ref().map(|_| patient.1),
                };
                let other = CourseRecord {
                    sessions,
                    measurements,
                    signs,
                    screens,
                    decisions,
                    events,
                    patient,
                    ..c.clone()
                };
                (c.clone(), other)
            },
        )
    })
}

/// What may be told only later, of an earlier day: a screen that stood behind an open high level until a
/// clinician closed it, and liver tests while the route in use asked for none.
const COME_LATER: [&str; 4] = ["D20", "D21", "D22", "L2"];

fn findings(course: &CourseRecord) -> Vec<Finding> {
    review(course, CATALOG.knowledge()).unwrap().findings
}

/// What was known on `until`.
fn known_on(course: &CourseRecord, until: Date) -> CourseRecord {
    let mut known = course.clone();
    known.sessions.retain(|s| s.date <= until);
    for session in &mut known.sessions {
        session.rems_submitted_on = session.rems_submitted_on.filter(|day| *day <= until);
    }
    known.measurements.retain(|m| m.date <= until);
    known.signs.retain(|s| s.date <= until);
    known.screens.retain(|s| s.date <= until);
    known.decisions.retain(|d| d.date <= until);
    known.events.retain(|e| e.date <= until);
    known.stopped_on = known.stopped_on.filter(|day| *day <= until);
    known
}

/// A finding as it was come to: what it is about, and every step but the last, which names the state. An
/// open X5 is a task that gathers the signs of the days after it; it stays dated by the first of them.
fn reading(f: Finding) -> (String, Option<InstrumentId>, Date, Vec<Message>) {
    let kept = |step: &Message| !["trace.state", "trace.switch"].contains(&step.key.as_ref());
    let steps = f.trace.into_iter().filter(kept).collect();
    (f.rule, f.instrument, f.date, steps)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_of_entry_changes_no_finding_of_any_rule((one, other) in shuffled()) {
        prop_assert_eq!(findings(&one), findings(&other));
    }

    #[test]
    fn what_is_dated_later_changes_no_earlier_reading_of_any_rule(course in course(), cut in 0..TODAY) {
        let until = day(cut);
        let before: Vec<_> = findings(&known_on(&course, until)).into_iter().map(reading).collect();
        for found in findings(&course).into_iter().filter(|f| f.date <= until).map(reading) {
            let silent = !before.iter().any(|(rule, _, date, _)| *rule == found.0 && *date == found.2);
            let comes_later = silent && COME_LATER.contains(&found.0.as_str());
            prop_assert!(comes_later || before.contains(&found), "{found:?} not in {before:?}");
        }
    }
}
