//! Bookings: on which chair and from when on a session day of a course. A fact with versions: the newest of a course and
//! day counts, and one without a chair says that the place was given up.

use evenkeel_care::record::CourseStatus;
use jiff::civil::Date;

use crate::course::STATE;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId};
use crate::patient::{PERSON, Person, person_joins};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

/// A place to be kept. Lengths are kept with it: a booking stays as long as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBooking {
    /// The course.
    pub course_id: CourseId,
    /// The session day.
    pub date: Date,
    /// The version it was made from; 0 for the first of this course and day.
    pub seen_version: i64,
    /// Name of the chair; `None`: the place is given up.
    pub chair: Option<String>,
    /// Minute of the day at which it begins.
    pub start_minute: u32,
    /// Minutes of preparation, dose and recovery.
    pub minutes: [u32; 3],
}

record! {
    /// A booking in force.
    pub struct Booking {
        /// The course.
        pub course_id: CourseId,
        /// The session day.
        pub date: Date,
        /// From 1.
        pub version: i64,
        /// Name of the chair; `None`: the place was given up.
        pub chair: Option<String>,
        /// Minute of the day at which it begins.
        pub start_minute: u32,
        /// Minutes of preparation.
        pub preparation_minutes: u32,
        /// Minutes of the dose.
        pub dose_minutes: u32,
        /// Minutes of recovery.
        pub recovery_minutes: u32,
        /// Who booked, and when.
        pub recorded: Recorded,
    }
}

record! {
    /// A booking as a calendar shows it.
    pub struct Booked {
        /// The course.
        pub course_id: CourseId,
        /// The patient's details.
        pub person: Person,
        /// The protocol in force.
        pub protocol_id: String,
        /// Whether the course runs.
        pub status: CourseStatus,
        /// The session day.
        pub date: Date,
        /// Version of the booking, from 1.
        pub booking_version: i64,
        /// Name of the chair.
        pub chair: String,
        /// Minute of the day at which it begins.
        pub start_minute: u32,
        /// Minutes of preparation.
        pub preparation_minutes: u32,
        /// Minutes of the dose.
        pub dose_minutes: u32,
        /// Minutes of recovery.
        pub recovery_minutes: u32,
        /// Sessions given before that day.
        pub given_before: i64,
        /// Sessions the plan has before that day.
        pub planned_before: i64,
        /// Whether the plan in force names the day.
        pub planned: bool,
        /// Whether the patient came on that day.
        pub came: bool,
        /// Whether a session of that day is on record as missed.
        pub missed: bool,
    }
}

record! {
    /// A place the plan has no session for.
    pub struct LeftOver {
        /// The course.
        pub id: CourseId,
        /// The patient's details.
        pub person: Person,
        /// The day of the place.
        pub date: Date,
    }
}

record! {
    /// A course with sessions that have no place yet.
    pub struct Unbooked {
        /// The course.
        pub id: CourseId,
        /// The patient's details.
        pub person: Person,
        /// Sessions without a place.
        pub to_book: i64,
        /// The day of the first of them.
        pub next_on: Date,
    }
}

/// The newest version of a booking `b`, and not given up.
const IN_FORCE: &str = "b.chair IS NOT NULL AND b.version = (SELECT MAX(bv.version) FROM booking bv \
     WHERE bv.clinic_id = b.clinic_id AND bv.course_id = b.course_id AND bv.date = b.date)";
/// The plan in force of `course c`.
const PLAN: &str = "(SELECT pl.id FROM plan pl WHERE pl.course_id = c.id ORDER BY pl.version DESC LIMIT 1)";

/// A session `s` in force of `course c`.
const GIVEN: &str = "s.clinic_id = c.clinic_id AND s.course_id = c.id AND NOT s.withdrawn \
     AND NOT EXISTS (SELECT 1 FROM session sc WHERE sc.corrects = s.id)";
/// Most planned days that are looked at for one course of the tray.
const DAYS_A_LINE: u32 = 4;

/// Keeps a place. A newer version than the one seen is a [`StoreError::Conflict`].
pub async fn add(tx: &mut Tx, new: &NewBooking) -> Result<(), StoreError> {
    let [preparation, dose, recovery] = new.minutes;
    let query = sql("INSERT INTO booking (id, clinic_id, course_id, date, version, chair, start_minute, \
         preparation_minutes, dose_minutes, recovery_minutes, recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.date)
    .bind(new.seen_version + 1)
    .bind(&new.chair)
    .bind(new.start_minute)
    .bind(preparation)
    .bind(dose)
    .bind(recovery)
    .recorded(tx);
    tx.insert(query, "booking").await
}

/// Holds the clinic's calendar until the transaction ends: whoever else books waits, and then sees what was booked. Hold
/// the course first, so that two transactions never wait for each other.
pub async fn hold(tx: &mut Tx) -> Result<(), StoreError> {
    let hold = tx.store().db().dialect().hold();
    let query =
        sql(format!("SELECT clinic_id AS id FROM clinic WHERE clinic_id = $1{hold}")).bind(tx.clinic());
    Source::from(tx).one::<ClinicId>(query, "clinic").await.map(drop)
}

/// The newest version of each day of a course, by day, given up or not.
pub async fn of_course(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Booking>, StoreError> {
    let query = sql("SELECT b.* FROM booking b WHERE b.clinic_id = $1 AND b.course_id = $2 AND b.version = \
         (SELECT MAX(bv.version) FROM booking bv WHERE bv.clinic_id = b.clinic_id \
         AND bv.course_id = b.course_id AND bv.date = b.date) ORDER BY b.date");
    from.into().all(query.bind(clinic).bind(course)).await
}

/// The places held from a day to a day, both included; by day and time.
pub async fn held(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    (first, last): (Date, Date),
) -> Result<Vec<Booking>, StoreError> {
    let query = sql(format!(
        "SELECT b.* FROM booking b WHERE b.clinic_id = $1 AND b.date >= $2 AND b.date <= $3 AND {IN_FORCE} \
         ORDER BY b.date, b.start_minute, b.course_id"
    ));
    from.into().all(query.bind(clinic).bind(first).bind(last)).await
}

/// What is booked from a day to a day, both included; by day, time and chair.
pub async fn booked(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    (first, last): (Date, Date),
) -> Result<Vec<Booked>, StoreError> {
    let query = sql(format!("{} AND b.date >= $2 AND b.date <= $3 {ORDER}", calendar()));
    from.into().all(query.bind(clinic).bind(first).bind(last)).await
}

/// Places from a day to a day that the plan has no session for any more: it was missed or moved, or the course stands
/// still. The days come first, so that few rows are looked at closely.
pub async fn left_over(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    (today, last): (Date, Date),
    limit: u32,
) -> Result<Vec<LeftOver>, StoreError> {
    let query = sql(format!(
        "SELECT c.id, {PERSON}, w.date FROM (SELECT b.course_id, b.date FROM booking b \
         JOIN course c ON c.clinic_id = b.clinic_id AND c.id = b.course_id {STATE} \
         WHERE b.clinic_id = $1 AND b.date >= $2 AND b.date <= $3 AND {IN_FORCE} AND (st.status <> 'active' \
         OR NOT EXISTS (SELECT 1 FROM plan_date pd WHERE pd.clinic_id = c.clinic_id AND pd.plan_id = {PLAN} \
         AND pd.date = b.date)) AND NOT EXISTS (SELECT 1 FROM sitting si WHERE si.clinic_id = c.clinic_id \
         AND si.course_id = c.id AND si.date = b.date) AND NOT EXISTS (SELECT 1 FROM session s WHERE {GIVEN} \
         AND s.status = 'done' AND s.date = b.date) ORDER BY b.date, b.course_id LIMIT $4) w \
         JOIN course c ON c.clinic_id = $1 AND c.id = w.course_id {} ORDER BY w.date, c.id",
        person_joins("c.clinic_id", "c.patient_id"),
    ));
    from.into().all(query.bind(clinic).bind(today).bind(last).bind(limit)).await
}

const ORDER: &str = "ORDER BY b.date, b.start_minute, b.chair, b.course_id";

/// Bookings in force of a clinic (`$1`); the caller narrows and orders them. The days of a plan are counted by its id
/// alone: by clinic and day SQLite would walk through the days of all plans.
fn calendar() -> String {
    format!(
        "SELECT b.course_id, {PERSON}, COALESCE((SELECT cp.protocol_id FROM course_protocol cp \
         WHERE cp.course_id = c.id ORDER BY cp.version DESC LIMIT 1), c.protocol_id) AS protocol_id, st.status, \
         b.date, b.version AS booking_version, b.chair, b.start_minute, b.preparation_minutes, b.dose_minutes, b.recovery_minutes, \
         (SELECT COUNT(*) FROM session s WHERE {GIVEN} AND s.status = 'done' AND s.date < b.date) AS given_before, \
         (SELECT COUNT(*) FROM plan_date pd WHERE pd.plan_id = {PLAN} AND pd.date < b.date) AS planned_before, \
         EXISTS (SELECT 1 FROM plan_date pd WHERE pd.clinic_id = c.clinic_id AND pd.plan_id = {PLAN} \
         AND pd.date = b.date) AS planned, \
         (EXISTS (SELECT 1 FROM session s WHERE {GIVEN} AND s.status = 'done' AND s.date = b.date) \
         OR EXISTS (SELECT 1 FROM sitting si WHERE si.clinic_id = c.clinic_id AND si.course_id = c.id \
         AND si.date = b.date)) AS came, \
         EXISTS (SELECT 1 FROM session s WHERE {GIVEN} AND s.status = 'missed' AND s.date = b.date) AS missed \
         FROM booking b JOIN course c ON c.clinic_id = b.clinic_id AND c.id = b.course_id {STATE} {} \
         WHERE b.clinic_id = $1 AND {IN_FORCE}",
        person_joins("c.clinic_id", "c.patient_id"),
    )
}

/// Running courses with a planned session from `today` to `soon` that has no place, those that wait longest first; each
/// counts its sessions without a place up to `until`. The days are walked in their order and left once the list is full.
pub async fn unbooked(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    (today, soon, until): (Date, Date, Date),
    limit: u32,
) -> Result<Vec<Unbooked>, StoreError> {
    let free = |course: &str| {
        format!(
            "NOT EXISTS (SELECT 1 FROM booking b WHERE b.clinic_id = pd.clinic_id AND b.course_id = {course} \
             AND b.date = pd.date AND {IN_FORCE}) AND NOT EXISTS (SELECT 1 FROM sitting si \
             WHERE si.clinic_id = pd.clinic_id AND si.course_id = {course} AND si.date = pd.date)"
        )
    };
    let query = sql(format!(
        "SELECT c.id, {PERSON}, w.next_on, (SELECT COUNT(*) FROM plan_date pd WHERE pd.plan_id = {PLAN} AND pd.date >= $2 AND pd.date <= $4 AND {}) AS to_book \
         FROM (SELECT u.course_id, MIN(u.date) AS next_on FROM (SELECT p.course_id, pd.date FROM plan_date pd \
         JOIN plan p ON p.clinic_id = pd.clinic_id AND p.id = pd.plan_id \
         JOIN course_state st ON st.clinic_id = p.clinic_id AND st.course_id = p.course_id \
         AND st.version = (SELECT MAX(sv.version) FROM course_state sv WHERE sv.course_id = p.course_id) \
         WHERE pd.clinic_id = $1 AND pd.date >= $2 AND pd.date <= $3 AND st.status = 'active' \
         AND p.version = (SELECT MAX(v.version) FROM plan v WHERE v.course_id = p.course_id) AND {} \
         ORDER BY pd.date, p.course_id LIMIT $6) u GROUP BY u.course_id ORDER BY next_on, u.course_id LIMIT $5) w \
         CROSS JOIN course c {} WHERE c.clinic_id = $1 AND c.id = w.course_id ORDER BY w.next_on, c.id",
        free("c.id"),
        free("p.course_id"),
        person_joins("c.clinic_id", "c.patient_id"),
    ));
    let query = query.bind(clinic).bind(today).bind(soon).bind(until).bind(limit);
    let query = query.bind(limit.saturating_mul(DAYS_A_LINE));
    from.into().all(query).await
}

impl Booking {
    /// Whether the place is held.
    pub fn is_held(&self) -> bool {
        self.chair.is_some()
    }
}
