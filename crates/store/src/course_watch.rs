//! What a list of courses in maintenance is ranked by: one row a course, worked out anew from the record after every fact
//! and every day. No fact: what it was made from stays in the record.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::alert::ENDS;
use crate::course::STATE;
use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, PatientId};
use crate::patient::{PERSON, Person, person_joins};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::JsonText;

/// Where a course stands in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// The course.
    pub course_id: CourseId,
    /// The day as of which it was worked out.
    pub as_of: Date,
    /// Where it stands, the higher the earlier; `None`: not in the list.
    pub place: Option<i64>,
    /// Its order within the place, the higher the earlier.
    pub rank: f64,
    /// Day of the last session given.
    pub last_session_on: Option<Date>,
    /// Set aside until this day.
    pub snoozed_until: Option<Date>,
    /// What the screen shows, as JSON; what is in it is the caller's.
    pub body: JsonText,
}

record! {
    /// A line of the list.
    pub struct Watched {
        /// The course.
        pub course_id: CourseId,
        /// The patient.
        pub patient_id: PatientId,
        /// The patient's details.
        pub person: Person,
        /// The day as of which it was worked out.
        pub as_of: Date,
        /// Day of the last session given.
        pub last_session_on: Option<Date>,
        /// Set aside until this day.
        pub snoozed_until: Option<Date>,
        /// How many alerts of its are open.
        pub alerts: i64,
        /// What the screen shows, as JSON.
        pub body: JsonText,
    }
}

record! {
    /// How long each part of the list is.
    pub struct Lengths {
        /// Courses that are shown.
        pub shown: i64,
        /// Courses set aside.
        pub aside: i64,
    }
}

/// Which part of the list, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// By place and rank, without those set aside.
    Ranked,
    /// By the day of the last session, the longest ago first, without those set aside.
    Longest,
    /// Those set aside, whoever comes back first leading.
    Aside,
}

/// Keeps where a course stands, in the place of what was kept before. `read_at`: when the record it was worked out from
/// was read; `false` where somebody has meanwhile written what was read later.
pub async fn put(tx: &mut Tx, watch: &Watch, read_at: Timestamp) -> Result<bool, StoreError> {
    let query = sql(
        "INSERT INTO course_watch (clinic_id, course_id, as_of, place, rank, last_session_on, snoozed_until, \
         body, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (course_id) DO UPDATE SET \
         as_of = excluded.as_of, place = excluded.place, rank = excluded.rank, \
         last_session_on = excluded.last_session_on, snoozed_until = excluded.snoozed_until, \
         body = excluded.body, read_at = excluded.read_at WHERE course_watch.read_at <= excluded.read_at",
    )
    .bind(tx.clinic())
    .bind(watch.course_id)
    .bind(watch.as_of)
    .bind(watch.place)
    .bind(watch.rank)
    .bind(watch.last_session_on)
    .bind(watch.snoozed_until)
    .bind(&watch.body)
    .bind(read_at);
    Ok(tx.execute(query).await? > 0)
}

/// The open alerts of a line of the list: a course with one is never set aside.
fn open_alerts() -> String {
    format!(
        "FROM alert a WHERE a.clinic_id = w.clinic_id AND a.course_id = w.course_id AND NOT EXISTS \
         (SELECT 1 FROM alert_step s WHERE s.alert_id = a.id AND s.kind IN {ENDS})"
    )
}

/// A line is set aside as of the day `$2`.
fn is_aside() -> String {
    format!(
        "(w.snoozed_until IS NOT NULL AND w.snoozed_until > $2 AND NOT EXISTS (SELECT 1 {}))",
        open_alerts()
    )
}

/// One page of the list as of a day: one query.
pub async fn page(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    (part, today): (Part, Date),
    limit: u32,
    offset: u32,
) -> Result<Vec<Watched>, StoreError> {
    let order = match part {
        Part::Ranked => "w.place DESC, w.rank DESC, w.course_id",
        Part::Longest => "w.last_session_on, w.course_id",
        Part::Aside => "w.snoozed_until, w.course_id",
    };
    let wanted = if part == Part::Aside { is_aside() } else { format!("NOT {}", is_aside()) };
    let query = lines(&format!("w.place >= 0 AND {wanted} ORDER BY {order} LIMIT $3 OFFSET $4"), order);
    from.into().all(query.bind(clinic).bind(today).bind(limit).bind(offset)).await
}

record! {
    /// What the screen shows of one course.
    pub struct Body {
        /// The course.
        pub course_id: CourseId,
        /// As JSON.
        pub body: JsonText,
    }
}

/// What the screen shows of several courses, in one query.
pub async fn bodies(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    courses: &[CourseId],
) -> Result<Vec<Body>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let query = sql(format!(
        "SELECT w.course_id, w.body FROM course_watch w WHERE w.clinic_id = $1 AND w.course_id IN ({}) ORDER BY w.course_id",
        placeholders(2, courses.len())
    ));
    from.into().all(courses.iter().fold(query.bind(clinic), Query::bind)).await
}

/// The line of one course, whether or not it stands in the list.
pub async fn of_course(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Option<Watched>, StoreError> {
    from.into().optional(lines("w.course_id = $2", "w.course_id").bind(clinic).bind(course)).await
}

/// Lines of the rows of a clinic (`$1`) that the caller narrows, in an order.
fn lines(rows: &str, order: &str) -> Query {
    sql(format!(
        "SELECT w.course_id, c.patient_id, {PERSON}, w.as_of, w.last_session_on, w.snoozed_until, w.body, \
         (SELECT COUNT(*) {}) AS alerts \
         FROM (SELECT w.* FROM course_watch w WHERE w.clinic_id = $1 AND {rows}) w \
         JOIN course c ON c.clinic_id = w.clinic_id AND c.id = w.course_id {} ORDER BY {order}",
        open_alerts(),
        person_joins("c.clinic_id", "c.patient_id"),
    ))
}

/// How long the list is, shown and set aside.
pub async fn lengths(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    today: Date,
) -> Result<Lengths, StoreError> {
    let query = sql(format!(
        "SELECT COUNT(*) - COALESCE(SUM(g.aside), 0) AS shown, COALESCE(SUM(g.aside), 0) AS aside FROM \
         (SELECT CASE WHEN {} THEN 1 ELSE 0 END AS aside FROM course_watch w WHERE w.clinic_id = $1 AND w.place >= 0) g",
        is_aside()
    ));
    from.into().one(query.bind(clinic).bind(today), "list of courses").await
}

/// Courses that run and whose row is older than a day, or that have none, at most `most`: what the turn of the day works
/// out anew. A paused course is among them, because it leaves the list.
pub async fn stale(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    today: Date,
    most: u32,
) -> Result<Vec<CourseId>, StoreError> {
    from.into().all(of_stale(clinic, today).bind(most)).await
}

fn of_stale(clinic: ClinicId, today: Date) -> Query {
    sql(format!(
        "SELECT c.id FROM course c {STATE} LEFT JOIN course_watch w ON w.clinic_id = c.clinic_id AND w.course_id = c.id \
         WHERE c.clinic_id = $1 AND st.status <> 'ended' AND (w.as_of IS NULL OR w.as_of < $2) ORDER BY c.id LIMIT $3"
    ))
    .bind(clinic)
    .bind(today)
}
