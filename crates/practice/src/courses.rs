//! Opening a course, and keeping its plan.

use evenkeel_care::condition::Condition;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::CourseStatus;
use evenkeel_care::schedule::{self, PlanRequest, PlannedSession};
use evenkeel_store::course;
use evenkeel_store::course_bundle;
use evenkeel_store::plan::NewPlan;
use evenkeel_store::{CourseId, PatientId, StoreError, Tx, plan};
use jiff::civil::{Date, Weekday};

use crate::actor::Actor;
use crate::context::{Once, Practice, json};
use crate::record::{Standing, weekdays};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::words;

/// A course to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCourse {
    /// The patient.
    pub patient: PatientId,
    /// What is treated.
    pub condition: Condition,
    /// Id of the protocol.
    pub protocol: String,
    /// Id of the ladder for maintenance.
    pub ladder: Option<String>,
    /// The instrument on which response is judged.
    pub primary: InstrumentId,
    /// First day on which a session may be planned.
    pub start: Date,
    /// Weekdays of the sessions; empty: the protocol's own rhythm.
    pub weekdays: Vec<Weekday>,
    /// The prescriber's name, where it is not the actor.
    pub prescriber: Option<String>,
    /// The ended course that this one takes up again.
    pub previous: Option<CourseId>,
}

impl Practice {
    /// Opens a course and puts its first plan in force.
    pub async fn open_course(&self, actor: &Actor, new: NewCourse, key: &str) -> Result<CourseId, Refusal> {
        actor.must(Right::OpenCourses)?;
        let today = self.today(actor.clinic).await?;
        let revision = self.check_new_course(&new, today)?;
        let mut tx = match self.begin::<CourseId>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        if let Some(before) = new.previous {
            let known = course::get(&mut tx, actor.clinic, before).await?;
            if known.is_none_or(|c| c.patient_id != new.patient || c.status != CourseStatus::Ended) {
                let what = "The course before is not an ended course of this patient.";
                return Err(Refusal::field("previous", what, "Open the course from the patient's page."));
            }
        }
        let kept = course::NewCourse {
            patient_id: new.patient,
            condition: new.condition,
            protocol_id: new.protocol,
            protocol_revision: revision,
            ladder_id: new.ladder,
            primary_instrument: new.primary,
            opened_on: today,
            start_on: new.start,
            weekdays: new.weekdays,
            closed_dates: Vec::new(),
            prescriber_id: actor.account,
            prescriber_name: new.prescriber.unwrap_or_else(|| actor.name.clone()),
            note: None,
            previous_course: new.previous,
            source_key: None,
        };
        let id = course::add(&mut tx, &kept).await?.id();
        tx.audit("course.open", id, &kept.protocol_id)?;
        self.put_plan(&mut tx, id, today).await?;
        self.ask_for_forecast(&mut tx, id).await?;
        tx.commit_with(&id).await?;
        self.work().await;
        Ok(id)
    }

    fn check_new_course(&self, new: &NewCourse, today: Date) -> Result<String, Refusal> {
        let knowledge = self.knowledge();
        let protocol =
            knowledge.protocols.get(&new.protocol).filter(|p| !p.research_only).ok_or_else(|| {
                Refusal::field(
                    "protocol",
                    "No course can be opened with this protocol here.",
                    "Choose one from the list.",
                )
            })?;
        if !protocol.conditions.contains(&new.condition) {
            return Err(Refusal::field(
                "condition",
                format!(
                    "{} is not written for {}.",
                    protocol.name,
                    words::in_sentence(words::condition(new.condition))
                ),
                "Choose a condition from the protocol's list, or another protocol.",
            ));
        }
        if !protocol.primary.contains(&new.primary) {
            return Err(Refusal::field(
                "primary",
                format!("{} does not judge response by {}.", protocol.name, knowledge.name(new.primary)),
                "Choose an instrument from the list.",
            ));
        }
        let ladder = match &new.ladder {
            None => None,
            Some(id) => Some(knowledge.ladders.get(id).ok_or_else(|| {
                Refusal::field("ladder", "There is no such ladder.", "Choose one from the list, or none.")
            })?),
        };
        let latest = today.checked_add(jiff::Span::new().days(180)).unwrap_or(today);
        if new.start > latest {
            return Err(Refusal::field(
                "start",
                format!("{} is more than half a year away.", words::date(new.start)),
                "Choose a nearer day; a course can be opened again later.",
            ));
        }
        let days = weekdays(&new.weekdays);
        let request = PlanRequest {
            ladder,
            weekdays: (!days.is_empty()).then_some(days),
            ..PlanRequest::new(protocol, new.start)
        };
        schedule::check_start(new.start, today).map_err(|e| about("start", &e.to_string()))?;
        schedule::plan(&request).map_err(|e| about("weekdays", &e.to_string()))?;
        Ok(protocol.revision.clone())
    }

    /// Works out the plan from what the transaction holds and puts it in force, if it changed.
    pub(crate) async fn put_plan(&self, tx: &mut Tx, course: CourseId, today: Date) -> Result<(), Refusal> {
        let standing = self.standing_in(tx, course, today).await?;
        let Ok(sessions) = &standing.plan else { return Ok(()) };
        let before = standing.bundle.plan.as_ref();
        let body = json(&with_unrecorded(&standing, sessions))?;
        if before.is_some_and(|p| p.body == body) {
            return Ok(());
        }
        let dates = standing.to_come().map(|s| s.date).collect();
        let seen_version = before.map_or(0, |p| p.version);
        plan::add(tx, &NewPlan { course_id: course, seen_version, body, dates }).await?;
        Ok(())
    }

    /// The next planned day of a course, without its forecast.
    pub async fn next_planned(&self, actor: &Actor, course: CourseId) -> Result<Option<Date>, Refusal> {
        actor.must(Right::ReadCharts)?;
        Ok(self.standing(actor, course).await?.next().map(|s| s.date))
    }

    /// Where a course stands, inside a transaction.
    pub(crate) async fn standing_in(
        &self,
        tx: &mut Tx,
        course: CourseId,
        today: Date,
    ) -> Result<Standing<'_>, Refusal> {
        let bundle =
            course_bundle::get_in(tx, course).await?.ok_or(StoreError::NotFound { what: "course" })?;
        Standing::of(bundle, self.knowledge(), today)
    }

    /// Where a course stands, for reading.
    pub(crate) async fn standing(&self, actor: &Actor, course: CourseId) -> Result<Standing<'_>, Refusal> {
        let today = self.today(actor.clinic).await?;
        let bundle = course_bundle::get(self.store(), actor.clinic, course)
            .await?
            .ok_or_else(|| Refusal::not_found("This course"))?;
        Standing::of(bundle, self.knowledge(), today)
    }
}

/// The plan with the days that passed and of which nothing is on record: they stay until somebody says what
/// became of them.
fn with_unrecorded(standing: &Standing<'_>, plan: &[PlannedSession]) -> Vec<PlannedSession> {
    let before: Vec<PlannedSession> =
        standing.bundle.plan.as_ref().and_then(|p| p.body.parse().ok()).unwrap_or_default();
    let open = |s: &&PlannedSession| standing.unrecorded.iter().any(|u| u.date == s.date);
    let waiting = before.iter().filter(open);
    let mut all: Vec<PlannedSession> = waiting.chain(plan).cloned().collect();
    all.sort_by_key(|s| s.date);
    all
}

/// A refusal over one field, in the words of the rule that refused.
pub(crate) fn about(field: &str, sentence: &str) -> Refusal {
    let mut text = sentence.to_owned();
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    match text.split_once(". ") {
        Some((what, remedy)) => {
            Refusal::field(field, format!("{what}."), format!("{}.", remedy.trim_end_matches('.')))
        }
        None => Refusal::field(field, format!("{}.", text.trim_end_matches('.')), ""),
    }
}
