//! Who is on the floor on a day: courses with a session planned for it or a sitting begun on it. One query.

use evenkeel_care::condition::Condition;
use jiff::civil::Date;

use crate::course::STATE;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, PatientId, SittingId};
use crate::patient::{PERSON, Person, person_joins};
use crate::source::Source;

record! {
    /// One patient of the day.
    pub struct OnTheFloor {
        /// The course.
        pub id: CourseId,
        /// The patient.
        pub patient_id: PatientId,
        /// The patient's details.
        pub person: Person,
        /// What is treated.
        pub condition: Condition,
        /// The protocol in force.
        pub protocol_id: String,
        /// How many sessions have been given.
        pub sessions_done: i64,
        /// The sitting of the day, once it was begun.
        pub sitting_id: Option<SittingId>,
        /// Whether the plan in force names the day.
        pub planned: bool,
    }
}

/// The patients of a day: those who are planned and those who are there. Courses that have ended are left out unless
/// somebody sits.
pub async fn of_day(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    date: Date,
) -> Result<Vec<OnTheFloor>, StoreError> {
    let query = sql(format!(
        "SELECT c.id, c.patient_id, {PERSON}, c.condition, \
         COALESCE((SELECT cp.protocol_id FROM course_protocol cp WHERE cp.course_id = c.id \
         ORDER BY cp.version DESC LIMIT 1), c.protocol_id) AS protocol_id, \
         (SELECT COUNT(*) FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id AND s.status = 'done' \
         AND NOT s.withdrawn AND NOT EXISTS (SELECT 1 FROM session sc WHERE sc.corrects = s.id)) AS sessions_done, \
         st2.id AS sitting_id, f.planned FROM \
         (SELECT g.course_id, MAX(g.planned) = 1 AS planned FROM \
         (SELECT p.course_id, 1 AS planned FROM plan_date pd JOIN plan p ON p.clinic_id = pd.clinic_id AND p.id = pd.plan_id \
         WHERE pd.clinic_id = $1 AND pd.date = $2 \
         AND p.version = (SELECT MAX(v.version) FROM plan v WHERE v.course_id = p.course_id) \
         UNION ALL SELECT t.course_id, 0 AS planned FROM sitting t WHERE t.clinic_id = $1 AND t.date = $2) g \
         GROUP BY g.course_id) f \
         JOIN course c ON c.clinic_id = $1 AND c.id = f.course_id {STATE} {} \
         LEFT JOIN sitting st2 ON st2.clinic_id = c.clinic_id AND st2.course_id = c.id AND st2.date = $2 \
         WHERE st.status = 'active' OR st2.id IS NOT NULL ORDER BY c.id",
        person_joins("c.clinic_id", "c.patient_id"),
    ));
    from.into().all(query.bind(clinic).bind(date)).await
}
