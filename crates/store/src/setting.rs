//! What a clinic sets for itself as one text, version by version: chairs and limits of readings, and what its
//! calendar keeps to. What is in the text is the caller's.

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// Which setting: each has a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chairs, and limits of readings.
    Floor,
    /// Opening hours, closed days, nurses, lengths.
    Calendar,
}

impl Kind {
    fn table(self) -> &'static str {
        match self {
            Self::Floor => "floor_setting",
            Self::Calendar => "calendar_setting",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Floor => "clinic's floor",
            Self::Calendar => "clinic's calendar",
        }
    }
}

record! {
    /// A setting as it is kept; the newest version is in force.
    pub struct Setting {
        /// From 1.
        pub version: i64,
        /// As JSON.
        pub body: JsonText,
        /// Who set it, and when.
        pub recorded: Recorded,
    }
}

/// Puts a setting in force; `seen_version` is the one the change was made from, 0 if there was none.
/// Somebody else's change meanwhile is a [`StoreError::Conflict`].
pub async fn confirm(tx: &mut Tx, kind: Kind, seen_version: i64, body: &JsonText) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query = sql(format!(
        "INSERT INTO {} (id, clinic_id, version, body, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        kind.table()
    ))
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(version)
    .bind(body)
    .recorded(tx);
    tx.insert(query, kind.words()).await?;
    Ok(version)
}

/// The setting in force; `None`: the clinic has not set any.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    kind: Kind,
) -> Result<Option<Setting>, StoreError> {
    let query =
        sql(format!("SELECT * FROM {} WHERE clinic_id = $1 ORDER BY version DESC LIMIT 1", kind.table()));
    from.into().optional(query.bind(clinic)).await
}
