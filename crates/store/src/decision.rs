//! What clinicians decided on findings, with what they were shown.

use evenkeel_care::finding::Choice;
use jiff::civil::Date;

use crate::data_key::seal_for_course;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, DecisionId, FindingId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

evenkeel_care::closed_list!(
    /// What was done with an offer.
    Verdict, "decision", {
        /// Taken as offered.
        Accept => "accept",
        /// Taken with changes.
        Modify => "modify",
        /// Not taken.
        Decline => "decline",
    }
);

word_cells!(Verdict);

/// A decision to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// The course.
    pub course_id: CourseId,
    /// The finding decided on.
    pub finding_id: FindingId,
    /// The decision on this finding that the clinician saw; 0 if there was none.
    pub seen_version: i64,
    /// Accept, modify or decline.
    pub choice: Verdict,
    /// Which option.
    pub chosen: Option<Choice>,
    /// Values that go with it (a new dose), as JSON.
    pub values: Option<JsonText>,
    /// Why; sealed under the patient's key.
    pub reason: Option<String>,
    /// What was shown, exactly.
    pub shown: JsonText,
    /// The civil day in the clinic's zone.
    pub decided_on: Date,
}

record! {
    /// A decision as kept.
    pub struct Decision {
        /// Id.
        pub id: DecisionId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The course.
        pub course_id: CourseId,
        /// The finding decided on.
        pub finding_id: FindingId,
        /// From 1; the highest on a finding is in force.
        pub version: i64,
        /// Accept, modify or decline.
        pub choice: Verdict,
        /// Which option.
        pub chosen: Option<Choice>,
        /// Values that go with it.
        pub chosen_values: Option<JsonText>,
        /// Why.
        pub reason: Option<Note>,
        /// What was shown, exactly.
        pub shown: JsonText,
        /// The civil day.
        pub decided_on: Date,
        /// Who decided, and when.
        pub recorded: Recorded,
    }
}

/// Keeps a decision. If somebody decided on the same finding meanwhile, that is a
/// [`StoreError::Conflict`].
pub async fn add(tx: &mut Tx, new: &NewDecision) -> Result<DecisionId, StoreError> {
    let id = DecisionId(tx.new_id());
    let [reason] = seal_for_course(tx, new.course_id, id.0, [("reason", new.reason.as_deref())]).await?;
    let query = sql(
        "INSERT INTO decision (id, clinic_id, course_id, finding_id, version, choice, chosen, chosen_values, \
         reason, shown, decided_on, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.finding_id)
    .bind(new.seen_version + 1)
    .bind(new.choice)
    .bind(new.chosen)
    .bind(&new.values)
    .bind(reason)
    .bind(&new.shown)
    .bind(new.decided_on)
    .recorded(tx);
    tx.insert(query, "decision").await?;
    Ok(id)
}

/// The decisions of a course, in the order in which they were made.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Decision>, StoreError> {
    let query = sql("SELECT d.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM decision d \
         JOIN course c ON c.clinic_id = d.clinic_id AND c.id = d.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE d.clinic_id = $1 AND d.course_id = $2 ORDER BY d.id");
    from.into().all(query.bind(clinic).bind(course)).await
}
