//! Patients and their personal details, version by version, sealed under each patient's own key.

use jiff::civil::Date;

use crate::data_key;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, PatientId};
use crate::patient_search;
use crate::row::{Field, Record};
use crate::sealed::{Key, Note, read_sealed};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{Inserted, Recorded};

/// A patient to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPatient {
    /// Where the record comes from: `clinic`, `synthetic`, `import:<dataset>`.
    pub source: String,
    /// Natural key of an import; the same key is never added twice.
    pub source_key: Option<String>,
    /// Personal details.
    pub details: Details,
}

/// Personal details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Name as written.
    pub name: String,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Telephone.
    pub phone: Option<String>,
    /// The clinic's own record number.
    pub record_number: Option<String>,
}

/// Details, or what is left of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// As known.
    Known(Details),
    /// The patient's key was destroyed.
    Erased,
}

impl Person {
    /// The details, unless erased.
    pub fn known(&self) -> Option<&Details> {
        match self {
            Self::Known(details) => Some(details),
            Self::Erased => None,
        }
    }

    /// The name, unless erased.
    pub fn name(&self) -> Option<&str> {
        self.known().map(|details| details.name.as_str())
    }
}

record! {
    /// A patient with one version of their details.
    pub struct Patient {
        /// Id.
        pub id: PatientId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// Where the record comes from.
        pub source: String,
        /// Natural key of an import.
        pub source_key: Option<String>,
        /// Version of the details, from 1.
        pub version: i64,
        /// The details.
        pub person: Person,
        /// Who entered this version, and when.
        pub recorded: Recorded,
    }
}

impl Field for Person {
    /// Reads `detail_id` and the four sealed columns.
    fn field(record: &Record<'_>, _column: &str) -> Result<Self, StoreError> {
        let text = |column| read_sealed(record, "detail_id", column);
        let Some(Note::Text(name)) = text("name")? else { return Ok(Self::Erased) };
        let plain = |note: Option<Note>| note.and_then(|note| note.text().map(str::to_owned));
        let birth_date = plain(text("birth_date")?)
            .map(|date| date.parse::<Date>().map_err(|e| record.unreadable("birth_date", &e)))
            .transpose()?;
        Ok(Self::Known(Details {
            name,
            birth_date,
            phone: plain(text("phone")?),
            record_number: plain(text("record_number")?),
        }))
    }
}

/// Columns of [`Person`] in a query that joins `patient_detail d` and `data_key k`.
pub(crate) const PERSON: &str = "d.id AS detail_id, d.version, d.name, d.birth_date, d.phone, d.record_number, \
     k.patient_id AS key_patient, k.wrapped AS key_wrapped";

/// Joins of [`PERSON`] to a row with `clinic_id` and `{patient}`; the newest details only.
pub(crate) fn person_joins(clinic: &str, patient: &str) -> String {
    format!(
        "JOIN patient_detail d ON d.clinic_id = {clinic} AND d.patient_id = {patient} AND d.version = \
         (SELECT MAX(v.version) FROM patient_detail v WHERE v.patient_id = {patient}) \
         JOIN data_key k ON k.clinic_id = {clinic} AND k.patient_id = {patient}"
    )
}

fn newest() -> String {
    format!(
        "SELECT p.id, p.clinic_id, p.source, p.source_key, {PERSON}, d.recorded_at, d.recorded_by, d.recorded_by_name \
         FROM patient p {} WHERE p.clinic_id = $1",
        person_joins("p.clinic_id", "p.id")
    )
}

/// Adds a patient with a data key of their own.
pub async fn add(tx: &mut Tx, new: &NewPatient) -> Result<Inserted<PatientId>, StoreError> {
    let id = PatientId(tx.new_id());
    let query = sql(
        "INSERT INTO patient (id, clinic_id, source, source_key, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (clinic_id, source_key) DO NOTHING",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(&new.source)
    .bind(&new.source_key)
    .recorded(tx);
    let lookup = "SELECT id FROM patient WHERE clinic_id = $1 AND source_key = $2";
    let inserted = tx.insert_keyed(query, lookup, new.source_key.as_deref(), id).await?;
    if inserted.is_new() {
        let key = data_key::make(tx, id).await?;
        add_version(tx, id, 1, &key, &new.details, None).await?;
    }
    Ok(inserted)
}

/// Changes a patient's details; `seen_version` is the one the change was made from, and a newer one
/// is a [`StoreError::Conflict`]. Answers the new version.
pub async fn change(
    tx: &mut Tx,
    patient: PatientId,
    seen_version: i64,
    details: &Details,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    let key = data_key::of_patient(tx, patient).await?;
    add_version(tx, patient, seen_version + 1, &key, details, reason).await?;
    Ok(seen_version + 1)
}

async fn add_version(
    tx: &mut Tx,
    patient: PatientId,
    version: i64,
    key: &Key,
    details: &Details,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let id = tx.new_id();
    let birth_date = details.birth_date.map(|date| date.to_string());
    let sealed = |column, text| data_key::seal(tx, key, id, column, text);
    let query =
        sql("INSERT INTO patient_detail (id, clinic_id, patient_id, version, name, birth_date, phone, \
         record_number, reason, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
        .bind(id)
        .bind(tx.clinic())
        .bind(patient)
        .bind(version)
        .bind(sealed("name", Some(&details.name))?)
        .bind(sealed("birth_date", birth_date.as_deref())?)
        .bind(sealed("phone", details.phone.as_deref())?)
        .bind(sealed("record_number", details.record_number.as_deref())?)
        .bind(sealed("reason", reason)?)
        .recorded(tx);
    tx.insert(query, "patient").await?;
    patient_search::index(tx, patient, details).await
}

/// One patient with the newest details.
pub async fn get(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patient: PatientId,
) -> Result<Option<Patient>, StoreError> {
    from.into().optional(sql(format!("{} AND p.id = $2", newest())).bind(clinic).bind(patient)).await
}

/// Every version of one patient's details, oldest first.
pub async fn history(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patient: PatientId,
) -> Result<Vec<Patient>, StoreError> {
    let query = sql(format!(
        "SELECT p.id, p.clinic_id, p.source, p.source_key, {PERSON}, d.recorded_at, d.recorded_by, \
         d.recorded_by_name FROM patient p \
         JOIN patient_detail d ON d.clinic_id = p.clinic_id AND d.patient_id = p.id \
         JOIN data_key k ON k.clinic_id = p.clinic_id AND k.patient_id = p.id \
         WHERE p.clinic_id = $1 AND p.id = $2 ORDER BY d.version"
    ));
    from.into().all(query.bind(clinic).bind(patient)).await
}

/// Patients, newest first.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    limit: u32,
    offset: u32,
) -> Result<Vec<Patient>, StoreError> {
    let query = sql(format!("{} ORDER BY p.recorded_at DESC, p.id DESC LIMIT $2 OFFSET $3", newest()));
    from.into().all(query.bind(clinic).bind(limit).bind(offset)).await
}

/// How many patients a clinic has.
pub async fn count(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<i64, StoreError> {
    from.into().count(sql("SELECT COUNT(*) AS n FROM patient WHERE clinic_id = $1").bind(clinic)).await
}

/// Patients by id, in one query, for the search.
pub(crate) async fn by_ids(
    from: &mut Source<'_>,
    clinic: ClinicId,
    ids: &[PatientId],
) -> Result<Vec<Patient>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{} AND p.id IN ({})", newest(), crate::db::placeholders(2, ids.len()));
    let query = ids.iter().fold(sql(text).bind(clinic), crate::db::Query::bind);
    from.all(query).await
}
