//! `evenkeel-dose/1`: a worked-out dose as it is printed.

use std::fmt::Write as _;

use evenkeel_care::condition::Route;
use evenkeel_care::dose::Dose;
use evenkeel_care::dosing::{DoseLevel, DoseOrder, DoseSheet, Part};
use evenkeel_care::message::Message;
use evenkeel_care::protocol::PhaseName;
use jiff::civil::Date;
use serde::Serialize;

use crate::formats::review::FindingOut;

/// A worked-out dose. What rests on something missing is null.
#[derive(Serialize)]
pub struct SheetOut {
    schema: &'static str,
    protocol: String,
    phase: PhaseName,
    route: Route,
    date: Date,
    dose: Dose,
    weight_kg: Option<f64>,
    weighed_on: Option<Date>,
    mg_per_kg: Option<f64>,
    mg_calculated: Option<f64>,
    mg: Option<f64>,
    ml: Option<f64>,
    ml_per_hour: Option<f64>,
    minutes: Option<f64>,
    bolus: Option<PartOut>,
    /// Injections or devices; empty for an infusion.
    parts: Vec<PartOut>,
    level: DoseLevel,
    second_check: bool,
    next_step: Option<Dose>,
    missing: Vec<String>,
    findings: Vec<FindingOut>,
    steps: Vec<String>,
}

/// One administration.
#[derive(Serialize)]
struct PartOut {
    mg: f64,
    ml: Option<f64>,
    minute: Option<f64>,
}

impl From<Part> for PartOut {
    fn from(part: Part) -> Self {
        Self { mg: part.mg.0, ml: part.ml.map(|ml| ml.0), minute: part.minute.map(|minute| minute.0) }
    }
}

impl SheetOut {
    /// Says `sheet` in sentences.
    pub fn new(order: &DoseOrder<'_>, sheet: &DoseSheet, say: impl Fn(&Message) -> String + Copy) -> Self {
        Self {
            schema: "evenkeel-dose/1",
            protocol: order.protocol.id.clone(),
            phase: order.phase(),
            route: order.route,
            date: order.date,
            dose: order.dose,
            weight_kg: order.weight.map(|weighed| weighed.kg.0),
            weighed_on: order.weight.map(|weighed| weighed.on),
            mg_per_kg: sheet.per_kg.map(|dose| dose.0),
            mg_calculated: sheet.calculated.map(|mg| mg.0),
            mg: sheet.measured.map(|mg| mg.0),
            ml: sheet.volume.map(|ml| ml.0),
            ml_per_hour: sheet.pump.map(|rate| rate.0),
            minutes: sheet.time.map(|time| time.0),
            bolus: sheet.bolus.map(PartOut::from),
            parts: sheet.parts.iter().copied().map(PartOut::from).collect(),
            level: sheet.verdict.level,
            second_check: sheet.second_check,
            next_step: sheet.next_step,
            missing: sheet.missing.iter().map(|missing| missing.key.clone()).collect(),
            findings: vec![FindingOut::new(&sheet.verdict.finding, say)],
            steps: sheet.steps.iter().map(say).collect(),
        }
    }

    /// The sheet for a person: what is given first, then every step.
    pub fn words(&self) -> String {
        let mut out = format!("{}, {} ({}): {}\n", self.date, self.protocol, self.route, self.level);
        let amounts = [(self.mg, "mg"), (self.ml, "mL"), (self.ml_per_hour, "mL/h"), (self.minutes, "min")];
        let given: Vec<String> = amounts
            .into_iter()
            .filter_map(|(amount, unit)| Some(format!("{} {unit}", plain(amount?))))
            .collect();
        let line =
            if given.is_empty() { "Nothing can be drawn up yet.".to_owned() } else { given.join(" · ") };
        let _ = writeln!(out, "{line}");
        for step in &self.steps {
            let _ = writeln!(out, "  {step}");
        }
        if !self.missing.is_empty() {
            let _ = writeln!(out, "Missing: {}", self.missing.join(", "));
        }
        out
    }
}

/// At most four decimals.
fn plain(value: f64) -> String {
    format!("{value:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
