//! A sitting: a session while it is going on, from the arrival of the patient to the leaving. What was done and seen is
//! noted deed by deed; where the sitting stands follows from the notes and the time alone.

mod deed;
mod due;

use jiff::Timestamp;

use crate::dose::{Dose, WeightKg};
use crate::record::{BloodPressure, Discharge};
pub use deed::{Ask, Deed, Happening, Outside, OutsideOf, Reading, Response};
pub use due::{Cell, CellState, Course as CellsOf, cells};

use crate::closed_list;

closed_list!(
    /// Where a sitting stands.
    Phase, "phase", {
        /// The patient is there; nothing has been looked at.
        Arrived => "arrived",
        /// Checks before the dose.
        Checks => "checks",
        /// The drug is being given.
        Dosing => "dosing",
        /// Given; the patient is watched.
        Recovery => "recovery",
        /// The shortest time of watching is over: the list before leaving.
        Ready => "ready",
        /// The patient has left, or the sitting was called off.
        Over => "over",
    }
);

/// Something noted, at its instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Noted {
    /// When it was done or seen.
    pub at: Timestamp,
    /// What.
    pub deed: Deed,
}

/// The shortest times of watching, minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// After the end.
    pub after_end: u32,
    /// From the start, where the label counts from there.
    pub from_start: Option<u32>,
}

/// Where a sitting stands: what its notes come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sitting {
    /// When the patient came.
    pub arrived: Option<Timestamp>,
    /// At which chair: the latest.
    pub chair: Option<String>,
    /// Whether two identifiers were checked.
    pub identified: bool,
    /// Weight of today.
    pub weight: Option<WeightKg>,
    /// What was asked before the dose: the latest answer of each.
    pub asked: Vec<(Ask, bool)>,
    /// Readings in order of time.
    pub readings: Vec<(Timestamp, Reading)>,
    /// The dose with which it was begun.
    pub dose: Option<Dose>,
    /// Who supervises.
    pub supervised_by: Option<String>,
    /// When dosing began.
    pub started: Option<Timestamp>,
    /// When dosing ended.
    pub ended: Option<Timestamp>,
    /// Pauses; the last may be open.
    pub pauses: Vec<(Timestamp, Option<Timestamp>)>,
    /// Amounts given besides the dose, mg: a bolus.
    pub given: Vec<(Timestamp, f64)>,
    /// Parts of the dose as they were given, mg: nasal devices, split injections.
    pub parts: Vec<(Timestamp, f64)>,
    /// Milligrams of the dose that were in fact given, where the infusion was stopped early.
    pub given_mg: Option<f64>,
    /// What happened.
    pub happened: Vec<(Timestamp, Happening, Option<String>)>,
    /// What was done about a reading outside the limits, latest last.
    pub responses: Vec<(Timestamp, Response)>,
    /// The list before leaving.
    pub discharge: Discharge,
    /// Whether it is over.
    pub over: bool,
}

impl Sitting {
    /// What the notes come to, whatever order they arrived in.
    pub fn of(notes: &[Noted]) -> Self {
        let mut in_order: Vec<&Noted> = notes.iter().collect();
        in_order.sort_by_key(|noted| noted.at);
        let mut sitting = Self::default();
        for noted in in_order {
            sitting.note(noted.at, &noted.deed);
        }
        sitting
    }

    /// Goes on by one deed, which is the latest.
    pub fn note(&mut self, at: Timestamp, deed: &Deed) {
        match deed {
            Deed::Arrived => self.arrived = self.arrived.or(Some(at)),
            Deed::Seated { chair } => self.chair = Some(chair.clone()),
            Deed::Identified => self.identified = true,
            Deed::Weighed { kg } => self.weight = Some(WeightKg(*kg)),
            Deed::Asked { ask, fine } => {
                self.asked.retain(|(known, _)| known != ask);
                self.asked.push((*ask, *fine));
            }
            Deed::Read(reading) => self.readings.push((at, *reading)),
            Deed::Started { dose, supervised_by } => {
                self.started = self.started.or(Some(at));
                self.dose = self.dose.or(Some(*dose));
                self.supervised_by = self.supervised_by.take().or_else(|| Some(supervised_by.clone()));
            }
            Deed::Paused => self.pause(at),
            Deed::Resumed => self.resume(at),
            Deed::Gave { mg } => self.given.push((at, *mg)),
            Deed::Part { mg } => self.parts.push((at, *mg)),
            Deed::Ended { given_mg } => {
                self.resume(at);
                self.ended = Some(at);
                self.given_mg = given_mg.or(self.given_mg);
            }
            Deed::Happened { what, note } => self.happened.push((at, *what, note.clone())),
            Deed::Responded { how } => self.responses.push((at, *how)),
            Deed::LookedAt { check, yes } => {
                self.discharge.insert(*check, *yes);
            }
            Deed::Over => self.over = true,
        }
    }

    fn pause(&mut self, at: Timestamp) {
        if self.started.is_some() && self.ended.is_none() && !self.is_paused() {
            self.pauses.push((at, None));
        }
    }

    fn resume(&mut self, at: Timestamp) {
        if let Some((_, until @ None)) = self.pauses.last_mut() {
            *until = Some(at);
        }
    }

    /// Whether dosing is held at the moment.
    pub fn is_paused(&self) -> bool {
        self.pauses.last().is_some_and(|(_, until)| until.is_none())
    }

    /// Where it stands at `now`.
    pub fn phase(&self, watch: Watch, now: Timestamp) -> Phase {
        if self.over {
            return Phase::Over;
        }
        match (self.started, self.ended) {
            (None, _) if self.is_untouched() => Phase::Arrived,
            (None, _) => Phase::Checks,
            (Some(_), None) => Phase::Dosing,
            (Some(_), Some(_)) if self.may_leave_from(watch).is_some_and(|from| now < from) => {
                Phase::Recovery
            }
            (Some(_), Some(_)) => Phase::Ready,
        }
    }

    fn is_untouched(&self) -> bool {
        !self.identified && self.weight.is_none() && self.asked.is_empty() && self.readings.is_empty()
    }

    /// The instant from which the shortest time of watching is over, once dosing has ended.
    pub fn may_leave_from(&self, watch: Watch) -> Option<Timestamp> {
        let after_end = after(self.ended?, watch.after_end);
        let from_start = watch.from_start.and_then(|minutes| Some(after(self.started?, minutes)));
        Some(from_start.map_or(after_end, |from_start| from_start.max(after_end)))
    }

    /// Minutes of dosing at `now`, pauses left out.
    pub fn running_minutes(&self, now: Timestamp) -> Option<i64> {
        let until = self.ended.unwrap_or(now);
        let held: i64 = self.pauses.iter().map(|(from, to)| seconds(*from, to.unwrap_or(until))).sum();
        Some((seconds(self.started?, until) - held).max(0) / 60)
    }

    /// Blood pressures by minute from the start; before it, from `now`.
    pub fn blood_pressures(&self, now: Timestamp) -> Vec<BloodPressure> {
        let start = self.started.unwrap_or(now);
        let one = |(at, reading): &(Timestamp, Reading)| {
            let (systolic, diastolic) = reading.pressure?;
            let before = *at < start;
            let minute = i32::try_from(seconds(start, *at).div_euclid(60)).unwrap_or(i32::MAX);
            let minute = if before { minute.min(-1) } else { minute };
            Some(BloodPressure { minute, systolic, diastolic })
        };
        self.readings.iter().filter_map(one).collect()
    }

    /// Milligrams of the dose that are not among the parts noted so far, where the dose is known in mg and is given in
    /// parts; negative: more than the dose was given.
    pub fn parts_left_mg(&self) -> Option<f64> {
        if self.parts.is_empty() {
            return None;
        }
        let given: f64 = self.parts.iter().map(|(_, mg)| mg).sum();
        Some(self.given_mg.or_else(|| self.dose_mg())? - given)
    }

    /// The dose with which it was begun, in mg.
    pub fn dose_mg(&self) -> Option<f64> {
        match self.dose? {
            Dose::Mg { amount } => Some(amount),
            Dose::MgPerKg { amount } => Some(amount * self.weight?.0),
            Dose::MgPerKgPerHour { .. } => None,
        }
    }

    /// The latest MOAA/S.
    pub fn sedation(&self) -> Option<u8> {
        self.readings.iter().rev().find_map(|(_, reading)| reading.moaas)
    }

    /// The latest reading outside the limits that nobody has responded to.
    pub fn unanswered(&self, outside: &Outside) -> Option<(Timestamp, Reading)> {
        let last = self.readings.iter().rev().find(|(_, reading)| reading.has_vitals())?;
        let is_outside = outside.says(&last.1, self.started.is_none()).is_some();
        let answered = self.responses.iter().any(|(at, _)| *at >= last.0);
        (is_outside && !answered).then_some(*last)
    }
}

/// So many minutes later.
pub(crate) fn after(at: Timestamp, minutes: u32) -> Timestamp {
    at.checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).unwrap_or(at)
}

fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_secs()
}

#[cfg(test)]
mod tests;
