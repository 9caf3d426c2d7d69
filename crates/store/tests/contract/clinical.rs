use evenkeel_care::condition::{MedicationClass, PatientCondition};
use evenkeel_care::record::{BloodPressure, Discharge, DischargeCheck, EventKind, Medication};
use evenkeel_store::course::Weekdays;
use evenkeel_store::course_protocol::{self, NewCourseProtocol};
use evenkeel_store::observation::{self, Administration, Seen, Tolerance};
use evenkeel_store::screening::{self, Answers};
use evenkeel_store::{
    CourseId, Note, PatientId, StoreError, course_bundle, course_event, planned_move, session,
};
use jiff::civil::{Weekday, date};

use crate::bench::{Bench, keep, new_clinic, new_course, new_session};

/// One row of each fact of this migration.
pub async fn add_all(bench: &Bench, patient: PatientId, course: CourseId) {
    let day = date(2026, 1, 7);
    let mut tx = bench.tx().await;
    let id = session::add(&mut tx, &new_session(course, day)).await.unwrap().id();
    observation::add(&mut tx, course, id, 0, &seen()).await.unwrap();
    screening::add(&mut tx, patient, 0, day, &answers()).await.unwrap();
    course_event::add(&mut tx, course, day, EventKind::Consent, Some("Signed twice.")).await.unwrap();
    course_protocol::add(&mut tx, &change(course, 0)).await.unwrap();
    planned_move::add(&mut tx, course, 2, (day, date(2026, 1, 9)), Some("A funeral.")).await.unwrap();
    keep(tx).await;
}

fn seen() -> Seen {
    Seen {
        blood_pressures: vec![BloodPressure { minute: -5, systolic: 128, diastolic: 80 }],
        administrations: vec![Administration { minute: 0, mg: 28.0 }, Administration { minute: 5, mg: 28.0 }],
        moaas_last: Some(5),
        observed_minutes: Some(125),
        infusion_end_minute: Some(40),
        tolerance: Some(Tolerance::SideEffects),
        rems_submitted_on: Some(date(2026, 1, 8)),
        discharge: Discharge::from([
            (DischargeCheck::Orientated, true),
            (DischargeCheck::RideArranged, false),
        ]),
    }
}

fn answers() -> Answers {
    let lorazepam = Medication {
        name: "lorazepam".to_owned(),
        class: MedicationClass::Benzodiazepine,
        diazepam_equivalent_mg_per_day: Some(10.0),
        mg_per_day: None,
    };
    Answers { conditions: Some(vec![PatientCondition::BipolarDisorder]), medications: Some(vec![lorazepam]) }
}

fn change(course: CourseId, seen_version: i64) -> NewCourseProtocol {
    NewCourseProtocol {
        course_id: course,
        seen_version,
        protocol_id: "im-mood".to_owned(),
        protocol_revision: "1".to_owned(),
        ladder_id: None,
        weekdays: Weekdays(vec![Weekday::Tuesday]),
        from_on: date(2026, 1, 9),
        reason: "No vein was found twice.".to_owned(),
    }
}

pub async fn what_was_seen_comes_back_in_its_newest_version(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let mut tx = bench.tx().await;
    let id = session::add(&mut tx, &new_session(course, date(2026, 1, 7))).await.unwrap().id();
    let before = Seen { observed_minutes: None, rems_submitted_on: None, ..seen() };
    assert_eq!(observation::add(&mut tx, course, id, 0, &before).await.unwrap(), 1);
    assert_eq!(observation::add(&mut tx, course, id, 1, &seen()).await.unwrap(), 2);
    keep(tx).await;
    let newest = observation::newest(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!(newest.iter().map(|o| (o.session_id, o.version)).collect::<Vec<_>>(), [(id, 2)]);
    assert_eq!(newest[0].seen().unwrap(), seen());
    let mut tx = bench.tx().await;
    let late = observation::add(&mut tx, course, id, 1, &before).await;
    assert!(matches!(late, Err(StoreError::Conflict { what: "observation" })), "{late:?}");
}

pub async fn a_corrected_session_keeps_what_was_seen(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let new = new_session(course, date(2026, 1, 7));
    let mut tx = bench.tx().await;
    let old = session::add(&mut tx, &new).await.unwrap().id();
    observation::add(&mut tx, course, old, 0, &seen()).await.unwrap();
    let right = session::correct(&mut tx, old, &new, "weight").await.unwrap();
    keep(tx).await;
    let newest = observation::newest(&bench.store, bench.clinic, course).await.unwrap();
    let of_right = newest.iter().find(|o| o.session_id == right).unwrap();
    assert_eq!(of_right.seen().unwrap(), seen());
}

pub async fn asked_and_none_differs_from_not_asked(bench: Bench) {
    let patient = bench.add_patient("Ines Okafor").await;
    assert_eq!(screening::newest(&bench.store, bench.clinic, patient).await.unwrap(), None);
    let none = Answers { conditions: Some(Vec::new()), medications: None };
    let mut tx = bench.tx().await;
    screening::add(&mut tx, patient, 0, date(2026, 1, 7), &none).await.unwrap();
    screening::add(&mut tx, patient, 1, date(2026, 2, 7), &answers()).await.unwrap();
    keep(tx).await;
    let history = screening::history(&bench.store, bench.clinic, patient).await.unwrap();
    let read: Vec<_> = history.iter().map(|s| (s.version, s.asked_on, s.answers().unwrap())).collect();
    assert_eq!(read, [(2, date(2026, 2, 7), answers()), (1, date(2026, 1, 7), none)]);
    let mut tx = bench.tx().await;
    let late = screening::add(&mut tx, patient, 1, date(2026, 2, 8), &answers()).await;
    assert!(matches!(late, Err(StoreError::Conflict { what: "screening" })), "{late:?}");
}

/// A certificate holds for the whole clinic, an enrolment for the patient, a visit for its course.
pub async fn events_reach_as_far_as_they_mean(bench: Bench) {
    let (patient, first) = bench.add_course("Ines Okafor").await;
    let (_, stranger) = bench.add_course("Jo Marsh").await;
    let mut tx = bench.tx().await;
    let second = evenkeel_store::course::add(&mut tx, &new_course(patient)).await.unwrap().id();
    let kinds = [EventKind::SiteCertified, EventKind::RemsEnrolled, EventKind::Integration];
    for kind in kinds {
        course_event::add(&mut tx, first, date(2026, 1, 6), kind, None).await.unwrap();
    }
    keep(tx).await;
    for (course, expected) in [(first, &kinds[..]), (second, &kinds[..2]), (stranger, &kinds[..1])] {
        let list = course_event::list(&bench.store, bench.clinic, course).await.unwrap();
        assert_eq!(list.iter().map(|e| e.kind).collect::<Vec<_>>(), expected);
    }
}

pub async fn a_withdrawn_event_is_gone_from_the_list(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let (_, other) = bench.add_course("Jo Marsh").await;
    let mut tx = bench.tx().await;
    let event = course_event::add(&mut tx, course, date(2026, 1, 6), EventKind::SiteCertified, Some("Seen."))
        .await
        .unwrap();
    let elsewhere = course_event::withdraw(&mut tx, other, event, "not mine").await;
    assert!(matches!(elsewhere, Err(StoreError::NotFound { what: "event" })), "{elsewhere:?}");
    drop(tx);
    let mut tx = bench.tx().await;
    let event =
        course_event::add(&mut tx, course, date(2026, 1, 6), EventKind::Ecg, Some("Seen.")).await.unwrap();
    let list = course_event::list(&mut tx, bench.clinic, course).await.unwrap();
    assert_eq!(list[0].note.as_ref().and_then(Note::text), Some("Seen."));
    course_event::withdraw(&mut tx, course, event, "wrong patient").await.unwrap();
    keep(tx).await;
    assert!(course_event::list(&bench.store, bench.clinic, course).await.unwrap().is_empty());
}

pub async fn a_change_of_protocol_keeps_its_reason(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let mut tx = bench.tx().await;
    course_protocol::add(&mut tx, &change(course, 0)).await.unwrap();
    let second = course_protocol::add(&mut tx, &change(course, 0)).await;
    assert!(matches!(second, Err(StoreError::Conflict { what: "course's protocol" })), "{second:?}");
    drop(tx);
    let mut tx = bench.tx().await;
    course_protocol::add(&mut tx, &change(course, 0)).await.unwrap();
    planned_move::add(&mut tx, course, 2, (date(2026, 1, 9), date(2026, 1, 10)), None).await.unwrap();
    keep(tx).await;
    let bundle = course_bundle::get(&bench.store, bench.clinic, course).await.unwrap().unwrap();
    let kept = &bundle.protocols[0];
    assert_eq!((kept.protocol_id.as_str(), kept.weekdays.0.as_slice()), ("im-mood", &[Weekday::Tuesday][..]));
    assert_eq!(kept.reason.as_ref().and_then(Note::text), Some("No vein was found twice."));
    assert_eq!((bundle.moves[0].session_number, bundle.moves[0].to_on), (2, date(2026, 1, 10)));
}

pub async fn a_restart_brings_the_course_before(bench: Bench) {
    let (patient, before) = bench.add_course("Ines Okafor").await;
    let mut tx = bench.tx().await;
    session::add(&mut tx, &new_session(before, date(2026, 1, 7))).await.unwrap();
    let mut again = new_course(patient);
    again.previous_course = Some(before);
    let id = evenkeel_store::course::add(&mut tx, &again).await.unwrap().id();
    keep(tx).await;
    let bundle = course_bundle::get(&bench.store, bench.clinic, id).await.unwrap().unwrap();
    let previous = bundle.previous.unwrap();
    assert_eq!((previous.course.id, previous.sessions.len(), bundle.sessions.len()), (before, 1, 0));
}

pub async fn erasing_seals_these_facts_too(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    add_all(&bench, patient, course).await;
    let mut tx = bench.tx().await;
    evenkeel_store::data_key::destroy(&mut tx, patient).await.unwrap();
    keep(tx).await;
    let bundle = course_bundle::get(&bench.store, bench.clinic, course).await.unwrap().unwrap();
    assert_eq!(bundle.screening.unwrap().answers().unwrap(), Answers::default());
    assert_eq!(bundle.events[0].note, Some(Note::Erased));
    assert_eq!(bundle.protocols[0].reason, Some(Note::Erased));
    assert_eq!(bundle.moves[0].reason, Some(Note::Erased));
}

pub async fn these_facts_stay_in_their_clinic(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    add_all(&bench, patient, course).await;
    let other = new_clinic(&bench.store, "Other").await;
    let store = &bench.store;
    assert!(observation::newest(store, other, course).await.unwrap().is_empty());
    assert!(screening::newest(store, other, patient).await.unwrap().is_none());
    assert!(screening::history(store, other, patient).await.unwrap().is_empty());
    assert!(course_event::list(store, other, course).await.unwrap().is_empty());
    assert!(course_protocol::list(store, other, course).await.unwrap().is_empty());
    assert!(planned_move::list(store, other, course).await.unwrap().is_empty());
}
