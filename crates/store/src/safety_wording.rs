//! The clinic's own safety questions, version by version. What a question means is the caller's.

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

record! {
    /// Questions as they were confirmed; the newest version is asked.
    pub struct SafetyWording {
        /// From 1.
        pub version: i64,
        /// The questions, a JSON list; an empty one: the neutral headings again.
        pub questions: JsonText,
        /// Who confirmed them, as they wrote their name.
        pub name: String,
        /// Who was signed in, and when.
        pub recorded: Recorded,
    }
}

/// Puts questions in force; `seen_version` is the one the change was made from, 0 if there was none.
/// Somebody else's change meanwhile is a [`StoreError::Conflict`].
pub async fn confirm(
    tx: &mut Tx,
    seen_version: i64,
    questions: &JsonText,
    name: &str,
) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query = sql(
        "INSERT INTO safety_wording (id, clinic_id, version, questions, name, recorded_at, recorded_by, \
         recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(version)
    .bind(questions)
    .bind(name)
    .recorded(tx);
    tx.insert(query, "clinic's safety questions").await?;
    Ok(version)
}

/// The questions in force; `None`: the clinic has never confirmed any.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
) -> Result<Option<SafetyWording>, StoreError> {
    let query = sql("SELECT * FROM safety_wording WHERE clinic_id = $1 ORDER BY version DESC LIMIT 1");
    from.into().optional(query.bind(clinic)).await
}

/// Every version, newest first: answers of years ago are read with the questions of their day.
pub async fn history(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
) -> Result<Vec<SafetyWording>, StoreError> {
    let query = sql("SELECT * FROM safety_wording WHERE clinic_id = $1 ORDER BY version DESC");
    from.into().all(query.bind(clinic)).await
}
