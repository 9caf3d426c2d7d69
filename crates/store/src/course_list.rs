//! The worklist: courses with their patient, last score and next planned day, in one query.

use evenkeel_care::condition::Condition;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::CourseStatus;
use jiff::civil::Date;

use crate::course::STATE;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{AccountId, ClinicId, CourseId, PatientId};
use crate::patient::{PERSON, Person, person_joins};
use crate::source::Source;

/// Which courses; `None` leaves a question open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseFilter {
    /// In this state.
    pub status: Option<CourseStatus>,
    /// Of this patient.
    pub patient_id: Option<PatientId>,
    /// Of this prescriber.
    pub prescriber_id: Option<AccountId>,
    /// Of patients from this source, for example `synthetic`.
    pub source: Option<String>,
}

record! {
    /// One line of the worklist.
    pub struct CourseSummary {
        /// The course.
        pub id: CourseId,
        /// The patient.
        pub patient_id: PatientId,
        /// Where the patient's record comes from.
        pub source: String,
        /// The patient's details.
        pub person: Person,
        /// What is treated.
        pub condition: Condition,
        /// Protocol.
        pub protocol_id: String,
        /// Where the course stands.
        pub status: CourseStatus,
        /// The day from which sessions were planned.
        pub start_on: Date,
        /// The instrument on which response is judged.
        pub primary_instrument: InstrumentId,
        /// The prescriber's account.
        pub prescriber_id: Option<AccountId>,
        /// The prescriber's name.
        pub prescriber_name: String,
        /// Day of the last score on the primary instrument.
        pub last_score_on: Option<Date>,
        /// That score.
        pub last_score: Option<f64>,
        /// How many sessions have been given.
        pub sessions_done: i64,
        /// Day of the last session given.
        pub last_session_on: Option<Date>,
        /// The next planned day, today included.
        pub next_planned_on: Option<Date>,
    }
}

/// The next planned day of `course c` on or after `$2`. Shared with the front desk's list.
pub(crate) const NEXT_PLANNED: &str = "(SELECT MIN(pd.date) FROM plan_date pd WHERE pd.plan_id = (SELECT pl.id FROM plan pl WHERE pl.course_id = c.id ORDER BY pl.version DESC LIMIT 1) \
     AND pd.date >= $2)";

/// Summaries of the courses of a clinic (`$1`) as of a day (`$2`); the caller narrows and orders them.
fn summaries() -> String {
    format!(
        "SELECT c.id, c.patient_id, p.source, {PERSON}, c.condition, c.protocol_id, st.status, \
         c.start_on, c.primary_instrument, c.prescriber_id, c.prescriber_name, \
         m.date AS last_score_on, m.score AS last_score, {DONE}, {NEXT_PLANNED} AS next_planned_on \
         FROM course c {STATE} JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id {} \
         LEFT JOIN measurement m ON m.clinic_id = c.clinic_id AND m.id = {LAST_SCORE} \
         WHERE c.clinic_id = $1",
        person_joins("c.clinic_id", "c.patient_id"),
    )
}

/// Courses, those with the nearest planned day first; `today` is the clinic's civil day.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    filter: &CourseFilter,
    today: Date,
    limit: u32,
    offset: u32,
) -> Result<Vec<CourseSummary>, StoreError> {
    let query = sql(format!(
        "SELECT w.* FROM ({} AND {WANTED}) w \
         ORDER BY w.next_planned_on IS NULL, w.next_planned_on, w.id LIMIT $7 OFFSET $8",
        summaries()
    ));
    let query = filtered(query.bind(clinic).bind(today), filter);
    from.into().all(query.bind(limit).bind(offset)).await
}

/// The courses of several patients in one query, each patient's newest first.
pub async fn of_patients(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patients: &[PatientId],
    today: Date,
) -> Result<Vec<CourseSummary>, StoreError> {
    if patients.is_empty() {
        return Ok(Vec::new());
    }
    let list = crate::db::placeholders(3, patients.len());
    let text = format!(
        "{} AND c.patient_id IN ({list}) ORDER BY c.patient_id, c.opened_on DESC, c.id DESC",
        summaries()
    );
    let query = patients.iter().fold(sql(text).bind(clinic).bind(today), crate::db::Query::bind);
    from.into().all(query).await
}

/// How many courses there are.
pub async fn count(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    filter: &CourseFilter,
) -> Result<i64, StoreError> {
    // `$2` is the day in the list above; the same numbers serve both queries.
    let query = sql(format!(
        "SELECT COUNT(*) AS n FROM course c {STATE} JOIN patient p ON p.clinic_id = c.clinic_id \
         AND p.id = c.patient_id WHERE c.clinic_id = $1 AND $2 AND {WANTED}"
    ));
    from.into().count(filtered(query.bind(clinic).bind(true), filter)).await
}

record! {
    /// Courses on one revision of a protocol.
    pub struct OnRevision {
        /// The revision.
        pub revision: String,
        /// How many courses that have not ended.
        pub courses: i64,
    }
}

/// How many courses that have not ended run by a protocol, by the revision they run by, the newest first.
pub async fn on_protocol(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    protocol: &str,
) -> Result<Vec<OnRevision>, StoreError> {
    let query = sql(format!(
        "SELECT w.revision, COUNT(*) AS courses FROM ( \
         SELECT COALESCE(cp.protocol_id, c.protocol_id) AS protocol, \
         COALESCE(cp.protocol_revision, c.protocol_revision) AS revision FROM course c {STATE} \
         LEFT JOIN course_protocol cp ON cp.clinic_id = c.clinic_id AND cp.course_id = c.id \
         AND cp.version = (SELECT MAX(cv.version) FROM course_protocol cv WHERE cv.course_id = c.id) \
         WHERE c.clinic_id = $1 AND st.status <> $3) w \
         WHERE w.protocol = $2 GROUP BY w.revision ORDER BY w.revision DESC"
    ));
    from.into().all(query.bind(clinic).bind(protocol).bind(CourseStatus::Ended)).await
}

const WANTED: &str = "($3 IS NULL OR st.status = $3) AND ($4 IS NULL OR c.patient_id = $4) \
     AND ($5 IS NULL OR c.prescriber_id = $5) AND ($6 IS NULL OR p.source = $6)";

const DONE: &str = "(SELECT COUNT(*) FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id \
     AND s.status = 'done' AND NOT s.withdrawn AND NOT EXISTS (SELECT 1 FROM session sc WHERE sc.corrects = s.id)) \
     AS sessions_done, \
     (SELECT MAX(s.date) FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id \
     AND s.status = 'done' AND NOT s.withdrawn AND NOT EXISTS (SELECT 1 FROM session sc WHERE sc.corrects = s.id)) \
     AS last_session_on";

const LAST_SCORE: &str = "(SELECT x.id FROM measurement x WHERE x.clinic_id = c.clinic_id AND x.course_id = c.id \
     AND x.instrument = c.primary_instrument AND x.score IS NOT NULL AND NOT x.withdrawn \
     AND NOT EXISTS (SELECT 1 FROM measurement xc WHERE xc.corrects = x.id) \
     ORDER BY x.date DESC, x.after_session DESC, x.id DESC LIMIT 1)";

fn filtered(query: crate::db::Query, filter: &CourseFilter) -> crate::db::Query {
    query.bind(filter.status).bind(filter.patient_id).bind(filter.prescriber_id).bind(&filter.source)
}
