//! Noting what is done and seen at the chair. Each tap is on disk before it is answered, and lands once.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::finding::Finding;
use evenkeel_care::sitting::{Ask, Deed, Noted, Sitting};
use evenkeel_store::observation::Seen;
use evenkeel_store::sitting::{self, NewNote, SittingNote};
use evenkeel_store::{CourseId, SittingId, SittingNoteId, Source, StoreError, Tx, course};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::tap::Tap;
use crate::actor::Actor;
use crate::context::{Once, Practice, today_in};
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::sessions::{GiveSession, running};
use crate::words;

/// How far a device's clock may be ahead of this one.
const AHEAD: SignedDuration = SignedDuration::from_mins(2);

/// A sitting as it is kept: its notes, and what they come to.
pub(crate) struct Kept {
    pub id: SittingId,
    pub notes: Vec<SittingNote>,
    pub now: Sitting,
}

/// The sitting of a course on a day, if it was begun.
pub(crate) async fn kept(
    from: impl Into<Source<'_>>,
    actor: &Actor,
    course: CourseId,
    date: Date,
) -> Result<Option<Kept>, StoreError> {
    let mut from = from.into();
    let all = sitting::of_course(&mut from, actor.clinic, course).await?;
    let Some(found) = all.into_iter().find(|s| s.date == date) else { return Ok(None) };
    let notes = sitting::notes(from, actor.clinic, &[found.id]).await?;
    Ok(Some(Kept { id: found.id, now: folded(&notes)?, notes }))
}

/// What notes come to.
pub(crate) fn folded(notes: &[SittingNote]) -> Result<Sitting, StoreError> {
    let all: Vec<Noted> = notes
        .iter()
        .map(|note| Ok(Noted { at: note.at, deed: note.deed()? }))
        .collect::<Result<_, StoreError>>()?;
    Ok(Sitting::of(&all))
}

impl Practice {
    /// Notes one tap. The first begins the sitting. Thoughts of suicide wait for a person from then on, on every page. Dosing begins only past the gates: confirmed, or overridden by a
    /// prescriber with a reason.
    pub async fn tap(&self, actor: &Actor, tap: Tap, key: &str) -> Result<SittingNoteId, Refusal> {
        actor.must(Right::GiveSessions)?;
        tap.possible()?;
        let mut tx = match self.begin::<SittingNoteId>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        // After the key: a tap that has landed stays landed, however late it is sent again.
        let at = self.instant(actor, &tap).await?;
        course::hold(&mut tx, tap.course).await?;
        let known = kept(&mut tx, actor, tap.course, tap.date).await?;
        let mut now = known.as_ref().map(|known| known.now.clone()).unwrap_or_default();
        let deeds: Vec<&Deed> = std::iter::once(&tap.deed).chain(&tap.also).collect();
        for deed in &deeds {
            self.in_order(&mut tx, actor, &tap, deed, &now).await?;
            now.note(at, deed);
        }
        let id = match &known {
            Some(known) => known.id,
            None => sitting::begin(&mut tx, tap.course, tap.date).await?,
        };
        let note = keep(&mut tx, &tap, id, at).await?;
        tx.audit("sitting.note", note, &tap.course)?;
        if deeds.iter().any(|deed| matches!(deed, Deed::Asked { ask: Ask::Safe, fine: false })) {
            // Suicidal thoughts take the faster path, wherever they are spoken of (W11).
            let found = evenkeel_care::safety::at_the_chair(self.knowledge(), tap.date);
            self.keep_finding(&mut tx, tap.course, &found, note.into()).await?;
        }
        tx.commit_with(&note).await?;
        Ok(note)
    }

    /// Takes a note back: it never was. It stays in the record with the reason.
    pub async fn take_back(
        &self,
        actor: &Actor,
        (course_id, date): (CourseId, Date),
        note: SittingNoteId,
        reason: &str,
        key: &str,
    ) -> Result<(), Refusal> {
        actor.must(Right::GiveSessions)?;
        if reason.trim().is_empty() || reason.chars().count() > 2000 {
            return Err(Refusal::field(
                "reason",
                "The reason is missing.",
                "Say in a few words what was wrong.",
            ));
        }
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, course_id).await?;
        let known =
            kept(&mut tx, actor, course_id, date).await?.ok_or_else(|| Refusal::not_found("This session"))?;
        open(&known.now)?;
        sitting::withdraw(&mut tx, (course_id, known.id), note, reason.trim()).await?;
        tx.audit("sitting.take_back", note, &course_id)?;
        tx.commit_with(&()).await?;
        Ok(())
    }

    /// The instant of a tap: the device's own, if it lies on the day of the sitting and not in the future.
    async fn instant(&self, actor: &Actor, tap: &Tap) -> Result<Timestamp, Refusal> {
        let (now, zone) = (self.now(), self.clinic(actor.clinic).await?.zone);
        let today = today_in(&zone, now);
        if tap.date != today {
            return Err(Refusal::Conflict {
                what: format!(
                    "The session of {} is no longer going on. Record on the course page what is missing.",
                    words::date(tap.date)
                ),
            });
        }
        let Some(at) = tap.at else { return Ok(now) };
        let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
        let ahead = at.duration_since(now) > AHEAD;
        if ahead || at.to_zoned_datetime(zone).date() != tap.date {
            return Err(Refusal::field(
                "at",
                "The time is not of today, or has not come yet.",
                "Check the clock of this device.",
            ));
        }
        Ok(at.min(now))
    }

    /// Whether the deed can be done as the sitting stands.
    async fn in_order(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        tap: &Tap,
        deed: &Deed,
        now: &Sitting,
    ) -> Result<(), Refusal> {
        open(now)?;
        let conflict = |what: &str| Err(Refusal::Conflict { what: what.to_owned() });
        match deed {
            Deed::Started { .. } if tap.corrects.is_none() && now.started.is_some() => {
                conflict("Dosing has begun already: somebody else was faster. Nothing was changed.")
            }
            Deed::Paused | Deed::Resumed | Deed::Gave { .. } | Deed::Part { .. } | Deed::Ended { .. }
                if now.started.is_none() =>
            {
                conflict("Dosing has not begun yet.")
            }
            Deed::Paused if now.is_paused() => conflict("Dosing is held already."),
            Deed::Resumed if !now.is_paused() => conflict("Dosing goes on already."),
            Deed::Ended { .. } if tap.corrects.is_none() && now.ended.is_some() => {
                conflict("Dosing has ended already: somebody else was faster. Nothing was changed.")
            }
            Deed::Started { dose, supervised_by } => {
                let today = self.today(actor.clinic).await?;
                let standing = self.standing_in(tx, tap.course, today).await?;
                let given = GiveSession {
                    dose: *dose,
                    supervised_by: Some(supervised_by.clone()),
                    ..self.given_so_far(&standing, now, tap)
                };
                self.may_begin(tx, actor, &standing, now, &given).await
            }
            Deed::Arrived | Deed::Seated { .. } if now.arrived.is_none() => {
                let today = self.today(actor.clinic).await?;
                running(&self.standing_in(tx, tap.course, today).await?)
            }
            _ => Ok(()),
        }
    }

    /// The session as it would be recorded by what is noted so far.
    fn given_so_far(&self, standing: &Standing<'_>, now: &Sitting, tap: &Tap) -> GiveSession {
        GiveSession {
            course: tap.course,
            date: tap.date,
            dose: now.dose.unwrap_or(standing.dose),
            weight_kg: now.weight.map(|weight| weight.0),
            supervised_by: now.supervised_by.clone(),
            note: None,
            seen: Seen { blood_pressures: now.blood_pressures(self.now()), ..Seen::default() },
            confirm: tap.confirm,
            override_reason: tap.override_reason.clone(),
        }
    }

    /// The gates of a session, the second person, and what is usually done before the dose.
    async fn may_begin(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        standing: &Standing<'_>,
        now: &Sitting,
        given: &GiveSession,
    ) -> Result<(), Refusal> {
        self.second_person(tx, actor, standing, given).await?;
        let (stops, asks): (Vec<Finding>, Vec<Finding>) = self.judge_session(standing, given)?;
        self.ask(actor, given, &stops, &asks, &not_done(now))
    }
}

/// What is usually done before the dose and has not been, as a sentence; empty when all is done.
pub(crate) fn not_done(now: &Sitting) -> String {
    let mut left = Vec::new();
    if !now.identified {
        left.push("two identifiers".to_owned());
    }
    for ask in Ask::ALL {
        match now.asked.iter().find(|(known, _)| known == ask) {
            None => left.push(words::asked(*ask).to_lowercase()),
            Some((_, false)) => left.push(format!("{} (answered no)", words::asked(*ask).to_lowercase())),
            Some((_, true)) => {}
        }
    }
    if left.is_empty() {
        String::new()
    } else {
        format!("Not as it should be before the dose: {}.", left.join("; "))
    }
}

/// Nothing is noted any more once it is over.
fn open(now: &Sitting) -> Result<(), Refusal> {
    if !now.over {
        return Ok(());
    }
    Err(Refusal::Conflict { what: "This session is finished. Correct it on the course page.".to_owned() })
}

/// Keeps the notes of a tap; answers the first one's id.
async fn keep(tx: &mut Tx, tap: &Tap, id: SittingId, at: Timestamp) -> Result<SittingNoteId, StoreError> {
    let of = (tap.course, id);
    let new = NewNote { at, deed: tap.deed.clone(), words: said(tap) };
    let first = match tap.corrects {
        Some(old) => sitting::correct(tx, of, old, &new).await?,
        None => sitting::note(tx, of, &new).await?,
    };
    for deed in &tap.also {
        sitting::note(tx, of, &NewNote { at, deed: deed.clone(), words: None }).await?;
    }
    Ok(first)
}

/// What somebody wrote with a tap, the reason of an override among it.
fn said(tap: &Tap) -> Option<String> {
    let texts = [tap.words.as_deref(), tap.override_reason.as_deref()];
    let said: Vec<&str> =
        texts.into_iter().flatten().map(str::trim).filter(|text| !text.is_empty()).collect();
    (!said.is_empty()).then(|| said.join("\n"))
}
