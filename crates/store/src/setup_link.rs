//! One-time links that let a person make an account or set a new password.

use jiff::Timestamp;

use crate::account::Role;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{AccountId, ClinicId, SetupLinkId};
use crate::open::Store;
use crate::source::Source;
use crate::token::token_hash;
use crate::tx::Tx;

record! {
    /// A link that has been handed out.
    pub struct SetupLink {
        /// Id.
        pub id: SetupLinkId,
        /// The clinic.
        pub clinic_id: ClinicId,
        /// The role the new account will have.
        pub role: Role,
        /// For a new password: whose.
        pub account_id: Option<AccountId>,
        /// When it was made.
        pub created_at: Timestamp,
        /// Until when it works.
        pub expires_at: Timestamp,
    }
}

/// Makes a link; `token` is its secret part.
pub async fn add(
    tx: &mut Tx,
    token: &str,
    role: Role,
    account: Option<AccountId>,
    expires_at: Timestamp,
) -> Result<SetupLinkId, StoreError> {
    let id = SetupLinkId(tx.new_id());
    let query =
        sql("INSERT INTO setup_link (id, clinic_id, token_hash, role, account_id, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(tx.clinic())
        .bind(token_hash(token))
        .bind(role)
        .bind(account)
        .bind(tx.now())
        .bind(expires_at);
    tx.insert(query, "set-up link").await?;
    Ok(id)
}

/// The link with this token, unless used or expired. The clinic comes from the answer.
pub async fn find(store: &Store, token: &str) -> Result<Option<SetupLink>, StoreError> {
    let query = sql("SELECT * FROM setup_link WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2")
        .bind(token_hash(token))
        .bind(store.now());
    Source::from(store).optional(query).await
}

/// Uses a link up; `false`: somebody was faster, or it has expired.
pub async fn use_up(tx: &mut Tx, id: SetupLinkId) -> Result<bool, StoreError> {
    let query =
        sql("UPDATE setup_link SET used_at = $3 WHERE clinic_id = $1 AND id = $2 AND used_at IS NULL \
         AND expires_at > $3")
        .bind(tx.clinic())
        .bind(id)
        .bind(tx.now());
    Ok(tx.execute(query).await? == 1)
}
