//! Visits of preparation and integration around the sessions of a course. What was written at one is sealed under the
//! patient's key; the note that only its author reads is kept apart, in [`crate::own_note`].

use evenkeel_care::therapy::{Alliance, VisitKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::data_key::seal_for_course;
use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, VisitId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// What was written at a visit, for all who read the chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// Themes, a few words each.
    pub themes: Vec<String>,
    /// The alliance, where the clinic rates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alliance: Option<Alliance>,
    /// A note for the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_note: Option<String>,
}

/// A visit to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewVisit {
    /// The course.
    pub course: CourseId,
    /// What it was for.
    pub kind: VisitKind,
    /// The day.
    pub date: Date,
    /// How long it took, minutes.
    pub minutes: u32,
    /// Who held it, by name.
    pub held_by: String,
    /// What was written.
    pub written: Written,
}

record! {
    /// A visit in force.
    pub struct Visit {
        /// Id.
        pub id: VisitId,
        /// The course.
        pub course_id: CourseId,
        /// Id of its first version; own notes hang on it.
        pub first_id: VisitId,
        /// What it was for.
        pub kind: VisitKind,
        /// The day.
        pub date: Date,
        /// How long it took, minutes.
        pub minutes: u32,
        /// Who held it, by name.
        pub held_by: String,
        /// What was written, sealed JSON.
        body: Option<Note>,
        /// The visit it corrects.
        pub corrects: Option<VisitId>,
        /// Who entered it, and when.
        pub recorded: Recorded,
    }
}

impl Visit {
    /// What was written; nothing is left of it once the patient is erased.
    pub fn written(&self) -> Result<Written, StoreError> {
        let text = self.body.as_ref().and_then(Note::text);
        text.map_or_else(|| Ok(Written::default()), |text| JsonText::from_text(text.to_owned())?.parse())
    }
}

/// Keeps a visit.
pub async fn add(tx: &mut Tx, new: &NewVisit) -> Result<VisitId, StoreError> {
    let id = VisitId(tx.new_id());
    insert(tx, (id, id), new, None, None).await
}

/// Keeps what is right in place of `old`, a visit of the same course; both stay readable. Two corrections of one visit
/// are a [`StoreError::Conflict`].
pub async fn correct(tx: &mut Tx, old: VisitId, new: &NewVisit, reason: &str) -> Result<VisitId, StoreError> {
    let old = here(tx, new.course, old).await?;
    let id = VisitId(tx.new_id());
    insert(tx, (id, old.first_id), new, Some((old.id, false)), Some(reason)).await
}

/// Records that a visit of this course never was; it stays readable in the table.
pub async fn withdraw(
    tx: &mut Tx,
    course: CourseId,
    old: VisitId,
    reason: &str,
) -> Result<VisitId, StoreError> {
    let old = here(tx, course, old).await?;
    let id = VisitId(tx.new_id());
    let new = NewVisit {
        course,
        kind: old.kind,
        date: old.date,
        minutes: old.minutes,
        held_by: old.held_by.clone(),
        written: old.written()?,
    };
    insert(tx, (id, old.first_id), &new, Some((old.id, true)), Some(reason)).await
}

async fn here(tx: &mut Tx, course: CourseId, id: VisitId) -> Result<Visit, StoreError> {
    let clinic = tx.clinic();
    let visits = of_courses(&mut *tx, clinic, &[course]).await?;
    visits.into_iter().find(|visit| visit.id == id).ok_or(StoreError::NotFound { what: "visit" })
}

async fn insert(
    tx: &mut Tx,
    (id, first): (VisitId, VisitId),
    new: &NewVisit,
    in_place_of: Option<(VisitId, bool)>,
    reason: Option<&str>,
) -> Result<VisitId, StoreError> {
    let body = JsonText::of(&new.written)?;
    let texts = [("body", Some(body.as_str())), ("reason", reason)];
    let [body, reason] = seal_for_course(tx, new.course, id.0, texts).await?;
    let query = sql(
        "INSERT INTO therapy_visit (id, clinic_id, course_id, first_id, kind, date, minutes, held_by, body, \
         corrects, withdrawn, reason, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course)
    .bind(first)
    .bind(new.kind)
    .bind(new.date)
    .bind(new.minutes)
    .bind(&new.held_by)
    .bind(body)
    .bind(in_place_of.map(|(old, _)| old))
    .bind(in_place_of.is_some_and(|(_, withdrawn)| withdrawn))
    .bind(reason)
    .recorded(tx);
    tx.insert(query, "visit").await?;
    Ok(id)
}

/// The visits in force of some courses, by day.
pub async fn of_courses(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    courses: &[CourseId],
) -> Result<Vec<Visit>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT v.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM therapy_visit v \
         JOIN course c ON c.clinic_id = v.clinic_id AND c.id = v.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE v.clinic_id = $1 AND v.course_id IN ({}) AND NOT v.withdrawn \
         AND NOT EXISTS (SELECT 1 FROM therapy_visit w WHERE w.corrects = v.id) ORDER BY v.date, v.id",
        placeholders(2, courses.len())
    );
    from.into().all(courses.iter().fold(sql(text).bind(clinic), Query::bind)).await
}
