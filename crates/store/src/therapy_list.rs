//! Who is to be seen by a therapist: running courses with a session given lately, and those whose first session is near.

use evenkeel_care::condition::Condition;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::course::STATE;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, PatientId};
use crate::patient::{PERSON, Person, person_joins};
use crate::session::IN_FORCE;
use crate::source::Source;

record! {
    /// A course beside one of its sessions, given or planned.
    pub struct ToBeSeen {
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
        /// The day of the session.
        pub session_on: Date,
        /// When its dosing ended, where that was noted at the chair.
        pub ended_at: Option<Timestamp>,
        /// How many sessions have been given up to this one.
        pub session_number: i64,
    }
}

/// What a row shows of `course c`.
const SHOWN: &str = "c.id, c.patient_id, c.condition, COALESCE((SELECT cp.protocol_id FROM course_protocol cp \
     WHERE cp.course_id = c.id ORDER BY cp.version DESC LIMIT 1), c.protocol_id) AS protocol_id";

/// When dosing ended on the day of `session s`. Externally tagged deeds begin with their name.
const ENDED_AT: &str = "(SELECT MAX(n.at) FROM sitting g JOIN sitting_note n ON n.clinic_id = g.clinic_id AND n.sitting_id = g.id \
     WHERE g.clinic_id = s.clinic_id AND g.course_id = s.course_id AND g.date = s.date AND NOT n.withdrawn \
     AND n.deed LIKE '{\"ended\"%' AND NOT EXISTS (SELECT 1 FROM sitting_note w WHERE w.corrects = n.id)) AS ended_at";

/// Sessions given from a day on, of courses that run, by day.
pub async fn after_sessions(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    since: Date,
) -> Result<Vec<ToBeSeen>, StoreError> {
    let query = sql(format!(
        "SELECT {SHOWN}, {PERSON}, s.date AS session_on, {ENDED_AT}, \
         (SELECT COUNT(*) FROM session b WHERE b.clinic_id = s.clinic_id AND b.course_id = s.course_id \
         AND b.status = 'done' AND b.date <= s.date AND NOT b.withdrawn \
         AND NOT EXISTS (SELECT 1 FROM session bc WHERE bc.corrects = b.id)) AS session_number \
         FROM session s JOIN course c ON c.clinic_id = s.clinic_id AND c.id = s.course_id {STATE} {} \
         WHERE s.clinic_id = $1 AND s.date >= $2 AND s.status = 'done' AND {IN_FORCE} AND st.status = 'active' \
         ORDER BY s.date, s.id",
        person_joins("c.clinic_id", "c.patient_id")
    ));
    from.into().all(query.bind(clinic).bind(since)).await
}

/// Courses that run, with nothing given yet, whose first planned day lies between two days, both in it.
pub async fn before_first(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    (today, until): (Date, Date),
) -> Result<Vec<ToBeSeen>, StoreError> {
    let query = sql(format!(
        "SELECT {SHOWN}, {PERSON}, f.session_on, CAST(NULL AS BIGINT) AS ended_at, CAST(0 AS BIGINT) AS session_number FROM \
         (SELECT p.course_id, MIN(pd.date) AS session_on FROM plan_date pd \
         JOIN plan p ON p.clinic_id = pd.clinic_id AND p.id = pd.plan_id \
         WHERE pd.clinic_id = $1 AND pd.date >= $2 AND pd.date <= $3 \
         AND p.version = (SELECT MAX(v.version) FROM plan v WHERE v.course_id = p.course_id) GROUP BY p.course_id) f \
         JOIN course c ON c.clinic_id = $1 AND c.id = f.course_id {STATE} {} \
         WHERE st.status = 'active' AND NOT EXISTS (SELECT 1 FROM session s WHERE s.clinic_id = c.clinic_id \
         AND s.course_id = c.id AND s.status = 'done' AND {IN_FORCE}) ORDER BY f.session_on, c.id",
        person_joins("c.clinic_id", "c.patient_id")
    ));
    from.into().all(query.bind(clinic).bind(today).bind(until)).await
}

/// One course beside its latest session given, else the day from which it was planned.
pub async fn one(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Option<ToBeSeen>, StoreError> {
    let query = sql(format!(
        "SELECT {SHOWN}, {PERSON}, COALESCE(l.last_on, c.start_on) AS session_on, CAST(NULL AS BIGINT) AS ended_at, \
         l.given AS session_number FROM course c {} \
         CROSS JOIN (SELECT MAX(s.date) AS last_on, COUNT(*) AS given FROM session s WHERE s.clinic_id = $1 \
         AND s.course_id = $2 AND s.status = 'done' AND {IN_FORCE}) l WHERE c.clinic_id = $1 AND c.id = $2",
        person_joins("c.clinic_id", "c.patient_id")
    ));
    from.into().optional(query.bind(clinic).bind(course)).await
}
