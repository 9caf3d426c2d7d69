//! Setting a course aside in the list of boosters until a day. It hides no safety finding; a sign that was not known then
//! ends it, and so does the day.

use evenkeel_store::course_snooze::{self, NewSnooze};
use evenkeel_store::{CourseId, course};
use jiff::civil::Date;

use super::plan::latest_day;
use super::watch::{is_watched, sign_keys};
use crate::actor::Actor;
use crate::context::{Once, Practice, json};
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::words;

/// The longest a course can be set aside, days: long enough for a journey, short of two visits of the ladder.
pub(super) const LONGEST_DAYS: i32 = 42;

/// A course to be set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The course.
    pub course: CourseId,
    /// The day on which it comes back.
    pub until: Date,
    /// Why.
    pub reason: String,
}

impl Practice {
    /// Sets a course aside, with a reason.
    pub async fn set_aside(&self, actor: &Actor, aside: SetAside, key: &str) -> Result<(), Refusal> {
        actor.must(Right::WorkLists)?;
        let today = self.today(actor.clinic).await?;
        possible(&aside, today)?;
        let reason = Some(aside.reason.trim().to_owned());
        self.snooze(actor, aside.course, (today, aside.until), reason, key).await
    }

    /// Takes it back: the course stands in the list again.
    pub async fn take_up_again(&self, actor: &Actor, course: CourseId, key: &str) -> Result<(), Refusal> {
        actor.must(Right::WorkLists)?;
        let today = self.today(actor.clinic).await?;
        self.snooze(actor, course, (today, today), None, key).await
    }

    async fn snooze(
        &self,
        actor: &Actor,
        id: CourseId,
        (today, until): (Date, Date),
        reason: Option<String>,
        key: &str,
    ) -> Result<(), Refusal> {
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, id).await?;
        let standing = self.standing_in(&mut tx, id, today).await?;
        if !is_watched(&standing) {
            let what = "This course is not in maintenance any more: it has left the list by itself.";
            return Err(Refusal::Conflict { what: what.to_owned() });
        }
        let signs = json(&sign_keys(&standing, self.knowledge()))?;
        drop(standing);
        let new = NewSnooze { course_id: id, from_on: today, until_on: until, signs, reason };
        course_snooze::add(&mut tx, &new).await?;
        tx.audit(if until > today { "booster.snooze" } else { "booster.take_back" }, id, &until)?;
        // Its row in the list follows from the record, like everything in it.
        self.ask_for_forecast(&mut tx, id).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }
}

fn possible(aside: &SetAside, today: Date) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    let latest = latest_day(today);
    if aside.until <= today || aside.until > latest {
        let what =
            format!("{} is not between tomorrow and {}.", words::date(aside.until), words::date(latest));
        problems.push(FieldProblem::new("until", what, "Choose a day in between."));
    }
    match aside.reason.trim().chars().count() {
        0 => problems.push(FieldProblem::new(
            "reason",
            "The reason is missing.",
            "Write in a few words why this can wait until then.",
        )),
        1..=500 => {}
        _ => problems.push(FieldProblem::new(
            "reason",
            "The reason is too long.",
            "Shorten it to 500 characters.",
        )),
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}
