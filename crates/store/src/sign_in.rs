//! Sign-in attempts, for the limit on wrong passwords. Not part of the record.

use jiff::Timestamp;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::open::Store;

/// Notes an attempt, in a write of its own: it counts whatever becomes of the request.
pub async fn note(
    store: &Store,
    clinic: ClinicId,
    sign_in_name: &str,
    came_from: Option<&str>,
    succeeded: bool,
) -> Result<(), StoreError> {
    let now = store.now();
    let query = sql("INSERT INTO sign_in_attempt (id, clinic_id, sign_in_name, came_from, succeeded, at) \
         VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(store.new_id(now))
    .bind(clinic)
    .bind(sign_in_name.trim().to_lowercase())
    .bind(came_from)
    .bind(succeeded)
    .bind(now);
    store.write(query).await.map(drop)
}

/// Failures of this name since `since` and since its last success.
pub async fn failures_since(
    store: &Store,
    clinic: ClinicId,
    sign_in_name: &str,
    since: Timestamp,
) -> Result<i64, StoreError> {
    let query = sql("SELECT COUNT(*) AS n FROM sign_in_attempt a WHERE a.clinic_id = $1 AND a.sign_in_name = $2 \
         AND a.at >= $3 AND NOT a.succeeded AND NOT EXISTS (SELECT 1 FROM sign_in_attempt b \
         WHERE b.clinic_id = a.clinic_id AND b.sign_in_name = a.sign_in_name AND b.succeeded AND b.id > a.id)")
    .bind(clinic)
    .bind(sign_in_name.trim().to_lowercase())
    .bind(since);
    crate::source::Source::from(store).count(query).await
}

/// Forgets attempts older than `before`.
pub async fn forget(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    store.write(sql("DELETE FROM sign_in_attempt WHERE at < $1").bind(before)).await
}
