//! What only an encrypted file has: its key, its mode, its bytes, its disk.

use std::sync::Arc;

use evenkeel_store::keys::{self, KeyError};
use evenkeel_store::{ClinicId, Location, OpenError, Store, StoreConfig, StoreError, audit, patient};
use evenkeel_testkit::chance::SeededDice;
use evenkeel_testkit::folder::TempFolder;
use evenkeel_testkit::time::TestClock;

use crate::bench::{Bench, actor, new_clinic, new_patient};

async fn open(folder: &TempFolder, max_pages: Option<u32>) -> Result<Store, OpenError> {
    let dice = SeededDice::new(7);
    let keys = keys::load_or_create(folder.path(), None, &dice)?;
    let mut config = StoreConfig::new(Location::in_folder(folder.path()), keys);
    config.max_pages = max_pages;
    Store::open(config, Arc::new(TestClock::at("2026-01-05T09:00:00Z")), Arc::new(dice)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_cannot_be_read_as_text() {
    let bench = Bench::sqlite().await;
    bench.add_course("Ines Okafor").await;
    let plain = b"Harbour Clinic".as_slice();
    for name in ["evenkeel.db", "evenkeel.db-wal"] {
        let bytes = std::fs::read(bench.folder.path().join(name)).unwrap();
        assert!(!bytes.is_empty());
        for text in [b"Okafor".as_slice(), plain, b"CREATE TABLE", b"SQLite format 3"] {
            assert!(!bytes.windows(text.len()).any(|window| window == text), "{name}");
        }
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempFolder::new();
    open(&folder, None).await.unwrap().close().await;
    let file = folder.path().join(keys::KEY_FILE);
    let mode = || std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = open(&folder, None).await.unwrap_err();
    assert!(matches!(error, OpenError::Key(KeyError::OpenToOthers { .. })), "{error:?}");
    assert!(error.to_string().contains("chmod 600"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_without_a_database_is_used_for_the_new_one() {
    let folder = TempFolder::new();
    open(&folder, None).await.unwrap().close().await;
    let before = std::fs::read(folder.path().join(keys::KEY_FILE)).unwrap();
    std::fs::remove_file(folder.path().join("evenkeel.db")).unwrap();
    open(&folder, None).await.unwrap().close().await;
    assert_eq!(std::fs::read(folder.path().join(keys::KEY_FILE)).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_no_key_is_told() {
    let folder = TempFolder::new();
    for text in ["hunter2", "", "zz", &"g".repeat(64), &"a".repeat(63)] {
        std::fs::write(folder.path().join(keys::KEY_FILE), text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let file = folder.path().join(keys::KEY_FILE);
            std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        let error = open(&folder, None).await.unwrap_err();
        assert!(matches!(error, OpenError::Key(KeyError::Malformed { .. })), "{text:?}: {error:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unencrypted_file_is_not_ours() {
    let folder = TempFolder::new();
    open(&folder, None).await.unwrap().close().await;
    let path = folder.path().join("evenkeel.db");
    let mut plain = b"SQLite format 3\0".to_vec();
    plain.resize(8192, 0);
    std::fs::write(&path, &plain).unwrap();
    let error = open(&folder, None).await.unwrap_err();
    assert!(matches!(error, OpenError::NotOurs { .. }), "{error:?}");
    assert_eq!(std::fs::read(&path).unwrap(), plain, "it was not touched");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_where_the_database_should_be_is_told_and_kept() {
    let folder = TempFolder::new();
    let path = folder.path().join("evenkeel.db");
    for with_key in [false, true] {
        if with_key {
            std::fs::remove_file(&path).unwrap();
            open(&folder, None).await.unwrap().close().await;
        }
        std::fs::write(&path, "Dear diary").unwrap();
        let error = open(&folder, None).await.unwrap_err();
        assert!(matches!(error, OpenError::NotOurs { .. }), "{error:?}");
        assert_eq!(std::fs::read(&path).unwrap(), b"Dear diary");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_data_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempFolder::new();
    let inner = folder.path().join("data");
    let keys = keys::load_or_create(&inner, None, &SeededDice::new(7)).unwrap();
    let config = StoreConfig::new(Location::in_folder(&inner), keys);
    let clock = Arc::new(TestClock::at("2026-01-05T09:00:00Z"));
    Store::open(config, clock, Arc::new(SeededDice::new(7))).await.unwrap().close().await;
    assert_eq!(std::fs::metadata(&inner).unwrap().permissions().mode() & 0o777, 0o700);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_of_another_service_is_told() {
    let folder = TempFolder::new();
    let keys = keys::load_or_create(folder.path(), None, &SeededDice::new(7)).unwrap();
    let config = StoreConfig::new(Location::Postgres("mysql://host/name".to_owned()), keys);
    let clock = Arc::new(TestClock::at("2026-01-05T09:00:00Z"));
    let error = Store::open(config, clock, Arc::new(SeededDice::new(7))).await.unwrap_err();
    assert!(matches!(error, OpenError::Address { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_cannot_be_made_is_told() {
    let folder = TempFolder::new();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let keys = keys::load_or_create(folder.path(), Some(&"ab".repeat(32)), &SeededDice::new(7)).unwrap();
    let config = StoreConfig::new(Location::in_folder(&file.join("below")), keys);
    let clock = Arc::new(TestClock::at("2026-01-05T09:00:00Z"));
    let error = Store::open(config, clock, Arc::new(SeededDice::new(7))).await.unwrap_err();
    assert!(matches!(error, OpenError::Unusable { .. }), "{error:?}");
}

async fn add_patient(store: &Store, clinic: ClinicId) -> Result<(), StoreError> {
    let mut tx = store.tx(clinic, &actor(), None).await?.fresh()?;
    let id = patient::add(&mut tx, &new_patient("Ines Okafor")).await?.id();
    tx.audit("patient.add", id, &())?;
    tx.commit().await
}

/// Adds patients until it fails; answers how many there are then, and why it failed.
async fn fill(store: &Store, clinic: ClinicId) -> (i64, StoreError) {
    for _ in 0..5000 {
        if let Err(error) = add_patient(store, clinic).await {
            return (patient::count(store, clinic).await.unwrap(), error);
        }
    }
    unreachable!("the disk never filled");
}

/// A disk that fills up: the write that did not fit says so and leaves nothing, time and again; all
/// before it stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_loses_nothing() {
    let folder = TempFolder::new();
    let store = open(&folder, Some(220)).await.unwrap();
    let clinic = new_clinic(&store, "Harbour Clinic").await;
    let (added, error) = fill(&store, clinic).await;
    assert!(added > 0 && matches!(error, StoreError::Full), "{added} {error:?}");
    for _ in 0..3 {
        let (still, error) = fill(&store, clinic).await;
        assert!(still >= added && matches!(error, StoreError::Full), "{still} {error:?}");
    }
    let added = patient::count(&store, clinic).await.unwrap();
    store.close().await;
    let roomier = open(&folder, None).await.unwrap();
    assert_eq!(patient::count(&roomier, clinic).await.unwrap(), added);
    let chain = audit::verify_chain(&roomier, clinic).await.unwrap();
    assert!(matches!(chain, audit::Chain::Whole { lines, .. } if lines == added + 1), "{chain:?}");
    add_patient(&roomier, clinic).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_shown_without_its_password() {
    let location =
        Location::Postgres("postgres://clinic:s3cret@db.example:5432/evenkeel?sslmode=require".to_owned());
    assert_eq!(location.to_string(), "the PostgreSQL database db.example:5432/evenkeel");
}
