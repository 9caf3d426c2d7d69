//! What somebody does about a check-in, or about one that did not come. No message leaves the program: a call is a call
//! that somebody made, written down.

use evenkeel_store::inbox::{self, Step};
use evenkeel_store::{CourseId, MeasurementId, course};

use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::Refusal;
use crate::rights::Right;

/// Something done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInStep {
    /// The course.
    pub course: CourseId,
    /// The check-in; `None`: one that did not come, or with [`Step::Seen`] all that wait of the course.
    pub measurement: Option<MeasurementId>,
    /// What was done.
    pub step: Step,
    /// What was said, or why nobody was reached.
    pub words: String,
}

impl Practice {
    /// Keeps it. Whoever has looked at a check-in takes it out of the inbox, for everybody.
    pub async fn step_on_check_in(&self, actor: &Actor, done: CheckInStep, key: &str) -> Result<(), Refusal> {
        actor.must(Right::WorkLists)?;
        possible(&done)?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, done.course).await?;
        let waited = match done.measurement {
            _ if done.step != Step::Seen => true,
            Some(measurement) => inbox::take_out(&mut tx, done.course, measurement).await?,
            None => inbox::take_out_all(&mut tx, done.course).await? > 0,
        };
        if !waited {
            let what = "This check-in does not wait any more: a newer one has come, or somebody has seen it. Look at the inbox as it is now.";
            return Err(Refusal::Conflict { what: what.to_owned() });
        }
        let words = Some(done.words.trim()).filter(|words| !words.is_empty());
        let id = inbox::add_step(&mut tx, done.course, done.measurement, done.step, words).await?;
        let subject = evenkeel_store::Subject { kind: "check_in_step".to_owned(), id: Some(id) };
        tx.audit(&format!("check_in.{}", done.step), subject, &done.course)?;
        tx.commit_with(&()).await?;
        Ok(())
    }
}

fn possible(done: &CheckInStep) -> Result<(), Refusal> {
    let chars = done.words.trim().chars().count();
    if chars > 2000 {
        return Err(Refusal::field("words", "The text is too long.", "Shorten it to 2,000 characters."));
    }
    if done.step == Step::Called && chars == 0 {
        return Err(Refusal::field(
            "words",
            "It is not said what was agreed.",
            "Write in a few words what the patient said and what happens next.",
        ));
    }
    Ok(())
}
