//! Small facts of daily life, told by the patient or entered by staff.

use evenkeel_care::life::{GoalState, LifeFact, LifeKind};
use evenkeel_store::life_entry::{self, NewEntry, Said};
use evenkeel_store::{ClinicId, LifeEntryId, PatientId};
use jiff::civil::Date;
use uuid::Uuid;

use super::{LINE, LONGEST, TookBack, reason, short_enough, tidy};
use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::words;

/// A fact to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct TellLife {
    /// The day; today or earlier.
    pub date: Date,
    /// What.
    pub fact: LifeFact,
    /// In words: which exercise, which goal, or a line of one's own.
    pub words: Option<String>,
    /// For a later state of a goal: its first entry.
    pub goal: Option<LifeEntryId>,
}

impl Practice {
    /// Enters a fact of a patient's daily life.
    pub async fn tell_life(
        &self,
        actor: &Actor,
        patient: PatientId,
        new: TellLife,
        key: &str,
    ) -> Result<LifeEntryId, Refusal> {
        actor.must(Right::EnterCheckIns)?;
        self.keep_life(actor, patient, new, false, key).await
    }

    /// The same by the patient. Nothing follows from it by rule: nobody is called, and the page says so.
    pub async fn tell_my_life(
        &self,
        actor: &Actor,
        new: TellLife,
        key: &str,
    ) -> Result<LifeEntryId, Refusal> {
        actor.must(Right::ReadOwnCourse)?;
        let patient = actor.patient.ok_or_else(|| Refusal::not_found("Your record"))?;
        self.keep_life(actor, patient, new, true, key).await
    }

    async fn keep_life(
        &self,
        actor: &Actor,
        patient: PatientId,
        new: TellLife,
        by_patient: bool,
        key: &str,
    ) -> Result<LifeEntryId, Refusal> {
        let said = self.checked_life(actor, &new).await?;
        let entry = NewEntry { patient, date: new.date, said, goal: new.goal, by_patient };
        let mut tx = match self.begin::<LifeEntryId>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        let id = life_entry::add(&mut tx, &entry).await?;
        tx.audit("life.tell", id, &patient)?;
        tx.commit_with(&id).await?;
        Ok(id)
    }

    /// Puts what is right in place of a fact on record.
    pub async fn correct_life(
        &self,
        actor: &Actor,
        (patient, old): (PatientId, LifeEntryId),
        new: TellLife,
        why: TookBack,
        key: &str,
    ) -> Result<LifeEntryId, Refusal> {
        actor.must(Right::EnterCheckIns)?;
        let said = self.checked_life(actor, &new).await?;
        let reason = reason(&why)?;
        let entry = NewEntry { patient, date: new.date, said, goal: None, by_patient: false };
        let mut tx = match self.begin::<LifeEntryId>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        let id = life_entry::correct(&mut tx, old, &entry, &reason).await?;
        tx.audit("life.correct", id, &old)?;
        tx.commit_with(&id).await?;
        Ok(id)
    }

    /// Takes a fact back: it never was. It stays readable on the timeline.
    pub async fn take_life_back(
        &self,
        actor: &Actor,
        (patient, old): (PatientId, LifeEntryId),
        why: TookBack,
        key: &str,
    ) -> Result<(), Refusal> {
        actor.must(Right::EnterCheckIns)?;
        let reason = reason(&why)?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        let id = life_entry::withdraw(&mut tx, patient, old, &reason).await?;
        tx.audit("life.take_back", id, &old)?;
        tx.commit_with(&()).await?;
        Ok(())
    }

    /// Goals that are neither reached nor let go, in the order in which they were set.
    pub(crate) async fn open_goals(
        &self,
        clinic: ClinicId,
        patient: PatientId,
    ) -> Result<Vec<(Uuid, String)>, Refusal> {
        let life = life_entry::of_patients(self.store(), clinic, &[patient], Date::MIN).await?;
        let mut goals: Vec<(LifeEntryId, GoalState, String)> = Vec::new();
        for entry in life {
            let Some((first, said)) = entry.goal_id.zip(entry.said()?) else { continue };
            let LifeFact::Goal { state } = said.fact else { continue };
            match goals.iter_mut().find(|(known, ..)| *known == first) {
                Some(known) => known.1 = state,
                None => goals.push((first, state, said.words.unwrap_or_default())),
            }
        }
        goals.retain(|(_, state, _)| !matches!(state, GoalState::Reached | GoalState::LetGo));
        Ok(goals.into_iter().map(|(first, _, words)| (first.0, words)).collect())
    }

    async fn checked_life(&self, actor: &Actor, new: &TellLife) -> Result<Said, Refusal> {
        if new.date > self.today(actor.clinic).await? {
            let what = format!("{} has not come yet.", words::date(new.date));
            return Err(Refusal::field("date", what, "Enter the day it is about."));
        }
        if let Err(impossible) = new.fact.check() {
            return Err(Refusal::field("amount", impossible.why(), "Check the number."));
        }
        let said = tidy(new.words.as_deref());
        let needs_words = matches!(new.fact.kind(), LifeKind::Goal | LifeKind::Words);
        if said.is_none() && needs_words && new.goal.is_none() {
            return Err(Refusal::field("words", "Nothing is written.", "Write it in a few words."));
        }
        let longest = if new.fact.kind() == LifeKind::Words { LONGEST } else { LINE };
        short_enough("words", said.as_deref(), longest)?;
        Ok(Said { fact: new.fact, words: said })
    }
}
