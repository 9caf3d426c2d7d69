use evenkeel_care::finding::Choice;
use evenkeel_store::course_list::{self, CourseFilter};
use evenkeel_store::{
    StoreError, account, alert, audit, clinic, course, course_bundle, course_state, data_key, decision,
    finding, forecast, front_desk, import_batch, job, measurement, own_course, patient, patient_search, plan,
    safety_setting, score_history, screen, session, sign,
};
use jiff::civil::date;

use crate::accounts::add_account;
use crate::bench::{Bench, actor, keep, new_clinic, new_course, new_score, new_session};
use crate::findings::{add_decision, add_finding, add_forecast};

/// Reads everything of one clinic in the name of another and must get nothing.
pub async fn nothing_is_read_across_clinics(bench: Bench) {
    let (patient_id, course_id) = bench.add_course("Ines Okafor").await;
    let finding_id = add_finding(&bench, course_id).await;
    add_decision(&bench, course_id, finding_id, 0).await.unwrap();
    add_forecast(&bench, course_id, "plan", 1).await;
    crate::courses::add_plan(&bench, course_id, 0, &["2026-01-12"]).await.unwrap();
    let account_id = add_account(&bench, "vale").await;
    let alert_id = crate::safety::fill(&bench, course_id).await;
    let mut tx = bench.tx().await;
    let session_id = session::add(&mut tx, &new_session(course_id, date(2026, 1, 7))).await.unwrap().id();
    let score_id =
        measurement::add(&mut tx, &new_score(course_id, date(2026, 1, 7), 19.0)).await.unwrap().id();
    keep(tx).await;

    let other = new_clinic(&bench.store, "Other").await;
    let store = &bench.store;
    let today = date(2026, 1, 10);
    assert!(patient::get(store, other, patient_id).await.unwrap().is_none());
    assert!(patient::history(store, other, patient_id).await.unwrap().is_empty());
    assert!(patient::list(store, other, 10, 0).await.unwrap().is_empty());
    assert_eq!(patient::count(store, other).await.unwrap(), 0);
    assert!(course::get(store, other, course_id).await.unwrap().is_none());
    assert!(course::list_for_patient(store, other, patient_id).await.unwrap().is_empty());
    assert!(course::list_for_patients(store, other, &[patient_id]).await.unwrap().is_empty());
    assert!(course_bundle::get(store, other, course_id).await.unwrap().is_none());
    assert!(
        course_list::list(store, other, &CourseFilter::default(), today, 10, 0).await.unwrap().is_empty()
    );
    assert_eq!(course_list::count(store, other, &CourseFilter::default()).await.unwrap(), 0);
    assert!(front_desk::list(store, other, today, 10, 0).await.unwrap().is_empty());
    assert!(course_state::history(store, other, course_id).await.unwrap().is_empty());
    assert!(plan::newest(store, other, course_id).await.unwrap().is_none());
    assert!(plan::history(store, other, course_id).await.unwrap().is_empty());
    assert!(session::get(store, other, session_id).await.unwrap().is_none());
    assert!(session::list(store, other, course_id).await.unwrap().is_empty());
    assert!(session::chain(store, other, session_id).await.unwrap().is_empty());
    assert!(measurement::get(store, other, score_id).await.unwrap().is_none());
    assert!(measurement::list(store, other, course_id).await.unwrap().is_empty());
    assert!(measurement::chain(store, other, score_id).await.unwrap().is_empty());
    assert!(finding::get(store, other, finding_id).await.unwrap().is_none());
    assert!(finding::list(store, other, course_id).await.unwrap().is_empty());
    assert!(decision::list(store, other, course_id).await.unwrap().is_empty());
    assert!(forecast::newest(store, other, course_id).await.unwrap().is_empty());
    assert!(forecast::history(store, other, course_id).await.unwrap().is_empty());
    assert!(account::get(store, other, account_id).await.unwrap().is_none());
    assert!(account::find(store, other, "vale").await.unwrap().is_none());
    assert!(account::credential(store, other, account_id).await.unwrap().is_none());
    assert!(account::list(store, other).await.unwrap().is_empty());
    assert!(course_list::of_patients(store, other, &[patient_id], today).await.unwrap().is_empty());
    assert!(alert::open_ones(store, other).await.unwrap().is_empty());
    assert!(alert::get(store, other, alert_id).await.unwrap().is_none());
    assert!(alert::list(store, other, course_id).await.unwrap().is_empty());
    assert!(alert::steps(store, other, course_id).await.unwrap().is_empty());
    assert!(screen::list(store, other, course_id).await.unwrap().is_empty());
    assert!(sign::list(store, other, course_id).await.unwrap().is_empty());
    assert!(safety_setting::newest(store, other).await.unwrap().is_none());
    assert!(score_history::sessions(store, other).await.unwrap().is_empty());
    assert!(score_history::scores(store, other).await.unwrap().is_empty());
    assert!(score_history::of_courses(store, other, &[course_id]).await.unwrap().is_empty());
    let own = own_course::all(store, other, "clinic", Choice::Extend).await.unwrap();
    assert!(own.courses.is_empty() && own.others == 0);
    assert!(import_batch::list(store, other).await.unwrap().is_empty());
    assert_eq!(job::count(store, other, job::JobState::Waiting).await.unwrap(), 0);
    let theirs = audit::list(store, other, None, 100).await.unwrap();
    assert_eq!(theirs.len(), 1, "only the line that made the other clinic");
    assert_eq!(clinic::list(store).await.unwrap().len(), 2);
}

/// Names rows of one clinic while writing in another.
pub async fn nothing_is_written_across_clinics(bench: Bench) {
    let (patient, course) = bench.add_course("Ines Okafor").await;
    let other = new_clinic(&bench.store, "Other").await;
    let begin = || async { bench.store.tx(other, &actor(), None).await.unwrap().fresh().unwrap() };
    let opened = course::add(&mut begin().await, &new_course(patient)).await;
    assert!(matches!(opened, Err(StoreError::NotFound { what: "patient" })), "{opened:?}");
    let mut silent = new_session(course, date(2026, 1, 7));
    silent.note = None;
    let given = session::add(&mut begin().await, &silent).await;
    assert!(matches!(given, Err(StoreError::DanglingReference)), "{given:?}");
    let scored = measurement::add(&mut begin().await, &new_score(course, date(2026, 1, 7), 3.0)).await;
    assert!(matches!(scored, Err(StoreError::DanglingReference)), "{scored:?}");
    let held = course::hold(&mut begin().await, course).await;
    assert!(matches!(held, Err(StoreError::NotFound { what: "course" })), "{held:?}");
    let erased = data_key::destroy(&mut begin().await, patient).await;
    assert!(matches!(erased, Err(StoreError::NotFound { what: "patient" })), "{erased:?}");
}

pub async fn search_stays_in_its_clinic(bench: Bench) {
    bench.add_patient("Ines Okafor").await;
    let other = new_clinic(&bench.store, "Other").await;
    assert!(patient_search::search(&bench.store, other, "okafor", 10).await.unwrap().is_empty());
    let tokens = bench.raw_texts("SELECT CAST(COUNT(*) AS TEXT) FROM patient_token").await;
    assert_ne!(tokens, ["0"], "the other clinic's tokens are there, and differ");
}
