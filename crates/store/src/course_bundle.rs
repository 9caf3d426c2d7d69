//! All that a course's page shows, in a fixed number of queries and as of one moment.

use crate::course::Course;
use crate::decision::Decision;
use crate::error::StoreError;
use crate::finding::StoredFinding;
use crate::forecast::Forecast;
use crate::ids::{ClinicId, CourseId};
use crate::measurement::Measurement;
use crate::open::Store;
use crate::patient::Patient;
use crate::plan::Plan;
use crate::screen::Screen;
use crate::session::Session;
use crate::sign::Sign;
use crate::source::{Snapshot, Source};
use crate::tx::Tx;
use crate::{course, decision, finding, forecast, measurement, patient, plan, screen, session, sign};

/// A course with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseBundle {
    /// The course.
    pub course: Course,
    /// The patient with the newest details.
    pub patient: Patient,
    /// Sessions in force, by date.
    pub sessions: Vec<Session>,
    /// Scores in force, by date.
    pub measurements: Vec<Measurement>,
    /// Screens for suicidal thoughts, by date.
    pub screens: Vec<Screen>,
    /// Signs as they were asked for, by date.
    pub signs: Vec<Sign>,
    /// Findings, in the order in which they were made.
    pub findings: Vec<StoredFinding>,
    /// Decisions, in the order in which they were made.
    pub decisions: Vec<Decision>,
    /// The newest forecast of each label.
    pub forecasts: Vec<Forecast>,
    /// The plan in force.
    pub plan: Option<Plan>,
}

/// The bundle of one course, ten queries.
pub async fn get(store: &Store, clinic: ClinicId, id: CourseId) -> Result<Option<CourseBundle>, StoreError> {
    let mut moment = Snapshot::of(store).await?;
    read(moment.source(), clinic, id).await
}

/// The same inside a transaction, with what it has written so far.
pub async fn get_in(tx: &mut Tx, id: CourseId) -> Result<Option<CourseBundle>, StoreError> {
    let clinic = tx.clinic();
    read(Source::from(tx), clinic, id).await
}

async fn read(
    mut from: Source<'_>,
    clinic: ClinicId,
    id: CourseId,
) -> Result<Option<CourseBundle>, StoreError> {
    let Some(course) = course::get(&mut from, clinic, id).await? else { return Ok(None) };
    let patient = patient::get(&mut from, clinic, course.patient_id).await?;
    Ok(Some(CourseBundle {
        patient: patient.ok_or(StoreError::NotFound { what: "patient" })?,
        sessions: session::list(&mut from, clinic, id).await?,
        measurements: measurement::list(&mut from, clinic, id).await?,
        screens: screen::list(&mut from, clinic, id).await?,
        signs: sign::list(&mut from, clinic, id).await?,
        findings: finding::list(&mut from, clinic, id).await?,
        decisions: decision::list(&mut from, clinic, id).await?,
        forecasts: forecast::newest(&mut from, clinic, id).await?,
        plan: plan::newest(&mut from, clinic, id).await?,
        course,
    }))
}
