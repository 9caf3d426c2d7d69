//! Scores.

use evenkeel_care::instrument::InstrumentId;
use jiff::civil::Date;

use crate::data_key::seal_for_course;
use crate::db::{Query, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, MeasurementId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{Inserted, JsonText, Recorded};

/// A score to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeasurement {
    /// The course.
    pub course_id: CourseId,
    /// The day it was taken.
    pub date: Date,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The total in the instrument's points; `None` while answers are missing.
    pub score: Option<f64>,
    /// Answers item by item, `None` where skipped; absent where only the total is known.
    pub items: Option<Vec<Option<u8>>>,
    /// Taken after that day's session.
    pub after: bool,
    /// How many days the score looks back, where it differs from the instrument's window.
    pub recall_days: Option<u16>,
    /// The form used, for example `weekly`.
    pub form: Option<String>,
    /// Where it comes from: `staff`, `patient`, `import:<dataset>`.
    pub source: String,
    /// Natural key of an import.
    pub source_key: Option<String>,
}

record! {
    /// A score as recorded.
    pub struct Measurement {
        /// Id.
        pub id: MeasurementId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// The day it was taken.
        pub date: Date,
        /// The instrument.
        pub instrument: InstrumentId,
        /// The total; `None` while answers are missing.
        pub score: Option<f64>,
        /// Answers item by item, a JSON list with null where skipped.
        pub items: Option<JsonText>,
        /// Taken after that day's session.
        pub after_session: bool,
        /// How many days the score looks back.
        pub recall_days: Option<u16>,
        /// The form used.
        pub form: Option<String>,
        /// Where it comes from.
        pub source: String,
        /// The score this one corrects.
        pub corrects: Option<MeasurementId>,
        /// Whether this row says that the score never was.
        pub withdrawn: bool,
        /// Why it was corrected or withdrawn.
        pub reason: Option<Note>,
        /// Natural key of an import.
        pub source_key: Option<String>,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

impl Measurement {
    /// Answers item by item.
    pub fn items(&self) -> Result<Option<Vec<Option<u8>>>, StoreError> {
        self.items.as_ref().map(JsonText::parse).transpose()
    }
}

const MEASUREMENTS: &str = "SELECT m.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM measurement m \
     JOIN course c ON c.clinic_id = m.clinic_id AND c.id = m.course_id \
     JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
     WHERE m.clinic_id = $1";

/// What holds for `measurement m`: not corrected by a later row, not withdrawn.
pub(crate) const IN_FORCE: &str =
    "NOT m.withdrawn AND NOT EXISTS (SELECT 1 FROM measurement mc WHERE mc.corrects = m.id)";

/// Records a score.
pub async fn add(tx: &mut Tx, new: &NewMeasurement) -> Result<Inserted<MeasurementId>, StoreError> {
    let id = MeasurementId(tx.new_id());
    let query = insert(tx, id, new, None, None).await?;
    let lookup = "SELECT id FROM measurement WHERE clinic_id = $1 AND source_key = $2";
    tx.insert_keyed(query, lookup, new.source_key.as_deref(), id).await
}

/// Records what is right in place of `old`; both stay readable. Somebody else's earlier correction
/// of the same row is a [`StoreError::Conflict`].
pub async fn correct(
    tx: &mut Tx,
    old: MeasurementId,
    new: &NewMeasurement,
    reason: &str,
) -> Result<MeasurementId, StoreError> {
    let clinic = tx.clinic();
    let before = get(&mut *tx, clinic, old).await?.filter(|before| before.course_id == new.course_id);
    before.ok_or(StoreError::NotFound { what: "measurement" })?;
    let id = MeasurementId(tx.new_id());
    let query = insert(tx, id, new, Some(old), Some(reason)).await?;
    tx.insert(query, "measurement").await?;
    Ok(id)
}

/// Records that `old` never was (entered for the wrong patient); it stays readable.
pub async fn withdraw(tx: &mut Tx, old: MeasurementId, reason: &str) -> Result<MeasurementId, StoreError> {
    let clinic = tx.clinic();
    let before = get(&mut *tx, clinic, old).await?.ok_or(StoreError::NotFound { what: "measurement" })?;
    let id = MeasurementId(tx.new_id());
    let [reason] = seal_for_course(tx, before.course_id, id.0, [("reason", Some(reason))]).await?;
    let query = sql("INSERT INTO measurement (id, clinic_id, course_id, date, instrument, score, items, after_session, \
         recall_days, form, source, corrects, withdrawn, reason, recorded_at, recorded_by, recorded_by_name) \
         SELECT $1, clinic_id, course_id, date, instrument, score, items, after_session, recall_days, form, source, \
         id, $4, $5, $6, $7, $8 FROM measurement WHERE clinic_id = $2 AND id = $3")
    .bind(id)
    .bind(clinic)
    .bind(old)
    .bind(true)
    .bind(reason)
    .recorded(tx);
    tx.insert(query, "measurement").await?;
    Ok(id)
}

async fn insert(
    tx: &mut Tx,
    id: MeasurementId,
    new: &NewMeasurement,
    corrects: Option<MeasurementId>,
    reason: Option<&str>,
) -> Result<Query, StoreError> {
    let [reason] = seal_for_course(tx, new.course_id, id.0, [("reason", reason)]).await?;
    let items = new.items.as_ref().map(JsonText::of).transpose()?;
    // A correction leaves the natural key with the row that an import finds again.
    let source_key = new.source_key.as_deref().filter(|_| corrects.is_none());
    Ok(sql("INSERT INTO measurement (id, clinic_id, course_id, date, instrument, score, items, after_session, \
         recall_days, form, source, corrects, withdrawn, reason, source_key, recorded_at, recorded_by, \
         recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
         ON CONFLICT (clinic_id, source_key) DO NOTHING")
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.date)
    .bind(new.instrument)
    .bind(new.score)
    .bind(items)
    .bind(new.after)
    .bind(new.recall_days)
    .bind(&new.form)
    .bind(&new.source)
    .bind(corrects)
    .bind(false)
    .bind(reason)
    .bind(source_key)
    .recorded(tx))
}

/// One score, whether in force or not.
pub async fn get(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    measurement: MeasurementId,
) -> Result<Option<Measurement>, StoreError> {
    from.into().optional(sql(format!("{MEASUREMENTS} AND m.id = $2")).bind(clinic).bind(measurement)).await
}

/// The scores of a course that are in force, by date, before a day's session first.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Measurement>, StoreError> {
    let query = sql(format!(
        "{MEASUREMENTS} AND m.course_id = $2 AND {IN_FORCE} ORDER BY m.date, m.after_session, m.id"
    ));
    from.into().all(query.bind(clinic).bind(course)).await
}

/// A score with all that it corrects and all that corrects it, oldest first.
pub async fn chain(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    measurement: MeasurementId,
) -> Result<Vec<Measurement>, StoreError> {
    let query = sql(format!(
        "{MEASUREMENTS} AND m.course_id = \
         (SELECT o.course_id FROM measurement o WHERE o.clinic_id = $1 AND o.id = $2) ORDER BY m.id"
    ));
    let rows: Vec<Measurement> = from.into().all(query.bind(clinic).bind(measurement)).await?;
    let ids = rows.iter().map(|row| (row.id, row.corrects)).collect::<Vec<_>>();
    let wanted = crate::values::chain_of(&ids, measurement);
    Ok(rows.into_iter().filter(|row| wanted.contains(&row.id)).collect())
}
