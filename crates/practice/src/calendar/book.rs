//! A place moved, by hand or by drag, or given up.

use evenkeel_store::booking::{self, Booking};
use evenkeel_store::{CourseId, Tx, course};
use jiff::civil::Date;

use super::series::{PlaceAt, changed, given_up};
use super::words::clock;
use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::words;

/// A place to be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveBooking {
    /// The course.
    pub course: CourseId,
    /// The day it is booked for.
    pub from: Date,
    /// The day it is to be on.
    pub to: Date,
    /// Name of the chair.
    pub chair: String,
    /// Minute of the day.
    pub start: u32,
    /// The version that was seen.
    pub seen_version: i64,
}

/// A place to be given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiveUp {
    /// The course.
    pub course: CourseId,
    /// The day it is booked for.
    pub date: Date,
    /// The version that was seen.
    pub seen_version: i64,
}

impl Practice {
    /// Puts a booked session on another chair or time. Another day moves the plan with it, by the rights and within the
    /// window of a move; a place the plan has no session for may go to a day that has one without a place.
    pub async fn move_booking(&self, actor: &Actor, wanted: MoveBooking, key: &str) -> Result<(), Refusal> {
        actor.must(Right::Book)?;
        let today = self.today(actor.clinic).await?;
        if wanted.to < today || wanted.from < today {
            return Err(Refusal::Conflict {
                what: "This day is over: its places stay as they were. Choose today or a later day."
                    .to_owned(),
            });
        }
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, wanted.course).await?;
        booking::hold(&mut tx).await?;
        let place = the_place(&mut tx, wanted.course, wanted.from, wanted.seen_version).await?;
        let mut at =
            PlaceAt { n: 0, planned: wanted.from, date: wanted.to, chair: wanted.chair, start: wanted.start };
        if wanted.to != wanted.from {
            self.to_another_day(&mut tx, actor, wanted.course, &mut at, today).await?;
            booking::add(&mut tx, &given_up(&place)).await?;
        }
        self.book_in(&mut tx, wanted.course, &[at], today).await?;
        tx.audit("booking.move", wanted.course, &(wanted.from, wanted.to))?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    /// Moves the plan's session of the old day to the new one, unless the new day has a session already.
    async fn to_another_day(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        course: CourseId,
        at: &mut PlaceAt,
        today: Date,
    ) -> Result<(), Refusal> {
        let clinic = tx.clinic();
        let places = booking::of_course(&mut *tx, clinic, course).await?;
        if places.iter().any(|place| place.date == at.date && place.is_held()) {
            let what = format!("This course has a place on {} already.", words::date(at.date));
            return Err(Refusal::Conflict { what });
        }
        let standing = self.standing_in(tx, course, today).await?;
        let on_new = standing.to_come().any(|s| s.date == at.date);
        let on_old = standing.to_come().find(|s| s.date == at.planned).map(|s| s.n);
        drop(standing);
        match (on_new, on_old) {
            (true, None) => Ok(()),
            (false, Some(n)) => {
                at.n = n;
                self.move_plan(tx, actor, course, at, today).await
            }
            (true, Some(_)) => Err(Refusal::Conflict {
                what: format!(
                    "The plan has another session of this course on {}. Book that one there, or choose another day.",
                    words::date(at.date)
                ),
            }),
            (false, None) => Err(changed(at.date)),
        }
    }

    /// Gives a place up: the chair is free again, the plan stays.
    pub async fn give_up_booking(&self, actor: &Actor, wanted: GiveUp, key: &str) -> Result<(), Refusal> {
        actor.must(Right::Book)?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, wanted.course).await?;
        booking::hold(&mut tx).await?;
        let place = the_place(&mut tx, wanted.course, wanted.date, wanted.seen_version).await?;
        booking::add(&mut tx, &given_up(&place)).await?;
        tx.audit("booking.give_up", wanted.course, &wanted.date)?;
        tx.commit_with(&()).await?;
        Ok(())
    }
}

/// The place that was seen; somebody else's change meanwhile is told with what they did.
async fn the_place(tx: &mut Tx, course: CourseId, date: Date, seen: i64) -> Result<Booking, Refusal> {
    let clinic = tx.clinic();
    let places = booking::of_course(&mut *tx, clinic, course).await?;
    let Some(place) = places.into_iter().find(|place| place.date == date) else {
        return Err(Refusal::not_found("This booking"));
    };
    if place.version == seen && place.is_held() {
        return Ok(place);
    }
    let by = &place.recorded.by_name;
    let now = match &place.chair {
        Some(chair) => format!("put it on {chair} at {}", clock(place.start_minute)),
        None => "gave it up".to_owned(),
    };
    Err(Refusal::Conflict {
        what: format!("{by} changed this booking in the meantime and {now}. Look again."),
    })
}
