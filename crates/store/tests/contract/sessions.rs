use evenkeel_care::dose::Dose;
use evenkeel_care::record::SessionStatus;
use evenkeel_store::session::{self, NewSession};
use evenkeel_store::{CourseId, Inserted, Note, SessionId, StoreError};
use jiff::civil::date;

use crate::bench::{Bench, keep, new_session};

async fn add(bench: &Bench, new: &NewSession) -> SessionId {
    let mut tx = bench.tx().await;
    let id = session::add(&mut tx, new).await.unwrap().id();
    keep(tx).await;
    id
}

async fn with_session(bench: &Bench) -> (CourseId, SessionId) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    (course, add(bench, &new_session(course, date(2026, 1, 7))).await)
}

pub async fn every_form_of_dose_comes_back(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let forms = [
        None,
        Some(Dose::mg_per_kg(0.0)),
        Some(Dose::mg_per_kg(0.5)),
        Some(Dose::mg(84.0)),
        Some(Dose::MgPerKgPerHour { rate: 0.15, hours: 4.0 }),
    ];
    for (day, dose) in (7..).zip(forms) {
        add(&bench, &NewSession { dose, ..new_session(course, date(2026, 1, day)) }).await;
    }
    let list = session::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!(list.iter().map(|session| session.dose).collect::<Vec<_>>(), forms);
    let one = &list[2];
    assert_eq!(one.weight_kg.map(|weight| weight.0), Some(70.4));
    assert_eq!(one.note.as_ref().and_then(Note::text), Some("Calm throughout."));
    assert_eq!((one.supervised_by.as_deref(), one.status), (Some("Dr Vale"), SessionStatus::Done));
}

pub async fn a_correction_replaces_and_keeps(bench: Bench) {
    let (course, first) = with_session(&bench).await;
    let right = NewSession { dose: Some(Dose::mg_per_kg(0.75)), ..new_session(course, date(2026, 1, 7)) };
    let mut tx = bench.tx().await;
    let second = session::correct(&mut tx, first, &right, "dose mistyped").await.unwrap();
    let third = session::correct(&mut tx, second, &right, "checked again").await.unwrap();
    keep(tx).await;
    let list = session::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!(list.iter().map(|session| session.id).collect::<Vec<_>>(), [third]);
    let chain = session::chain(&bench.store, bench.clinic, second).await.unwrap();
    assert_eq!(chain.iter().map(|session| session.id).collect::<Vec<_>>(), [first, second, third]);
    assert_eq!(chain[0].dose, Some(Dose::mg_per_kg(0.5)));
    assert_eq!(chain[1].reason.as_ref().and_then(Note::text), Some("dose mistyped"));
}

pub async fn two_corrections_of_one_row_conflict(bench: Bench) {
    let (course, first) = with_session(&bench).await;
    let right = new_session(course, date(2026, 1, 8));
    let mut tx = bench.tx().await;
    session::correct(&mut tx, first, &right, "wrong day").await.unwrap();
    let second = session::correct(&mut tx, first, &right, "wrong day").await;
    assert!(matches!(second, Err(StoreError::Conflict { what: "session" })), "{second:?}");
}

pub async fn a_withdrawn_session_is_gone_from_lists(bench: Bench) {
    let (course, first) = with_session(&bench).await;
    let mut tx = bench.tx().await;
    session::withdraw(&mut tx, first, "wrong patient").await.unwrap();
    keep(tx).await;
    assert!(session::list(&bench.store, bench.clinic, course).await.unwrap().is_empty());
    let chain = session::chain(&bench.store, bench.clinic, first).await.unwrap();
    assert_eq!((chain.len(), chain[1].withdrawn, chain[1].date), (2, true, date(2026, 1, 7)));
    assert_eq!(chain[1].reason.as_ref().and_then(Note::text), Some("wrong patient"));
}

pub async fn an_import_run_twice_adds_no_session(bench: Bench) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let new =
        NewSession { source_key: Some("nimh/S01/d0".to_owned()), ..new_session(course, date(2026, 1, 7)) };
    let first = add(&bench, &new).await;
    let mut tx = bench.tx().await;
    session::correct(&mut tx, first, &new, "weight").await.unwrap();
    assert_eq!(session::add(&mut tx, &new).await.unwrap(), Inserted::AlreadyThere(first));
    keep(tx).await;
    assert_eq!(session::list(&bench.store, bench.clinic, course).await.unwrap().len(), 1);
}

pub async fn a_correction_stays_in_its_course(bench: Bench) {
    let (_, first) = with_session(&bench).await;
    let (_, other) = bench.add_course("Other").await;
    let mut tx = bench.tx().await;
    let moved = session::correct(&mut tx, first, &new_session(other, date(2026, 1, 7)), "moved").await;
    assert!(matches!(moved, Err(StoreError::NotFound { what: "session" })), "{moved:?}");
}
