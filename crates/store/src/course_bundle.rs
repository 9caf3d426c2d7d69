//! All that a course's page shows, in a fixed number of queries and as of one moment.

use crate::course::Course;
use crate::course_event::CourseEvent;
use crate::course_protocol::CourseProtocol;
use crate::decision::Decision;
use crate::error::StoreError;
use crate::finding::StoredFinding;
use crate::forecast::Forecast;
use crate::ids::{ClinicId, CourseId};
use crate::measurement::Measurement;
use crate::observation::Observation;
use crate::open::Store;
use crate::patient::Patient;
use crate::plan::Plan;
use crate::planned_move::PlannedMove;
use crate::screen::Screen;
use crate::screening::Screening;
use crate::session::Session;
use crate::sign::Sign;
use crate::source::{Snapshot, Source};
use crate::therapy_visit::{self, Visit};
use crate::tx::Tx;
use crate::{
    course, course_event, course_protocol, decision, finding, forecast, measurement, observation, patient,
    plan, planned_move, screen, screening, session, sign,
};

/// A course with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseBundle {
    /// The course.
    pub course: Course,
    /// The patient with the newest details.
    pub patient: Patient,
    /// Sessions in force, by date.
    pub sessions: Vec<Session>,
    /// What was seen around them, the newest of each.
    pub observations: Vec<Observation>,
    /// Scores in force, by date.
    pub measurements: Vec<Measurement>,
    /// Screens for suicidal thoughts, by date.
    pub screens: Vec<Screen>,
    /// Signs as they were asked for, by date.
    pub signs: Vec<Sign>,
    /// Events that concern the course, by date.
    pub events: Vec<CourseEvent>,
    /// Therapy visits in force, by day.
    pub visits: Vec<Visit>,
    /// The patient's screening in force.
    pub screening: Option<Screening>,
    /// Changes of protocol, route or ladder, oldest first.
    pub protocols: Vec<CourseProtocol>,
    /// Planned sessions put on another day.
    pub moves: Vec<PlannedMove>,
    /// Findings, in the order in which they were made.
    pub findings: Vec<StoredFinding>,
    /// Decisions, in the order in which they were made.
    pub decisions: Vec<Decision>,
    /// The newest forecast of each label.
    pub forecasts: Vec<Forecast>,
    /// The plan in force.
    pub plan: Option<Plan>,
    /// The course before this one, for a restart.
    pub previous: Option<Box<Previous>>,
}

/// The course before, as far as a restart carries it over.
#[derive(Debug, Clone, PartialEq)]
pub struct Previous {
    /// The course.
    pub course: Course,
    /// Its sessions in force, by date.
    pub sessions: Vec<Session>,
    /// What was seen around them.
    pub observations: Vec<Observation>,
    /// Its scores in force, by date.
    pub measurements: Vec<Measurement>,
}

impl Previous {
    /// Of a bundle what a restart carries over.
    pub fn of(bundle: CourseBundle) -> Self {
        Self {
            course: bundle.course,
            sessions: bundle.sessions,
            observations: bundle.observations,
            measurements: bundle.measurements,
        }
    }
}

/// The bundle of one course: sixteen queries, four more after a restart.
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
    let previous = match course.previous_course {
        Some(before) => previous(&mut from, clinic, before).await?.map(Box::new),
        None => None,
    };
    Ok(Some(CourseBundle {
        patient: patient.ok_or(StoreError::NotFound { what: "patient" })?,
        sessions: session::list(&mut from, clinic, id).await?,
        observations: observation::newest(&mut from, clinic, id).await?,
        measurements: measurement::list(&mut from, clinic, id).await?,
        screens: screen::list(&mut from, clinic, id).await?,
        signs: sign::list(&mut from, clinic, id).await?,
        events: course_event::list(&mut from, clinic, id).await?,
        visits: therapy_visit::of_courses(&mut from, clinic, &[id]).await?,
        screening: screening::newest(&mut from, clinic, course.patient_id).await?,
        protocols: course_protocol::list(&mut from, clinic, id).await?,
        moves: planned_move::list(&mut from, clinic, id).await?,
        findings: finding::list(&mut from, clinic, id).await?,
        decisions: decision::list(&mut from, clinic, id).await?,
        forecasts: forecast::newest(&mut from, clinic, id).await?,
        plan: plan::newest(&mut from, clinic, id).await?,
        previous,
        course,
    }))
}

async fn previous(
    from: &mut Source<'_>,
    clinic: ClinicId,
    id: CourseId,
) -> Result<Option<Previous>, StoreError> {
    let Some(course) = course::get(&mut *from, clinic, id).await? else { return Ok(None) };
    Ok(Some(Previous {
        sessions: session::list(&mut *from, clinic, id).await?,
        observations: observation::newest(&mut *from, clinic, id).await?,
        measurements: measurement::list(&mut *from, clinic, id).await?,
        course,
    }))
}
