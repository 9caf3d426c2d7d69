//! Where a course stands: active, paused or ended, version by version.

use evenkeel_care::record::CourseStatus;
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
    /// One state of a course.
    pub struct CourseState {
        /// Id of the row.
        pub id: Uuid,
        /// The course.
        pub course_id: CourseId,
        /// From 1.
        pub version: i64,
        /// The state.
        pub status: CourseStatus,
        /// From which day.
        pub on_date: Date,
        /// Why.
        pub reason: Option<Note>,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

/// Changes a course's state; `seen_version` is the one the change was made from. Answers the new
/// version.
pub async fn change(
    tx: &mut Tx,
    course: CourseId,
    seen_version: i64,
    status: CourseStatus,
    on_date: Date,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    let id = tx.new_id();
    let version = seen_version + 1;
    let [reason] = seal_for_course(tx, course, id, [("reason", reason)]).await?;
    let query = sql(
        "INSERT INTO course_state (id, clinic_id, course_id, version, status, on_date, reason, recorded_at, \
         recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(course)
    .bind(version)
    .bind(status)
    .bind(on_date)
    .bind(reason)
    .recorded(tx);
    tx.insert(query, "course's state").await?;
    Ok(version)
}

/// Every state of a course, oldest first.
pub async fn history(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<CourseState>, StoreError> {
    let query =
        sql("SELECT st.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM course_state st \
         JOIN course c ON c.clinic_id = st.clinic_id AND c.id = st.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE st.clinic_id = $1 AND st.course_id = $2 ORDER BY st.version");
    from.into().all(query.bind(clinic).bind(course)).await
}
