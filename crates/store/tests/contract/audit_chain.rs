use evenkeel_store::audit::{self, Chain};
use evenkeel_store::{Subject, patient};

use crate::bench::{Bench, actor};

/// The clinic's own line and three more.
async fn with_lines(bench: &Bench) {
    for name in ["One", "Two", "Three"] {
        bench.add_patient(name).await;
    }
}

async fn chain(bench: &Bench) -> Chain {
    audit::verify_chain(&bench.store, bench.clinic).await.unwrap()
}

async fn check_broken(bench: Bench, tampering: &str, at: i64, because: &str) {
    with_lines(&bench).await;
    bench.tamper("audit", tampering).await;
    assert_eq!(chain(&bench).await, Chain::Broken { seq: at, why: because_of(because) });
}

fn because_of(text: &str) -> &'static str {
    ["it was changed", "a line is missing before it", "lines at the end are missing"]
        .into_iter()
        .find(|known| *known == text)
        .unwrap()
}

pub async fn a_chain_of_many_lines_holds(bench: Bench) {
    let mut tx = bench.tx().await;
    for n in 0..1500 {
        tx.audit("test.write", Subject::named("test"), &n).unwrap();
    }
    tx.commit().await.unwrap();
    assert!(matches!(chain(&bench).await, Chain::Whole { lines: 1501, .. }));
    let other = crate::bench::new_clinic(&bench.store, "Other").await;
    let theirs = audit::verify_chain(&bench.store, other).await.unwrap();
    assert!(matches!(theirs, Chain::Whole { lines: 1, .. }), "each clinic has a chain of its own");
}

pub async fn a_changed_line_breaks_it(bench: Bench) {
    check_broken(bench, "UPDATE audit SET actor_name = 'Somebody else' WHERE seq = 2", 2, "it was changed")
        .await;
}

pub async fn a_removed_line_breaks_it(bench: Bench) {
    check_broken(bench, "DELETE FROM audit WHERE seq = 2", 3, "a line is missing before it").await;
}

pub async fn lines_cut_off_at_the_end_break_it(bench: Bench) {
    check_broken(bench, "DELETE FROM audit WHERE seq >= 3", 3, "lines at the end are missing").await;
}

pub async fn looking_leaves_a_line(bench: Bench) {
    let id = bench.add_patient("Ines Okafor").await;
    let seen = patient::get(&bench.store, bench.clinic, id).await.unwrap();
    assert!(seen.is_some());
    audit::saw(&bench.store, bench.clinic, &actor(), "patient.see", id).await.unwrap();
    let lines = audit::list(&bench.store, bench.clinic, Some(id.0), 10).await.unwrap();
    assert_eq!(lines.len(), 1);
    let line = &lines[0];
    assert_eq!(
        (line.action.as_str(), line.subject_kind.as_str(), line.result.as_str()),
        ("patient.see", "patient", "done")
    );
    assert_eq!((line.actor_name.as_str(), line.actor_from.as_deref()), ("Dr Vale", Some("10.0.0.7")));
    assert_eq!(audit::list(&bench.store, bench.clinic, None, 2).await.unwrap().len(), 2);
}
