//! Every session and every score of a clinic, for holding forecasts against what happened. Two
//! queries, whatever the number of patients.

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::instrument::InstrumentId;
use jiff::civil::Date;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::source::Source;

record! {
    /// A session given.
    pub struct HeldSession {
        /// The course.
        pub course_id: CourseId,
        /// The day.
        pub date: Date,
        /// The route.
        pub route: Route,
        /// The dose, as it was written.
        pub dose: Option<Dose>,
        /// Weight of the day.
        pub weight_kg: Option<WeightKg>,
    }
}

record! {
    /// A score in force.
    pub struct TakenScore {
        /// The course.
        pub course_id: CourseId,
        /// What is treated.
        pub condition: Condition,
        /// Natural key of the course, where it was imported.
        pub source_key: Option<String>,
        /// Where the patient's record comes from.
        pub source: String,
        /// The day.
        pub date: Date,
        /// The instrument.
        pub instrument: InstrumentId,
        /// The total.
        pub score: f64,
        /// Taken after that day's session.
        pub after_session: bool,
        /// How many days the score looks back.
        pub recall_days: Option<u16>,
    }
}

/// Sessions given, by course and day.
pub async fn sessions(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Vec<HeldSession>, StoreError> {
    let query = sql(format!(
        "SELECT s.course_id, s.date, s.route, s.dose_unit, s.dose_amount, s.dose_hours, \
         s.weight_kg FROM session s \
         WHERE s.clinic_id = $1 AND s.status = 'done' AND {} ORDER BY s.course_id, s.date, s.id",
        crate::session::IN_FORCE
    ));
    from.into().all(query.bind(clinic)).await
}

/// Scores with a total, by course and day, before a day's session first.
pub async fn scores(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Vec<TakenScore>, StoreError> {
    let query = sql(format!(
        "SELECT m.course_id, c.condition, c.source_key, p.source, m.date, m.instrument, m.score, m.after_session, \
         m.recall_days FROM measurement m \
         JOIN course c ON c.clinic_id = m.clinic_id AND c.id = m.course_id \
         JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id \
         WHERE m.clinic_id = $1 AND m.score IS NOT NULL AND {} \
         ORDER BY m.course_id, m.date, m.after_session, m.id",
        crate::measurement::IN_FORCE
    ));
    from.into().all(query.bind(clinic)).await
}

record! {
    /// A score on the instrument by which its course is judged.
    pub struct PrimaryScore {
        /// The course.
        pub course_id: CourseId,
        /// The day.
        pub date: Date,
        /// The total.
        pub score: f64,
    }
}

/// Scores with a total on the primary instrument of each of `courses`, by course and day, before a
/// day's session first. One query for a whole list.
pub async fn of_courses(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    courses: &[CourseId],
) -> Result<Vec<PrimaryScore>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT m.course_id, m.date, m.score FROM measurement m \
         JOIN course c ON c.clinic_id = m.clinic_id AND c.id = m.course_id \
         AND m.instrument = c.primary_instrument \
         WHERE m.clinic_id = $1 AND m.score IS NOT NULL AND {} AND m.course_id IN ({}) \
         ORDER BY m.course_id, m.date, m.after_session, m.id",
        crate::measurement::IN_FORCE,
        crate::db::placeholders(2, courses.len())
    );
    let query = courses.iter().fold(sql(text).bind(clinic), crate::db::Query::bind);
    from.into().all(query).await
}
