//! What can be wrong with a dose rule.

use super::{DoseRule, DoseUnit};
use crate::field_problem::FieldProblem;

pub(super) fn dose_problems(field: &str, dose: &DoseRule) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    let limits = [Some(dose.start), Some(dose.confirm_above), Some(dose.stop_above), dose.refuse_at];
    let given: Vec<f64> = limits.into_iter().flatten().collect();
    let ordered = given.windows(2).all(|pair| matches!(pair, [a, b] if a <= b));
    if !ordered || given.iter().any(|&value| !(value > 0.0 && value.is_finite())) {
        let what = format!("start, confirm, stop and refuse are {given:?} {}.", dose.unit);
        let why = "a later limit below an earlier one would never be reached.";
        found.push(FieldProblem::new(field, what, why, "put them in rising order, all above 0."));
    }
    if (dose.unit == DoseUnit::MgPerKgPerHour) != dose.hours.is_some() {
        let why = "a rate says how much only together with its hours.";
        let remedy = "give `hours` with mg_per_kg_per_h, and only there.";
        found.push(FieldProblem::new(format!("{field}.hours"), "unit and hours do not fit.", why, remedy));
    }
    if (dose.unit == DoseUnit::Devices) != dose.mg_per_device.is_some_and(|mg| mg > 0.0) {
        let why = "a number of devices says how much only together with their content.";
        let remedy = "give `mg_per_device` with devices, and only there.";
        let what = "unit and content of a device do not fit.";
        found.push(FieldProblem::new(format!("{field}.mg_per_device"), what, why, remedy));
    }
    found.extend(step_problem(field, dose));
    found.extend(older_problem(field, dose));
    found
}

/// Steps rise in dose and in session, begin with a dose of session 1, and stay below the stop.
fn step_problem(field: &str, dose: &DoseRule) -> Option<FieldProblem> {
    let steps = &dose.steps;
    let rising = steps
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.dose < b.dose && a.from_session <= b.from_session));
    let from_first = steps.first().is_none_or(|step| step.from_session == 1 && step.dose > 0.0);
    let holds_start =
        steps.is_empty() || steps.iter().any(|s| same(s.dose, dose.start) && s.from_session == 1);
    let within = steps.iter().all(|step| step.dose <= dose.stop_above);
    (!(rising && from_first && holds_start && within)).then(|| {
        let doses: Vec<f64> = steps.iter().map(|step| step.dose).collect();
        let what = format!("the steps {doses:?} do not rise from the start {} to the stop.", dose.start);
        let why = "a dose would be offered that the protocol stops, or its first one would not be.";
        let remedy =
            "give rising doses and sessions, the start among those of session 1, none above the stop.";
        FieldProblem::new(format!("{field}.steps"), what, why, remedy)
    })
}

fn older_problem(field: &str, dose: &DoseRule) -> Option<FieldProblem> {
    let older = dose.older?;
    let lower = older.start > 0.0 && older.start < dose.start && (18..=120).contains(&older.from_age);
    (!lower).then(|| {
        let what = format!("from age {} the start is {}.", older.from_age, older.start);
        let why = "a start for older patients is a lower one.";
        FieldProblem::new(
            format!("{field}.older"),
            what,
            why,
            "give an age in years and a dose below the start.",
        )
    })
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}
