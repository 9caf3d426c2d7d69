use evenkeel_care::finding::Choice;
use evenkeel_care::record::SessionStatus;
use evenkeel_store::course::{self, NewCourse};
use evenkeel_store::measurement::{self, NewMeasurement};
use evenkeel_store::session::{self, NewSession};
use evenkeel_store::{CourseId, Inserted, MeasurementId, own_course, score_history};
use jiff::civil::date;

use crate::bench::{Bench, keep, new_course, new_score, new_session};

async fn with_score(bench: &Bench, change: impl FnOnce(&mut NewMeasurement)) -> (CourseId, MeasurementId) {
    let (_, course) = bench.add_course("Ines Okafor").await;
    let mut new = new_score(course, date(2026, 1, 7), 19.0);
    change(&mut new);
    let mut tx = bench.tx().await;
    let id = measurement::add(&mut tx, &new).await.unwrap().id();
    keep(tx).await;
    (course, id)
}

pub async fn a_partial_score_keeps_what_was_answered(bench: Bench) {
    let answers = vec![Some(2), None, Some(0)];
    let (course, _) = with_score(&bench, |new| {
        new.score = None;
        new.items = Some(answers.clone());
        new.after = true;
    })
    .await;
    let list = measurement::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!((list[0].score, list[0].items().unwrap(), list[0].after_session), (None, Some(answers), true));
    assert_eq!((list[0].recall_days, list[0].source.as_str()), (Some(14), "staff"));
}

pub async fn a_corrected_score_replaces_and_keeps(bench: Bench) {
    let (course, first) = with_score(&bench, |_| {}).await;
    let mut tx = bench.tx().await;
    let right = new_score(course, date(2026, 1, 7), 17.0);
    let second = measurement::correct(&mut tx, first, &right, "added up wrong").await.unwrap();
    keep(tx).await;
    let list = measurement::list(&bench.store, bench.clinic, course).await.unwrap();
    assert_eq!(list.iter().map(|row| (row.id, row.score)).collect::<Vec<_>>(), [(second, Some(17.0))]);
    assert_eq!(measurement::chain(&bench.store, bench.clinic, first).await.unwrap().len(), 2);
    assert!(measurement::get(&bench.store, bench.clinic, first).await.unwrap().is_some());
}

pub async fn a_withdrawn_score_is_gone_from_lists(bench: Bench) {
    let (course, first) = with_score(&bench, |_| {}).await;
    let mut tx = bench.tx().await;
    measurement::withdraw(&mut tx, first, "wrong patient").await.unwrap();
    keep(tx).await;
    assert!(measurement::list(&bench.store, bench.clinic, course).await.unwrap().is_empty());
}

pub async fn the_history_holds_what_is_in_force(bench: Bench) {
    let (course, first) = with_score(&bench, |_| {}).await;
    let mut tx = bench.tx().await;
    let right = new_score(course, date(2026, 1, 7), 17.0);
    measurement::correct(&mut tx, first, &right, "added up wrong").await.unwrap();
    let partial = NewMeasurement { score: None, ..new_score(course, date(2026, 1, 8), 0.0) };
    measurement::add(&mut tx, &partial).await.unwrap();
    session::add(&mut tx, &new_session(course, date(2026, 1, 7))).await.unwrap();
    let missed = NewSession { status: SessionStatus::Missed, ..new_session(course, date(2026, 1, 9)) };
    session::add(&mut tx, &missed).await.unwrap();
    keep(tx).await;
    let scores = score_history::scores(&bench.store, bench.clinic).await.unwrap();
    assert_eq!(scores.iter().map(|row| (row.course_id, row.score)).collect::<Vec<_>>(), [(course, 17.0)]);
    let listed = score_history::of_courses(&bench.store, bench.clinic, &[course]).await.unwrap();
    assert_eq!(listed.iter().map(|row| (row.course_id, row.score)).collect::<Vec<_>>(), [(course, 17.0)]);
    let sessions = score_history::sessions(&bench.store, bench.clinic).await.unwrap();
    assert_eq!(sessions.iter().map(|row| row.date).collect::<Vec<_>>(), [date(2026, 1, 7)]);
}

pub async fn own_courses_hold_what_is_in_force_and_no_import(bench: Bench) {
    let (course, first) = with_score(&bench, |_| {}).await;
    let all = async || own_course::all(&bench.store, bench.clinic, "clinic", Choice::Extend).await.unwrap();
    assert!(all().await.courses.is_empty(), "no session was given yet");
    let mut tx = bench.tx().await;
    session::add(&mut tx, &new_session(course, date(2026, 1, 7))).await.unwrap();
    let missed = NewSession { status: SessionStatus::Missed, ..new_session(course, date(2026, 1, 9)) };
    session::add(&mut tx, &missed).await.unwrap();
    let right = new_score(course, date(2026, 1, 7), 17.0);
    measurement::correct(&mut tx, first, &right, "added up wrong").await.unwrap();
    keep(tx).await;
    let own = all().await;
    let only = &own.courses[0];
    assert_eq!((own.courses.len(), only.head.id, own.others), (1, course, 0));
    assert_eq!(only.sessions.iter().map(|s| s.date).collect::<Vec<_>>(), [date(2026, 1, 7)]);
    assert_eq!(only.scores.iter().map(|s| s.score).collect::<Vec<_>>(), [17.0]);
    assert!(only.choices.is_empty());
    let mut tx = bench.tx().await;
    let patient = course::get(&bench.store, bench.clinic, course).await.unwrap().unwrap().patient_id;
    let imported = NewCourse { source_key: Some("nimh/S01".to_owned()), ..new_course(patient) };
    let imported = course::add(&mut tx, &imported).await.unwrap().id();
    session::add(&mut tx, &new_session(imported, date(2026, 1, 7))).await.unwrap();
    keep(tx).await;
    let own = all().await;
    assert_eq!((own.courses.len(), own.others), (1, 1));
    let elsewhere = own_course::all(&bench.store, bench.clinic, "synthetic", Choice::Extend).await.unwrap();
    assert_eq!((elsewhere.courses.len(), elsewhere.others), (0, 2));
}

pub async fn an_import_run_twice_adds_no_score(bench: Bench) {
    let (course, first) =
        with_score(&bench, |new| new.source_key = Some("nimh/S01/d0/MADRS".to_owned())).await;
    let mut new = new_score(course, date(2026, 1, 7), 19.0);
    new.source_key = Some("nimh/S01/d0/MADRS".to_owned());
    let mut tx = bench.tx().await;
    assert_eq!(measurement::add(&mut tx, &new).await.unwrap(), Inserted::AlreadyThere(first));
}
