//! Which rows of a clinic the queries of one course walk through, as SQLite plans them: its own, not those of
//! ten thousand others.

use std::cell::RefCell;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::db::{On, sql};
use crate::ids::{ClinicId, CourseId, PatientId};
use crate::{
    Clock, Dice, Location, Store, StoreConfig, alert, booking, course, course_event, course_list,
    course_protocol, course_watch, decision, dose_check, finding, forecast, front_desk, keys, measurement,
    observation, patient, plan, planned_move, screen, screening, session, sign, sitting, therapy_visit,
};

thread_local! {
    static ASKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Remembers a query that this thread's test runs.
pub(crate) fn remember(text: &str) {
    ASKED.with_borrow_mut(|asked| asked.push(text.to_owned()));
}

record! {
    /// One step of a plan.
    struct Step {
        /// What SQLite does.
        detail: String,
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

impl Dice for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

async fn ask_for_a_course(store: &Store) {
    let (clinic, course, patient) = (ClinicId(Uuid::nil()), CourseId(Uuid::nil()), PatientId(Uuid::nil()));
    assert!(course::get(store, clinic, course).await.unwrap().is_none());
    assert!(patient::get(store, clinic, patient).await.unwrap().is_none());
    assert!(screening::newest(store, clinic, patient).await.unwrap().is_none());
    assert!(session::list(store, clinic, course).await.unwrap().is_empty());
    assert!(observation::newest(store, clinic, course).await.unwrap().is_empty());
    assert!(measurement::list(store, clinic, course).await.unwrap().is_empty());
    assert!(screen::list(store, clinic, course).await.unwrap().is_empty());
    assert!(sign::list(store, clinic, course).await.unwrap().is_empty());
    assert!(course_event::list(store, clinic, course).await.unwrap().is_empty());
    assert!(course_protocol::list(store, clinic, course).await.unwrap().is_empty());
    assert!(planned_move::list(store, clinic, course).await.unwrap().is_empty());
    assert!(finding::list(store, clinic, course).await.unwrap().is_empty());
    assert!(decision::list(store, clinic, course).await.unwrap().is_empty());
    assert!(forecast::newest(store, clinic, course).await.unwrap().is_empty());
    assert!(forecast::history(store, clinic, course).await.unwrap().is_empty());
    assert!(plan::newest(store, clinic, course).await.unwrap().is_none());
    assert!(alert::list(store, clinic, course).await.unwrap().is_empty());
    assert!(alert::steps(store, clinic, course).await.unwrap().is_empty());
    assert!(sitting::of_course(store, clinic, course).await.unwrap().is_empty());
    assert!(therapy_visit::of_courses(store, clinic, &[course]).await.unwrap().is_empty());
    assert!(booking::of_course(store, clinic, course).await.unwrap().is_empty());
    assert!(course_watch::of_course(store, clinic, course).await.unwrap().is_none());
    assert!(
        dose_check::of_day(store, clinic, course, jiff::civil::date(2026, 3, 3)).await.unwrap().is_empty()
    );
}

/// Whether a step reads more than what an index finds within one course, patient or kind.
fn walks(detail: &str) -> bool {
    let of_a_clinic = detail.ends_with("(clinic_id=?)");
    // What a query has gathered itself: the events found, the forecasts in order of age.
    let gathered = detail == "SCAN u" || detail.starts_with("SCAN (subquery");
    of_a_clinic || (detail.starts_with("SCAN ") && !gathered)
}

async fn open_a_store() -> (evenkeel_testkit::folder::TempFolder, Store) {
    let folder = evenkeel_testkit::folder::TempFolder::new();
    let keys = keys::load_or_create(folder.path(), None, &Still).unwrap();
    let config = StoreConfig::new(Location::in_folder(folder.path()), keys);
    let store = Store::open(config, Arc::new(Still), Arc::new(Still)).await.unwrap();
    ASKED.take();
    (folder, store)
}

/// What SQLite does for each query asked so far.
async fn plans(store: &Store) -> Vec<(String, Vec<Step>)> {
    let mut plans = Vec::new();
    for text in ASKED.take() {
        let plan = sql(format!("EXPLAIN QUERY PLAN {text}"));
        plans.push((text, plan.all(On::Readers(store.db()), store.vault()).await.unwrap()));
    }
    plans
}

#[tokio::test]
async fn a_course_is_read_without_walking_through_others() {
    let (_folder, store) = open_a_store().await;
    ask_for_a_course(&store).await;
    let plans = plans(&store).await;
    assert_eq!(plans.len(), 23);
    for (text, steps) in plans {
        let walk = steps.iter().find(|step| walks(&step.detail));
        assert!(!steps.is_empty() && walk.is_none(), "{walk:?}\n{text}");
    }
    store.close().await;
}

/// Asked for each line of a list, the days of all plans would be walked through as often as there are lines.
#[tokio::test]
async fn a_list_finds_the_days_of_a_plan_by_the_plan() {
    let (_folder, store) = open_a_store().await;
    let (clinic, day) = (ClinicId(Uuid::nil()), jiff::civil::date(2026, 3, 3));
    assert!(front_desk::list(&store, clinic, day, 20, 0).await.unwrap().is_empty());
    let all = course_list::CourseFilter::default();
    assert!(course_list::list(&store, clinic, &all, day, 20, 0).await.unwrap().is_empty());
    assert!(booking::booked(&store, clinic, (day, day)).await.unwrap().is_empty());
    assert!(booking::left_over(&store, clinic, (day, day), 20).await.unwrap().is_empty());
    assert!(booking::unbooked(&store, clinic, (day, day, day), 20).await.unwrap().is_empty());
    for (at, (text, steps)) in plans(&store).await.into_iter().enumerate() {
        let days = steps.iter().filter(|step| step.detail.contains("plan_date_day")).count();
        // The days that wait for a place are walked in their order, once.
        assert_eq!(days, usize::from(at == 4), "{text}");
        let people = steps.iter().any(|step| step.detail.contains("course_patient (clinic_id=?)"));
        assert!(at < 2 || !people, "{text}");
    }
    store.close().await;
}
