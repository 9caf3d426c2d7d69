//! Who accepted decision hints in writing, or withdrew that, and the text they read: version by version.
//! Whether hints are on stands with the clinic's details ([`crate::clinic`]).

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

/// A word given in writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintsWord {
    /// Accepted; `false`: withdrawn.
    pub accepted: bool,
    /// Version of the text.
    pub text_version: String,
    /// The text, letter for letter as it was read.
    pub text: String,
    /// The responsible person, as they wrote their name.
    pub name: String,
    /// What they are in the clinic, as they wrote it.
    pub role: String,
}

record! {
    /// A word as it is kept; the newest holds.
    pub struct HintsAcceptance {
        /// From 1.
        pub version: i64,
        /// Accepted; `false`: withdrawn.
        pub accepted: bool,
        /// Version of the text.
        pub text_version: String,
        /// The text, letter for letter as it was read.
        pub text: String,
        /// The responsible person, as they wrote their name.
        pub name: String,
        /// What they are in the clinic, as they wrote it.
        pub role: String,
        /// Who was signed in, and when.
        pub recorded: Recorded,
    }
}

/// Keeps a word; `seen_version` is the newest its giver saw, 0 if there was none. Somebody else's word
/// meanwhile is a [`StoreError::Conflict`].
pub async fn keep(tx: &mut Tx, seen_version: i64, new: &HintsWord) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query = sql(
        "INSERT INTO hints_acceptance (id, clinic_id, version, accepted, text_version, text, name, role, \
         recorded_at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(version)
    .bind(new.accepted)
    .bind(&new.text_version)
    .bind(&new.text)
    .bind(&new.name)
    .bind(&new.role)
    .recorded(tx);
    tx.insert(query, "word on decision hints").await?;
    Ok(version)
}

/// Every word, newest first.
pub async fn history(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
) -> Result<Vec<HintsAcceptance>, StoreError> {
    let query = sql("SELECT * FROM hints_acceptance WHERE clinic_id = $1 ORDER BY version DESC");
    from.into().all(query.bind(clinic)).await
}
