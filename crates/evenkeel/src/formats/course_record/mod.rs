//! `evenkeel-course/1`: one course as JSON. The shape is described in docs/API.md.
//!
//! Only the form is judged here: keys, types, closed lists, dates, the spelling of doses. Whether the
//! course makes sense (scores in range, nothing after today) is the review's to say.

mod dose;
mod parts;

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Condition;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::{CourseRecord, CourseStatus};
use serde::Deserialize;

use super::civil_date::CivilDate;
use super::json;
use crate::cli::exit::{Exit, Fault};
use crate::cli::input::Text;
use parts::{
    DecisionPart, EventPart, MeasurementPart, PatientPart, PreviousPart, ScreenPart, SessionPart, SignPart,
};

/// The only version there is.
const SCHEMA: &str = "evenkeel-course/1";

/// A record and the keys in it that were not known.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadCourse {
    /// The record.
    pub record: CourseRecord,
    /// Paths of unknown keys, ignored.
    pub unknown_keys: Vec<String>,
}

/// What is wrong with one value of a record: its path, what, why, and what to do.
pub(super) struct Wrong {
    path: String,
    what: String,
    why: &'static str,
    remedy: &'static str,
}

/// Reads a course record.
pub fn read(file: &Text) -> Result<ReadCourse, Exit> {
    check_schema(file)?;
    let mut unknown_keys = Vec::new();
    let parts: RecordParts = json::read(&file.text, |path| unknown_keys.push(path))
        .map_err(|fault| refuse(file, &fault.place(), &fault.what, fault.why(), fault.remedy()))?;
    let record = parts.into_record().map_err(|wrong| {
        let Wrong { path, what, why, remedy } = wrong;
        refuse(file, &path, &what, why, remedy)
    })?;
    Ok(ReadCourse { record, unknown_keys })
}

fn refuse(file: &Text, place: &str, what: &str, why: &str, remedy: &str) -> Exit {
    Exit::bad_input(Fault::new(format!("{}: {place}", file.name), what, why, remedy))
}

/// The schema is looked at first: a file of another kind should be told so, not that a key is missing.
fn check_schema(file: &Text) -> Result<(), Exit> {
    #[derive(Deserialize)]
    #[serde(expecting = "an object, the course record")]
    struct Head {
        schema: Option<serde_json::Value>,
    }
    let head: Head = json::read(&file.text, |_| ())
        .map_err(|fault| refuse(file, &fault.place(), &fault.what, fault.why(), fault.remedy()))?;
    let (what, remedy) = match head.schema {
        Some(serde_json::Value::String(schema)) if schema == SCHEMA => return Ok(()),
        None => {
            ("it is missing".to_owned(), "Write \"schema\":\"evenkeel-course/1\", if this is a course record")
        }
        Some(other) => (format!("it is {other}"), "Give a file of schema evenkeel-course/1"),
    };
    Err(refuse(file, "schema", &what, "only evenkeel-course/1 can be read here", remedy))
}

#[derive(Deserialize)]
#[serde(expecting = "an object, the course record")]
struct RecordParts {
    // Looked at beforehand; named here so that it is no unknown key.
    #[serde(rename = "schema")]
    _schema: String,
    id: Option<String>,
    condition: Condition,
    protocol: String,
    primary: InstrumentId,
    today: CivilDate,
    patient: Option<PatientPart>,
    status: Option<CourseStatus>,
    stopped_on: Option<CivilDate>,
    sessions: Option<Vec<SessionPart>>,
    measurements: Option<Vec<MeasurementPart>>,
    signs: Option<Vec<SignPart>>,
    screens: Option<Vec<ScreenPart>>,
    decisions: Option<Vec<DecisionPart>>,
    events: Option<Vec<EventPart>>,
    previous_course: Option<PreviousPart>,
}

impl RecordParts {
    fn into_record(self) -> Result<CourseRecord, Wrong> {
        in_records("primary", self.primary)?;
        Ok(CourseRecord {
            id: self.id.unwrap_or_default(),
            condition: self.condition,
            protocol: self.protocol,
            primary: self.primary,
            today: self.today.0,
            patient: self.patient.map(PatientPart::into_patient).unwrap_or_default(),
            status: self.status,
            stopped_on: self.stopped_on.map(|date| date.0),
            sessions: each("sessions", self.sessions, SessionPart::into_session)?,
            measurements: each("measurements", self.measurements, MeasurementPart::into_measurement)?,
            signs: each("signs", self.signs, |part, _| Ok(part.into_sign()))?,
            screens: each("screens", self.screens, |part, _| Ok(part.into_screen()))?,
            decisions: each("decisions", self.decisions, |part, _| Ok(part.into_decision()))?,
            events: each("events", self.events, |part, _| Ok(part.into_event()))?,
            previous_course: self.previous_course.map(PreviousPart::into_previous),
        })
    }
}

/// Turns every entry of an optional list, telling each its path.
fn each<P, T>(
    list: &str,
    parts: Option<Vec<P>>,
    turn: impl Fn(P, &str) -> Result<T, Wrong>,
) -> Result<Vec<T>, Wrong> {
    let entries = parts.unwrap_or_default().into_iter().enumerate();
    entries.map(|(i, part)| turn(part, &format!("{list}[{i}]"))).collect()
}

/// Instruments that are scored on their own are never followed in a record.
fn in_records(path: &str, instrument: InstrumentId) -> Result<(), Wrong> {
    if instrument.is_followed() {
        return Ok(());
    }
    let words: Vec<&str> =
        InstrumentId::ALL.iter().filter(|id| id.is_followed()).map(|id| id.as_str()).collect();
    Err(Wrong {
        path: path.to_owned(),
        what: format!(
            "{instrument} is not an instrument of a course record: use one of {}",
            words.join(", ")
        ),
        why: "it is scored on its own, not followed over a course",
        remedy: "Leave it out; evenkeel score scores it",
    })
}
