//! What is asked of the calculator.

use jiff::civil::Date;

use super::units::{MgPerMl, Minutes};
use super::{DoseCheck, phase_after};
use crate::condition::Route;
use crate::dose::{Dose, WeightKg};
use crate::protocol::{PhaseName, Protocol};
use crate::record::{BloodPressure, CourseRecord, Session, SessionStatus};

/// A dose to be worked out: what is ordered, for whom, and what it is drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseOrder<'a> {
    /// The protocol of the course.
    pub protocol: &'a Protocol,
    /// Sessions given before this one; they decide the phase and with it the limits.
    pub given_before: usize,
    /// The route of the session.
    pub route: Route,
    /// The day of the session.
    pub date: Date,
    /// The dose as the prescriber writes it.
    pub dose: Dose,
    /// A bolus before the infusion, in mg/kg or mg.
    pub bolus: Option<Dose>,
    /// The latest weight and the day it was taken.
    pub weight: Option<Weighed>,
    /// What one millilitre of the vial or bag contains.
    pub concentration: Option<MgPerMl>,
    /// The time of the infusion. A dose written per hour has its own hours instead.
    pub time: Option<Minutes>,
    /// How many injections the dose is split into, from 1.
    pub injections: u32,
    /// The dose before this one, and how it was borne.
    pub last: Option<LastDose>,
}

/// A weight and the day it was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// Kilograms.
    pub kg: WeightKg,
    /// The day.
    pub on: Date,
}

/// The dose before, and how it was borne.
#[derive(Debug, Clone, PartialEq)]
pub struct LastDose {
    /// The day.
    pub date: Date,
    /// What was given.
    pub dose: Dose,
    /// The weight of that day.
    pub weight: Option<WeightKg>,
    /// The highest blood pressure after dosing began.
    pub highest_pressure: Option<BloodPressure>,
    /// The last MOAA/S sedation score before discharge.
    pub moaas_last: Option<u8>,
    /// Minutes observed from the start to discharge.
    pub observed_minutes: Option<u32>,
}

impl<'a> DoseOrder<'a> {
    /// An order without weight, vial, time and history, as one injection or infusion.
    pub fn new(protocol: &'a Protocol, date: Date, dose: Dose) -> Self {
        Self {
            protocol,
            given_before: 0,
            route: protocol.route,
            date,
            dose,
            bolus: None,
            weight: None,
            concentration: None,
            time: None,
            injections: 1,
            last: None,
        }
    }

    /// The same order with what `record` knows before its day: sessions given, the latest weight, and the
    /// last dose with how it was borne. A weight already in the order stays.
    #[must_use]
    pub fn knowing(mut self, record: &CourseRecord) -> Self {
        let given = given_before(record, self.date);
        self.given_before = given.len();
        self.weight = self.weight.or_else(|| latest_weight(record, self.date));
        self.last = given.iter().rev().find_map(|session| LastDose::of(session));
        self
    }

    /// The part of the course the session belongs to.
    pub fn phase(&self) -> PhaseName {
        phase_after(self.protocol, self.given_before)
    }

    /// Milligrams in one nasal device: the protocol's, else `usual`.
    pub(super) fn mg_per_device(&self, usual: f64) -> f64 {
        let rule = self.protocol.dose_rule(self.phase());
        rule.and_then(|rule| rule.mg_per_device).unwrap_or(usual)
    }

    /// The order as the limits see it. `weight`: the weight that may be reckoned with, if there is one.
    pub(super) fn check(&self, weight: Option<WeightKg>) -> DoseCheck<'a> {
        DoseCheck {
            protocol: self.protocol,
            phase: self.phase(),
            route: self.route,
            dose: self.dose,
            weight,
            date: self.date,
        }
    }
}

impl LastDose {
    fn of(session: &Session) -> Option<Self> {
        let after_start = session.blood_pressures.iter().filter(|bp| bp.minute > 0);
        Some(Self {
            date: session.date,
            dose: session.dose?,
            weight: session.weight_kg,
            highest_pressure: after_start.max_by_key(|bp| (bp.systolic, bp.diastolic, bp.minute)).copied(),
            moaas_last: session.moaas_last,
            observed_minutes: session.observed_minutes,
        })
    }
}

/// The latest weight of a record on or before `date`, that of the day's own session first.
pub(crate) fn latest_weight(record: &CourseRecord, date: Date) -> Option<Weighed> {
    let taken = record.sessions.iter().filter(|s| {
        let happened =
            s.status == SessionStatus::Done || (s.status == SessionStatus::Planned && s.date == date);
        s.date <= date && happened
    });
    taken
        .filter_map(|s| Some(Weighed { kg: s.weight_kg?, on: s.date }))
        .max_by(|a, b| a.on.cmp(&b.on).then(a.kg.0.total_cmp(&b.kg.0)))
}

/// Sessions given before `date`, in order.
fn given_before(record: &CourseRecord, date: Date) -> Vec<&Session> {
    let mut given: Vec<&Session> =
        record.sessions.iter().filter(|s| s.status == SessionStatus::Done && s.date < date).collect();
    given.sort_by_key(|s| (s.date, s.route));
    given
}
