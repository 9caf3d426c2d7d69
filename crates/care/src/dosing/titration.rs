//! The steps by which a protocol's dose may rise.

use super::DoseCheck;
use super::limits::Form;
use super::order::DoseOrder;
use super::words::exact;
use crate::dose::{Dose, WeightKg};
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::protocol::{DoseRule, DoseUnit};

/// The protocol's next step above the last dose, if this session may have it, and what is said of the
/// steps: that the ordered dose is none of them, and which comes next. Nothing for another route, or
/// for a protocol without steps.
pub(super) fn offer(
    knowledge: &Knowledge,
    order: &DoseOrder<'_>,
    weight: Option<WeightKg>,
) -> (Option<Dose>, Vec<Message>) {
    let check = order.check(weight);
    let rule = check.protocol.dose_rule(check.phase).filter(|_| order.route == check.protocol.route);
    let Some(rule) = rule.filter(|rule| !rule.steps.is_empty()) else { return (None, Vec::new()) };
    let each = order.mg_per_device(knowledge.rules.p44.params.mg_per_device);
    let form = form(rule, each);
    let session = u32::try_from(order.given_before).unwrap_or(u32::MAX).saturating_add(1);
    let open: Vec<f64> =
        rule.steps.iter().filter(|step| step.from_session <= session).map(|step| step.dose).collect();
    let mut said = Vec::new();
    let ordered = form.amount(&check, None).ok().flatten();
    if let Some(amount) = ordered.filter(|amount| open.iter().all(|step| (step - amount).abs() > 1e-6)) {
        let steps: Vec<String> = open.iter().copied().map(exact).collect();
        said.push(
            Message::new("dosing.off_step")
                .with("dose", exact(amount))
                .with("unit", form.unit())
                .with("session", session)
                .with("steps", steps.join(", ")),
        );
    }
    let last = order.last.as_ref().and_then(|last| {
        let check = DoseCheck { dose: last.dose, weight: last.weight, ..check };
        form.amount(&check, None).ok().flatten()
    });
    let next = last.and_then(|last| open.iter().copied().filter(|step| *step > last + 1e-6).reduce(f64::min));
    said.extend(next.map(|next| {
        Message::new("dosing.next_step")
            .with("dose", exact(next))
            .with("unit", form.unit())
            .with("session", session)
    }));
    (next.map(|next| dose(rule, next, each)), said)
}

fn form(rule: &DoseRule, mg_per_device: f64) -> Form {
    match rule.unit {
        DoseUnit::MgPerKg => Form::PerKg,
        DoseUnit::Mg => Form::Mg,
        DoseUnit::MgPerKgPerHour => Form::Rate,
        DoseUnit::Devices => Form::Devices(mg_per_device),
    }
}

fn dose(rule: &DoseRule, amount: f64, mg_per_device: f64) -> Dose {
    match rule.unit {
        DoseUnit::MgPerKg => Dose::mg_per_kg(amount),
        DoseUnit::Mg => Dose::mg(amount),
        DoseUnit::Devices => Dose::mg(amount * mg_per_device),
        DoseUnit::MgPerKgPerHour => Dose::MgPerKgPerHour { rate: amount, hours: rule.hours.unwrap_or(1.0) },
    }
}
