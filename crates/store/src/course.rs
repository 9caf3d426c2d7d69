//! Courses of treatment.

use evenkeel_care::condition::Condition;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::CourseStatus;
use jiff::civil::{Date, Weekday};

use crate::course_state;
use crate::data_key;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{AccountId, ClinicId, CourseId, PatientId};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{Inserted, JsonText, Recorded};

/// A course to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCourse {
    /// The patient.
    pub patient_id: PatientId,
    /// What is treated.
    pub condition: Condition,
    /// Protocol, for example `iv-mood-6`.
    pub protocol_id: String,
    /// Its revision, as text.
    pub protocol_revision: String,
    /// Ladder of maintenance; `None`: induction only.
    pub ladder_id: Option<String>,
    /// The instrument on which response is judged.
    pub primary_instrument: InstrumentId,
    /// The day it was opened.
    pub opened_on: Date,
    /// The day from which sessions are planned.
    pub start_on: Date,
    /// Weekdays on which sessions are given.
    pub weekdays: Vec<Weekday>,
    /// Days on which the clinic is closed.
    pub closed_dates: Vec<Date>,
    /// The prescriber's account, if they have one.
    pub prescriber_id: Option<AccountId>,
    /// The prescriber's name as shown.
    pub prescriber_name: String,
    /// A note, sealed under the patient's key.
    pub note: Option<String>,
    /// The course before this one, for a restart.
    pub previous_course: Option<CourseId>,
    /// Natural key of an import.
    pub source_key: Option<String>,
}

record! {
    /// A course.
    pub struct Course {
        /// Id.
        pub id: CourseId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The patient.
        pub patient_id: PatientId,
        /// What is treated.
        pub condition: Condition,
        /// Protocol.
        pub protocol_id: String,
        /// Its revision.
        pub protocol_revision: String,
        /// Ladder of maintenance.
        pub ladder_id: Option<String>,
        /// The instrument on which response is judged.
        pub primary_instrument: InstrumentId,
        /// The day it was opened.
        pub opened_on: Date,
        /// The day from which sessions are planned.
        pub start_on: Date,
        /// Weekdays on which sessions are given.
        pub weekdays: Weekdays,
        /// Days on which the clinic is closed, a JSON list of ISO dates.
        pub closed_dates: JsonText,
        /// The prescriber's account.
        pub prescriber_id: Option<AccountId>,
        /// The prescriber's name as shown then.
        pub prescriber_name: String,
        /// A note.
        pub note: Option<Note>,
        /// The course before this one.
        pub previous_course: Option<CourseId>,
        /// Natural key of an import.
        pub source_key: Option<String>,
        /// Where the course stands.
        pub status: CourseStatus,
        /// Version of that state, from 1.
        pub status_version: i64,
        /// Since which day it stands there.
        pub status_on: Date,
        /// Who opened it, and when.
        pub recorded: Recorded,
    }
}

impl Course {
    /// Days on which the clinic is closed.
    pub fn closed_dates(&self) -> Result<Vec<Date>, StoreError> {
        self.closed_dates.parse()
    }
}

/// Weekdays, kept as `mon,wed,fri`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weekdays(pub Vec<Weekday>);

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

impl std::fmt::Display for Weekdays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> =
            DAYS.iter().filter(|(_, day)| self.0.contains(day)).map(|(word, _)| *word).collect();
        f.write_str(&words.join(","))
    }
}

impl std::str::FromStr for Weekdays {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let day = |word: &str| {
            let known = DAYS.iter().find(|(name, _)| *name == word);
            known.map(|(_, day)| *day).ok_or_else(|| format!("{word:?} is not a weekday"))
        };
        text.split(',').filter(|word| !word.is_empty()).map(day).collect::<Result<_, _>>().map(Self)
    }
}

cell!(Weekdays => Text: Weekdays::to_string, |text: String| text.parse::<Weekdays>());

/// Columns of [`Course`] but its record, in a query with `course c`, the joins of [`JOINS`].
pub(crate) const COLUMNS: &str = "c.id, c.clinic_id, c.patient_id, c.condition, c.protocol_id, c.protocol_revision, \
     c.ladder_id, c.primary_instrument, c.opened_on, c.start_on, c.weekdays, c.closed_dates, c.prescriber_id, \
     c.prescriber_name, c.note, c.previous_course, c.source_key, st.status, st.version AS status_version, \
     st.on_date AS status_on, c.recorded_at, c.recorded_by, c.recorded_by_name";

/// The newest state of `course c`.
pub(crate) const STATE: &str = "JOIN course_state st ON st.clinic_id = c.clinic_id AND st.course_id = c.id \
     AND st.version = (SELECT MAX(sv.version) FROM course_state sv WHERE sv.course_id = c.id)";

fn courses() -> String {
    format!(
        "SELECT {COLUMNS}, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM course c {STATE} \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id WHERE c.clinic_id = $1"
    )
}

/// Opens a course; its state is active from the day it was opened.
pub async fn add(tx: &mut Tx, new: &NewCourse) -> Result<Inserted<CourseId>, StoreError> {
    let id = CourseId(tx.new_id());
    let key = data_key::of_patient(tx, new.patient_id).await?;
    let note = data_key::seal(tx, &key, id.0, "note", new.note.as_deref())?;
    let query = sql("INSERT INTO course (id, clinic_id, patient_id, condition, protocol_id, protocol_revision, ladder_id, \
         primary_instrument, opened_on, start_on, weekdays, closed_dates, prescriber_id, prescriber_name, note, \
         previous_course, source_key, recorded_at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, \
         $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
         ON CONFLICT (clinic_id, source_key) DO NOTHING")
    .bind(id)
    .bind(tx.clinic())
    .bind(new.patient_id)
    .bind(new.condition)
    .bind(&new.protocol_id)
    .bind(&new.protocol_revision)
    .bind(&new.ladder_id)
    .bind(new.primary_instrument)
    .bind(new.opened_on)
    .bind(new.start_on)
    .bind(Weekdays(new.weekdays.clone()))
    .bind(JsonText::of(&new.closed_dates)?)
    .bind(new.prescriber_id)
    .bind(&new.prescriber_name)
    .bind(note)
    .bind(new.previous_course)
    .bind(&new.source_key)
    .recorded(tx);
    let lookup = "SELECT id FROM course WHERE clinic_id = $1 AND source_key = $2";
    let inserted = tx.insert_keyed(query, lookup, new.source_key.as_deref(), id).await?;
    if inserted.is_new() {
        course_state::change(tx, id, 0, CourseStatus::Active, new.opened_on, None).await?;
    }
    Ok(inserted)
}

/// One course.
pub async fn get(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Option<Course>, StoreError> {
    from.into().optional(sql(format!("{} AND c.id = $2", courses())).bind(clinic).bind(course)).await
}

/// The courses of one patient, newest first.
pub async fn list_for_patient(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patient: PatientId,
) -> Result<Vec<Course>, StoreError> {
    let query = sql(format!("{} AND c.patient_id = $2 ORDER BY c.opened_on DESC, c.id DESC", courses()));
    from.into().all(query.bind(clinic).bind(patient)).await
}

/// The courses of several patients in one query, by patient, newest first.
pub async fn list_for_patients(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    patients: &[PatientId],
) -> Result<Vec<Course>, StoreError> {
    if patients.is_empty() {
        return Ok(Vec::new());
    }
    let list = crate::db::placeholders(2, patients.len());
    let text = format!(
        "{} AND c.patient_id IN ({list}) ORDER BY c.patient_id, c.opened_on DESC, c.id DESC",
        courses()
    );
    let query = patients.iter().fold(sql(text).bind(clinic), crate::db::Query::bind);
    from.into().all(query).await
}

/// Holds a course until the transaction ends: whoever else holds it waits. Call it before deciding
/// on what the course's rows say (is there a session on this day already?).
pub async fn hold(tx: &mut Tx, course: CourseId) -> Result<(), StoreError> {
    let hold = tx.store().db().dialect().hold();
    let query = sql(format!("SELECT id FROM course WHERE clinic_id = $1 AND id = $2{hold}"))
        .bind(tx.clinic())
        .bind(course);
    Source::from(tx).one::<CourseId>(query, "course").await.map(drop)
}
