//! Migrations: embedded, forward only, under a lock; and the check that the key is the right one.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::db::{Conn, Db, On, sql};
use crate::dialect::Migration;
use crate::error::{OpenError, StoreError};
use crate::keys::hex;
use crate::open::StoreConfig;
use crate::portable::PortableError;
use crate::row::{Count, FromRecord};
use crate::sealed::Vault;

record! {
    /// A migration already applied.
    struct Applied {
        /// Its version.
        version: i64,
        /// SHA-256 of its text.
        digest: String,
    }
}

record! {
    /// The key check.
    struct Instance {
        /// See [`crate::keys::MasterKeys`].
        key_check: Vec<u8>,
    }
}

/// Brings the schema up to date, all or nothing, and checks the key.
pub(crate) async fn bring_up_to_date(
    db: &Db,
    vault: &Vault,
    config: &mut StoreConfig,
    now: Timestamp,
) -> Result<(), OpenError> {
    let place = config.location.to_string();
    let of_store = |source| OpenError::Store { place: place.clone(), source };
    let mut conn = db.begin().await.map_err(of_store)?;
    if let Some(lock) = conn.dialect().migration_lock() {
        conn.script(lock).await.map_err(of_store)?;
    }
    let exists = conn.dialect().schema_table_exists();
    let table_is_there = count(&mut conn, vault, exists).await.map_err(of_store)? > 0;
    let applied =
        if table_is_there { applied(&mut conn, vault).await.map_err(of_store)? } else { Vec::new() };
    let migrations = conn.dialect().migrations();
    refuse_what_is_not_ours(&applied, migrations, &place)?;
    if applied.is_empty() {
        config.keys.write()?;
    } else if config.keys.is_unwritten() {
        return Err(OpenError::KeyMissing { place, key_file: config.keys.file().to_owned() });
    }
    apply(&mut conn, migrations, applied.len(), now).await.map_err(of_store)?;
    let check = config.keys.check_value();
    if !key_fits(&mut conn, vault, &check, now).await.map_err(of_store)? {
        return Err(OpenError::WrongKey { place });
    }
    conn.commit().await.map_err(of_store)
}

/// Makes the schema of an empty place as it was at one version, for rows that are about to be loaded.
pub(crate) async fn begin_empty(
    conn: &mut Conn,
    vault: &Vault,
    place: &str,
    version: i64,
    now: Timestamp,
) -> Result<(), PortableError> {
    if let Some(lock) = conn.dialect().migration_lock() {
        conn.script(lock).await?;
    }
    let exists = conn.dialect().schema_table_exists();
    if count(conn, vault, exists).await? > 0 {
        return Err(PortableError::NotEmpty { place: place.to_owned() });
    }
    let migrations = conn.dialect().migrations();
    let known = migrations.last().map_or(0, |(version, _)| *version);
    if version > known {
        return Err(PortableError::Newer { found: version, known });
    }
    let as_it_was = migrations.iter().position(|(v, _)| *v > version).unwrap_or(migrations.len());
    apply(conn, migrations.get(..as_it_was).unwrap_or_default(), 0, now).await?;
    if let Some(later) = conn.dialect().later_references() {
        conn.script(later).await?;
    }
    Ok(())
}

async fn count(conn: &mut Conn, vault: &Vault, text: &'static str) -> Result<i64, StoreError> {
    let row: Option<Count> = sql(text).optional(On::Conn(conn), vault).await?;
    Ok(row.map_or(0, |count| count.0))
}

async fn applied(conn: &mut Conn, vault: &Vault) -> Result<Vec<Applied>, StoreError> {
    all(conn, vault, "SELECT version, digest FROM schema_version ORDER BY version").await
}

async fn all<T: FromRecord>(
    conn: &mut Conn,
    vault: &Vault,
    text: &'static str,
) -> Result<Vec<T>, StoreError> {
    sql(text).all(On::Conn(conn), vault).await
}

fn refuse_what_is_not_ours(applied: &[Applied], ours: &[Migration], place: &str) -> Result<(), OpenError> {
    let place = place.to_owned();
    let known = ours.last().map_or(0, |(version, _)| *version);
    let found = applied.last().map_or(0, |last| last.version);
    if found > known {
        return Err(OpenError::NewerSchema { place, found, known });
    }
    let differs = applied
        .iter()
        .zip(ours)
        .find(|(there, (version, text))| there.version != *version || there.digest != digest(text));
    match differs {
        Some((there, _)) => Err(OpenError::OtherMigration { place, version: there.version }),
        None => Ok(()),
    }
}

async fn apply(
    conn: &mut Conn,
    migrations: &[Migration],
    done: usize,
    now: Timestamp,
) -> Result<(), StoreError> {
    let table = conn.dialect().schema_table();
    conn.script(table).await?;
    for (version, text) in migrations.iter().skip(done) {
        conn.script(text).await?;
        sql("INSERT INTO schema_version (version, digest, applied_at) VALUES ($1, $2, $3)")
            .bind(*version)
            .bind(digest(text))
            .bind(now)
            .execute(On::Conn(conn))
            .await?;
        tracing::info!(version, "schema migrated");
    }
    Ok(())
}

/// The first program to open the database leaves the check value of its key; later ones compare.
async fn key_fits(
    conn: &mut Conn,
    vault: &Vault,
    check: &Vec<u8>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let known: Vec<Instance> = all(conn, vault, "SELECT key_check FROM instance").await?;
    if let Some(instance) = known.first() {
        return Ok(instance.key_check == *check);
    }
    sql("INSERT INTO instance (id, key_check, created_at) VALUES (1, $1, $2)")
        .bind(check)
        .bind(now)
        .execute(On::Conn(conn))
        .await?;
    Ok(true)
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
