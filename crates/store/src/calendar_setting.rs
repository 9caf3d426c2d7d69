//! What a clinic's calendar keeps to: opening hours, closed days, nurses, lengths; version by version.

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

record! {
    /// A setting as it is kept; the newest version is in force.
    pub struct CalendarSetting {
        /// From 1.
        pub version: i64,
        /// As JSON; what is in it is the caller's.
        pub body: JsonText,
        /// Who set it, and when.
        pub recorded: Recorded,
    }
}

/// Puts a setting in force; `seen_version` is the one the change was made from, 0 if there was none.
/// Somebody else's change meanwhile is a [`StoreError::Conflict`].
pub async fn confirm(tx: &mut Tx, seen_version: i64, body: &JsonText) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query = sql("INSERT INTO calendar_setting (id, clinic_id, version, body, recorded_at, recorded_by, \
                     recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(version)
    .bind(body)
    .recorded(tx);
    tx.insert(query, "clinic's calendar").await?;
    Ok(version)
}

/// The setting in force; `None`: the clinic has not set any.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
) -> Result<Option<CalendarSetting>, StoreError> {
    let query = sql("SELECT * FROM calendar_setting WHERE clinic_id = $1 ORDER BY version DESC LIMIT 1");
    from.into().optional(query.bind(clinic)).await
}
