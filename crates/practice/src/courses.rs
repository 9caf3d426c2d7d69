//! Opening a course, and the ways one could be opened.

use evenkeel_care::condition::Condition;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::record::CourseStatus;
use evenkeel_care::schedule::{self, PlanRequest, PlannedSession};
use evenkeel_store::course;
use evenkeel_store::course_bundle::{self, Previous};
use evenkeel_store::plan::NewPlan;
use evenkeel_store::{CourseId, PatientId, StoreError, Tx, plan};
use jiff::civil::{Date, Weekday};

use crate::actor::Actor;
use crate::carried;
use crate::context::{Once, Practice, json};
use crate::patients::head;
use crate::record::{Standing, weekdays};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::people::PatientHead;
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

/// What can be chosen when a course is opened.
#[derive(Debug, Clone)]
pub struct CourseChoices {
    /// The patient.
    pub patient: PatientHead,
    /// Protocols.
    pub protocols: Vec<ProtocolChoice>,
    /// The latest ended course, with what a new one would take over from it, a sentence each.
    pub before: Option<(CourseId, Vec<String>)>,
    /// Earliest first day: today.
    pub earliest_start: Date,
}

/// A protocol that can be chosen.
#[derive(Debug, Clone)]
pub struct ProtocolChoice {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What the evidence shows and how a course runs, a sentence each.
    pub why: Vec<String>,
    /// Sources as shown on screen.
    pub sources: Vec<String>,
    /// Grade in words.
    pub grade: String,
    /// Conditions it is written for.
    pub conditions: Vec<(Condition, String)>,
    /// Instruments on which response may be judged, the usual one first.
    pub instruments: Vec<(InstrumentId, String)>,
    /// Ladders for maintenance, the usual one first.
    pub ladders: Vec<(String, String)>,
}

impl Practice {
    /// What can be chosen for a patient.
    pub async fn course_choices(&self, actor: &Actor, patient: PatientId) -> Result<CourseChoices, Refusal> {
        actor.must(Right::OpenCourses)?;
        let today = self.today(actor.clinic).await?;
        let found = self.find_patient(actor, patient).await?;
        let protocols = self.knowledge().protocols.values().filter(|p| !p.research_only);
        Ok(CourseChoices {
            patient: head(&found, today),
            protocols: protocols.map(|p| self.protocol_choice(p)).collect(),
            before: self.course_before(actor, patient).await?,
            earliest_start: today,
        })
    }

    /// The patient's latest ended course that was not imported, and what carries over.
    async fn course_before(
        &self,
        actor: &Actor,
        patient: PatientId,
    ) -> Result<Option<(CourseId, Vec<String>)>, Refusal> {
        let all = course::list_for_patient(self.store(), actor.clinic, patient).await?;
        let ended = |c: &&course::Course| c.status == CourseStatus::Ended && c.source_key.is_none();
        let Some(last) = all.iter().filter(ended).max_by_key(|c| c.status_on) else { return Ok(None) };
        let bundle = course_bundle::get(self.store(), actor.clinic, last.id).await?;
        let bundle = bundle.ok_or(StoreError::NotFound { what: "course" })?;
        Ok(Some((last.id, carried::sentences(&Previous::of(bundle), self.knowledge())?)))
    }

    pub(crate) fn protocol_choice(&self, protocol: &evenkeel_care::protocol::Protocol) -> ProtocolChoice {
        let knowledge = self.knowledge();
        let sessions = protocol.induction_sessions();
        let weeks = protocol.induction().map_or(0, |phase| phase.within_days.div_ceil(7));
        let mut ladders: Vec<(String, String)> =
            knowledge.ladders.values().map(|l| (l.id.clone(), l.name.clone())).collect();
        ladders.sort_by_key(|(id, _)| *id != protocol.default_ladder);
        ProtocolChoice {
            id: protocol.id.clone(),
            name: protocol.name.clone(),
            why: vec![
                protocol.evidence.clone(),
                format!("{sessions} sessions within {weeks} weeks, then a ladder."),
            ],
            sources: protocol.sources.iter().map(|s| s.citation.clone()).collect(),
            grade: words::grade(protocol.grade).to_owned(),
            conditions: protocol.conditions.iter().map(|c| (*c, words::condition(*c).to_owned())).collect(),
            instruments: protocol.primary.iter().map(|i| (*i, knowledge.name(*i))).collect(),
            ladders,
        }
    }

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
                    words::condition(new.condition).to_lowercase()
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
