use evenkeel_store::patient::{self, Person};
use evenkeel_store::{Note, PatientId, StoreError, course_bundle, data_key, patient_search, session};
use jiff::civil::date;

use crate::bench::{Bench, details, keep, new_session};
use crate::findings::{add_decision, add_finding};

async fn erase(bench: &Bench, patient: PatientId) {
    let mut tx = bench.tx().await;
    data_key::destroy(&mut tx, patient).await.unwrap();
    keep(tx).await;
    bench.store.settle().await.unwrap();
}

pub async fn an_erased_patient_reads_as_erased(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    let finding = add_finding(&bench, course).await;
    add_decision(&bench, course, finding, 0).await.unwrap();
    let mut tx = bench.tx().await;
    session::add(&mut tx, &new_session(course, date(2026, 1, 7))).await.unwrap();
    keep(tx).await;
    erase(&bench, patient).await;
    let bundle = course_bundle::get(&bench.store, bench.clinic, course).await.unwrap().unwrap();
    assert_eq!(bundle.patient.person, Person::Erased);
    assert_eq!(bundle.course.note, Some(Note::Erased));
    assert_eq!(
        (bundle.sessions[0].note.clone(), bundle.sessions[0].reason.clone()),
        (Some(Note::Erased), None)
    );
    assert_eq!(bundle.decisions[0].reason, Some(Note::Erased));
    assert_eq!(bundle.sessions[0].date, date(2026, 1, 7), "what is not personal stays");
    assert!(patient_search::search(&bench.store, bench.clinic, "okafor", 10).await.unwrap().is_empty());
}

pub async fn an_erased_patient_takes_no_new_words(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    erase(&bench, patient).await;
    let mut tx = bench.tx().await;
    let noted = session::add(&mut tx, &new_session(course, date(2026, 1, 7))).await;
    assert!(matches!(noted, Err(StoreError::Erased)), "{noted:?}");
    let renamed = patient::change(&mut tx, patient, 1, &details("Ines Lund"), None).await;
    assert!(matches!(renamed, Err(StoreError::Erased)), "{renamed:?}");
}

pub async fn erasing_leaves_others_alone(bench: Bench) {
    let (patient, _) = bench.add_course("Ines Okafor").await;
    let other = bench.add_patient("Jo Marsh").await;
    erase(&bench, patient).await;
    let other = patient::get(&bench.store, bench.clinic, other).await.unwrap().unwrap();
    assert_eq!(other.person.name(), Some("Jo Marsh"));
}
