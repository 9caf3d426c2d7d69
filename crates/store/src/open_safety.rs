//! Safety findings that are the newest word on their course: what a human must look at first.

use evenkeel_care::finding::FindingState;
use jiff::civil::Date;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, FindingId};
use crate::patient::{PERSON, Person, person_joins};
use crate::source::Source;
use crate::values::{JsonText, Recorded};

record! {
    /// An open safety finding with its patient.
    pub struct OpenSafety {
        /// The finding.
        pub id: FindingId,
        /// The course.
        pub course_id: CourseId,
        /// The patient's details.
        pub person: Person,
        /// Id of the rule.
        pub rule: String,
        /// The answer.
        pub state: FindingState,
        /// The day it is about.
        pub date: Date,
        /// The whole finding, as JSON.
        pub body: JsonText,
        /// Who did what led to it, and when.
        pub recorded: Recorded,
    }
}

/// Courses that run and whose newest safety finding asks for somebody, newest first.
pub async fn list(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Vec<OpenSafety>, StoreError> {
    let query = sql(format!(
        "SELECT f.id, f.course_id, {PERSON}, f.rule, f.state, f.date, f.body, f.recorded_at, f.recorded_by, \
         f.recorded_by_name FROM finding f \
         JOIN course c ON c.clinic_id = f.clinic_id AND c.id = f.course_id {} {} \
         WHERE f.clinic_id = $1 AND f.kind = 'safety' AND f.state <> 'none' \
         AND st.status <> 'ended' AND NOT EXISTS (SELECT 1 FROM finding g WHERE g.clinic_id = f.clinic_id \
         AND g.course_id = f.course_id AND g.kind = 'safety' AND g.id > f.id) ORDER BY f.id DESC",
        crate::course::STATE,
        person_joins("c.clinic_id", "c.patient_id"),
    ));
    from.into().all(query.bind(clinic)).await
}
