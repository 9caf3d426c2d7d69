//! What only a server has: an address that may be wrong.

use std::sync::Arc;

use evenkeel_store::{Location, OpenError, Store, StoreConfig, StoreError, keys};
use evenkeel_testkit::chance::SeededDice;
use evenkeel_testkit::folder::TempFolder;
use evenkeel_testkit::time::TestClock;

async fn open(url: &str) -> OpenError {
    let folder = TempFolder::new();
    let keys = keys::load_or_create(folder.path(), None, &SeededDice::new(7)).unwrap();
    let config = StoreConfig::new(Location::Postgres(url.to_owned()), keys);
    let clock = Arc::new(TestClock::at("2026-01-05T09:00:00Z"));
    let error = Store::open(config, clock, Arc::new(SeededDice::new(7))).await.unwrap_err();
    assert!(!folder.path().join(keys::KEY_FILE).exists(), "no key is made for a database that is not there");
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    error
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_at_once() {
    let error = open("postgres://clinic:s3cret@127.0.0.1:1/evenkeel").await;
    assert!(matches!(error, OpenError::Store { source: StoreError::Unreachable(_), .. }), "{error:?}");
    assert!(error.to_string().contains("Check that the server runs"), "{error}");
}

#[tokio::test]
async fn an_address_that_is_none_is_told() {
    let error = open("postgres://clinic:s3cret@127.0.0.1:port/evenkeel").await;
    assert!(matches!(error, OpenError::Address { .. }), "{error:?}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told() {
    let url = evenkeel_testkit::postgres::new_database().replacen("/test_", "/nowhere_", 1);
    let error = open(&url).await;
    assert!(matches!(error, OpenError::Store { source: StoreError::Unreachable(_), .. }), "{error:?}");
}
