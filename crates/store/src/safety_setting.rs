//! What a clinic has confirmed for its safety: whom to call, who watches when, how long to wait. The
//! crisis line itself stands with the clinic's details ([`crate::clinic`]).

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// Settings to be put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetySettings {
    /// The number for emergencies, for example `911`.
    pub emergency_number: String,
    /// Hours in which somebody reads what comes in, as JSON; what is in it is the caller's.
    pub hours: JsonText,
    /// Who is on call outside these hours.
    pub on_call_name: Option<String>,
    /// Their number.
    pub on_call_phone: Option<String>,
    /// Minutes until an alert that nobody has acknowledged goes to the next person.
    pub escalate_after_minutes: u32,
}

record! {
    /// Settings as they are kept; the newest version is in force.
    pub struct SafetySetting {
        /// From 1.
        pub version: i64,
        /// The number for emergencies.
        pub emergency_number: String,
        /// Hours in which somebody reads what comes in, as JSON.
        pub hours: JsonText,
        /// Who is on call outside these hours.
        pub on_call_name: Option<String>,
        /// Their number.
        pub on_call_phone: Option<String>,
        /// Minutes until an alert that nobody has acknowledged goes to the next person.
        pub escalate_after_minutes: u32,
        /// Who confirmed them, and when.
        pub recorded: Recorded,
    }
}

/// Puts new settings in force; `seen_version` is the one the change was made from, 0 if there was
/// none. Somebody else's change meanwhile is a [`StoreError::Conflict`].
pub async fn confirm(tx: &mut Tx, seen_version: i64, new: &SafetySettings) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query =
        sql("INSERT INTO safety_setting (id, clinic_id, version, emergency_number, hours, on_call_name, \
         on_call_phone, escalate_after_minutes, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(tx.new_id())
        .bind(tx.clinic())
        .bind(version)
        .bind(&new.emergency_number)
        .bind(&new.hours)
        .bind(&new.on_call_name)
        .bind(&new.on_call_phone)
        .bind(new.escalate_after_minutes)
        .recorded(tx);
    tx.insert(query, "clinic's safety settings").await?;
    Ok(version)
}

/// The settings in force; `None`: the clinic has not confirmed any yet.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
) -> Result<Option<SafetySetting>, StoreError> {
    let query = sql("SELECT * FROM safety_setting WHERE clinic_id = $1 ORDER BY version DESC LIMIT 1");
    from.into().optional(query.bind(clinic)).await
}
