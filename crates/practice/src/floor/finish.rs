//! The end of a sitting: the session becomes a fact of the course, with everything that was seen.

use evenkeel_care::dose::Dose;
use evenkeel_care::sitting::{Deed, Sitting};
use evenkeel_store::observation::{Administration, Seen, Tolerance};
use evenkeel_store::sitting::{self as stored, NewNote};
use evenkeel_store::{CourseId, course};
use jiff::Timestamp;
use jiff::civil::Date;

use super::sitting::kept;
use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::sessions::GiveSession;

/// The wish to finish.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// The course.
    pub course: CourseId,
    /// The day.
    pub date: Date,
    /// How it was tolerated.
    pub tolerance: Option<Tolerance>,
    /// A note.
    pub note: Option<String>,
    /// What was asked to be confirmed was confirmed.
    pub confirm: bool,
    /// Why a stop is overridden.
    pub override_reason: Option<String>,
}

impl Practice {
    /// Records the session from its notes and closes the sitting. What is missing is told, never guessed.
    pub async fn finish_sitting(&self, actor: &Actor, finish: Finish, key: &str) -> Result<(), Refusal> {
        actor.must(Right::GiveSessions)?;
        let today = self.today(actor.clinic).await?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, finish.course).await?;
        let conflict = |what: &str| Refusal::Conflict { what: what.to_owned() };
        let known = kept(&mut tx, actor, finish.course, finish.date)
            .await?
            .ok_or_else(|| conflict("This session was never begun."))?;
        if known.now.over {
            return Err(conflict("This session is finished already: somebody else was faster."));
        }
        let Some(dose) = given_dose(&known.now) else {
            return Err(conflict("Nothing was given. Call the session off, or begin dosing."));
        };
        if known.now.ended.is_none() {
            return Err(conflict("Dosing has not ended. Note its end first."));
        }
        let given = GiveSession {
            course: finish.course,
            date: finish.date,
            dose,
            weight_kg: known.now.weight.map(|weight| weight.0),
            supervised_by: known.now.supervised_by.clone(),
            note: finish.note.clone(),
            seen: seen(&known.now, finish.tolerance, self.now()),
            confirm: finish.confirm,
            override_reason: finish.override_reason.clone().or_else(|| reason_at_start(&known.notes)),
        };
        let standing = self.standing_in(&mut tx, finish.course, today).await?;
        let (stops, asks) = self.judge_session(&standing, &given)?;
        let left = self.left_to_do(&standing, &known.now).join(" ");
        drop(standing);
        self.ask(actor, &given, &stops, &asks, &left)?;
        self.give_in(&mut tx, actor, &given, today).await?;
        let over = NewNote { at: self.now(), deed: Deed::Over, words: None };
        let note = stored::note(&mut tx, (finish.course, known.id), &over).await?;
        tx.audit("sitting.finish", note, &finish.course)?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    /// Calls a sitting off in which nothing was given; the plan keeps its session.
    pub async fn call_off(
        &self,
        actor: &Actor,
        course_id: CourseId,
        date: Date,
        reason: &str,
        key: &str,
    ) -> Result<(), Refusal> {
        actor.must(Right::GiveSessions)?;
        if reason.trim().is_empty() || reason.chars().count() > 2000 {
            return Err(Refusal::field("reason", "The reason is missing.", "Say in a few words why."));
        }
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, course_id).await?;
        let conflict = |what: &str| Refusal::Conflict { what: what.to_owned() };
        let known = kept(&mut tx, actor, course_id, date)
            .await?
            .ok_or_else(|| conflict("This session was never begun."))?;
        if known.now.over || known.now.started.is_some() {
            return Err(conflict("Something was given in this session: finish it, so that it is on record."));
        }
        let over = NewNote { at: self.now(), deed: Deed::Over, words: Some(reason.trim().to_owned()) };
        let note = stored::note(&mut tx, (course_id, known.id), &over).await?;
        tx.audit("sitting.call_off", note, &course_id)?;
        tx.commit_with(&()).await?;
        Ok(())
    }
}

/// The dose as it goes on record: as ordered, or the milligrams in fact given where dosing was stopped early.
fn given_dose(now: &Sitting) -> Option<Dose> {
    let ordered = now.dose?;
    Some(now.given_mg.map_or(ordered, Dose::mg))
}

fn seen(now: &Sitting, tolerance: Option<Tolerance>, at: Timestamp) -> Seen {
    let minutes = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs().div_euclid(60);
    let count = |minutes: i64| u32::try_from(minutes).ok();
    let start = now.started.unwrap_or(at);
    let given = |(at, mg): &(Timestamp, f64)| Administration {
        minute: i32::try_from(minutes(start, *at)).unwrap_or_default(),
        mg: *mg,
    };
    Seen {
        blood_pressures: now.blood_pressures(at),
        administrations: administrations(now, given),
        moaas_last: now.sedation(),
        observed_minutes: count(minutes(start, at)),
        infusion_end_minute: now.ended.and_then(|end| count(minutes(start, end))),
        tolerance,
        rems_submitted_on: None,
        discharge: now.discharge.clone(),
    }
}

/// The parts of the dose and what was given besides, in order of time.
fn administrations(now: &Sitting, one: impl Fn(&(Timestamp, f64)) -> Administration) -> Vec<Administration> {
    let mut all: Vec<Administration> = now.parts.iter().chain(&now.given).map(one).collect();
    all.sort_by_key(|part| part.minute);
    all
}

/// The reason with which a stop was overridden when dosing began.
fn reason_at_start(notes: &[stored::SittingNote]) -> Option<String> {
    let start = notes.iter().find(|note| matches!(note.deed(), Ok(Deed::Started { .. })))?;
    start.words.as_ref().and_then(evenkeel_store::Note::text).map(str::to_owned)
}
