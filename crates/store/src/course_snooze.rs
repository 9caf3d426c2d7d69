//! Courses set aside in a list until a day, with the reason and the signs that were known then.

use jiff::civil::Date;
use uuid::Uuid;

use crate::data_key::seal_for_course;
use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// A course to be set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSnooze {
    /// The course.
    pub course_id: CourseId,
    /// The day on which it is done.
    pub from_on: Date,
    /// The day on which it comes back; the same day takes an earlier one back.
    pub until_on: Date,
    /// What was known of it then, as JSON; what is in it is the caller's.
    pub signs: JsonText,
    /// Why.
    pub reason: Option<String>,
}

record! {
    /// One time a course was set aside.
    pub struct Snooze {
        /// Id of the row.
        pub id: Uuid,
        /// The course.
        pub course_id: CourseId,
        /// The day on which it was done.
        pub from_on: Date,
        /// The day on which it comes back.
        pub until_on: Date,
        /// What was known then, as JSON.
        pub signs: JsonText,
        /// Why.
        pub reason: Option<Note>,
        /// Who did it, and when.
        pub recorded: Recorded,
    }
}

/// Keeps it.
pub async fn add(tx: &mut Tx, new: &NewSnooze) -> Result<Uuid, StoreError> {
    let id = tx.new_id();
    let [reason] = seal_for_course(tx, new.course_id, id, [("reason", new.reason.as_deref())]).await?;
    let query = sql(
        "INSERT INTO course_snooze (id, clinic_id, course_id, from_on, until_on, signs, reason, recorded_at, \
         recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.from_on)
    .bind(new.until_on)
    .bind(&new.signs)
    .bind(reason)
    .recorded(tx);
    tx.insert(query, "course set aside").await?;
    Ok(id)
}

/// The newest of each of several courses, in one query.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    courses: &[CourseId],
) -> Result<Vec<Snooze>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let query = sql(format!(
        "SELECT z.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM course_snooze z \
         JOIN course c ON c.clinic_id = z.clinic_id AND c.id = z.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE z.clinic_id = $1 AND z.course_id IN ({}) AND NOT EXISTS \
         (SELECT 1 FROM course_snooze y WHERE y.clinic_id = z.clinic_id AND y.course_id = z.course_id AND y.id > z.id) \
         ORDER BY z.course_id",
        placeholders(2, courses.len())
    ));
    let query = courses.iter().fold(query.bind(clinic), Query::bind);
    from.into().all(query).await
}
