//! I3: the sum of all benzodiazepines as diazepam equivalents: stated, or worked out from the dose by
//! published tables. Tables differ by half, so what is worked out is a range; its upper end is held against
//! the limit. What is unknown is missing; what is known may already warn.

use super::gate;
use super::medication::names;
use super::screening::unasked;
use crate::condition::MedicationClass;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::Medication;
use crate::review::{Facts, number};
use crate::rules::BenzodiazepineDose;

/// A sum is compared to this precision, mg.
const EXACT: f64 = 1e-9;

/// The one finding of the rule.
pub(super) fn dose(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.i3;
    let Some(list) = &facts.course.patient.medications else {
        return unasked(facts, &rule.rule, "medications");
    };
    let mut taken: Vec<&Medication> =
        list.iter().filter(|m| m.class == MedicationClass::Benzodiazepine).collect();
    if taken.is_empty() {
        let because = Message::new("i3.none");
        return Some(gate(facts.knowledge, &rule.rule, FindingState::Clear, facts.today(), because));
    }
    // The order of entry must not change a sentence.
    taken.sort_by(|a, b| a.name.cmp(&b.name).then(dose_of(a).total_cmp(&dose_of(b))));
    let (low, high) = sums(&taken, &rule.params);
    let limit = rule.params.warn_above_mg_per_day;
    let is_unknown =
        |m: &Medication| m.class == MedicationClass::Benzodiazepine && equivalent(m, &rule.params).is_none();
    let unknown = names(list, is_unknown);
    if high <= limit + EXACT && unknown.is_some() {
        return unasked(facts, &rule.rule, "diazepam_equivalent");
    }
    let above = high > limit + EXACT;
    let state = if above { FindingState::Warn } else { FindingState::Clear };
    let mut finding = gate(facts.knowledge, &rule.rule, state, facts.today(), sentence(low, high, limit));
    finding.because.extend(taken.iter().filter_map(|m| worked_out(m, &rule.params)));
    if unknown.is_some() {
        finding.missing.push(Message::new("diazepam_equivalent"));
    }
    Some(finding)
}

/// Lowest and highest diazepam equivalent of one medication; `None` where neither it nor the dose is known.
fn equivalent(m: &Medication, table: &BenzodiazepineDose) -> Option<(f64, f64)> {
    match (m.diazepam_equivalent_mg_per_day, m.mg_per_day) {
        (Some(stated), _) => Some((stated, stated)),
        (None, Some(mg)) if mg >= 0.0 => table.equivalent(&m.name, mg),
        (None, _) => None,
    }
}

/// Lowest and highest sum, added in order of size, so that the order of entry cannot change the last digit.
fn sums(taken: &[&Medication], table: &BenzodiazepineDose) -> (f64, f64) {
    let (mut lows, mut highs): (Vec<f64>, Vec<f64>) =
        taken.iter().filter_map(|m| equivalent(m, table)).unzip();
    lows.sort_by(f64::total_cmp);
    highs.sort_by(f64::total_cmp);
    (lows.iter().sum(), highs.iter().sum())
}

fn sentence(low: f64, high: f64, limit: f64) -> Message {
    let same = high - low < EXACT;
    let key = match (high > limit + EXACT, low > limit + EXACT) {
        (true, false) => {
            return Message::new("i3.range")
                .with("low", number(low))
                .with("high", number(high))
                .with("limit", number(limit));
        }
        (true, true) => "i3.warn",
        (false, _) => "i3.clear",
    };
    let sum = if same { number(high) } else { format!("{} to {}", number(low), number(high)) };
    Message::new(key).with("sum", sum).with("limit", number(limit))
}

/// What was worked out, so that it can be checked.
fn worked_out(m: &Medication, table: &BenzodiazepineDose) -> Option<Message> {
    let (None, Some(mg)) = (m.diazepam_equivalent_mg_per_day, m.mg_per_day) else { return None };
    let (low, high) = table.equivalent(&m.name, mg)?;
    let same = high - low < EXACT;
    let message = Message::new(if same { "i3.computed_same" } else { "i3.computed" })
        .with("name", m.name.trim())
        .with("mg", mg)
        .with("high", number(high));
    Some(if same { message } else { message.with("low", number(low)) })
}

/// For sorting alone.
fn dose_of(m: &Medication) -> f64 {
    m.diazepam_equivalent_mg_per_day.or(m.mg_per_day).unwrap_or(-1.0)
}
