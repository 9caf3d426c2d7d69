//! X11: what a patient has been given in the last months. It stands beside every decision on a maintenance.

use std::collections::BTreeMap;

use jiff::Span;

use crate::condition::Route;
use crate::message::Message;
use crate::record::Session;
use crate::review::{Facts, number};

/// Sessions and total dose by drug up to today, and the days whose dose or weight is not known.
pub(crate) fn messages(facts: &Facts<'_>) -> Vec<Message> {
    let months = facts.knowledge.rules.x11.params.months;
    let from = facts.today().saturating_sub(Span::new().try_months(months).unwrap_or_default());
    let mut drugs: BTreeMap<&str, Vec<&Session>> = BTreeMap::new();
    for session in facts.done.iter().copied().filter(|s| s.date > from && s.date <= facts.today()) {
        let esketamine = session.route == Route::NasalEsketamine;
        drugs.entry(if esketamine { "esketamine" } else { "ketamine" }).or_default().push(session);
    }
    let mut said: Vec<Message> = drugs
        .iter()
        .map(|(drug, sessions)| {
            let total_mg: f64 = sessions.iter().filter_map(|s| s.dose?.total_mg(s.weight_kg)).sum();
            Message::new("x11.exposure")
                .with("months", months)
                .with("drug", drug)
                .with("sessions", sessions.len())
                .with("mg", number(total_mg))
        })
        .collect();
    let unknown: Vec<String> = drugs
        .values()
        .flatten()
        .filter(|s| s.dose.and_then(|dose| dose.total_mg(s.weight_kg)).is_none())
        .map(|s| s.date.to_string())
        .collect();
    if !unknown.is_empty() {
        said.push(Message::new("x11.unknown").with("dates", unknown.join(", ")));
    }
    said
}
