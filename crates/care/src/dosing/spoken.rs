//! What stands beside the calculation: the weight it rests on, and the dose before.

use super::order::DoseOrder;
use super::words::{decimals, exact, written};
use crate::dose::WeightKg;
use crate::message::Message;
use crate::rules::Administration;
use crate::schedule::days::between;

/// The weight that may be reckoned with, and what is said of it. A stale one is told and not used.
pub(super) fn weight(marks: &Administration, order: &DoseOrder<'_>) -> (Option<WeightKg>, Vec<Message>) {
    let Some(weighed) = order.weight else {
        return (None, vec![Message::new("dosing.weight_missing")]);
    };
    let age = between(weighed.on, order.date);
    let stale = age > i64::from(marks.weight_current_days);
    let key = match (age, stale) {
        (0, _) => "dosing.weight_today",
        (_, false) => "dosing.weight_recent",
        (_, true) => "dosing.weight_stale",
    };
    let mut said = vec![
        Message::new(key)
            .with("weight", exact(weighed.kg.0))
            .with("date", weighed.on)
            .with("days", age)
            .with("limit", marks.weight_current_days),
    ];
    let before = order.last.as_ref().and_then(|last| Some((last.date, last.weight?)));
    if let Some((date, kg)) = before.filter(|(_, kg)| kg.0 > 0.0) {
        let change = 100.0 * (weighed.kg.0 - kg.0) / kg.0;
        if change.abs() > marks.weight_change_percent {
            said.push(
                Message::new("dosing.weight_changed")
                    .with("before", exact(kg.0))
                    .with("date", date)
                    .with("percent", decimals(change.abs())),
            );
        }
    }
    ((!stale).then_some(weighed.kg), said)
}

/// The dose before this one, how this one compares, and how it was borne.
pub(super) fn last(order: &DoseOrder<'_>, weight: Option<WeightKg>) -> Vec<Message> {
    let Some(last) = &order.last else { return vec![Message::new("dosing.no_last")] };
    let mut said = vec![Message::new("dosing.last").with("date", last.date).with("dose", written(last.dose))];
    let by_weight = last.dose.per_kg(last.weight).zip(order.dose.per_kg(weight));
    let whole = last.dose.total_mg(last.weight).zip(order.dose.total_mg(weight));
    if let Some((then, now)) = by_weight.or(whole).filter(|(then, _)| *then > 0.0) {
        let change = 100.0 * (now - then) / then;
        let key = match change {
            c if c >= 0.5 => "dosing.more_than_last",
            c if c <= -0.5 => "dosing.less_than_last",
            _ => "dosing.as_last",
        };
        said.push(Message::new(key).with("percent", decimals(change.abs().round())));
    }
    said.extend(last.highest_pressure.map(|bp| {
        Message::new("dosing.last_pressure")
            .with("systolic", bp.systolic)
            .with("diastolic", bp.diastolic)
            .with("minute", bp.minute)
    }));
    said.extend(last.moaas_last.map(|moaas| Message::new("dosing.last_sedation").with("moaas", moaas)));
    said.extend(last.observed_minutes.map(|min| Message::new("dosing.last_observed").with("minutes", min)));
    said
}
