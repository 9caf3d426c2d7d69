//! How a clinic draws up and checks doses, version by version.

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// Settings to be put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDosingSetting {
    /// What a millilitre contains, by route, as JSON; what is in it is the caller's.
    pub concentrations: JsonText,
    /// Whether a second person confirms every dose before it is recorded.
    pub second_check: bool,
    /// Why.
    pub reason: String,
}

record! {
    /// Settings as they are kept; the newest version is in force.
    pub struct DosingSetting {
        /// From 1.
        pub version: i64,
        /// What a millilitre contains, by route, as JSON.
        pub concentrations: JsonText,
        /// Whether a second person confirms every dose before it is recorded.
        pub second_check: bool,
        /// Why.
        pub reason: String,
        /// Who set them, and when.
        pub recorded: Recorded,
    }
}

/// Puts settings in force; `seen_version` is the one the change was made from, 0 if there was none.
/// Somebody else's change meanwhile is a [`StoreError::Conflict`].
pub async fn confirm(tx: &mut Tx, seen_version: i64, new: &NewDosingSetting) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query = sql(
        "INSERT INTO dosing_setting (id, clinic_id, version, concentrations, second_check, reason, recorded_at, \
         recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(version)
    .bind(&new.concentrations)
    .bind(new.second_check)
    .bind(&new.reason)
    .recorded(tx);
    tx.insert(query, "clinic's dosing settings").await?;
    Ok(version)
}

/// The settings in force; `None`: the clinic has not set any.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
) -> Result<Option<DosingSetting>, StoreError> {
    let query = sql("SELECT * FROM dosing_setting WHERE clinic_id = $1 ORDER BY version DESC LIMIT 1");
    from.into().optional(query.bind(clinic)).await
}
