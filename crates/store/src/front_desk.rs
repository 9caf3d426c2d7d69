//! What the front desk sees: who comes when. No scores, no conditions, no doses: this query names
//! no such column, so nothing of the kind can reach the page by accident.

use evenkeel_care::record::CourseStatus;
use jiff::civil::Date;

use crate::course::STATE;
use crate::course_list::NEXT_PLANNED;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, PatientId};
use crate::patient::{PERSON, Person, person_joins};
use crate::source::Source;

record! {
    /// One line of the front desk's list.
    pub struct DeskLine {
        /// The course, for a link to its appointments.
        pub id: CourseId,
        /// The patient.
        pub patient_id: PatientId,
        /// The patient's details.
        pub person: Person,
        /// Whether the course runs.
        pub status: CourseStatus,
        /// The prescriber's name.
        pub prescriber_name: String,
        /// The next planned day, today included.
        pub next_planned_on: Option<Date>,
    }
}

/// Courses that run, those with the nearest planned day first; `today` is the clinic's civil day.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    today: Date,
    limit: u32,
    offset: u32,
) -> Result<Vec<DeskLine>, StoreError> {
    let query = sql(format!(
        "SELECT w.* FROM (SELECT c.id, c.patient_id, {PERSON}, st.status, c.prescriber_name, \
         {NEXT_PLANNED} AS next_planned_on FROM course c {STATE} {} \
         WHERE c.clinic_id = $1 AND st.status <> 'ended') w \
         ORDER BY w.next_planned_on IS NULL, w.next_planned_on, w.id LIMIT $3 OFFSET $4",
        person_joins("c.clinic_id", "c.patient_id"),
    ));
    from.into().all(query.bind(clinic).bind(today).bind(limit).bind(offset)).await
}
