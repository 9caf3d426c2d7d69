//! A patient's own key, and what happens when it is destroyed.

use uuid::Uuid;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{CourseId, PatientId};
use crate::sealed::Key;
use crate::source::Source;
use crate::tx::Tx;

record! {
    struct Wrapped {
        patient_id: PatientId,
        wrapped: Option<Vec<u8>>,
    }
}

/// Destroys a patient's key and search index: every personal field of theirs, in every version,
/// reads as erased from then on, also in backups made of this database later. The rows themselves
/// stay: that something was done, when and by whom is not personal to the patient alone.
///
/// On SQLite, call [`crate::Store::settle`] after the commit, so that no older page keeps the key.
pub async fn destroy(tx: &mut Tx, patient: PatientId) -> Result<(), StoreError> {
    let query =
        sql("UPDATE data_key SET wrapped = NULL, erased_at = $3 WHERE clinic_id = $1 AND patient_id = $2")
            .bind(tx.clinic())
            .bind(patient)
            .bind(tx.now());
    if tx.execute(query).await? == 0 {
        return Err(StoreError::NotFound { what: "patient" });
    }
    let query = sql("DELETE FROM patient_token WHERE clinic_id = $1 AND patient_id = $2")
        .bind(tx.clinic())
        .bind(patient);
    tx.execute(query).await.map(drop)
}

/// Makes the key of a new patient.
pub(crate) async fn make(tx: &mut Tx, patient: PatientId) -> Result<Key, StoreError> {
    let (key, wrapped) = tx.store().vault().new_data_key(tx.store().dice(), patient.0)?;
    let query =
        sql("INSERT INTO data_key (patient_id, clinic_id, wrapped, created_at) VALUES ($1, $2, $3, $4)")
            .bind(patient)
            .bind(tx.clinic())
            .bind(wrapped)
            .bind(tx.now());
    tx.insert(query, "patient").await?;
    Ok(key)
}

/// The key of a patient.
pub(crate) async fn of_patient(tx: &mut Tx, patient: PatientId) -> Result<Key, StoreError> {
    let query = sql("SELECT patient_id, wrapped FROM data_key WHERE clinic_id = $1 AND patient_id = $2")
        .bind(tx.clinic())
        .bind(patient);
    let wrapped: Wrapped = Source::from(&mut *tx).one(query, "patient").await?;
    unwrap(tx, &wrapped)
}

/// The key of the patient of a course.
async fn of_course(tx: &mut Tx, course: CourseId) -> Result<Key, StoreError> {
    let query = sql("SELECT k.patient_id, k.wrapped FROM course c \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE c.clinic_id = $1 AND c.id = $2")
    .bind(tx.clinic())
    .bind(course);
    let wrapped: Wrapped = Source::from(&mut *tx).one(query, "course").await?;
    unwrap(tx, &wrapped)
}

fn unwrap(tx: &Tx, row: &Wrapped) -> Result<Key, StoreError> {
    let wrapped = row.wrapped.as_deref().ok_or(StoreError::Erased)?;
    tx.store().vault().unwrap(row.patient_id.0, wrapped)
}

/// Seals texts of one row of a course, each for its column. Without any text the key is not asked
/// for.
pub(crate) async fn seal_for_course<const N: usize>(
    tx: &mut Tx,
    course: CourseId,
    row: Uuid,
    texts: [(&str, Option<&str>); N],
) -> Result<[Option<Vec<u8>>; N], StoreError> {
    let mut sealed = [const { None }; N];
    if texts.iter().all(|(_, text)| text.is_none()) {
        return Ok(sealed);
    }
    let key = of_course(tx, course).await?;
    for (slot, (column, text)) in sealed.iter_mut().zip(texts) {
        *slot = seal(tx, &key, row, column, text)?;
    }
    Ok(sealed)
}

/// Seals one text for one column of one row.
pub(crate) fn seal(
    tx: &Tx,
    key: &Key,
    row: Uuid,
    column: &str,
    text: Option<&str>,
) -> Result<Option<Vec<u8>>, StoreError> {
    text.map(|text| key.seal(tx.store().dice(), row, column, text.as_bytes())).transpose()
}
