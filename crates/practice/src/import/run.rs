//! Writing what was prepared: one transaction a person, so that an interrupted import has whole
//! people and can be run again. What is there already is left as it is.

use std::collections::HashMap;

use evenkeel_care::dose::Dose;
use evenkeel_care::record::{CourseStatus, SessionStatus};
use evenkeel_store::course::NewCourse;
use evenkeel_store::measurement::NewMeasurement;
use evenkeel_store::patient::{Details, NewPatient};
use evenkeel_store::session::NewSession;
use evenkeel_store::{
    CourseId, Inserted, PatientId, Tx, course, course_state, import_batch, measurement, patient, session,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::map::Map;
use super::prepare::{Person, Prepared};
use crate::actor::Actor;
use crate::context::{Practice, json};
use crate::refusal::Refusal;
use crate::rights::Right;

/// What an import added; what was there already is counted apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Patients added.
    pub patients: u64,
    /// Sessions added.
    pub sessions: u64,
    /// Scores added.
    pub scores: u64,
    /// Rows that were there already.
    pub already_there: u64,
    /// Of these, scores on record with another value than the file's. The record stands.
    #[serde(default)]
    pub differing: u64,
    /// Lines that were refused.
    pub refused: u64,
}

/// Is told after every person: how many are done, of how many.
pub type Progress<'a> = &'a mut (dyn FnMut(usize, usize) + Send);

/// The file an import came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportFile {
    /// Its name, without the folder.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// SHA-256 of the mapping.
    pub map_sha256: String,
}

impl Practice {
    /// Writes prepared people as patients with courses, sessions and scores.
    pub async fn import_scores(
        &self,
        actor: &Actor,
        prepared: &Prepared,
        map: &Map,
        file: &ImportFile,
        progress: Progress<'_>,
    ) -> Result<Imported, Refusal> {
        actor.must(Right::Import)?;
        let protocol = self.knowledge().protocols.get(&map.protocol).ok_or_else(|| {
            Refusal::field(
                "protocol",
                format!("The mapping names protocol {:?}, which is not on file.", map.protocol),
                "Name one of clinical/protocols.",
            )
        })?;
        let mut imported = Imported {
            refused: u64::try_from(prepared.refused.len()).unwrap_or(u64::MAX),
            ..Imported::default()
        };
        for (done, person) in prepared.people.iter().enumerate() {
            self.import_person(actor, person, map, &protocol.revision, &mut imported).await?;
            progress(done + 1, prepared.people.len());
        }
        let mut tx = self.begin_unkeyed(actor).await?;
        let batch = import_batch::NewImportBatch {
            dataset: map.dataset.clone(),
            file_name: file.name.clone(),
            file_sha256: file.sha256.clone(),
            map_sha256: file.map_sha256.clone(),
            report: json(&imported)?,
        };
        let id = import_batch::add(&mut tx, &batch).await?;
        tx.audit("import.scores", id, &imported)?;
        tx.commit().await?;
        Ok(imported)
    }

    async fn import_person(
        &self,
        actor: &Actor,
        person: &Person,
        map: &Map,
        revision: &str,
        imported: &mut Imported,
    ) -> Result<(), Refusal> {
        let mut tx = self.begin_unkeyed(actor).await?;
        let key = format!("{}/{}", map.dataset, person.subject);
        let patient = add_patient(&mut tx, person, map, &key).await?;
        count(&mut imported.patients, &mut imported.already_there, &patient);
        let (first, last) = span(person, map);
        let new = new_course(patient.id(), person, map, revision, &key, first);
        let course = course::add(&mut tx, &new).await?;
        for (date, held) in &person.sessions {
            let new = NewSession {
                course_id: course.id(),
                date: *date,
                status: SessionStatus::Done,
                route: held.route,
                dose: Some(Dose::mg_per_kg(held.dose_mg_per_kg)),
                weight_kg: None,
                supervised_by: Some("trial staff".to_owned()),
                note: held.note.clone(),
                source_key: Some(format!("{key}/session/{date}")),
            };
            count(&mut imported.sessions, &mut imported.already_there, &session::add(&mut tx, &new).await?);
        }
        let known = scores_on_record(&mut tx, &course).await?;
        for taken in &person.scores {
            let new = NewMeasurement {
                course_id: course.id(),
                date: taken.date,
                instrument: taken.instrument,
                score: Some(taken.score),
                items: None,
                after: taken.after,
                recall_days: taken.recall_days,
                form: None,
                source: format!("import:{}", map.dataset),
                source_key: Some(format!("{key}/{}/{}/{}", taken.instrument, taken.date, taken.after)),
            };
            let before = new.source_key.as_ref().and_then(|key| known.get(key));
            imported.differing += u64::from(before.is_some_and(|score| *score != new.score));
            count(&mut imported.scores, &mut imported.already_there, &measurement::add(&mut tx, &new).await?);
        }
        if course.is_new() && map.status != CourseStatus::Active {
            end(&mut tx, course.id(), map.status, last).await?;
        }
        tx.audit("import.person", patient.id(), &map.dataset)?;
        Ok(tx.commit().await?)
    }
}

/// The scores an earlier run left in a course, by their keys in the file.
async fn scores_on_record(
    tx: &mut Tx,
    course: &Inserted<CourseId>,
) -> Result<HashMap<String, Option<f64>>, Refusal> {
    if course.is_new() {
        return Ok(HashMap::new());
    }
    let clinic = tx.clinic();
    let scores = measurement::list(tx, clinic, course.id()).await?;
    Ok(scores.into_iter().filter_map(|m| Some((m.source_key?, m.score))).collect())
}

async fn add_patient(
    tx: &mut Tx,
    person: &Person,
    map: &Map,
    key: &str,
) -> Result<Inserted<PatientId>, Refusal> {
    let new = NewPatient {
        source: format!("import:{}", map.patient_label),
        source_key: Some(key.to_owned()),
        details: Details {
            name: person.subject.clone(),
            birth_date: None,
            phone: None,
            record_number: Some(person.subject.clone()),
        },
    };
    Ok(patient::add(tx, &new).await?)
}

fn new_course(
    patient: PatientId,
    person: &Person,
    map: &Map,
    revision: &str,
    key: &str,
    first: Date,
) -> NewCourse {
    NewCourse {
        patient_id: patient,
        condition: person.condition,
        protocol_id: map.protocol.clone(),
        protocol_revision: revision.to_owned(),
        ladder_id: None,
        primary_instrument: map.primary,
        opened_on: first,
        start_on: person.sessions.keys().next().copied().unwrap_or(first),
        weekdays: Vec::new(),
        closed_dates: Vec::new(),
        prescriber_id: None,
        prescriber_name: format!("as recorded in {}", map.dataset),
        note: Some(map.title.clone()),
        previous_course: None,
        source_key: Some(key.to_owned()),
    }
}

async fn end(tx: &mut Tx, course: CourseId, status: CourseStatus, on: Date) -> Result<(), Refusal> {
    course_state::change(tx, course, 1, status, on, None).await?;
    Ok(())
}

/// First and last day on which anything happened.
fn span(person: &Person, map: &Map) -> (Date, Date) {
    let days = person.scores.iter().map(|s| s.date).chain(person.sessions.keys().copied());
    let first = days.clone().min().unwrap_or(map.day_zero);
    (first, days.max().unwrap_or(first))
}

fn count<T: Copy>(added: &mut u64, there: &mut u64, inserted: &Inserted<T>) {
    if inserted.is_new() { *added += 1 } else { *there += 1 }
}
