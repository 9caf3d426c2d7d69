//! Opening the pools of either engine.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

use super::Location;
use super::codes::code_of;
use crate::db::Db;
use crate::error::OpenError;
use crate::keys::MasterKeys;
use crate::open::StoreConfig;
use crate::threads;

/// Pages that each connection to SQLite holds decrypted, KiB.
const CACHE_KIB: u32 = 32 * 1024;

/// Opens the pools; nothing is read or written yet.
pub(crate) async fn connect(config: &StoreConfig) -> Result<Db, OpenError> {
    match &config.location {
        Location::Sqlite(path) => connect_lite(config, path).await,
        Location::Postgres(url) => connect_pg(config, url).await,
    }
}

async fn connect_lite(config: &StoreConfig, path: &Path) -> Result<Db, OpenError> {
    let place = config.location.to_string();
    silence_sqlcipher().await.map_err(|e| opening(&place, path, e))?;
    let name: Arc<str> = threads::name().into();
    let of_threads = name.to_string();
    let options = lite_options(config, &config.keys).filename(path).thread_name(move |_| of_threads.clone());
    let writer = match lite_pool(1).connect_with(options.clone().create_if_missing(true)).await {
        Ok(writer) => writer,
        Err(error) => {
            threads::ended(&name).await;
            return Err(opening(&place, path, error));
        }
    };
    let readers = lite_pool(config.readers.max(1)).connect_lazy_with(options.pragma("query_only", "ON"));
    Ok(Db::Lite { readers, writer, threads: name })
}

/// A pool whose connections leave no transaction behind, whatever became of it.
fn lite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .after_release(|connection, _| Box::pin(async move { Ok(leaves_no_transaction(connection).await) }))
}

/// Rolls back what was not committed. `false` (the connection is then closed) unless it is certain
/// that no transaction is left: SQLite answers a plain error, code 1, where there was none.
async fn leaves_no_transaction(connection: &mut SqliteConnection) -> bool {
    match connection.execute("ROLLBACK").await {
        Ok(_) => true,
        Err(error) => code_of(&error).as_deref() == Some("1"),
    }
}

/// SQLCipher writes to stderr when a key does not fit, beside the error it returns. The level holds
/// for the whole process; a connection to nothing sets it.
async fn silence_sqlcipher() -> Result<(), sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .in_memory(true)
        .pragma("cipher_log_level", "NONE")
        .disable_statement_logging();
    SqliteConnection::connect_with(&options).await?.close().await
}

async fn connect_pg(config: &StoreConfig, url: &str) -> Result<Db, OpenError> {
    let failed = |e: sqlx::Error| OpenError::Store { place: config.location.to_string(), source: e.into() };
    let options: PgConnectOptions =
        url.parse().map_err(|e: sqlx::Error| OpenError::Address { why: e.to_string() })?;
    // The driver would take the address of any service for one of PostgreSQL.
    if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        return Err(OpenError::Address { why: "it does not begin with postgres://".to_owned() });
    }
    // Acknowledged means on disk, whatever the server's default is.
    let options = options
        .application_name("evenkeel")
        .options([("synchronous_commit", "on")])
        .disable_statement_logging();
    // The pool would go on trying an address where nothing listens; one attempt says why at once.
    PgConnection::connect_with(&options).await.map_err(failed)?.close().await.map_err(failed)?;
    let pool = PgPoolOptions::new()
        .max_connections(config.readers.max(2))
        .acquire_timeout(Duration::from_secs(15))
        .connect_with(options);
    Ok(Db::Pg(pool.await.map_err(failed)?))
}

/// The key first (nothing can be read before it), then durability and integrity.
fn lite_options(config: &StoreConfig, keys: &MasterKeys) -> SqliteConnectOptions {
    let mut options = SqliteConnectOptions::new()
        .pragma("key", keys.sqlite_key_literal())
        .busy_timeout(Duration::from_secs(10))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // REPLACE would delete a fact without its trigger firing.
        .pragma("recursive_triggers", "ON")
        // A destroyed data key must not linger in a free page.
        .pragma("secure_delete", "ON")
        // Every page read anew is decrypted anew.
        .pragma("cache_size", format!("-{CACHE_KIB}"));
    // The log would hold the key, which is a statement, at the level of debugging.
    options = options.disable_statement_logging();
    if let Some(pages) = config.max_pages {
        options = options.pragma("max_page_count", pages.to_string());
    }
    options
}

fn opening(place: &str, path: &Path, error: sqlx::Error) -> OpenError {
    let code = code_of(&error).and_then(|code| code.parse::<i32>().ok()).map(|code| code & 0xff);
    let place = place.to_owned();
    match (code, foreign(path)) {
        (Some(26), Some(why)) => OpenError::NotOurs { place, why },
        (Some(26), None) => OpenError::WrongKey { place },
        (Some(14), _) => {
            OpenError::Unusable { place, why: "the file or its folder cannot be reached".to_owned() }
        }
        _ => OpenError::Store { place, source: error.into() },
    }
}

/// Why a file cannot be one of ours, whatever the key: ours are encrypted, in whole pages of 4096 bytes.
pub(crate) fn foreign(path: &Path) -> Option<&'static str> {
    let mut head = [0_u8; 15];
    let mut file = std::fs::File::open(path).ok()?;
    if std::io::Read::read_exact(&mut file, &mut head).is_ok() && &head == b"SQLite format 3" {
        return Some("it is an unencrypted SQLite file");
    }
    let whole = file.metadata().is_ok_and(|meta| meta.len().is_multiple_of(4096));
    (!whole).then_some("its length is not that of a database; it is another file, or was cut off")
}
