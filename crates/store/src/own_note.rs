//! Notes on a visit that only their author reads. There is no statement here that answers anybody else's: whoever reads
//! is an argument of the one query, and a row of another author is not in its answer.

use crate::data_key::seal_for_course;
use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{AccountId, ClinicId, CourseId, OwnNoteId, VisitId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

record! {
    /// A note as its author reads it.
    pub struct OwnNote {
        /// Id.
        pub id: OwnNoteId,
        /// The course.
        pub course_id: CourseId,
        /// First version of the visit.
        pub visit_id: VisitId,
        /// What the author wrote.
        pub words: Option<Note>,
        /// Who wrote it, and when.
        pub recorded: Recorded,
    }
}

/// Keeps a note of `author` on a visit of the course.
pub async fn add(
    tx: &mut Tx,
    (course, visit): (CourseId, VisitId),
    author: AccountId,
    words: &str,
) -> Result<OwnNoteId, StoreError> {
    let id = OwnNoteId(tx.new_id());
    let [words] = seal_for_course(tx, course, id.0, [("words", Some(words))]).await?;
    let query = sql(
        "INSERT INTO own_note (id, clinic_id, course_id, visit_id, author, words, recorded_at, recorded_by, \
         recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(course)
    .bind(visit)
    .bind(author)
    .bind(words)
    .recorded(tx);
    tx.insert(query, "note").await?;
    Ok(id)
}

/// The notes that `reader` wrote on visits of some courses, as they were written.
pub async fn of_author(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    reader: AccountId,
    courses: &[CourseId],
) -> Result<Vec<OwnNote>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT n.id, n.course_id, n.visit_id, n.words, n.recorded_at, n.recorded_by, n.recorded_by_name, \
         k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM own_note n \
         JOIN course c ON c.clinic_id = n.clinic_id AND c.id = n.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE n.clinic_id = $1 AND n.author = $2 AND n.course_id IN ({}) ORDER BY n.id",
        placeholders(3, courses.len())
    );
    from.into().all(courses.iter().fold(sql(text).bind(clinic).bind(reader), Query::bind)).await
}
