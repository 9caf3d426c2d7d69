//! Clinics and their settings.

use jiff::Timestamp;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

/// What a clinic says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClinicDetails {
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-2, for example `US`.
    pub country: String,
    /// The IANA zone in which its civil dates are meant, for example `America/New_York`.
    pub zone: String,
    /// What the crisis line is called and when it answers.
    pub crisis_text: Option<String>,
    /// Its number.
    pub crisis_number: Option<String>,
    /// Whether the clinic has accepted that forecasts are hints, not orders.
    pub hints_accepted: bool,
}

record! {
    /// A clinic as it stands.
    pub struct Clinic {
        /// Its id.
        pub clinic_id: ClinicId,
        /// When it was made.
        pub created_at: Timestamp,
        /// Version of the settings below, from 1.
        pub version: i64,
        /// Its name.
        pub name: String,
        /// ISO 3166-1 alpha-2.
        pub country: String,
        /// IANA zone.
        pub zone: String,
        /// What the crisis line is called.
        pub crisis_text: Option<String>,
        /// Its number.
        pub crisis_number: Option<String>,
        /// Whether forecasts were accepted as hints.
        pub hints_accepted: bool,
        /// Who set these settings, and when.
        pub recorded: Recorded,
    }
}

const CLINICS: &str = "SELECT c.clinic_id, c.created_at, d.version, d.name, d.country, d.zone, d.crisis_text, \
     d.crisis_number, d.hints_accepted, d.recorded_at, d.recorded_by, d.recorded_by_name \
     FROM clinic c JOIN clinic_detail d ON d.clinic_id = c.clinic_id \
     WHERE d.version = (SELECT MAX(v.version) FROM clinic_detail v WHERE v.clinic_id = c.clinic_id)";

/// Makes the clinic of a transaction begun with [`crate::Store::tx_for_new_clinic`].
pub async fn add(tx: &mut Tx, details: &ClinicDetails) -> Result<ClinicId, StoreError> {
    let clinic = tx.clinic();
    let query = sql("INSERT INTO clinic (clinic_id, created_at) VALUES ($1, $2)").bind(clinic).bind(tx.now());
    tx.insert(query, "clinic").await?;
    let query =
        sql("INSERT INTO audit_head (clinic_id, seq, hash) VALUES ($1, 0, $2)").bind(clinic).bind([0_u8; 32]);
    tx.insert(query, "clinic").await?;
    change(tx, 0, details).await?;
    Ok(clinic)
}

/// Puts new settings in force; `seen_version` is the one the change was made from. Answers the new
/// version.
pub async fn change(tx: &mut Tx, seen_version: i64, details: &ClinicDetails) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query = sql(
        "INSERT INTO clinic_detail (id, clinic_id, version, name, country, zone, crisis_text, crisis_number, \
         hints_accepted, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(version)
    .bind(&details.name)
    .bind(&details.country)
    .bind(&details.zone)
    .bind(&details.crisis_text)
    .bind(&details.crisis_number)
    .bind(details.hints_accepted)
    .recorded(tx);
    tx.insert(query, "clinic's settings").await?;
    Ok(version)
}

/// The clinic as it stands.
pub async fn get(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Option<Clinic>, StoreError> {
    from.into().optional(sql(format!("{CLINICS} AND c.clinic_id = $1")).bind(clinic)).await
}

/// Every clinic of this installation, oldest first. One of the few calls without a clinic: it is
/// how the program finds them.
pub async fn list(from: impl Into<Source<'_>>) -> Result<Vec<Clinic>, StoreError> {
    from.into().all(sql(format!("{CLINICS} ORDER BY c.created_at, c.clinic_id"))).await
}
