//! I1–I5 and P16: current medication that adds to a session's risk, or may weaken its effect.

use super::screening::{route, unasked};
use super::{benzodiazepine, gate};
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::Medication;
use crate::review::Facts;
use crate::rules::{MedicationGate, Rule};

/// One finding a rule; the notes I4 and I5 only where there is something to note.
pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let rules = &facts.knowledge.rules;
    let by_class = [&rules.i1, &rules.i2, &rules.i4, &rules.i5, &rules.p16];
    by_class.into_iter().filter_map(|rule| class(facts, rule)).chain(benzodiazepine::dose(facts)).collect()
}

fn class(facts: &Facts<'_>, rule: &Rule<MedicationGate>) -> Option<Finding> {
    if !rule.params.routes.contains(&route(facts)) {
        return None;
    }
    let is_note = rule.params.state == FindingState::Clear;
    let Some(list) = &facts.course.patient.medications else {
        return if is_note { None } else { unasked(facts, &rule.rule, "medications") };
    };
    let names = names(list, |m| rule.params.classes.contains(&m.class));
    let id = rule.rule.id.to_lowercase();
    let (state, because) = match (names, is_note) {
        (Some(names), _) => (rule.params.state, Message::new(format!("{id}.found")).with("names", names)),
        (None, true) => return None,
        (None, false) => (FindingState::Clear, Message::new(format!("{id}.clear"))),
    };
    Some(gate(facts.knowledge, &rule.rule, state, facts.today(), because))
}

/// Names of the chosen medication in alphabetical order; `None` if there is none.
pub(super) fn names(list: &[Medication], keep: impl Fn(&Medication) -> bool) -> Option<String> {
    let mut names: Vec<&str> = list.iter().filter(|m| keep(m)).map(|m| m.name.trim()).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}
