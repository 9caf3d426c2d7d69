use std::collections::BTreeSet;

use evenkeel_store::Location;

use crate::bench::Bench;

/// Table, column and whether it may be empty.
async fn columns(bench: &Bench) -> BTreeSet<String> {
    let text = match bench.location {
        Location::Sqlite(_) => {
            "SELECT t.name || '.' || c.name || CASE WHEN c.\"notnull\" = 0 THEN ' or nothing' ELSE '' END \
             FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        }
        Location::Postgres(_) => {
            "SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'YES' THEN ' or nothing' ELSE '' END \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    bench.raw_texts(text).await.into_iter().collect()
}

/// Named after both engines, so that `./test quick` leaves it out with the others on PostgreSQL.
#[tokio::test]
async fn sqlite_and_postgres_end_in_the_same_tables_columns_and_nullability() {
    let (lite, pg) = (Bench::sqlite().await, Bench::postgres().await);
    let (lite, pg) = (columns(&lite).await, columns(&pg).await);
    assert!(lite.len() > 200, "{}", lite.len());
    let differ: Vec<_> = lite.symmetric_difference(&pg).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

pub async fn every_table_has_its_clinic(bench: Bench) {
    let columns = columns(&bench).await;
    let tables: BTreeSet<&str> = columns.iter().filter_map(|name| name.split('.').next()).collect();
    let without: Vec<_> =
        tables.into_iter().filter(|table| !columns.contains(&format!("{table}.clinic_id"))).collect();
    assert_eq!(without, ["instance", "schema_version"]);
}
