use evenkeel_store::{ActorRef, Begun, Store, StoreError, Subject, audit, patient};

use crate::bench::{Bench, actor, details, keep, new_patient};

/// Adds a patient under a key; answers the outcome, and whether it was a replay.
async fn add_under_key(store: &Store, bench: &Bench, who: &ActorRef, key: &str) -> (String, bool) {
    match store.tx(bench.clinic, who, Some(key)).await.unwrap() {
        Begun::Replayed(outcome) => (outcome.as_str().to_owned(), true),
        Begun::Fresh(mut tx) => {
            let id = patient::add(&mut tx, &new_patient("Ines Okafor")).await.unwrap().id();
            tx.audit("patient.add", id, &()).unwrap();
            tx.commit_with(&id).await.unwrap();
            (format!("\"{id}\""), false)
        }
    }
}

async fn count(bench: &Bench) -> i64 {
    patient::count(&bench.store, bench.clinic).await.unwrap()
}

pub async fn without_a_commit_nothing_happened(bench: Bench) {
    let mut tx = bench.tx().await;
    patient::add(&mut tx, &new_patient("Ines Okafor")).await.unwrap();
    assert_eq!(
        patient::count(&mut tx, bench.clinic).await.unwrap(),
        1,
        "the transaction sees its own writes"
    );
    drop(tx);
    assert_eq!(count(&bench).await, 0);
}

pub async fn after_a_failed_step_nothing_is_kept(bench: Bench) {
    let known = bench.add_patient("Ines Okafor").await;
    let mut tx = bench.tx().await;
    patient::add(&mut tx, &new_patient("Jo Marsh")).await.unwrap();
    let clash = patient::change(&mut tx, known, 0, &details("Ines Lund"), None).await;
    assert!(matches!(clash, Err(StoreError::Conflict { .. })), "{clash:?}");
    let next = patient::add(&mut tx, &new_patient("Next One")).await;
    assert!(matches!(next, Err(StoreError::Stopped)), "{next:?}");
    tx.audit("test.write", known, &()).unwrap();
    assert!(matches!(tx.commit().await, Err(StoreError::Stopped)));
    assert_eq!(count(&bench).await, 1);
}

pub async fn without_an_audit_line_nothing_is_kept(bench: Bench) {
    let mut tx = bench.tx().await;
    patient::add(&mut tx, &new_patient("Ines Okafor")).await.unwrap();
    assert!(matches!(tx.commit().await, Err(StoreError::NoAuditLine)));
    assert_eq!(count(&bench).await, 0);
    bench.add_patient("Next One").await;
    assert_eq!(count(&bench).await, 1, "the store goes on working");
}

pub async fn the_same_key_answers_the_same_outcome(bench: Bench) {
    let first = add_under_key(&bench.store, &bench, &actor(), "form-1").await;
    let second = add_under_key(&bench.store, &bench, &actor(), "form-1").await;
    assert_eq!((first.0.clone(), true), second);
    assert!(!first.1);
    assert_eq!(count(&bench).await, 1);
}

pub async fn a_failed_request_may_be_tried_again(bench: Bench) {
    let begun = bench.store.tx(bench.clinic, &actor(), Some("form-1")).await.unwrap();
    drop(begun);
    assert!(!add_under_key(&bench.store, &bench, &actor(), "form-1").await.1);
}

pub async fn keys_of_two_people_do_not_meet(bench: Bench) {
    let other = ActorRef::system("import");
    assert!(!add_under_key(&bench.store, &bench, &actor(), "form-1").await.1);
    assert!(!add_under_key(&bench.store, &bench, &other, "form-1").await.1);
}

pub async fn the_same_request_many_times_at_once_lands_once(bench: Bench) {
    let bench = std::sync::Arc::new(bench);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let bench = bench.clone();
            tokio::spawn(async move { add_under_key(&bench.store.clone(), &bench, &actor(), "form-1").await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    assert_eq!(outcomes.iter().filter(|(_, replayed)| !replayed).count(), 1);
    assert!(outcomes.iter().all(|(outcome, _)| *outcome == outcomes[0].0), "{outcomes:?}");
    assert_eq!(count(&bench).await, 1);
}

pub async fn many_writers_all_land(bench: Bench) {
    let bench = std::sync::Arc::new(bench);
    let tasks: Vec<_> = (0..24)
        .map(|n| {
            let bench = bench.clone();
            tokio::spawn(async move { bench.add_patient(&format!("Patient {n}")).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(count(&bench).await, 24);
    let chain = audit::verify_chain(&bench.store, bench.clinic).await.unwrap();
    assert!(matches!(chain, audit::Chain::Whole { lines: 25, .. }), "{chain:?}");
}

/// A server and a command line on one database.
pub async fn two_programs_write_side_by_side(bench: Bench) {
    let other = bench.reopen(None).await.unwrap();
    let add = async |store: &Store, program: &str| {
        for n in 0..20 {
            let who = ActorRef::system(program);
            assert!(!add_under_key(store, &bench, &who, &format!("{program}-{n}")).await.1);
        }
    };
    tokio::join!(add(&bench.store, "serve"), add(&other, "import"));
    assert_eq!(count(&bench).await, 40);
    let chain = audit::verify_chain(&other, bench.clinic).await.unwrap();
    assert!(matches!(chain, audit::Chain::Whole { lines: 41, .. }), "{chain:?}");
}

/// Futures of the store can be sent between threads, as a web server needs.
#[test]
fn futures_can_be_sent() {
    fn sendable<T: Send>(_: fn(Bench) -> T) {}
    sendable(without_a_commit_nothing_happened);
    sendable(looking_and_writing);
}

async fn looking_and_writing(bench: Bench) {
    let tx = bench.tx().await;
    keep(tx).await;
    let who = actor();
    let seen = audit::saw(&bench.store, bench.clinic, &who, "list.see", Subject::named("patients"));
    seen.await.unwrap();
}
