//! A therapy visit: entered, put right, taken back.

use evenkeel_care::therapy::{Alliance, VisitKind};
use evenkeel_store::therapy_visit::{self, NewVisit, Written};
use evenkeel_store::{CourseId, Tx, VisitId, course, own_note};
use jiff::civil::Date;

use super::{LINE, LONGEST, TookBack, reason, short_enough, tidy};
use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::sessions::watched;
use crate::words;

/// Longest visit that can be meant, minutes: a day.
const DAY_MINUTES: u32 = 24 * 60;
/// Most themes of one visit.
const THEMES: usize = 12;

/// A visit to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldVisit {
    /// The course.
    pub course: CourseId,
    /// What it was for.
    pub kind: VisitKind,
    /// The day; today or earlier.
    pub date: Date,
    /// How long it took, minutes.
    pub minutes: u32,
    /// Who held it; `None`: whoever enters it.
    pub held_by: Option<String>,
    /// Themes, a few words each.
    pub themes: Vec<String>,
    /// The alliance, where the clinic rates it.
    pub alliance: Option<Alliance>,
    /// A note for the team.
    pub shared_note: Option<String>,
    /// A note that nobody but its author reads.
    pub own_note: Option<String>,
}

impl Practice {
    /// Enters a visit: a fact for the rules that ask for one, a note for the team, and one for its author alone.
    pub async fn hold_visit(&self, actor: &Actor, new: HoldVisit, key: &str) -> Result<VisitId, Refusal> {
        actor.must(Right::SeeToTherapy)?;
        let today = self.today(actor.clinic).await?;
        let (kept, own) = checked(actor, &new, today)?;
        let mut tx = match self.begin::<VisitId>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        course::hold(&mut tx, new.course).await?;
        self.no_twin(&mut tx, &new, today, None).await?;
        let id = therapy_visit::add(&mut tx, &kept).await?;
        tx.audit("visit.hold", id, &new.course)?;
        if let Some(words) = own {
            write_own(&mut tx, actor, (new.course, id), &words).await?;
        }
        self.after_a_fact(&mut tx, new.course, today, id.into()).await?;
        tx.commit_with(&id).await?;
        self.work().await;
        Ok(id)
    }

    /// Puts what is right in place of a visit on record. Own notes stay with it.
    pub async fn correct_visit(
        &self,
        actor: &Actor,
        old: VisitId,
        new: HoldVisit,
        why: TookBack,
        key: &str,
    ) -> Result<VisitId, Refusal> {
        actor.must(Right::SeeToTherapy)?;
        let today = self.today(actor.clinic).await?;
        let (kept, own) = checked(actor, &new, today)?;
        let reason = reason(&why)?;
        let mut tx = match self.begin::<VisitId>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        course::hold(&mut tx, new.course).await?;
        let first = self.no_twin(&mut tx, &new, today, Some(old)).await?.unwrap_or(old);
        let id = therapy_visit::correct(&mut tx, old, &kept, &reason).await?;
        tx.audit("visit.correct", id, &old)?;
        if let Some(words) = own {
            write_own(&mut tx, actor, (new.course, first), &words).await?;
        }
        self.after_a_fact(&mut tx, new.course, today, id.into()).await?;
        tx.commit_with(&id).await?;
        self.work().await;
        Ok(id)
    }

    /// Takes a visit back: it never was. It stays readable on the timeline.
    pub async fn take_visit_back(
        &self,
        actor: &Actor,
        (course, visit): (CourseId, VisitId),
        why: TookBack,
        key: &str,
    ) -> Result<(), Refusal> {
        actor.must(Right::SeeToTherapy)?;
        let today = self.today(actor.clinic).await?;
        let reason = reason(&why)?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, course).await?;
        let id = therapy_visit::withdraw(&mut tx, course, visit, &reason).await?;
        tx.audit("visit.take_back", id, &visit)?;
        self.after_a_fact(&mut tx, course, today, id.into()).await?;
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    /// Refuses a second visit of the kind on the day; answers the first version of the one that is corrected.
    async fn no_twin(
        &self,
        tx: &mut Tx,
        new: &HoldVisit,
        today: Date,
        corrected: Option<VisitId>,
    ) -> Result<Option<VisitId>, Refusal> {
        let standing = self.standing_in(tx, new.course, today).await?;
        watched(&standing)?;
        let visits = &standing.bundle.visits;
        let same = |kind: VisitKind, date: Date| kind == new.kind && date == new.date;
        let twin = visits.iter().any(|v| same(v.kind, v.date) && Some(v.id) != corrected)
            || standing.bundle.events.iter().any(|e| e.kind == new.kind.event() && e.date == new.date);
        if twin {
            let what = format!(
                "{} of {} is on record already.",
                words::event(new.kind.event()),
                words::date(new.date)
            );
            return Err(Refusal::field("date", what, "Check the day; the entry on record stands."));
        }
        Ok(visits.iter().find(|v| Some(v.id) == corrected).map(|v| v.first_id))
    }
}

async fn write_own(
    tx: &mut Tx,
    actor: &Actor,
    (course, visit): (CourseId, VisitId),
    words: &str,
) -> Result<(), Refusal> {
    let Some(author) = actor.account else {
        return Err(Refusal::field(
            "own_note",
            "A note for its author alone needs an author.",
            "Sign in, then write it.",
        ));
    };
    let id = own_note::add(tx, (course, visit), author, words).await?;
    Ok(tx.audit("own_note.write", id, &visit)?)
}

fn checked(actor: &Actor, new: &HoldVisit, today: Date) -> Result<(NewVisit, Option<String>), Refusal> {
    if new.date > today {
        let what = format!("{} has not come yet.", words::date(new.date));
        return Err(Refusal::field("date", what, "Enter the day on which the visit was held."));
    }
    if new.minutes == 0 || new.minutes > DAY_MINUTES {
        let what = "A visit takes at least a minute and no longer than a day.";
        return Err(Refusal::field("minutes", what, "Type the minutes it took, for example 50."));
    }
    let mut themes: Vec<String> = Vec::new();
    for theme in new.themes.iter().filter_map(|t| tidy(Some(t))) {
        short_enough("themes", Some(&theme), LINE)?;
        if !themes.iter().any(|known| known.eq_ignore_ascii_case(&theme)) {
            themes.push(theme);
        }
    }
    if themes.len() > THEMES {
        let what = format!("These are more than {THEMES} themes.");
        return Err(Refusal::field("themes", what, "Keep those that matter most."));
    }
    if let Some(rated) = &new.alliance {
        rating(rated)?;
    }
    let (shared, own) = (tidy(new.shared_note.as_deref()), tidy(new.own_note.as_deref()));
    short_enough("shared_note", shared.as_deref(), LONGEST)?;
    short_enough("own_note", own.as_deref(), LONGEST)?;
    let held_by = tidy(new.held_by.as_deref()).unwrap_or_else(|| actor.name.clone());
    short_enough("held_by", Some(&held_by), LINE)?;
    let written = Written { themes, alliance: new.alliance.clone(), shared_note: shared };
    let (course, kind, date, minutes) = (new.course, new.kind, new.date, new.minutes);
    Ok((NewVisit { course, kind, date, minutes, held_by, written }, own))
}

fn rating(rated: &Alliance) -> Result<(), Refusal> {
    let scale = rated.scale.trim();
    if scale.is_empty() || scale.chars().count() > LINE {
        let what = "A rating without its scale says nothing.";
        return Err(Refusal::field("alliance_scale", what, "Name the scale your clinic uses."));
    }
    let within =
        rated.out_of.is_finite() && rated.out_of > 0.0 && (0.0..=rated.out_of).contains(&rated.rating);
    if within {
        return Ok(());
    }
    let what = "The rating is not between 0 and the highest value of its scale.";
    Err(Refusal::field("alliance_rating", what, "Correct the rating, or the highest value."))
}
