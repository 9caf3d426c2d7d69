//! I1–I5 and P16: current medication that adds to a session's risk, or may weaken its effect.

use super::gate;
use super::screening::{route, unasked};
use crate::condition::MedicationClass;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::Medication;
use crate::review::{Facts, number};
use crate::rules::{MedicationGate, Rule};

/// One finding a rule; the notes I4 and I5 only where there is something to note.
pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let rules = &facts.knowledge.rules;
    let by_class = [&rules.i1, &rules.i2, &rules.i4, &rules.i5, &rules.p16];
    by_class.into_iter().filter_map(|rule| class(facts, rule)).chain(benzodiazepines(facts)).collect()
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
fn names(list: &[Medication], keep: impl Fn(&Medication) -> bool) -> Option<String> {
    let mut names: Vec<&str> = list.iter().filter(|m| keep(m)).map(|m| m.name.trim()).collect();
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

/// I3: the sum over all benzodiazepines. What is unknown is missing; what is known may already warn.
fn benzodiazepines(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.i3;
    let Some(list) = &facts.course.patient.medications else {
        return unasked(facts, &rule.rule, "medications");
    };
    let taken = || list.iter().filter(|m| m.class == MedicationClass::Benzodiazepine);
    let mut doses: Vec<f64> = taken().filter_map(|m| m.diazepam_equivalent_mg_per_day).collect();
    // Added in order of size, so that the order of entry cannot change the last digit.
    doses.sort_by(f64::total_cmp);
    let sum: f64 = doses.iter().sum();
    let limit = rule.params.warn_above_mg_per_day;
    let unknown = names(list, |m| {
        m.class == MedicationClass::Benzodiazepine && m.diazepam_equivalent_mg_per_day.is_none()
    });
    if sum <= limit && unknown.is_some() {
        return unasked(facts, &rule.rule, "diazepam_equivalent");
    }
    let (state, key) = match (taken().next(), sum > limit) {
        (None, _) => (FindingState::Clear, "i3.none"),
        (Some(_), true) => (FindingState::Warn, "i3.warn"),
        (Some(_), false) => (FindingState::Clear, "i3.clear"),
    };
    let mut because = Message::new(key);
    if taken().next().is_some() {
        because = because.with("sum", number(sum)).with("limit", number(limit));
    }
    let mut finding = gate(facts.knowledge, &rule.rule, state, facts.today(), because);
    if unknown.is_some() {
        finding.missing.push(Message::new("diazepam_equivalent"));
    }
    Some(finding)
}
