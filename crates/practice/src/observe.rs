//! What was seen around a session, added at discharge or later: observation, tolerance, the REMS form.

use evenkeel_care::record::SessionStatus;
use evenkeel_store::observation::{self, Seen};
use evenkeel_store::{CourseId, SessionId, course};

use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::Refusal;
use crate::rights::Right;

/// What was seen around a session on record.
#[derive(Debug, Clone, PartialEq)]
pub struct Observe {
    /// The course.
    pub course: CourseId,
    /// The session.
    pub session: SessionId,
    /// The version that was on the screen; 0 for the first.
    pub seen_version: i64,
    /// All that is known now.
    pub seen: Seen,
}

impl Practice {
    /// Keeps what was seen around a session. A discharge that the rules would stop is kept as it was: the
    /// finding says so.
    pub async fn observe(&self, actor: &Actor, new: Observe, key: &str) -> Result<(), Refusal> {
        actor.must(Right::GiveSessions)?;
        let today = self.today(actor.clinic).await?;
        if let Some((field, what, remedy)) = impossible(&new.seen) {
            return Err(Refusal::field(field, what, remedy));
        }
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, new.course).await?;
        let standing = self.standing_in(&mut tx, new.course, today).await?;
        let given = standing.bundle.sessions.iter().find(|s| s.id == new.session);
        let Some(date) = given.filter(|s| s.status == SessionStatus::Done).map(|s| s.date) else {
            return Err(Refusal::not_found("This session"));
        };
        drop(standing);
        if new.seen.rems_submitted_on.is_some_and(|on| on < date || on > today) {
            return Err(Refusal::field(
                "rems_submitted_on",
                "The form cannot have been sent before the session or after today.",
                "Type the day on which it was sent.",
            ));
        }
        observation::add(&mut tx, new.course, new.session, new.seen_version, &new.seen).await?;
        tx.audit("session.observe", new.session, &new.course)?;
        self.after_a_fact(&mut tx, new.course, today, new.session.into()).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }
}

/// What nobody can have meant: the field, what is wrong, what to do.
pub(crate) fn impossible(seen: &Seen) -> Option<(&'static str, String, &'static str)> {
    let off = seen.blood_pressures.iter().any(|bp| {
        !(50..=300).contains(&bp.systolic)
            || !(20..=200).contains(&bp.diastolic)
            || bp.systolic <= bp.diastolic
    });
    if off {
        let what = "A blood pressure is out of range, or its two numbers are swapped.";
        return Some(("bp_before", what.into(), "Type systolic/diastolic, for example 128/80."));
    }
    if seen.moaas_last.is_some_and(|score| score > 5) {
        return Some(("moaas_last", "MOAA/S goes from 0 to 5.".into(), "5 is awake and answering at once."));
    }
    let longest = 24 * 60;
    if seen.observed_minutes.is_some_and(|m| m > longest) {
        return Some((
            "observed_minutes",
            "This is longer than a day.".into(),
            "Type minutes from the start.",
        ));
    }
    if seen.infusion_end_minute.is_some_and(|m| m > longest) {
        return Some((
            "infusion_end_minute",
            "This is longer than a day.".into(),
            "Type minutes from the start.",
        ));
    }
    None
}
