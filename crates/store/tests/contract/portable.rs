//! A record as text, and back: on the same engine and on the other.

use std::sync::Arc;

use evenkeel_store::portable::{self, Head, PortableError, TableSum};
use evenkeel_store::{Location, MasterKeys, Store, StoreConfig, audit, patient};
use evenkeel_testkit::chance::SeededDice;
use evenkeel_testkit::folder::TempFolder;
use evenkeel_testkit::postgres;

use crate::bench::Bench;

async fn text_of(store: &Store) -> (Vec<u8>, Vec<TableSum>) {
    let mut text = Vec::new();
    let sums = portable::write(store, &mut text, &mut |_, _| {}).await.unwrap();
    (text, sums)
}

async fn sums_of(store: &Store) -> Vec<TableSum> {
    portable::sums(store, &mut |_, _| {}).await.unwrap()
}

/// Loads a text into a place with the key that it holds.
async fn load(
    bench: &Bench,
    to: &Location,
    folder: &TempFolder,
    text: &[u8],
) -> Result<Store, PortableError> {
    let mut from = text;
    let head: Head = portable::head(&mut from)?;
    let keys = MasterKeys::from_backup(folder.path(), &head.key).unwrap();
    let config = StoreConfig::new(to.clone(), keys);
    let dice = Arc::new(SeededDice::new(5));
    portable::load(config, &head, bench.clock.clone(), dice.clone(), &mut from, &mut |_, _| {}).await?;
    let keys = evenkeel_store::keys::load_or_create(folder.path(), None, &SeededDice::new(6)).unwrap();
    Ok(Store::open(StoreConfig::new(to.clone(), keys), bench.clock.clone(), dice).await?)
}

/// New places to load into: SQLite, and PostgreSQL where this run has one.
fn places(bench: &Bench) -> Vec<(TempFolder, Location)> {
    let folder = TempFolder::new();
    let file = Location::in_folder(folder.path());
    let mut places = vec![(folder, file)];
    if matches!(bench.location, Location::Postgres(_)) {
        places.push((TempFolder::new(), Location::Postgres(postgres::new_database())));
    }
    places
}

pub async fn a_record_is_the_same_in_a_new_place(bench: Bench) {
    crate::facts::filled(&bench).await;
    let (text, sums) = text_of(&bench.store).await;
    assert_eq!(
        portable::check(
            &mut text.split_inclusive(|b| *b == b'\n').skip(1).collect::<Vec<_>>().concat().as_slice()
        )
        .unwrap(),
        sums
    );
    assert!(sums.iter().any(|sum| sum.table == "measurement" && sum.rows == 1), "{sums:?}");
    for (folder, to) in places(&bench) {
        let there = load(&bench, &to, &folder, &text).await.unwrap();
        assert_eq!(sums_of(&there).await, sums, "{to}");
        let chain = audit::verify_chain(&there, bench.clinic).await.unwrap();
        assert!(matches!(chain, audit::Chain::Whole { .. }), "{chain:?}");
        let names = patient::list(&there, bench.clinic, 10, 0).await.unwrap();
        assert_eq!(names.len(), 1, "personal fields open with the key of the backup");
        there.close().await;
    }
}

pub async fn many_rows_are_read_page_by_page(bench: Bench) {
    for n in 0..1200 {
        audit::saw(
            &bench.store,
            bench.clinic,
            &crate::bench::actor(),
            &format!("look.{n}"),
            evenkeel_store::Subject::named("test"),
        )
        .await
        .unwrap();
    }
    let (text, sums) = text_of(&bench.store).await;
    assert!(sums.iter().any(|sum| sum.table == "audit" && sum.rows > 1200));
    for (folder, to) in places(&bench) {
        let there = load(&bench, &to, &folder, &text).await.unwrap();
        assert_eq!(sums_of(&there).await, sums, "{to}");
        there.close().await;
    }
}

pub async fn a_place_with_a_record_is_left_alone(bench: Bench) {
    let (text, before) = text_of(&bench.store).await;
    let folder = TempFolder::new();
    let refused = load(&bench, &bench.location, &folder, &text).await.unwrap_err();
    assert!(matches!(refused, PortableError::NotEmpty { .. }), "{refused}");
    assert_eq!(sums_of(&bench.store).await, before);
}

pub async fn a_damaged_backup_leaves_the_place_empty(bench: Bench) {
    crate::facts::filled(&bench).await;
    let (text, sums) = text_of(&bench.store).await;
    let last = text.len() - 5;
    for (folder, to) in places(&bench) {
        let refused = load(&bench, &to, &folder, &text[..last]).await.unwrap_err();
        assert!(matches!(refused, PortableError::Damaged { .. }), "{refused}");
        std::fs::remove_file(folder.path().join("evenkeel.key")).unwrap();
        let there = load(&bench, &to, &folder, &text).await.unwrap();
        assert_eq!(sums_of(&there).await, sums, "the whole backup goes into the same place afterwards");
        there.close().await;
    }
}

pub async fn a_backup_of_a_newer_program_is_refused(bench: Bench) {
    let (text, _) = text_of(&bench.store).await;
    let text = String::from_utf8(text).unwrap();
    let newer = text.replacen("\"schema_version\":", "\"schema_version\":9", 1);
    for (folder, to) in places(&bench) {
        let refused = load(&bench, &to, &folder, newer.as_bytes()).await.unwrap_err();
        assert!(matches!(refused, PortableError::Newer { .. }), "{refused}");
    }
}

pub async fn a_changed_or_lost_fact_shows_beside_a_backup(bench: Bench) {
    crate::facts::filled(&bench).await;
    let (text, _) = text_of(&bench.store).await;
    let compared = || async {
        let mut from = text.as_slice();
        portable::head(&mut from).unwrap();
        portable::compare(&bench.store, &mut from, &mut |_, _| {}).await.unwrap()
    };
    bench.add_patient("Ada Novak").await;
    let grown = compared().await;
    assert!(grown.iter().all(|table| !table.facts || table.gone == 0), "{grown:?}");
    assert!(grown.iter().any(|table| table.table == "patient" && table.in_record == table.in_backup + 1));
    bench.tamper("measurement", "UPDATE measurement SET score = 3;").await;
    let changed = compared().await;
    let gone: Vec<_> = changed
        .iter()
        .filter(|table| table.facts && table.gone > 0)
        .map(|table| table.table.as_str())
        .collect();
    assert_eq!(gone, ["measurement"]);
    if matches!(bench.location, Location::Sqlite(_)) {
        assert!(
            changed.iter().any(|table| table.unguarded && table.table == "measurement"),
            "the trigger is gone too"
        );
    }
}
