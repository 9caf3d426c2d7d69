//! Orders that cannot be meant: refused with what is wrong, why it matters and what to do.

use super::order::DoseOrder;
use super::units::{Hours, Minutes};
use crate::condition::Route;
use crate::dose::Dose;
use crate::field_problem::FieldProblem;
use crate::knowledge::Knowledge;
use crate::rules::Administration;

/// Everything that cannot be meant; empty where the order can be worked out.
pub(super) fn problems(knowledge: &Knowledge, order: &DoseOrder<'_>) -> Vec<FieldProblem> {
    let bounds = &knowledge.rules.p44.params;
    let mut found = weight(bounds, order);
    found.extend(dose("dose", order.dose));
    found.extend(order.bolus.map(|bolus| dose("bolus", bolus)).unwrap_or_default());
    found.extend(beyond_belief(bounds, order));
    found.extend(route(bounds, order));
    found.extend(devices(bounds, order));
    found.extend(bolus(order));
    found.extend(time(bounds, order));
    found.extend(concentration(bounds, order));
    found.extend(injections(bounds, order));
    found
}

fn positive(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

fn weight(bounds: &Administration, order: &DoseOrder<'_>) -> Vec<FieldProblem> {
    let Some(weighed) = order.weight else { return Vec::new() };
    let (kg, least, most) = (weighed.kg.0, bounds.lightest_kg, bounds.heaviest_kg);
    let mut found = Vec::new();
    if !(kg >= least && kg <= most) {
        let why =
            "every milligram of a dose by weight rests on it; a typing slip or pounds would pass unseen.";
        let what = format!("the weight is {kg} kg, not between {least} and {most} kg.");
        found.push(FieldProblem::new("weight", what, why, "Weigh again and give kilograms, not pounds."));
    }
    if weighed.on > order.date {
        let what = format!("it was taken on {}, after the session of {}.", weighed.on, order.date);
        let why = "a dose rests on what is known on its day.";
        found.push(FieldProblem::new("weighed_on", what, why, "Correct one of the two dates."));
    }
    found
}

fn dose(field: &str, dose: Dose) -> Vec<FieldProblem> {
    let (amount, hours) = match dose {
        Dose::MgPerKg { amount } | Dose::Mg { amount } => (amount, 1.0),
        Dose::MgPerKgPerHour { rate, hours } => (rate, hours),
    };
    let mut found = Vec::new();
    if !positive(amount) {
        let what = format!("{amount} is not a dose above 0.");
        let why = "there is nothing to draw up.";
        found.push(FieldProblem::new(field, what, why, "Give the dose as a number above 0."));
    }
    if !positive(hours) {
        let what = format!("{hours} is not a time above 0.");
        let why = "a rate says how much only together with its hours.";
        found.push(FieldProblem::new("hours", what, why, "Give the hours of the infusion."));
    }
    found
}

/// The likely slip of a unit: mg typed for mg/kg.
fn beyond_belief(bounds: &Administration, order: &DoseOrder<'_>) -> Option<FieldProblem> {
    let per_kg = order.dose.per_kg(order.weight.map(|w| w.kg))?;
    let most = bounds.unbelievable_above_mg_per_kg;
    (per_kg > most).then(|| {
        let what = format!("{} mg/kg cannot be meant.", super::words::decimals(per_kg));
        let why = format!("nothing above {most} mg/kg is given by any route; mg is easily typed for mg/kg.");
        FieldProblem::new("dose", what, why, "Check the unit: 35 mg at 70 kg is 0.5 mg/kg.")
    })
}

/// A dose form that the route does not have.
fn route(bounds: &Administration, order: &DoseOrder<'_>) -> Option<FieldProblem> {
    let rate = matches!(order.dose, Dose::MgPerKgPerHour { .. });
    match order.route {
        Route::NasalEsketamine if !matches!(order.dose, Dose::Mg { .. }) => Some(FieldProblem::new(
            "dose",
            "the nasal spray is not dosed by weight.",
            format!("a device holds {} mg, whoever uses it.", order.mg_per_device(bounds.mg_per_device)),
            "Give mg, for example 56 or 84, or the number of devices.",
        )),
        Route::Im | Route::Sc if rate => Some(FieldProblem::new(
            "dose",
            "an injection has no rate.",
            "it is given at once, not over hours.",
            "Give mg/kg or mg.",
        )),
        _ => None,
    }
}

fn devices(bounds: &Administration, order: &DoseOrder<'_>) -> Option<FieldProblem> {
    let (Route::NasalEsketamine, Dose::Mg { amount }) = (order.route, order.dose) else { return None };
    let each = order.mg_per_device(bounds.mg_per_device);
    let devices = amount / each;
    (positive(amount) && (devices - devices.round()).abs() > 1e-9).then(|| {
        let (below, above) = (devices.floor() * each, devices.ceil() * each);
        FieldProblem::new(
            "dose",
            format!("{amount} mg is not a whole number of devices of {each} mg."),
            "a device is used up whole.",
            if below > 0.0 {
                format!("Choose {below} or {above} mg.")
            } else {
                format!("Choose {above} mg.")
            },
        )
    })
}

fn bolus(order: &DoseOrder<'_>) -> Option<FieldProblem> {
    match order.bolus {
        Some(_) if order.route != Route::Iv => Some(FieldProblem::new(
            "bolus",
            format!("a bolus before the dose does not exist for the route {}.", order.route),
            "only an infusion is begun with one.",
            "Leave it out; split an injection with `injections`.",
        )),
        Some(Dose::MgPerKgPerHour { .. }) => Some(FieldProblem::new(
            "bolus",
            "a bolus has no rate.",
            "it is given at once.",
            "Give it in mg/kg or mg.",
        )),
        _ => None,
    }
}

fn time(bounds: &Administration, order: &DoseOrder<'_>) -> Vec<FieldProblem> {
    let why = "the pump is set by it.";
    let mut found = Vec::new();
    let longest = bounds.longest_infusion_hours;
    let own = match order.dose {
        Dose::MgPerKgPerHour { hours, .. } => Some(Hours(hours)),
        _ => None,
    };
    if order.time.is_some() && order.route != Route::Iv {
        let what = format!("the route {} has no infusion time.", order.route);
        found.push(FieldProblem::new("minutes", what, why, "Leave the time out."));
    }
    if let (Some(time), Some(own)) = (order.time, own)
        && (time.0 - Minutes::from(own).0).abs() > 1e-6
    {
        let what = format!("{} min beside a rate over {} h.", time.0, own.0);
        found.push(FieldProblem::new(
            "minutes",
            what,
            "two times of one infusion can disagree.",
            "Keep the hours of the rate.",
        ));
    }
    let given = order.time.map(|time| Hours::from(time).0);
    if let Some(hours) = given.or(own.map(|own| own.0)).filter(|h| !(positive(*h) && *h <= longest)) {
        let what = format!("{hours} h is not a time above 0 and up to {longest} h.");
        found.push(FieldProblem::new("minutes", what, why, "Give the time of the infusion in minutes."));
    }
    found
}

fn concentration(bounds: &Administration, order: &DoseOrder<'_>) -> Option<FieldProblem> {
    let given = order.concentration?.0;
    let (least, most) = (bounds.weakest_mg_per_ml, bounds.strongest_mg_per_ml);
    if order.route == Route::NasalEsketamine {
        let why = "a device gives its dose whole; nothing is drawn up.";
        return Some(FieldProblem::new(
            "concentration",
            "the nasal spray is not drawn up.",
            why,
            "Leave it out.",
        ));
    }
    (!(given >= least && given <= most)).then(|| {
        let what = format!("{given} mg/mL is not between {least} and {most} mg/mL.");
        let why = "the volume is reckoned from it; a slip of a digit is ten times the dose.";
        FieldProblem::new("concentration", what, why, "Read it from the vial, or from the label of the bag.")
    })
}

fn injections(bounds: &Administration, order: &DoseOrder<'_>) -> Option<FieldProblem> {
    let (n, most) = (order.injections, bounds.most_injections);
    let injected = matches!(order.route, Route::Im | Route::Sc);
    if n == 0 || n > most {
        let what = format!("{n} injections, not between 1 and {most}.");
        let why = "the whole dose is spread over them.";
        return Some(FieldProblem::new("injections", what, why, "Give 1 for a dose given at once."));
    }
    (n > 1 && !injected).then(|| {
        let what = format!("the route {} is not split into injections.", order.route);
        FieldProblem::new("injections", what, "only injections are split.", "Leave it out.")
    })
}
