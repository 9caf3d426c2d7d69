//! Another protocol, route or ladder inside a course, from a day on, with the reason.

use jiff::civil::Date;
use uuid::Uuid;

use crate::course::Weekdays;
use crate::data_key::seal_for_course;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

/// A change to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCourseProtocol {
    /// The course.
    pub course_id: CourseId,
    /// The version the change was made from; 0 while the course is as it was opened.
    pub seen_version: i64,
    /// Protocol from now on.
    pub protocol_id: String,
    /// Its revision.
    pub protocol_revision: String,
    /// Ladder of maintenance from now on.
    pub ladder_id: Option<String>,
    /// Weekdays from now on.
    pub weekdays: Weekdays,
    /// From which day.
    pub from_on: Date,
    /// Why; sealed under the patient's key.
    pub reason: String,
}

record! {
    /// A change as kept.
    pub struct CourseProtocol {
        /// Id of the row.
        pub id: Uuid,
        /// The course.
        pub course_id: CourseId,
        /// From 1; the highest is in force.
        pub version: i64,
        /// Protocol.
        pub protocol_id: String,
        /// Its revision.
        pub protocol_revision: String,
        /// Ladder of maintenance.
        pub ladder_id: Option<String>,
        /// Weekdays.
        pub weekdays: Weekdays,
        /// From which day.
        pub from_on: Date,
        /// Why.
        pub reason: Option<Note>,
        /// Who decided, and when.
        pub recorded: Recorded,
    }
}

/// Keeps a change. A newer one than `seen_version` is a [`StoreError::Conflict`].
pub async fn add(tx: &mut Tx, new: &NewCourseProtocol) -> Result<Uuid, StoreError> {
    let id = tx.new_id();
    let [reason] = seal_for_course(tx, new.course_id, id, [("reason", Some(new.reason.as_str()))]).await?;
    let query = sql(
        "INSERT INTO course_protocol (id, clinic_id, course_id, version, protocol_id, protocol_revision, \
         ladder_id, weekdays, from_on, reason, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.seen_version + 1)
    .bind(&new.protocol_id)
    .bind(&new.protocol_revision)
    .bind(&new.ladder_id)
    .bind(&new.weekdays)
    .bind(new.from_on)
    .bind(reason)
    .recorded(tx);
    tx.insert(query, "course's protocol").await?;
    Ok(id)
}

/// Every change of a course, oldest first.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<CourseProtocol>, StoreError> {
    let query =
        sql("SELECT p.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM course_protocol p \
         JOIN course c ON c.clinic_id = p.clinic_id AND c.id = p.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE p.clinic_id = $1 AND p.course_id = $2 ORDER BY p.version");
    from.into().all(query.bind(clinic).bind(course)).await
}
