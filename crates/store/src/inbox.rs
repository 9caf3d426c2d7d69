//! Check-ins that nobody has looked at yet: the newest of a course on an instrument. No fact; the check-ins and what was
//! done about them are.

use evenkeel_care::instrument::InstrumentId;
use jiff::civil::Date;
use uuid::Uuid;

use crate::data_key::seal_for_course;
use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, CourseId, MeasurementId, PatientId};
use crate::patient::{PERSON, Person, person_joins};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

evenkeel_care::closed_list!(
    /// What was done about a check-in, or about one that did not come.
    Step, "step on a check-in", {
        /// Somebody has looked at it.
        Seen => "seen",
        /// Somebody has spoken with the patient.
        Called => "called",
        /// Somebody tried to, and reached nobody.
        NotReached => "not_reached",
    }
);

word_cells!(Step);

/// A check-in that has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrived {
    /// The course.
    pub course_id: CourseId,
    /// The instrument.
    pub instrument: InstrumentId,
    /// The check-in.
    pub measurement_id: MeasurementId,
    /// Its day.
    pub date: Date,
    /// Which group it belongs to, the higher the earlier.
    pub place: i64,
    /// What the screen shows, as JSON.
    pub body: JsonText,
}

record! {
    /// A line of the inbox.
    pub struct InboxLine {
        /// The course.
        pub course_id: CourseId,
        /// The patient.
        pub patient_id: PatientId,
        /// The patient's details.
        pub person: Person,
        /// The instrument.
        pub instrument: InstrumentId,
        /// The newest check-in.
        pub measurement_id: MeasurementId,
        /// Its day.
        pub date: Date,
        /// The most urgent group of what nobody has seen.
        pub place: i64,
        /// How many check-ins nobody has seen, this one included.
        pub unseen: i64,
        /// What the screen shows of the newest, as JSON.
        pub body: JsonText,
    }
}

record! {
    /// A step as kept.
    pub struct KeptStep {
        /// Id of the row.
        pub id: Uuid,
        /// The course.
        pub course_id: CourseId,
        /// The check-in; `None`: one that did not come.
        pub measurement_id: Option<MeasurementId>,
        /// What was done.
        pub kind: Step,
        /// What the person wrote.
        pub words: Option<Note>,
        /// Who did it, and when.
        pub recorded: Recorded,
    }
}

/// Puts a check-in into the inbox. It takes the place of an older one of its course and instrument; what of those nobody
/// has seen keeps its urgency. A check-in of an earlier day counts, and leaves the newer one on the line.
pub async fn put(tx: &mut Tx, new: &Arrived) -> Result<(), StoreError> {
    let query = sql(
        "INSERT INTO inbox (clinic_id, course_id, instrument, measurement_id, date, place, unseen, body, written_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) ON CONFLICT (course_id, instrument) DO UPDATE SET \
         measurement_id = CASE WHEN excluded.date < inbox.date THEN inbox.measurement_id ELSE excluded.measurement_id END, \
         body = CASE WHEN excluded.date < inbox.date THEN inbox.body ELSE excluded.body END, \
         date = CASE WHEN excluded.date < inbox.date THEN inbox.date ELSE excluded.date END, \
         place = CASE WHEN excluded.place < inbox.place THEN inbox.place ELSE excluded.place END, \
         unseen = inbox.unseen + 1, written_at = excluded.written_at",
    )
    .bind(tx.clinic())
    .bind(new.course_id)
    .bind(new.instrument)
    .bind(new.measurement_id)
    .bind(new.date)
    .bind(new.place)
    .bind(&new.body)
    .bind(tx.now());
    tx.insert(query, "inbox").await
}

/// Takes a line out: somebody has looked at this check-in. `false` where a newer one has taken its place, or it is out.
pub async fn take_out(tx: &mut Tx, course: CourseId, measurement: MeasurementId) -> Result<bool, StoreError> {
    let query = sql("DELETE FROM inbox WHERE clinic_id = $1 AND course_id = $2 AND measurement_id = $3")
        .bind(tx.clinic())
        .bind(course)
        .bind(measurement);
    Ok(tx.execute(query).await? > 0)
}

/// Takes every line of a course out; answers how many there were.
pub async fn take_out_all(tx: &mut Tx, course: CourseId) -> Result<u64, StoreError> {
    let query =
        sql("DELETE FROM inbox WHERE clinic_id = $1 AND course_id = $2").bind(tx.clinic()).bind(course);
    tx.execute(query).await
}

/// One page of the inbox, the most urgent group first and in it the latest: one query.
pub async fn page(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    limit: u32,
    offset: u32,
) -> Result<Vec<InboxLine>, StoreError> {
    let order = "i.place DESC, i.date DESC, i.course_id, i.instrument";
    let query = sql(format!(
        "SELECT i.course_id, c.patient_id, {PERSON}, i.instrument, i.measurement_id, i.date, i.place, i.unseen, i.body \
         FROM (SELECT i.* FROM inbox i WHERE i.clinic_id = $1 ORDER BY {order} LIMIT $2 OFFSET $3) i \
         JOIN course c ON c.clinic_id = i.clinic_id AND c.id = i.course_id {} ORDER BY {order}",
        person_joins("c.clinic_id", "c.patient_id"),
    ));
    from.into().all(query.bind(clinic).bind(limit).bind(offset)).await
}

/// Keeps a step; `measurement`: the check-in it is about.
pub async fn add_step(
    tx: &mut Tx,
    course: CourseId,
    measurement: Option<MeasurementId>,
    kind: Step,
    words: Option<&str>,
) -> Result<Uuid, StoreError> {
    let id = tx.new_id();
    let [words] = seal_for_course(tx, course, id, [("words", words)]).await?;
    let query = sql(
        "INSERT INTO check_in_step (id, clinic_id, course_id, measurement_id, kind, words, recorded_at, \
         recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(course)
    .bind(measurement)
    .bind(kind)
    .bind(words)
    .recorded(tx);
    tx.insert(query, "step on a check-in").await?;
    Ok(id)
}

/// The newest step of each of several courses, in one query.
pub async fn newest_steps(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    courses: &[CourseId],
) -> Result<Vec<KeptStep>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let query = sql(format!(
        "SELECT t.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM check_in_step t \
         JOIN course c ON c.clinic_id = t.clinic_id AND c.id = t.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE t.clinic_id = $1 AND t.course_id IN ({}) AND NOT EXISTS \
         (SELECT 1 FROM check_in_step y WHERE y.clinic_id = t.clinic_id AND y.course_id = t.course_id AND y.id > t.id) \
         ORDER BY t.course_id",
        placeholders(2, courses.len())
    ));
    let query = courses.iter().fold(query.bind(clinic), Query::bind);
    from.into().all(query).await
}
