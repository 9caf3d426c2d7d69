//! Sessions given, missed or cancelled.

use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::record::SessionStatus;
use jiff::civil::Date;

use crate::data_key::seal_for_course;
use crate::db::{Query, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, SessionId};
use crate::row::{Field, Record};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{Inserted, Recorded};

/// A session to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSession {
    /// The course.
    pub course_id: CourseId,
    /// The day.
    pub date: Date,
    /// What became of it.
    pub status: SessionStatus,
    /// The route.
    pub route: Route,
    /// The dose, as it was written.
    pub dose: Option<Dose>,
    /// Weight of the day.
    pub weight_kg: Option<WeightKg>,
    /// Who supervised.
    pub supervised_by: Option<String>,
    /// A note, sealed under the patient's key.
    pub note: Option<String>,
    /// Natural key of an import.
    pub source_key: Option<String>,
}

record! {
    /// A session as recorded.
    pub struct Session {
        /// Id.
        pub id: SessionId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// The day.
        pub date: Date,
        /// What became of it.
        pub status: SessionStatus,
        /// The route.
        pub route: Route,
        /// The dose, as it was written.
        pub dose: Option<Dose>,
        /// Weight of the day.
        pub weight_kg: Option<WeightKg>,
        /// Who supervised.
        pub supervised_by: Option<String>,
        /// A note.
        pub note: Option<Note>,
        /// The session this one corrects.
        pub corrects: Option<SessionId>,
        /// Whether this row says that the session never was.
        pub withdrawn: bool,
        /// Why it was corrected or withdrawn.
        pub reason: Option<Note>,
        /// Natural key of an import.
        pub source_key: Option<String>,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

cell!(WeightKg => Real: |weight| weight.0, |kg| Ok::<_, std::convert::Infallible>(WeightKg(kg)));

impl Field for Option<Dose> {
    /// Reads `dose_unit`, `dose_amount` and `dose_hours`.
    fn field(record: &Record<'_>, _column: &str) -> Result<Self, StoreError> {
        let Some(unit) = record.get::<String>("dose_unit")? else { return Ok(None) };
        let amount = f64::field(record, "dose_amount")?;
        match unit.as_str() {
            "mg_per_kg" => Ok(Some(Dose::MgPerKg { amount })),
            "mg" => Ok(Some(Dose::Mg { amount })),
            "mg_per_kg_per_hour" => {
                Ok(Some(Dose::MgPerKgPerHour { rate: amount, hours: f64::field(record, "dose_hours")? }))
            }
            other => Err(record.unreadable("dose_unit", &format!("{other:?} is not a unit"))),
        }
    }
}

/// A dose as the three columns of a row.
pub(crate) fn dose_columns(dose: Option<Dose>) -> (Option<&'static str>, Option<f64>, Option<f64>) {
    match dose {
        None => (None, None, None),
        Some(Dose::MgPerKg { amount }) => (Some("mg_per_kg"), Some(amount), None),
        Some(Dose::Mg { amount }) => (Some("mg"), Some(amount), None),
        Some(Dose::MgPerKgPerHour { rate, hours }) => (Some("mg_per_kg_per_hour"), Some(rate), Some(hours)),
    }
}

const SESSIONS: &str = "SELECT s.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM session s \
     JOIN course c ON c.clinic_id = s.clinic_id AND c.id = s.course_id \
     JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
     WHERE s.clinic_id = $1";

/// What holds for `session s`: not corrected by a later row, not withdrawn.
pub(crate) const IN_FORCE: &str =
    "NOT s.withdrawn AND NOT EXISTS (SELECT 1 FROM session sc WHERE sc.corrects = s.id)";

/// Records a session.
pub async fn add(tx: &mut Tx, new: &NewSession) -> Result<Inserted<SessionId>, StoreError> {
    let id = SessionId(tx.new_id());
    let query = insert(tx, id, new, None, None).await?;
    let lookup = "SELECT id FROM session WHERE clinic_id = $1 AND source_key = $2";
    tx.insert_keyed(query, lookup, new.source_key.as_deref(), id).await
}

/// Records what is right in place of `old`; both stay readable. Somebody else's earlier correction
/// of the same row is a [`StoreError::Conflict`].
pub async fn correct(
    tx: &mut Tx,
    old: SessionId,
    new: &NewSession,
    reason: &str,
) -> Result<SessionId, StoreError> {
    in_course(tx, old, new.course_id).await?;
    let id = SessionId(tx.new_id());
    let query = insert(tx, id, new, Some(old), Some(reason)).await?;
    tx.insert(query, "session").await?;
    crate::observation::carry(tx, old, id).await?;
    Ok(id)
}

/// Records that `old` never was (entered for the wrong patient); it stays readable.
pub async fn withdraw(tx: &mut Tx, old: SessionId, reason: &str) -> Result<SessionId, StoreError> {
    let id = SessionId(tx.new_id());
    let clinic = tx.clinic();
    let session = get(&mut *tx, clinic, old).await?.ok_or(StoreError::NotFound { what: "session" })?;
    let [reason] = seal_for_course(tx, session.course_id, id.0, [("reason", Some(reason))]).await?;
    let query = sql("INSERT INTO session (id, clinic_id, course_id, date, status, route, dose_unit, dose_amount, dose_hours, \
         weight_kg, supervised_by, corrects, withdrawn, reason, recorded_at, recorded_by, recorded_by_name) \
         SELECT $1, clinic_id, course_id, date, status, route, dose_unit, dose_amount, dose_hours, weight_kg, \
         supervised_by, id, $4, $5, $6, $7, $8 FROM session WHERE clinic_id = $2 AND id = $3")
    .bind(id)
    .bind(tx.clinic())
    .bind(old)
    .bind(true)
    .bind(reason)
    .recorded(tx);
    tx.insert(query, "session").await?;
    Ok(id)
}

async fn in_course(tx: &mut Tx, session: SessionId, course: CourseId) -> Result<(), StoreError> {
    let clinic = tx.clinic();
    let old = get(&mut *tx, clinic, session).await?;
    old.filter(|old| old.course_id == course).map(drop).ok_or(StoreError::NotFound { what: "session" })
}

async fn insert(
    tx: &mut Tx,
    id: SessionId,
    new: &NewSession,
    corrects: Option<SessionId>,
    reason: Option<&str>,
) -> Result<Query, StoreError> {
    let texts = [("note", new.note.as_deref()), ("reason", reason)];
    let [note, reason] = seal_for_course(tx, new.course_id, id.0, texts).await?;
    let (unit, amount, hours) = dose_columns(new.dose);
    // A correction leaves the natural key with the row that an import finds again.
    let source_key = new.source_key.as_deref().filter(|_| corrects.is_none());
    Ok(sql("INSERT INTO session (id, clinic_id, course_id, date, status, route, dose_unit, dose_amount, dose_hours, \
         weight_kg, supervised_by, note, corrects, withdrawn, reason, source_key, recorded_at, recorded_by, \
         recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19) ON CONFLICT (clinic_id, source_key) DO NOTHING")
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.date)
    .bind(new.status)
    .bind(new.route)
    .bind(unit)
    .bind(amount)
    .bind(hours)
    .bind(new.weight_kg)
    .bind(&new.supervised_by)
    .bind(note)
    .bind(corrects)
    .bind(false)
    .bind(reason)
    .bind(source_key)
    .recorded(tx))
}

/// One session, whether in force or not.
pub async fn get(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    session: SessionId,
) -> Result<Option<Session>, StoreError> {
    from.into().optional(sql(format!("{SESSIONS} AND s.id = $2")).bind(clinic).bind(session)).await
}

/// The sessions of a course that are in force, by date.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Session>, StoreError> {
    let query = sql(format!("{SESSIONS} AND s.course_id = $2 AND {IN_FORCE} ORDER BY s.date, s.id"));
    from.into().all(query.bind(clinic).bind(course)).await
}

/// A session with all that it corrects and all that corrects it, oldest first.
pub async fn chain(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    session: SessionId,
) -> Result<Vec<Session>, StoreError> {
    let query = sql(format!(
        "{SESSIONS} AND s.course_id = (SELECT o.course_id FROM session o WHERE o.clinic_id = $1 AND o.id = $2) \
         ORDER BY s.id"
    ));
    let rows: Vec<Session> = from.into().all(query.bind(clinic).bind(session)).await?;
    let ids = rows.iter().map(|row| (row.id, row.corrects)).collect::<Vec<_>>();
    let wanted = crate::values::chain_of(&ids, session);
    Ok(rows.into_iter().filter(|row| wanted.contains(&row.id)).collect())
}
