//! Signed-in browsers. Only the hash of the token is kept.

use jiff::Timestamp;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{AccountId, ClinicId, LoginSessionId};
use crate::open::Store;
use crate::source::Source;
use crate::token::token_hash;
use crate::tx::Tx;

record! {
    /// A signed-in browser.
    pub struct LoginSession {
        /// Id.
        pub id: LoginSessionId,
        /// The clinic it is signed in to.
        pub clinic_id: ClinicId,
        /// Who.
        pub account_id: AccountId,
        /// Since when.
        pub created_at: Timestamp,
        /// When it last asked for something (as noted by [`touch`]).
        pub last_seen_at: Timestamp,
        /// When it ends at the latest.
        pub expires_at: Timestamp,
    }
}

/// Signs a browser in. `token` is the secret its cookie carries (32 random bytes, as text).
pub async fn open(
    tx: &mut Tx,
    account: AccountId,
    token: &str,
    expires_at: Timestamp,
) -> Result<LoginSessionId, StoreError> {
    let id = LoginSessionId(tx.new_id());
    let query =
        sql("INSERT INTO login_session (id, clinic_id, account_id, token_hash, created_at, last_seen_at, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)")
        .bind(id)
        .bind(tx.clinic())
        .bind(account)
        .bind(token_hash(token))
        .bind(tx.now())
        .bind(expires_at);
    tx.insert(query, "sign-in").await?;
    Ok(id)
}

/// The signed-in browser with this token, unless it has ended or expired. The clinic comes from the
/// answer: a token is how a request finds its clinic.
pub async fn find(store: &Store, token: &str) -> Result<Option<LoginSession>, StoreError> {
    let query =
        sql("SELECT * FROM login_session WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2")
            .bind(token_hash(token))
            .bind(store.now());
    Source::from(store).optional(query).await
}

/// Notes that it was seen now.
pub async fn touch(store: &Store, clinic: ClinicId, id: LoginSessionId) -> Result<(), StoreError> {
    let query = sql("UPDATE login_session SET last_seen_at = $3 WHERE clinic_id = $1 AND id = $2")
        .bind(clinic)
        .bind(id)
        .bind(store.now());
    store.write(query).await.map(drop)
}

/// Signs it out.
pub async fn end(tx: &mut Tx, id: LoginSessionId) -> Result<(), StoreError> {
    let query =
        sql("UPDATE login_session SET ended_at = $3 WHERE clinic_id = $1 AND id = $2 AND ended_at IS NULL")
            .bind(tx.clinic())
            .bind(id)
            .bind(tx.now());
    tx.execute(query).await.map(drop)
}

/// Signs every browser of an account out (a new password, a stolen tablet).
pub async fn end_all(tx: &mut Tx, account: AccountId) -> Result<u64, StoreError> {
    let query = sql("UPDATE login_session SET ended_at = $3 WHERE clinic_id = $1 AND account_id = $2 \
         AND ended_at IS NULL")
    .bind(tx.clinic())
    .bind(account)
    .bind(tx.now());
    tx.execute(query).await
}
