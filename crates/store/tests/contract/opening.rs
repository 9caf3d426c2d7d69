use evenkeel_store::{OpenError, StoreError, clinic, keys};

use crate::bench::Bench;

pub async fn opening_again_finds_what_was_kept(bench: Bench) {
    bench.store.close().await;
    let again = bench.reopen(None).await.unwrap();
    let clinic = clinic::get(&again, bench.clinic).await.unwrap().unwrap();
    assert_eq!(
        (clinic.name.as_str(), clinic.zone.as_str(), clinic.version),
        ("Harbour Clinic", "America/New_York", 1)
    );
    assert_eq!(clinic.created_at.as_microsecond(), 1_767_603_600_123_456);
}

pub async fn another_key_is_told_kindly(bench: Bench) {
    bench.store.close().await;
    let error = bench.reopen(Some(&"ab".repeat(32))).await.unwrap_err();
    assert!(matches!(error, OpenError::WrongKey { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("Put back the `evenkeel.key`") && !text.contains("not a database"), "{text}");
    assert!(bench.reopen(None).await.is_ok(), "the right key still opens it");
}

pub async fn a_newer_schema_is_refused(bench: Bench) {
    bench.store.close().await;
    bench.raw("INSERT INTO schema_version (version, digest, applied_at) VALUES (99, 'x', 0)").await.unwrap();
    let error = bench.reopen(None).await.unwrap_err();
    assert!(matches!(error, OpenError::NewerSchema { found: 99, known: 2..99, .. }), "{error:?}");
    assert!(error.to_string().contains("Use the newer program"));
}

pub async fn another_text_of_a_migration_is_refused(bench: Bench) {
    bench.store.close().await;
    bench.raw("UPDATE schema_version SET digest = 'x' WHERE version = 1").await.unwrap();
    let error = bench.reopen(None).await.unwrap_err();
    assert!(matches!(error, OpenError::OtherMigration { version: 1, .. }), "{error:?}");
}

pub async fn a_missing_key_is_never_replaced(bench: Bench) {
    bench.store.close().await;
    let file = bench.folder.path().join(keys::KEY_FILE);
    std::fs::rename(&file, bench.folder.path().join("elsewhere")).unwrap();
    let error = bench.reopen(None).await.unwrap_err();
    assert!(matches!(error, OpenError::KeyMissing { .. }), "{error:?}");
    assert!(!file.exists(), "no key was made beside a database that has one");
}

pub async fn writing_can_be_probed(bench: Bench) {
    bench.store.can_write().await.unwrap();
    bench.store.close().await;
    assert!(matches!(bench.store.can_write().await, Err(StoreError::Unreachable(_))));
}
