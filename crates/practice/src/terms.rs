//! Under which terms a course runs: as it was opened, or as it was changed since.

use evenkeel_care::protocol::FitQuestion;
use evenkeel_care::record::Patient;
use evenkeel_store::course::Weekdays;
use evenkeel_store::course_bundle::CourseBundle;
use evenkeel_store::course_protocol::{self, NewCourseProtocol};
use evenkeel_store::{CourseId, course};
use jiff::civil::{Date, Weekday};

use crate::actor::Actor;
use crate::choices::ProtocolChoice;
use crate::context::{Once, Practice};
use crate::patients::head;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::sessions::{course_fact, running};
use crate::view::people::PatientHead;

/// Protocol, ladder and weekdays in force.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    /// Id of the protocol.
    pub protocol: &'a str,
    /// Its revision when it came into force for this course.
    pub revision: &'a str,
    /// Id of the ladder.
    pub ladder: Option<&'a str>,
    /// Weekdays of the sessions.
    pub weekdays: &'a Weekdays,
    /// Number of changes so far.
    pub version: i64,
}

impl<'a> Terms<'a> {
    /// The latest change, else what the course was opened with.
    pub(crate) fn of(bundle: &'a CourseBundle) -> Self {
        match bundle.protocols.last() {
            Some(changed) => Self {
                protocol: &changed.protocol_id,
                revision: &changed.protocol_revision,
                ladder: changed.ladder_id.as_deref(),
                weekdays: &changed.weekdays,
                version: changed.version,
            },
            None => Self {
                protocol: &bundle.course.protocol_id,
                revision: &bundle.course.protocol_revision,
                ladder: bundle.course.ladder_id.as_deref(),
                weekdays: &bundle.course.weekdays,
                version: 0,
            },
        }
    }
}

/// A change of protocol, route or ladder inside a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeTerms {
    /// The course.
    pub course: CourseId,
    /// Protocol from today on.
    pub protocol: String,
    /// Ladder from today on.
    pub ladder: Option<String>,
    /// Weekdays from today on; empty: the protocol's own rhythm.
    pub weekdays: Vec<Weekday>,
    /// Why.
    pub reason: String,
}

/// What a course could be changed to.
#[derive(Debug, Clone)]
pub struct TermsChoices {
    /// The patient.
    pub patient: PatientHead,
    /// The course.
    pub course: CourseId,
    /// Protocols for the course's condition and instrument, the one in force first, then by fit.
    pub protocols: Vec<ProtocolChoice>,
    /// Id of the protocol in force.
    pub protocol: String,
    /// Id of the ladder in force.
    pub ladder: Option<String>,
}

impl Practice {
    /// What a running course could be changed to.
    pub async fn terms_choices(&self, actor: &Actor, course: CourseId) -> Result<TermsChoices, Refusal> {
        actor.must(Right::OpenCourses)?;
        let standing = self.standing(actor, course).await?;
        let terms = Terms::of(&standing.bundle);
        let (condition, primary) = (standing.record.condition, standing.record.primary);
        let hints = self.clinic(actor.clinic).await?.hints_accepted;
        let unknown = Patient::default();
        let patient = if hints { &standing.record.patient } else { &unknown };
        let mut protocols =
            self.choices_by_fit(&FitQuestion { condition, route: None, patient, today: standing.today })?;
        protocols.retain(|p| p.fit.for_condition && p.instruments.iter().any(|(id, _)| *id == primary));
        protocols.sort_by_key(|p| p.id != terms.protocol);
        self.saw(actor, "course.read", course).await?;
        Ok(TermsChoices {
            patient: head(&standing.bundle.patient, standing.today),
            course,
            protocols,
            protocol: terms.protocol.to_owned(),
            ladder: terms.ladder.map(str::to_owned),
        })
    }

    /// Changes protocol, route or ladder from today on. Sessions of before keep theirs, and the reason stays.
    pub async fn change_terms(&self, actor: &Actor, new: ChangeTerms, key: &str) -> Result<(), Refusal> {
        actor.must(Right::OpenCourses)?;
        let today = self.today(actor.clinic).await?;
        let reason = new.reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > 2000 {
            let what = "The reason is missing, or too long.";
            return Err(Refusal::field("reason", what, "Write in a few words why, up to 2,000 characters."));
        }
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, new.course).await?;
        let standing = self.standing_in(&mut tx, new.course, today).await?;
        running(&standing)?;
        let row = self.new_terms(&standing, new, reason, today)?;
        drop(standing);
        let id = course_protocol::add(&mut tx, &row).await?;
        tx.audit("course.change", row.course_id, &row.protocol_id)?;
        self.after_a_fact(&mut tx, row.course_id, today, course_fact(id)).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    fn new_terms(
        &self,
        standing: &Standing<'_>,
        new: ChangeTerms,
        reason: String,
        today: Date,
    ) -> Result<NewCourseProtocol, Refusal> {
        let terms = Terms::of(&standing.bundle);
        let protocol = self.knowledge().protocols.get(&new.protocol).filter(|p| !p.research_only);
        let known = protocol.filter(|p| {
            p.conditions.contains(&standing.record.condition) && p.primary.contains(&standing.record.primary)
        });
        let Some(protocol) = known else {
            let what = "This protocol is not for the course's condition and instrument.";
            return Err(Refusal::field("protocol", what, "Choose one from the list."));
        };
        if let Some(id) = new.ladder.as_ref().filter(|id| !self.knowledge().ladders.contains_key(*id)) {
            let what = format!("There is no ladder {id}.");
            return Err(Refusal::field("ladder", what, "Choose one from the list, or none."));
        }
        let weekdays = Weekdays(new.weekdays);
        let same = terms.protocol == new.protocol
            && terms.ladder == new.ladder.as_deref()
            && (weekdays.0.is_empty() || terms.weekdays == &weekdays);
        if same {
            let what = "Protocol, ladder and weekdays are as they are now.";
            return Err(Refusal::field("protocol", what, "Choose something else, or go back."));
        }
        Ok(NewCourseProtocol {
            course_id: new.course,
            seen_version: terms.version,
            protocol_id: new.protocol,
            protocol_revision: protocol.revision.clone(),
            ladder_id: new.ladder,
            weekdays,
            from_on: today,
            reason,
        })
    }
}
