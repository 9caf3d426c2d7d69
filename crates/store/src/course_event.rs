//! Events of a course that are neither sessions nor scores: visits, consent, laboratory, certificates.

use evenkeel_care::record::EventKind;
use jiff::civil::Date;

use crate::data_key::seal_for_course;
use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseEventId, CourseId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

record! {
    /// An event as recorded.
    pub struct CourseEvent {
        /// Id.
        pub id: CourseEventId,
        /// The course it was entered in.
        pub course_id: CourseId,
        /// The day.
        pub date: Date,
        /// What happened.
        pub kind: EventKind,
        /// A note.
        pub note: Option<Note>,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

const INSERT: &str = "INSERT INTO course_event (id, clinic_id, course_id, date, kind, note, corrects, withdrawn, reason, \
     recorded_at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// Records an event.
pub async fn add(
    tx: &mut Tx,
    course: CourseId,
    date: Date,
    kind: EventKind,
    note: Option<&str>,
) -> Result<CourseEventId, StoreError> {
    let id = CourseEventId(tx.new_id());
    let [note] = seal_for_course(tx, course, id.0, [("note", note)]).await?;
    let query = sql(INSERT).bind(id).bind(tx.clinic()).bind(course).bind(date).bind(kind).bind(note);
    let query = query.bind(None::<CourseEventId>).bind(false).bind(None::<Vec<u8>>).recorded(tx);
    tx.insert(query, "event").await?;
    Ok(id)
}

/// Records that an event of this course never was; it stays readable in the table.
pub async fn withdraw(
    tx: &mut Tx,
    course: CourseId,
    event: CourseEventId,
    reason: &str,
) -> Result<CourseEventId, StoreError> {
    let clinic = tx.clinic();
    let here = list(&mut *tx, clinic, course).await?;
    let old = here.iter().find(|e| e.id == event && e.course_id == course);
    let (date, kind) = old.map(|e| (e.date, e.kind)).ok_or(StoreError::NotFound { what: "event" })?;
    let id = CourseEventId(tx.new_id());
    let [reason] = seal_for_course(tx, course, id.0, [("reason", Some(reason))]).await?;
    let query = sql(INSERT).bind(id).bind(clinic).bind(course).bind(date).bind(kind).bind(None::<Vec<u8>>);
    let query = query.bind(event).bind(true).bind(reason).recorded(tx);
    tx.insert(query, "event").await?;
    Ok(id)
}

/// The events in force that concern a course, by date: its own, the site's certificate entered in any
/// course of the clinic, and the patient's enrolment entered in any of their courses.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<CourseEvent>, StoreError> {
    // Gathered by two ways, each with its own index: joined by OR they would be read of the whole clinic. The
    // order of a cross join is kept.
    let query = sql("SELECT e.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM \
         (SELECT r.id FROM course h CROSS JOIN course a CROSS JOIN course_event r \
         WHERE h.clinic_id = $1 AND h.id = $2 AND a.clinic_id = h.clinic_id AND a.patient_id = h.patient_id \
         AND r.clinic_id = a.clinic_id AND r.course_id = a.id \
         UNION SELECT s.id FROM course_event s WHERE s.clinic_id = $1 AND s.kind = $3) u \
         CROSS JOIN course_event e CROSS JOIN course c CROSS JOIN data_key k \
         WHERE e.clinic_id = $1 AND e.id = u.id AND NOT e.withdrawn \
         AND (e.course_id = $2 OR e.kind = $3 OR e.kind = $4) \
         AND c.clinic_id = e.clinic_id AND c.id = e.course_id \
         AND k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         AND NOT EXISTS (SELECT 1 FROM course_event w WHERE w.corrects = e.id) ORDER BY e.date, e.id");
    let query = query.bind(clinic).bind(course).bind(EventKind::SiteCertified).bind(EventKind::RemsEnrolled);
    from.into().all(query).await
}

/// The events in force of some courses that are one of two kinds, by date: visits that were entered with their day alone.
pub async fn visits_of(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    courses: &[CourseId],
) -> Result<Vec<CourseEvent>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT e.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM course_event e \
         JOIN course c ON c.clinic_id = e.clinic_id AND c.id = e.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE e.clinic_id = $1 AND e.kind IN ($2, $3) AND e.course_id IN ({}) AND NOT e.withdrawn \
         AND NOT EXISTS (SELECT 1 FROM course_event w WHERE w.corrects = e.id) ORDER BY e.date, e.id",
        placeholders(4, courses.len())
    );
    let query = sql(text).bind(clinic).bind(EventKind::Preparation).bind(EventKind::Integration);
    from.into().all(courses.iter().fold(query, Query::bind)).await
}
