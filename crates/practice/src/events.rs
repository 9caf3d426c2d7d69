//! Events of a course that are neither sessions nor scores: visits, consent, laboratory, certificates.

use evenkeel_care::record::EventKind;
use evenkeel_store::{CourseId, course, course_event};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::sessions::watched;
use crate::words;

/// An event to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// The course.
    pub course: CourseId,
    /// The day; today or earlier.
    pub date: Date,
    /// What happened.
    pub kind: EventKind,
    /// A note.
    pub note: Option<String>,
}

impl Practice {
    /// Records an event.
    pub async fn record_event(&self, actor: &Actor, new: NewEvent, key: &str) -> Result<(), Refusal> {
        actor.must(Right::EnterCheckIns)?;
        let today = self.today(actor.clinic).await?;
        if new.date > today {
            let what = format!("{} has not come yet.", words::date(new.date));
            return Err(Refusal::field("date", what, "Enter the day on which it took place."));
        }
        let note = new.note.as_deref().map(str::trim).filter(|n| !n.is_empty());
        if note.is_some_and(|n| n.chars().count() > 2000) {
            return Err(Refusal::field("note", "The note is too long.", "Shorten it to 2,000 characters."));
        }
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, new.course).await?;
        let standing = self.standing_in(&mut tx, new.course, today).await?;
        watched(&standing)?;
        let twin = standing.record.events.iter().any(|e| e.date == new.date && e.kind == new.kind);
        drop(standing);
        if twin {
            let what =
                format!("{} of {} is on record already.", words::event(new.kind), words::date(new.date));
            return Err(Refusal::field("date", what, "Check the day; the entry on record stands."));
        }
        let id = course_event::add(&mut tx, new.course, new.date, new.kind, note).await?;
        tx.audit("event.record", id, &new.course)?;
        self.after_a_fact(&mut tx, new.course, today, id.into()).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }
}
