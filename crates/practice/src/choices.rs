//! What can be chosen when a course is opened, with the reasons for and against each protocol.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{Condition, Route};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::protocol::{FitQuestion, Protocol};
use evenkeel_care::record::{self as care, CourseStatus};
use evenkeel_store::course_bundle::{self, Previous};
use evenkeel_store::{CourseId, PatientId, StoreError, course, patient, screening};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::carried;
use crate::context::Practice;
use crate::fits::{self, FitView, SoughtProtocol};
use crate::patients::head;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::people::PatientHead;
use crate::words;

/// What can be chosen when a course is opened.
#[derive(Debug, Clone)]
pub struct CourseChoices {
    /// The patient.
    pub patient: PatientHead,
    /// What is to be treated: as asked, as in the course before, or depression.
    pub condition: Condition,
    /// The route wished for.
    pub route: Option<Route>,
    /// Conditions that can be chosen.
    pub conditions: Vec<(Condition, &'static str)>,
    /// Routes that can be wished for.
    pub routes: Vec<(Route, &'static str)>,
    /// What screening has not asked yet.
    pub not_asked: Vec<&'static str>,
    /// Whether the screening was looked at; not where decision hints are off.
    pub looked_at_screening: bool,
    /// Protocols: first those for the condition, and among them those that nothing speaks against.
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
    /// Route.
    pub route: &'static str,
    /// For whom it is.
    pub indication: String,
    /// How a course runs, in one sentence.
    pub runs: String,
    /// Why it fits the patient, and what speaks against it.
    pub fit: FitView,
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
    /// What can be chosen for a patient, with the reasons for and against each protocol.
    pub async fn course_choices(
        &self,
        actor: &Actor,
        patient: PatientId,
        sought: &SoughtProtocol,
    ) -> Result<CourseChoices, Refusal> {
        actor.must(Right::OpenCourses)?;
        let clinic = self.clinic(actor.clinic).await?;
        let today = self.today(actor.clinic).await?;
        let found = self.find_patient(actor, patient).await?;
        let all = course::list_for_patient(self.store(), actor.clinic, patient).await?;
        let condition = self.condition_sought(sought, all.first().map(|c| c.condition));
        let known = self.screened(actor, &found, clinic.hints_accepted).await?;
        self.saw(actor, "patient.read", patient).await?;
        let question = FitQuestion { condition, route: sought.route, patient: &known, today };
        Ok(CourseChoices {
            patient: head(&found, today),
            condition,
            route: sought.route,
            conditions: Condition::ALL.iter().map(|c| (*c, words::condition(*c))).collect(),
            routes: Route::ALL.iter().map(|r| (*r, words::route(*r))).collect(),
            not_asked: if clinic.hints_accepted { fits::not_asked(&known) } else { Vec::new() },
            looked_at_screening: clinic.hints_accepted,
            protocols: self.choices_by_fit(&question)?,
            before: self.course_before(actor, &all).await?,
            earliest_start: today,
        })
    }

    /// What screening knows of a patient. Where decision hints are off nothing of it is looked at.
    async fn screened(
        &self,
        actor: &Actor,
        found: &patient::Patient,
        hints: bool,
    ) -> Result<care::Patient, Refusal> {
        if !hints {
            return Ok(care::Patient::default());
        }
        let kept = screening::newest(self.store(), actor.clinic, found.id).await?;
        let answers = kept.as_ref().map(screening::Screening::answers).transpose()?.unwrap_or_default();
        Ok(fits::patient_before(found.person.known().and_then(|d| d.birth_date), answers))
    }

    /// The condition asked for; else one the protocol looked at is written for, the latest course's first;
    /// else the latest course's, else depression.
    fn condition_sought(&self, sought: &SoughtProtocol, latest: Option<Condition>) -> Condition {
        let likely = latest.unwrap_or(Condition::Depression);
        let named = sought.protocol.as_ref().and_then(|id| self.knowledge().protocols.get(id));
        let written = named.map(|p| p.conditions.as_slice()).unwrap_or_default();
        let of_protocol = if written.contains(&likely) { Some(likely) } else { written.first().copied() };
        sought.condition.or(of_protocol).unwrap_or(likely)
    }

    /// The patient's latest ended course that was not imported, and what carries over.
    async fn course_before(
        &self,
        actor: &Actor,
        all: &[course::Course],
    ) -> Result<Option<(CourseId, Vec<String>)>, Refusal> {
        let ended = |c: &&course::Course| c.status == CourseStatus::Ended && c.source_key.is_none();
        let Some(last) = all.iter().filter(ended).max_by_key(|c| c.status_on) else { return Ok(None) };
        let bundle = course_bundle::get(self.store(), actor.clinic, last.id).await?;
        let bundle = bundle.ok_or(StoreError::NotFound { what: "course" })?;
        Ok(Some((last.id, carried::sentences(&Previous::of(bundle), self.knowledge())?)))
    }

    pub(crate) fn protocol_choice(&self, protocol: &Protocol) -> ProtocolChoice {
        let knowledge = self.knowledge();
        let sessions = protocol.induction_sessions();
        let weeks = protocol.induction().map_or(0, |phase| phase.within_days.div_ceil(7));
        let mut ladders: Vec<(String, String)> =
            knowledge.ladders.values().map(|l| (l.id.clone(), l.name.clone())).collect();
        ladders.sort_by_key(|(id, _)| *id != protocol.default_ladder);
        ProtocolChoice {
            id: protocol.id.clone(),
            name: protocol.name.clone(),
            route: words::route(protocol.route),
            indication: protocol.indication.clone(),
            runs: format!("{sessions} sessions within {weeks} weeks, then a ladder."),
            fit: FitView::default(),
            sources: protocol.sources.iter().map(|s| s.citation.clone()).collect(),
            grade: words::grade(protocol.grade).to_owned(),
            conditions: protocol.conditions.iter().map(|c| (*c, words::condition(*c).to_owned())).collect(),
            instruments: protocol.primary.iter().map(|i| (*i, knowledge.name(*i))).collect(),
            ladders,
        }
    }
}
