//! Safety findings that wait for a person, and what people did about them. An alert never closes by
//! itself: it is open until a step ends it, and every step stays readable.

use evenkeel_care::finding::FindingState;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::data_key::seal_for_course;
use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{AlertId, ClinicId, CourseId, FindingId};
use crate::patient::{PERSON, Person, person_joins};
use crate::sealed::Note;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

evenkeel_care::closed_list!(
    /// What was done about an alert.
    StepKind, "step of an alert", {
        /// Somebody has taken it on.
        Taken => "taken",
        /// Somebody has acknowledged it: the timer stops.
        Acknowledged => "acknowledged",
        /// A required action is done.
        Done => "done",
        /// Something new came to light while it was open.
        Noted => "noted",
        /// Nobody acknowledged it in time; it went to the next person.
        Escalated => "escalated",
        /// A complete screen has answered what was asked. Ends it.
        Answered => "answered",
        /// A newer alert of the same or a higher level has taken its place. Ends it.
        Superseded => "superseded",
        /// Closed by a person, with a reason. Ends it.
        Closed => "closed",
    }
);

word_cells!(StepKind);

/// The steps that end an alert, as a list for SQL.
pub(crate) const ENDS: &str = "('answered', 'superseded', 'closed')";

/// A step to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStep {
    /// What was done.
    pub kind: StepKind,
    /// What may be there once for an alert: `acknowledged`, `escalated:2`, `done:safety_plan`. A
    /// second step under the same key is a [`StoreError::Conflict`].
    pub key: String,
    /// Whom it concerns by name: who took it, whom it went to. Never the patient.
    pub names: Option<String>,
    /// Key of the required action that is done.
    pub action: Option<String>,
    /// What the person writes; sealed under the patient's key.
    pub words: Option<String>,
}

record! {
    /// A step as kept.
    pub struct Step {
        /// Id.
        pub id: Uuid,
        /// The alert.
        pub alert_id: AlertId,
        /// What was done.
        pub kind: StepKind,
        /// What may be there once.
        pub step_key: String,
        /// Whom it concerns by name.
        pub names: Option<String>,
        /// Key of the required action that is done.
        pub action: Option<String>,
        /// What the person wrote.
        pub words: Option<Note>,
        /// Who did it, and when.
        pub recorded: Recorded,
    }
}

record! {
    /// An alert.
    pub struct Alert {
        /// Id: that of its finding.
        pub id: AlertId,
        /// The course.
        pub course_id: CourseId,
        /// How serious.
        pub level: FindingState,
        /// The day it is about.
        pub date: Date,
        /// The whole finding, as JSON.
        pub body: JsonText,
        /// What ended it, if anything did.
        pub ended: Option<StepKind>,
        /// Who did what led to it, and when.
        pub recorded: Recorded,
    }
}

record! {
    /// An open alert with its patient and how it stands, for the head of every page.
    pub struct OpenAlert {
        /// Id.
        pub id: AlertId,
        /// The course.
        pub course_id: CourseId,
        /// The patient's details.
        pub person: Person,
        /// How serious.
        pub level: FindingState,
        /// The day it is about.
        pub date: Date,
        /// The whole finding, as JSON.
        pub body: JsonText,
        /// Who has taken it on, last.
        pub owner: Option<String>,
        /// When it was acknowledged.
        pub acknowledged_at: Option<Timestamp>,
        /// Whom it went to last because nobody acknowledged it.
        pub escalated_to: Option<String>,
        /// How often it went to somebody.
        pub escalations: i64,
        /// Who did what led to it, and when.
        pub recorded: Recorded,
    }
}

/// Opens the alert of a finding that was just kept.
pub async fn open(
    tx: &mut Tx,
    course: CourseId,
    finding: FindingId,
    level: FindingState,
    date: Date,
) -> Result<AlertId, StoreError> {
    let id = AlertId(finding.0);
    let query =
        sql("INSERT INTO alert (id, clinic_id, course_id, level, date, recorded_at, recorded_by, recorded_by_name) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(id)
        .bind(tx.clinic())
        .bind(course)
        .bind(level)
        .bind(date)
        .recorded(tx);
    tx.insert(query, "alert").await?;
    Ok(id)
}

/// Keeps a step.
pub async fn add_step(
    tx: &mut Tx,
    course: CourseId,
    alert: AlertId,
    new: &NewStep,
) -> Result<(), StoreError> {
    let id = tx.new_id();
    let [words] = seal_for_course(tx, course, id, [("words", new.words.as_deref())]).await?;
    let query = sql(
        "INSERT INTO alert_step (id, clinic_id, alert_id, kind, step_key, names, action, words, recorded_at, \
         recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(alert)
    .bind(new.kind)
    .bind(&new.key)
    .bind(&new.names)
    .bind(&new.action)
    .bind(words)
    .recorded(tx);
    tx.insert(query, "alert").await
}

fn alerts() -> String {
    format!(
        "SELECT a.id, a.course_id, a.level, a.date, f.body, a.recorded_at, a.recorded_by, a.recorded_by_name, \
         (SELECT s.kind FROM alert_step s WHERE s.alert_id = a.id AND s.kind IN {ENDS} ORDER BY s.id LIMIT 1) AS ended \
         FROM alert a JOIN finding f ON f.clinic_id = a.clinic_id AND f.id = a.id WHERE a.clinic_id = $1"
    )
}

/// One alert.
pub async fn get(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    alert: AlertId,
) -> Result<Option<Alert>, StoreError> {
    from.into().optional(sql(format!("{} AND a.id = $2", alerts())).bind(clinic).bind(alert)).await
}

/// The alerts of a course, oldest first, ended ones among them.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Alert>, StoreError> {
    // Sorted here: told to sort by id, SQLite walks through the alerts of the whole clinic.
    let query = sql(format!("{} AND a.course_id = $2", alerts()));
    let mut alerts: Vec<Alert> = from.into().all(query.bind(clinic).bind(course)).await?;
    alerts.sort_by_key(|a| a.id);
    Ok(alerts)
}

/// All steps on the alerts of a course, in the order in which they were taken.
pub async fn steps(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    course: CourseId,
) -> Result<Vec<Step>, StoreError> {
    let query = sql("SELECT s.*, k.patient_id AS key_patient, k.wrapped AS key_wrapped FROM alert_step s \
         JOIN alert a ON a.clinic_id = s.clinic_id AND a.id = s.alert_id \
         JOIN course c ON c.clinic_id = a.clinic_id AND c.id = a.course_id \
         JOIN data_key k ON k.clinic_id = c.clinic_id AND k.patient_id = c.patient_id \
         WHERE s.clinic_id = $1 AND a.course_id = $2 ORDER BY s.id");
    from.into().all(query.bind(clinic).bind(course)).await
}

/// Every open alert of a clinic with its patient and how it stands, newest first: one query.
pub async fn open_ones(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Vec<OpenAlert>, StoreError> {
    let last = |column: &str, kind: &str| {
        format!(
            "(SELECT s.{column} FROM alert_step s WHERE s.alert_id = a.id AND s.kind = '{kind}' ORDER BY s.id DESC LIMIT 1)"
        )
    };
    let query = sql(format!(
        "SELECT a.id, a.course_id, {PERSON}, a.level, a.date, f.body, {} AS owner, {} AS acknowledged_at, \
         {} AS escalated_to, \
         (SELECT COUNT(*) FROM alert_step s WHERE s.alert_id = a.id AND s.kind = 'escalated') AS escalations, \
         a.recorded_at, a.recorded_by, a.recorded_by_name FROM alert a \
         JOIN finding f ON f.clinic_id = a.clinic_id AND f.id = a.id \
         JOIN course c ON c.clinic_id = a.clinic_id AND c.id = a.course_id {} \
         WHERE a.clinic_id = $1 AND NOT EXISTS \
         (SELECT 1 FROM alert_step s WHERE s.alert_id = a.id AND s.kind IN {ENDS}) ORDER BY a.id DESC",
        last("names", "taken"),
        last("recorded_at", "acknowledged"),
        last("names", "escalated"),
        person_joins("c.clinic_id", "c.patient_id"),
    ));
    from.into().all(query.bind(clinic)).await
}
