//! Small facts of daily life, entered by the patient or by staff, each with its day. What they say is sealed under the
//! patient's key.

use evenkeel_care::life::{LifeFact, LifeKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::data_key;
use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, LifeEntryId, PatientId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// The fact.
    pub fact: LifeFact,
    /// In words: which exercise, which goal, or the patient's own line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// An entry to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// The patient.
    pub patient: PatientId,
    /// The day.
    pub date: Date,
    /// What it says.
    pub said: Said,
    /// For a later state of a goal: the goal's first entry.
    pub goal: Option<LifeEntryId>,
    /// Whether the patient entered it.
    pub by_patient: bool,
}

record! {
    /// An entry in force.
    pub struct LifeEntry {
        /// Id.
        pub id: LifeEntryId,
        /// The patient.
        pub patient_id: PatientId,
        /// The day.
        pub date: Date,
        /// What it is about.
        pub kind: LifeKind,
        /// What it says, sealed JSON.
        body: Option<Note>,
        /// The first entry of the goal; its own id for the first.
        pub goal_id: Option<LifeEntryId>,
        /// Whether the patient entered it.
        pub by_patient: bool,
        /// The entry it corrects.
        pub corrects: Option<LifeEntryId>,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

impl LifeEntry {
    /// What it says; `None` once the patient is erased.
    pub fn said(&self) -> Result<Option<Said>, StoreError> {
        let text = self.body.as_ref().and_then(Note::text);
        text.map(|text| JsonText::from_text(text.to_owned())?.parse()).transpose()
    }
}

/// Keeps an entry.
pub async fn add(tx: &mut Tx, new: &NewEntry) -> Result<LifeEntryId, StoreError> {
    let id = LifeEntryId(tx.new_id());
    let goal = match new.goal {
        Some(goal) => Some(here(tx, new.patient, goal).await?.goal_id.unwrap_or(goal)),
        None => (new.said.fact.kind() == LifeKind::Goal).then_some(id),
    };
    insert(tx, (id, goal), new, None, None).await
}

/// Keeps what is right in place of `old`, an entry of the same patient; both stay readable. Two corrections of one entry
/// are a [`StoreError::Conflict`].
pub async fn correct(
    tx: &mut Tx,
    old: LifeEntryId,
    new: &NewEntry,
    reason: &str,
) -> Result<LifeEntryId, StoreError> {
    let old = here(tx, new.patient, old).await?;
    let id = LifeEntryId(tx.new_id());
    let goal = old.goal_id.filter(|_| new.said.fact.kind() == LifeKind::Goal);
    insert(tx, (id, goal), new, Some((old.id, false)), Some(reason)).await
}

/// Records that an entry of this patient never was; it stays readable in the table.
pub async fn withdraw(
    tx: &mut Tx,
    patient: PatientId,
    old: LifeEntryId,
    reason: &str,
) -> Result<LifeEntryId, StoreError> {
    let old = here(tx, patient, old).await?;
    let said = old.said()?.ok_or(StoreError::Erased)?;
    let new = NewEntry { patient, date: old.date, said, goal: None, by_patient: old.by_patient };
    let id = LifeEntryId(tx.new_id());
    insert(tx, (id, old.goal_id), &new, Some((old.id, true)), Some(reason)).await
}

async fn here(tx: &mut Tx, patient: PatientId, id: LifeEntryId) -> Result<LifeEntry, StoreError> {
    let clinic = tx.clinic();
    let query = sql(format!("{} AND e.id = $2 AND e.patient_id = $3", entries())).bind(clinic);
    let found = Source::from(&mut *tx).optional(query.bind(id).bind(patient)).await?;
    found.ok_or(StoreError::NotFound { what: "entry" })
}

async fn insert(
    tx: &mut Tx,
    (id, goal): (LifeEntryId, Option<LifeEntryId>),
    new: &NewEntry,
    in_place_of: Option<(LifeEntryId, bool)>,
    reason: Option<&str>,
) -> Result<LifeEntryId, StoreError> {
    let key = data_key::of_patient(tx, new.patient).await?;
    let body = JsonText::of(&new.said)?;
    let body = data_key::seal(tx, &key, id.0, "body", Some(body.as_str()))?;
    let reason = data_key::seal(tx, &key, id.0, "reason", reason)?;
    let query = sql(
        "INSERT INTO life_entry (id, clinic_id, patient_id, date, kind, body, goal_id, by_patient, corrects, \
         withdrawn, reason, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(new.patient)
    .bind(new.date)
    .bind(new.said.fact.kind())
    .bind(body)
    .bind(goal)
    .bind(new.by_patient)
    .bind(in_place_of.map(|(old, _)| old))
    .bind(in_place_of.is_some_and(|(_, withdrawn)| withdrawn))
    .bind(reason)
    .recorded(tx);
    tx.insert(query, "entry").await?;
    Ok(id)
}

fn entries() -> &'static str {
    "SELECT e.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM life_entry e \
     JOIN data_key k ON k.clinic_id = e.clinic_id AND k.patient_id = e.patient_id \
     WHERE e.clinic_id = $1 AND NOT e.withdrawn AND NOT EXISTS (SELECT 1 FROM life_entry w WHERE w.corrects = e.id)"
}

/// The entries in force of some patients from a day on, by day.
pub async fn of_patients(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patients: &[PatientId],
    since: Date,
) -> Result<Vec<LifeEntry>, StoreError> {
    if patients.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{} AND e.date >= $2 AND e.patient_id IN ({}) ORDER BY e.date, e.id",
        entries(),
        placeholders(3, patients.len())
    );
    from.into().all(patients.iter().fold(sql(text).bind(clinic).bind(since), Query::bind)).await
}
