//! Which rows of a clinic the queries of one course walk through, as SQLite plans them: its own, not those of
//! ten thousand others.

use std::cell::RefCell;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::db::{On, sql};
use crate::ids::{ClinicId, CourseId, PatientId};
use crate::{
    Clock, Dice, Location, Store, StoreConfig, alert, course, course_event, course_protocol, decision,
    dose_check, finding, forecast, keys, measurement, observation, patient, plan, planned_move, screen,
    screening, session, sign, sitting,
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

#[tokio::test]
async fn a_course_is_read_without_walking_through_others() {
    let folder = evenkeel_testkit::folder::TempFolder::new();
    let keys = keys::load_or_create(folder.path(), None, &Still).unwrap();
    let config = StoreConfig::new(Location::in_folder(folder.path()), keys);
    let store = Store::open(config, Arc::new(Still), Arc::new(Still)).await.unwrap();
    ASKED.take();
    ask_for_a_course(&store).await;
    let asked = ASKED.take();
    assert_eq!(asked.len(), 20);
    for text in asked {
        let plan = sql(format!("EXPLAIN QUERY PLAN {text}"));
        let steps: Vec<Step> = plan.all(On::Readers(store.db()), store.vault()).await.unwrap();
        assert!(!steps.is_empty());
        let walk = steps.iter().find(|step| walks(&step.detail));
        assert!(walk.is_none(), "{walk:?}\n{text}");
    }
    store.close().await;
}
