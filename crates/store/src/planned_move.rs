//! Planned sessions put on another day.

use jiff::civil::Date;
use uuid::Uuid;

use crate::data_key::seal_for_course;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

record! {
    /// One move.
    pub struct PlannedMove {
        /// Id of the row.
        pub id: Uuid,
        /// The course.
        pub course_id: CourseId,
        /// Number of the session in the course, from 1.
        pub session_number: u32,
        /// The day on which the plan had it.
        pub from_on: Date,
        /// The day on which it is to be.
        pub to_on: Date,
        /// Why.
        pub reason: Option<Note>,
        /// Who moved it, and when.
        pub recorded: Recorded,
    }
}

/// Keeps a move.
pub async fn add(
    tx: &mut Tx,
    course: CourseId,
    session_number: u32,
    (from_on, to_on): (Date, Date),
    reason: Option<&str>,
) -> Result<Uuid, StoreError> {
    let id = tx.new_id();
    let [reason] = seal_for_course(tx, course, id, [("reason", reason)]).await?;
    let query =
        sql("INSERT INTO planned_move (id, clinic_id, course_id, session_number, from_on, to_on, reason, \
         recorded_at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id)
        .bind(tx.clinic())
        .bind(course)
        .bind(session_number)
        .bind(from_on)
        .bind(to_on)
        .bind(reason)
        .recorded(tx);
    tx.insert(query, "move").await?;
    Ok(id)
}

/// The moves of a course, in the order in which they were made.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<PlannedMove>, StoreError> {
    let query = sql("SELECT m.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM planned_move m \
         JOIN course c ON c.clinic_id = m.clinic_id AND c.id = m.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE m.clinic_id = $1 AND m.course_id = $2 ORDER BY m.id");
    from.into().all(query.bind(clinic).bind(course)).await
}
