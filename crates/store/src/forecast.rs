//! Forecasts as they were made. A forecast is a fact too: kept for ever, later scored.

use jiff::civil::Date;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, ForecastId};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// A forecast to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewForecast {
    /// The course.
    pub course_id: CourseId,
    /// Which question it answers: `plan`, `population`, `alternative`.
    pub label: String,
    /// The civil day as of which it was made.
    pub as_of: Date,
    /// Digest of everything that went in.
    pub inputs_digest: String,
    /// Version of the model.
    pub model_version: String,
    /// SHA-256 of the prior.
    pub prior_sha256: String,
    /// The seed.
    pub seed: u64,
    /// The answer.
    pub answer: JsonText,
}

record! {
    /// A forecast as kept.
    pub struct Forecast {
        /// Id.
        pub id: ForecastId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// Which question it answers.
        pub label: String,
        /// The civil day as of which it was made.
        pub as_of: Date,
        /// Digest of everything that went in.
        pub inputs_digest: String,
        /// Version of the model.
        pub model_version: String,
        /// SHA-256 of the prior.
        pub prior_sha256: String,
        /// The seed.
        pub seed: u64,
        /// The answer.
        pub answer: JsonText,
        /// Who did what led to it, and when.
        pub recorded: Recorded,
    }
}

/// Keeps a forecast.
pub async fn add(tx: &mut Tx, new: &NewForecast) -> Result<ForecastId, StoreError> {
    let id = ForecastId(tx.new_id());
    let query =
        sql("INSERT INTO forecast (id, clinic_id, course_id, label, as_of, inputs_digest, model_version, \
         prior_sha256, seed, answer, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind(id)
        .bind(tx.clinic())
        .bind(new.course_id)
        .bind(&new.label)
        .bind(new.as_of)
        .bind(&new.inputs_digest)
        .bind(&new.model_version)
        .bind(&new.prior_sha256)
        .bind(new.seed)
        .bind(&new.answer)
        .recorded(tx);
    tx.insert(query, "forecast").await?;
    Ok(id)
}

/// The newest forecast of each label of a course.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Forecast>, StoreError> {
    let query = sql("SELECT f.* FROM forecast f WHERE f.clinic_id = $1 AND f.course_id = $2 AND f.id IN \
         (SELECT n.id FROM (SELECT g.id, ROW_NUMBER() OVER (PARTITION BY g.label ORDER BY g.id DESC) AS place \
         FROM forecast g WHERE g.clinic_id = $1 AND g.course_id = $2) n WHERE n.place = 1) ORDER BY f.label");
    from.into().all(query.bind(clinic).bind(course)).await
}

/// Every forecast of a course, oldest first.
pub async fn history(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Forecast>, StoreError> {
    // Sorted here: told to sort by id, SQLite walks through the forecasts of the whole clinic.
    let query = sql("SELECT * FROM forecast WHERE clinic_id = $1 AND course_id = $2");
    let mut made: Vec<Forecast> = from.into().all(query.bind(clinic).bind(course)).await?;
    made.sort_by_key(|f| f.id);
    Ok(made)
}

/// The newest forecasts of one label in a clinic's own courses (patients whose record is from `source`, nothing
/// imported), newest first, at most `most`. Of several of a course on one day only the last.
pub async fn of_clinic(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    source: &str,
    label: &str,
    most: u32,
) -> Result<Vec<Forecast>, StoreError> {
    let query = sql("SELECT f.* FROM forecast f \
         JOIN course c ON c.clinic_id = f.clinic_id AND c.id = f.course_id AND c.source_key IS NULL \
         JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id AND p.source = $2 \
         WHERE f.clinic_id = $1 AND f.label = $3 AND NOT EXISTS \
         (SELECT 1 FROM forecast g WHERE g.clinic_id = f.clinic_id AND g.course_id = f.course_id \
         AND g.label = f.label AND g.as_of = f.as_of AND g.id > f.id) ORDER BY f.id DESC LIMIT $4");
    from.into().all(query.bind(clinic).bind(source).bind(label).bind(i64::from(most))).await
}
