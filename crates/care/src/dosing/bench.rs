//! Where an order is worked out, one step after the other.

use super::order::DoseOrder;
use super::parts::{self, Part};
use super::rounding;
use super::sheet::DoseSheet;
use super::units::{Hours, MgPerKg, Milligrams, Millilitres, Minutes, MlPerHour};
use super::words::exact;
use super::{DoseLevel, DoseVerdict, spoken, titration, verdict};
use crate::condition::Route;
use crate::dose::{Dose, WeightKg};
use crate::finding::FindingState;
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::rules::{Administration, SecondCheck};

/// A calculation under way.
pub(super) struct Bench<'a> {
    knowledge: &'a Knowledge,
    order: &'a DoseOrder<'a>,
    /// The weight that may be reckoned with: taken recently enough.
    weight: Option<WeightKg>,
    steps: Vec<Message>,
    missing: Vec<Message>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(knowledge: &'a Knowledge, order: &'a DoseOrder<'a>) -> Self {
        let mut bench = Self { knowledge, order, weight: None, steps: Vec::new(), missing: Vec::new() };
        if order.route != Route::NasalEsketamine {
            let (weight, said) = spoken::weight(bench.marks(), order);
            bench.weight = weight;
            bench.steps.extend(said);
            if weight.is_none() {
                bench.missing.push(Message::new("weight_kg"));
            }
        }
        bench
    }

    fn marks(&self) -> &'a Administration {
        &self.knowledge.rules.p44.params
    }

    pub(super) fn sheet(mut self) -> DoseSheet {
        let bolus = self.order.bolus.and_then(|bolus| self.amount(bolus));
        let dose = self.amount(self.order.dose);
        let bolus = bolus.map(|mg| self.measure("bolus", mg, Milligrams(0.0)));
        let before = bolus.map_or(Milligrams(0.0), |part| part.mg);
        let main = match self.order.route {
            Route::NasalEsketamine => dose.map(|mg| Part { mg, ml: None, minute: None }),
            _ => dose.map(|mg| self.measure("dose", mg, before)),
        };
        let parts = main.map(|main| self.parts(main)).unwrap_or_default();
        let time = self.time();
        let pump = main.and_then(|main| self.pump(main, time));
        let mut verdict = verdict(self.knowledge, &self.order.check(self.weight), self.order.bolus);
        self.bolus_limit(&mut verdict);
        self.steps.extend(verdict.finding.because.iter().cloned());
        self.steps.extend(spoken::last(self.order, self.weight));
        let (next_step, said) = titration::offer(self.knowledge, self.order, self.weight);
        self.steps.extend(said);
        let second_check = self.second_check(verdict.level);
        let whole = |of: &dyn Fn(Part) -> Option<f64>| {
            let before = bolus.map_or(Some(0.0), of);
            main.and_then(of).zip(before).map(|(main, bolus)| main + bolus)
        };
        let calculated = self
            .order
            .dose
            .total_mg(self.weight)
            .zip(self.order.bolus.map_or(Some(0.0), |b| b.total_mg(self.weight)));
        let per_kg = self
            .order
            .dose
            .per_kg(self.weight)
            .zip(self.order.bolus.map_or(Some(0.0), |b| b.per_kg(self.weight)));
        DoseSheet {
            per_kg: per_kg.map(|(dose, bolus)| MgPerKg(dose + bolus)),
            calculated: calculated.map(|(dose, bolus)| Milligrams(dose + bolus)),
            measured: whole(&|part| Some(part.mg.0)).map(Milligrams),
            volume: whole(&|part| part.ml.map(|ml| ml.0)).map(Millilitres),
            bolus,
            pump,
            time,
            parts,
            verdict,
            second_check,
            next_step,
            missing: self.missing,
            steps: self.steps,
        }
    }

    /// Milligrams of a dose as written, and how they come about.
    fn amount(&mut self, dose: Dose) -> Option<Milligrams> {
        let weight = self.weight;
        let mg = dose.total_mg(weight);
        let kg = weight.map_or(0.0, |weight| weight.0);
        let message = match dose {
            Dose::MgPerKg { amount } => Message::new("dosing.by_weight").with("amount", exact(amount)),
            Dose::MgPerKgPerHour { rate, hours } => {
                Message::new("dosing.by_rate").with("rate", exact(rate)).with("hours", exact(hours))
            }
            Dose::Mg { .. } => {
                Message::new("dosing.per_kg").with("per_kg", exact(dose.per_kg(weight).unwrap_or_default()))
            }
        };
        if let Some(mg) = mg.filter(|_| weight.is_some()) {
            self.steps.push(message.with("weight", exact(kg)).with("mg", exact(mg)));
        }
        mg.map(Milligrams)
    }

    /// What can be measured of `mg`, given after `before`: a volume where the concentration is known, else
    /// milligrams to the mark.
    fn measure(&mut self, what: &str, mg: Milligrams, before: Milligrams) -> Part {
        let marks = self.marks();
        let Some(per_ml) = self.order.concentration else {
            let past = |after: f64| self.level_of(Milligrams(after), before) > self.level_of(mg, before);
            let rounded = rounding::to_mark(mg.0, marks.marks_per_mg, past);
            self.steps.extend(rounded.step(what, Milligrams::UNIT));
            if self.missing.iter().all(|m| m.key != "concentration") {
                self.missing.push(Message::new("concentration"));
            }
            return Part { mg: Milligrams(rounded.after), ml: None, minute: None };
        };
        let volume = mg / per_ml;
        let past =
            |after: f64| self.level_of(per_ml * Millilitres(after), before) > self.level_of(mg, before);
        let rounded = rounding::to_mark(volume.0, marks.marks_per_ml, past);
        let drawn = Millilitres(rounded.after);
        self.steps.push(
            Message::new("dosing.volume")
                .with("what", what)
                .with("mg", exact(mg.0))
                .with("per_ml", exact(per_ml.0))
                .with("ml", exact(volume.0)),
        );
        if let Some(step) = rounded.step(what, Millilitres::UNIT) {
            self.steps.push(step);
            self.steps.push(
                Message::new("dosing.drawn")
                    .with("what", what)
                    .with("ml", exact(drawn.0))
                    .with("per_ml", exact(per_ml.0))
                    .with("mg", exact((per_ml * drawn).0)),
            );
        }
        Part { mg: per_ml * drawn, ml: Some(drawn), minute: None }
    }

    /// How strict the limits are with `mg` of the main dose after `before` of bolus, in the order's form.
    fn level_of(&self, mg: Milligrams, before: Milligrams) -> DoseLevel {
        let mut check = self.order.check(self.weight);
        check.dose = match (self.order.dose, self.weight) {
            (Dose::MgPerKgPerHour { hours, .. }, Some(weight)) => {
                let rate = (mg / weight) / Hours(hours);
                Dose::MgPerKgPerHour { rate: rate.0, hours }
            }
            _ => Dose::mg(mg.0),
        };
        verdict(self.knowledge, &check, Some(Dose::mg(before.0))).level
    }

    fn parts(&mut self, main: Part) -> Vec<Part> {
        let parts = match self.order.route {
            Route::NasalEsketamine => {
                let marks = self.marks();
                let each = Milligrams(self.order.mg_per_device(marks.mg_per_device));
                let parts = parts::devices(main.mg, each, Minutes(marks.minutes_between_devices));
                self.steps.push(
                    Message::new("dosing.devices")
                        .with("mg", exact(main.mg.0))
                        .with("count", parts.len())
                        .with("each", exact(each.0)),
                );
                parts
            }
            Route::Im | Route::Sc => {
                parts::injections(self.marks(), main.mg, self.order.concentration, self.order.injections)
            }
            Route::Iv => return Vec::new(),
        };
        self.steps.extend(parts::steps(&parts));
        parts
    }

    fn time(&self) -> Option<Minutes> {
        match self.order.dose {
            Dose::MgPerKgPerHour { hours, .. } => Some(Minutes::from(Hours(hours))),
            Dose::MgPerKg { .. } | Dose::Mg { .. } => self.order.time,
        }
    }

    /// What the pump is set to. Where a limit is a rate, rounding does not lift the pump over it.
    fn pump(&mut self, main: Part, time: Option<Minutes>) -> Option<MlPerHour> {
        let (volume, time, per_ml) = (main.ml?, time?, self.order.concentration?);
        let exactly = volume / Hours::from(time);
        let level = |ml_per_hour: f64| {
            let mut check = self.order.check(self.weight);
            if let (Dose::MgPerKgPerHour { .. }, Some(weight)) = (check.dose, self.weight) {
                let hours = volume / MlPerHour(ml_per_hour);
                let rate = (per_ml * volume / weight) / hours;
                check.dose = Dose::MgPerKgPerHour { rate: rate.0, hours: hours.0 };
            }
            verdict(self.knowledge, &check, None).level
        };
        let rounded = rounding::to_mark(exactly.0, self.marks().marks_per_ml_per_hour, |after| {
            level(after) > level(exactly.0)
        });
        let pump = MlPerHour(rounded.after);
        self.steps.push(
            Message::new("dosing.pump")
                .with("ml", exact(volume.0))
                .with("minutes", exact(time.0))
                .with("rate", exact(exactly.0)),
        );
        if let Some(step) = rounded.step("pump", MlPerHour::UNIT) {
            self.steps.push(step);
            let runs = (pump.0 > 0.0).then(|| Minutes::from(volume / pump).0);
            self.steps.extend(runs.map(|minutes| {
                Message::new("dosing.runs")
                    .with("ml", exact(volume.0))
                    .with("rate", exact(pump.0))
                    .with("minutes", super::words::decimals(minutes))
            }));
        }
        Some(pump)
    }

    /// A bolus above what the guideline frames asks for a second person, whatever the whole dose is.
    fn bolus_limit(&self, verdict: &mut DoseVerdict) {
        let limit = self.marks().bolus_confirm_above_mg_per_kg;
        let Some(per_kg) = self.order.bolus.and_then(|bolus| bolus.per_kg(self.weight)) else { return };
        if per_kg <= limit + 1e-9 {
            return;
        }
        let finding = &mut verdict.finding;
        finding.because.push(
            Message::new("dosing.bolus_high").with("per_kg", exact(per_kg)).with("limit", exact(limit)),
        );
        if finding.state == FindingState::Clear {
            finding.state = FindingState::Warn;
        }
        verdict.level = verdict.level.max(DoseLevel::Confirm);
    }

    fn second_check(&mut self, level: DoseLevel) -> bool {
        let always = self.marks().second_check == SecondCheck::Always;
        let asked = always || level > DoseLevel::Ok;
        if asked {
            let key = if always { "dosing.second_check_always" } else { "dosing.second_check" };
            self.steps.push(Message::new(key));
        }
        asked
    }
}
