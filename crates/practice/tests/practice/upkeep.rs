use std::sync::Arc;
use std::time::Duration;

use evenkeel_practice::{Actor, Refusal, Role};
use evenkeel_store::{ActorRef, JsonText, audit, job};
use evenkeel_testkit::clinic::TestClinic;
use jiff::SignedDuration;

pub async fn the_lead_reads_how_the_installation_stands_and_others_do_not(c: TestClinic) {
    for role in [Role::Prescriber, Role::Nurse, Role::Therapist, Role::FrontDesk, Role::Patient] {
        let somebody = Actor { role, ..c.prescriber() };
        let refused = c.practice.status(&somebody).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{role}");
    }
    let mut tx =
        c.practice.store().tx(c.clinic, &ActorRef::system("test"), None).await.unwrap().fresh().unwrap();
    let now = tx.now();
    let lost = job::add(&mut tx, "of.another.version", &JsonText::of(&1).unwrap(), now).await.unwrap();
    tx.audit("test", c.clinic, &()).unwrap();
    tx.commit().await.unwrap();
    for _ in 0..6 {
        c.practice.work().await;
        c.clock.advance(SignedDuration::from_mins(10));
    }
    let page = c.practice.status(&c.actor(Role::Admin)).await.unwrap();
    assert_eq!(page.given_up_in_all, 1);
    assert_eq!(
        (page.given_up[0].what, page.given_up[0].id.clone()),
        ("A job that this version does not know", lost.to_string())
    );
    assert!(page.given_up[0].why.contains("was not found"), "{}", page.given_up[0].why);
    assert!(page.schema_is_current && page.last_backup.is_none());
    assert_eq!((page.model.as_str(), page.prior.len()), (c.practice.forecaster().model().version(), 64));
    let figures = c.practice.figures().await.unwrap();
    assert_eq!((figures.jobs.dead, figures.jobs_failed, figures.jobs.waiting), (1, 5, 0));
    let lines = audit::list(c.practice.store(), c.clinic, None, 10).await.unwrap();
    assert!(lines.iter().any(|line| line.action == "clinic.status.read"));
}

pub async fn not_ready_says_why(c: TestClinic) {
    assert_eq!(c.practice.not_ready().await, ["The worker that does the jobs has not started."]);
    let (working, rests) = (c.practice.clone(), Arc::new(tokio::sync::Notify::new()));
    let resting = rests.clone();
    let worker = tokio::spawn(async move {
        let rest = || {
            let resting = resting.clone();
            async move {
                resting.notify_one();
                std::future::pending::<()>().await;
            }
        };
        working.keep_working(rest).await;
    });
    tokio::time::timeout(Duration::from_secs(20), rests.notified()).await.expect("the worker has started");
    assert!(c.practice.not_ready().await.is_empty());
    // It rests for ever.
    c.clock.advance(SignedDuration::from_mins(5));
    let why = c.practice.not_ready().await;
    assert!(why.len() == 1 && why[0].contains("silent for 300 s"), "{why:?}");
    worker.abort();
    c.practice.store().close().await;
    let why = c.practice.not_ready().await;
    assert!(why.iter().any(|w| w.starts_with("The record cannot be read")), "{why:?}");
    assert!(why.iter().any(|w| w.starts_with("The record cannot be written")), "{why:?}");
}
