//! What screening asked a patient: conditions and medication, version by version.

use evenkeel_care::condition::PatientCondition;
use evenkeel_care::record::Medication;
use jiff::civil::Date;
use uuid::Uuid;

use crate::data_key;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, PatientId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// Answers of a screening. `None` was not asked; an empty list was asked and is none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// Conditions.
    pub conditions: Option<Vec<PatientCondition>>,
    /// Current medication.
    pub medications: Option<Vec<Medication>>,
}

record! {
    /// One version of a patient's screening.
    pub struct Screening {
        /// Id of the row.
        pub id: Uuid,
        /// The patient.
        pub patient_id: PatientId,
        /// From 1; the highest is in force.
        pub version: i64,
        /// The day the patient was asked.
        pub asked_on: Date,
        /// Conditions, sealed JSON.
        conditions: Option<Note>,
        /// Medication, sealed JSON.
        medications: Option<Note>,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

impl Screening {
    /// The answers. Those of an erased patient read as not asked.
    pub fn answers(&self) -> Result<Answers, StoreError> {
        Ok(Answers {
            conditions: opened(self.conditions.as_ref())?,
            medications: opened(self.medications.as_ref())?,
        })
    }
}

fn opened<T: serde::de::DeserializeOwned>(sealed: Option<&Note>) -> Result<Option<T>, StoreError> {
    let text = sealed.and_then(Note::text);
    text.map(|text| JsonText::from_text(text.to_owned())?.parse()).transpose()
}

/// Keeps a screening; `seen_version` is the one it was written from, 0 for the first. A newer one is a
/// [`StoreError::Conflict`]. Answers the new version.
pub async fn add(
    tx: &mut Tx,
    patient: PatientId,
    seen_version: i64,
    asked_on: Date,
    answers: &Answers,
) -> Result<i64, StoreError> {
    let id = tx.new_id();
    let key = data_key::of_patient(tx, patient).await?;
    let conditions = answers.conditions.as_ref().map(JsonText::of).transpose()?;
    let medications = answers.medications.as_ref().map(JsonText::of).transpose()?;
    let version = seen_version + 1;
    let query =
        sql("INSERT INTO screening (id, clinic_id, patient_id, version, asked_on, conditions, medications, \
         recorded_at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id)
        .bind(tx.clinic())
        .bind(patient)
        .bind(version)
        .bind(asked_on)
        .bind(data_key::seal(tx, &key, id, "conditions", conditions.as_ref().map(JsonText::as_str))?)
        .bind(data_key::seal(tx, &key, id, "medications", medications.as_ref().map(JsonText::as_str))?)
        .recorded(tx);
    tx.insert(query, "screening").await?;
    Ok(version)
}

const SCREENINGS: &str = "SELECT s.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM screening s \
     JOIN data_key k ON k.clinic_id = s.clinic_id AND k.patient_id = s.patient_id \
     WHERE s.clinic_id = $1 AND s.patient_id = $2 ORDER BY s.version DESC";

/// The screening in force.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patient: PatientId,
) -> Result<Option<Screening>, StoreError> {
    from.into().optional(sql(format!("{SCREENINGS} LIMIT 1")).bind(clinic).bind(patient)).await
}

/// Every version, newest first.
pub async fn history(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patient: PatientId,
) -> Result<Vec<Screening>, StoreError> {
    from.into().all(sql(SCREENINGS).bind(clinic).bind(patient)).await
}
