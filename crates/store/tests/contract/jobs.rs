use evenkeel_store::job::{self, JobState};
use evenkeel_store::{JobId, JsonText, upkeep};
use jiff::SignedDuration;

use crate::bench::{Bench, keep, new_clinic};

const LEASE: SignedDuration = SignedDuration::from_mins(10);

async fn add(bench: &Bench, kind: &str, in_minutes: i64) -> JobId {
    let mut tx = bench.tx().await;
    let when = bench.store.now() + SignedDuration::from_mins(in_minutes);
    let id = job::add(&mut tx, kind, &JsonText::of(&kind).unwrap(), when).await.unwrap();
    keep(tx).await;
    id
}

pub async fn a_job_is_taken_once(bench: Bench) {
    let mut ids = vec![add(&bench, "a", 0).await, add(&bench, "b", 0).await];
    let bench = std::sync::Arc::new(bench);
    let tasks: Vec<_> = (0..5)
        .map(|_| {
            let bench = bench.clone();
            tokio::spawn(async move { job::take(&bench.store, "worker", LEASE).await.unwrap() })
        })
        .collect();
    let mut taken = Vec::new();
    for task in tasks {
        taken.extend(task.await.unwrap().map(|job| job.id));
    }
    taken.sort();
    ids.sort();
    assert_eq!(taken, ids);
    let mut tx = bench.tx().await;
    job::finish(&mut tx, ids[0]).await.unwrap();
    keep(tx).await;
    assert_eq!(job::count(&bench.store, bench.clinic, JobState::Done).await.unwrap(), 1);
}

pub async fn a_job_waits_for_its_time(bench: Bench) {
    let later = add(&bench, "later", 30).await;
    let sooner = add(&bench, "sooner", 20).await;
    assert!(job::take(&bench.store, "worker", LEASE).await.unwrap().is_none());
    bench.clock.advance(SignedDuration::from_mins(40));
    for expected in [sooner, later] {
        assert_eq!(job::take(&bench.store, "worker", LEASE).await.unwrap().unwrap().id, expected);
    }
}

pub async fn a_silent_workers_job_is_taken_again(bench: Bench) {
    let id = add(&bench, "a", 0).await;
    assert_eq!(job::take(&bench.store, "first", LEASE).await.unwrap().unwrap().attempts, 1);
    assert!(job::take(&bench.store, "second", LEASE).await.unwrap().is_none());
    bench.clock.advance(SignedDuration::from_mins(11));
    let again = job::take(&bench.store, "second", LEASE).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (id, 2));
}

pub async fn a_failed_job_waits_or_is_given_up(bench: Bench) {
    let id = add(&bench, "a", 0).await;
    let retry = bench.store.now() + SignedDuration::from_mins(1);
    job::take(&bench.store, "worker", LEASE).await.unwrap().unwrap();
    job::fail(&bench.store, bench.clinic, id, "no room", Some(retry)).await.unwrap();
    assert!(job::take(&bench.store, "worker", LEASE).await.unwrap().is_none());
    bench.clock.advance(SignedDuration::from_mins(2));
    let again = job::take(&bench.store, "worker", LEASE).await.unwrap().unwrap();
    assert_eq!((again.last_error.as_deref(), again.payload.as_str()), (Some("no room"), "\"a\""));
    job::fail(&bench.store, bench.clinic, id, "still no room", None).await.unwrap();
    assert_eq!(job::count(&bench.store, bench.clinic, JobState::Dead).await.unwrap(), 1);
}

pub async fn a_job_of_a_dropped_transaction_never_was(bench: Bench) {
    let mut tx = bench.tx().await;
    job::add(&mut tx, "a", &JsonText::of(&()).unwrap(), bench.store.now()).await.unwrap();
    drop(tx);
    assert!(job::take(&bench.store, "worker", LEASE).await.unwrap().is_none());
}

pub async fn jobs_are_told_by_state_and_those_given_up_by_clinic(bench: Bench) {
    assert!(job::tally(&bench.store).await.unwrap().is_empty());
    let due = bench.store.now();
    let given_up = add(&bench, "a", 0).await;
    add(&bench, "b", 0).await;
    add(&bench, "later", 60).await;
    job::take(&bench.store, "worker", LEASE).await.unwrap().unwrap();
    job::fail(&bench.store, bench.clinic, given_up, "no room", None).await.unwrap();
    bench.clock.advance(SignedDuration::from_mins(5));
    let told = job::tally(&bench.store).await.unwrap();
    let told: Vec<_> = told.iter().map(|t| (t.state, t.n, t.oldest)).collect();
    assert_eq!(told, [(JobState::Dead, 1, due), (JobState::Waiting, 1, due)]);
    let dead = job::given_up(&bench.store, bench.clinic, 10).await.unwrap();
    assert_eq!(
        dead.iter().map(|j| (j.id, j.last_error.as_deref())).collect::<Vec<_>>(),
        [(given_up, Some("no room"))]
    );
    let elsewhere = new_clinic(&bench.store, "Elsewhere").await;
    assert!(job::given_up(&bench.store, elsewhere, 10).await.unwrap().is_empty());
}

pub async fn the_database_tells_how_it_stands(bench: Bench) {
    let standing = upkeep::standing(&bench.store).await.unwrap();
    assert_eq!(standing.schema, standing.schema_of_program);
    assert!(standing.schema > 0 && standing.bytes > 4096, "{standing:?}");
    let pools = upkeep::pools(&bench.store);
    assert!(pools.iter().all(|pool| pool.idle <= pool.open && pool.open <= pool.most), "{pools:?}");
    assert!(pools.iter().any(|pool| pool.open > 0), "{pools:?}");
}
