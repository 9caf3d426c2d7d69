//! How the database itself stands, for whoever runs it. Nothing here belongs to a clinic or a person.

use crate::db::sql;
use crate::error::StoreError;
use crate::open::Store;
use crate::portable::Value;
use crate::row::{FromRecord, Record};
use crate::source::Source;

/// The database as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// "SQLite (SQLCipher)" or "PostgreSQL".
    pub engine: &'static str,
    /// Size on disk, bytes: the file without its write-ahead log, or the database on the server.
    pub bytes: i64,
    /// Version of the schema that is there.
    pub schema: i64,
    /// Version of the schema that this program works with.
    pub schema_of_program: i64,
}

/// The connections of one pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// "readers" and "writer" on SQLite, "all" on PostgreSQL.
    pub name: &'static str,
    /// Connections that are open.
    pub open: u32,
    /// Those of them that wait for work.
    pub idle: u32,
    /// The most there may be.
    pub most: u32,
}

/// Reads how the database stands; an error says that it cannot be read.
pub async fn standing(store: &Store) -> Result<Standing, StoreError> {
    let dialect = store.db().dialect();
    let mut from = Source::from(store);
    let schema = from.count(sql("SELECT MAX(version) AS n FROM schema_version")).await?;
    let bytes = from.count(sql(dialect.size())).await?;
    Ok(Standing {
        engine: dialect.name(),
        bytes,
        schema,
        schema_of_program: dialect.migrations().last().map_or(0, |(version, _)| *version),
    })
}

/// What a check of the file said: the one column of its line.
struct Said(String);

impl FromRecord for Said {
    fn from_record(record: &Record<'_>) -> Result<Self, StoreError> {
        match record.plain()?.into_iter().next() {
            Some(Value::Text(said)) => Ok(Self(said)),
            other => Ok(Self(format!("{other:?}"))),
        }
    }
}

/// Reads the whole file and says what is damaged in it; nothing if all is well, or on PostgreSQL, which checks
/// its own pages.
///
/// # Errors
/// If the file cannot be read so far as to check it.
pub async fn damage(store: &Store) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for check in store.db().dialect().integrity() {
        let lines: Vec<Said> = Source::from(store).all(sql(*check)).await?;
        found.extend(lines.into_iter().map(|Said(said)| said).filter(|said| said != "ok"));
    }
    Ok(found)
}

/// The pools as they are now; asks the database nothing.
pub fn pools(store: &Store) -> Vec<Pool> {
    store.db().pools()
}
