//! The clinic's own courses with what is needed to say how they came out: no name, no note. Five queries,
//! whatever their number, as of one moment. Imported courses, and those of patients from elsewhere, stay out.

use std::collections::HashMap;

use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::finding::Choice;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::CourseStatus;
use jiff::civil::Date;

use crate::course::STATE;
use crate::db::{Query, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::open::Store;
use crate::source::Snapshot;

/// The clinic's own courses.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnCourses {
    /// Those in which a session was given, by id.
    pub courses: Vec<OwnCourse>,
    /// How many courses with a session were imported, or are of patients from elsewhere.
    pub others: i64,
}

/// One of them, with its facts in force.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnCourse {
    /// The course.
    pub head: OwnCourseHead,
    /// Sessions given, by date.
    pub sessions: Vec<OwnSession>,
    /// Scores with a total on the primary instrument, by date.
    pub scores: Vec<OwnScore>,
    /// When the option asked for was chosen, and on which rule.
    pub choices: Vec<OwnChoice>,
}

record! {
    /// A course, without its facts.
    pub struct OwnCourseHead {
        /// Id.
        pub id: CourseId,
        /// What is treated.
        pub condition: Condition,
        /// The protocol in force.
        pub protocol_id: String,
        /// The instrument on which response is judged.
        pub primary_instrument: InstrumentId,
        /// Where it stands.
        pub status: CourseStatus,
        /// Since which day.
        pub status_on: Date,
    }
}

record! {
    /// A session given.
    pub struct OwnSession {
        course_id: CourseId,
        /// The day.
        pub date: Date,
        /// The route.
        pub route: Route,
    }
}

record! {
    /// A score.
    pub struct OwnScore {
        course_id: CourseId,
        /// The day.
        pub date: Date,
        /// The total.
        pub score: f64,
        /// Taken after that day's session.
        pub after_session: bool,
    }
}

record! {
    /// An option that somebody chose on a finding.
    pub struct OwnChoice {
        course_id: CourseId,
        /// The rule of the finding.
        pub rule: String,
        /// The civil day.
        pub decided_on: Date,
    }
}

/// `course c` with its patient, of clinic `$1`, the patient's record from `$2`, not imported.
const OWN: &str = "JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id AND p.source = $2 \
     AND c.source_key IS NULL";

/// The courses that a clinic opened for its own patients, those whose record is from `source`, with the days
/// on which `chosen` was decided.
pub async fn all(
    store: &Store,
    clinic: ClinicId,
    source: &str,
    chosen: Choice,
) -> Result<OwnCourses, StoreError> {
    let mut moment = Snapshot::of(store).await?;
    let mut from = moment.source();
    let ask = |text: String| sql(text).bind(clinic).bind(source);
    let heads: Vec<OwnCourseHead> = from.all(ask(heads())).await?;
    let mut sessions = grouped(from.all::<OwnSession>(ask(sessions())).await?, |s| s.course_id);
    let mut scores = grouped(from.all::<OwnScore>(ask(scores())).await?, |s| s.course_id);
    let decided: Query = ask(choices()).bind(chosen);
    let mut choices = grouped(from.all::<OwnChoice>(decided).await?, |d| d.course_id);
    let others = from.count(ask(others())).await?;
    let whole = |head: OwnCourseHead| OwnCourse {
        sessions: sessions.remove(&head.id).unwrap_or_default(),
        scores: scores.remove(&head.id).unwrap_or_default(),
        choices: choices.remove(&head.id).unwrap_or_default(),
        head,
    };
    Ok(OwnCourses { courses: heads.into_iter().map(whole).collect(), others })
}

fn grouped<T>(rows: Vec<T>, course: impl Fn(&T) -> CourseId) -> HashMap<CourseId, Vec<T>> {
    let mut by_course: HashMap<CourseId, Vec<T>> = HashMap::new();
    for row in rows {
        by_course.entry(course(&row)).or_default().push(row);
    }
    by_course
}

/// Whether a session was given in `course c`.
fn treated() -> String {
    format!(
        "EXISTS (SELECT 1 FROM session s WHERE s.clinic_id = c.clinic_id AND s.course_id = c.id \
         AND s.status = 'done' AND {})",
        crate::session::IN_FORCE
    )
}

fn heads() -> String {
    format!(
        "SELECT c.id, c.condition, c.primary_instrument, st.status, st.on_date AS status_on, \
         COALESCE((SELECT cp.protocol_id FROM course_protocol cp WHERE cp.clinic_id = c.clinic_id \
         AND cp.course_id = c.id ORDER BY cp.version DESC LIMIT 1), c.protocol_id) AS protocol_id \
         FROM course c {OWN} {STATE} WHERE c.clinic_id = $1 AND {} ORDER BY c.id",
        treated()
    )
}

fn sessions() -> String {
    format!(
        "SELECT s.course_id, s.date, s.route FROM session s \
         JOIN course c ON c.clinic_id = s.clinic_id AND c.id = s.course_id {OWN} \
         WHERE s.clinic_id = $1 AND s.status = 'done' AND {} ORDER BY s.date, s.id",
        crate::session::IN_FORCE
    )
}

fn scores() -> String {
    format!(
        "SELECT m.course_id, m.date, m.score, m.after_session FROM measurement m \
         JOIN course c ON c.clinic_id = m.clinic_id AND c.id = m.course_id \
         AND m.instrument = c.primary_instrument {OWN} \
         WHERE m.clinic_id = $1 AND m.score IS NOT NULL AND {} ORDER BY m.date, m.after_session, m.id",
        crate::measurement::IN_FORCE
    )
}

fn choices() -> String {
    format!(
        "SELECT d.course_id, f.rule, d.decided_on FROM decision d \
         JOIN finding f ON f.clinic_id = d.clinic_id AND f.id = d.finding_id \
         JOIN course c ON c.clinic_id = d.clinic_id AND c.id = d.course_id {OWN} \
         WHERE d.clinic_id = $1 AND d.chosen = $3 AND d.choice <> 'decline' ORDER BY d.id"
    )
}

fn others() -> String {
    format!(
        "SELECT COUNT(*) AS n FROM course c JOIN patient p ON p.clinic_id = c.clinic_id AND p.id = c.patient_id \
         WHERE c.clinic_id = $1 AND (p.source <> $2 OR c.source_key IS NOT NULL) AND {}",
        treated()
    )
}
