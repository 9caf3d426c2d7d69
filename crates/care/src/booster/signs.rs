//! D33: soft signs bring the next check-in forward. They are no booster flag.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::SignKind;
use crate::review::Facts;
use crate::schedule::days::add;

/// The check-in that the signs of the last check-in bring forward; `None` when there were too few, or the
/// check-in has come.
pub(super) fn finding(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.d33;
    let first_session = facts.session_day(1)?;
    let mut by_day: BTreeMap<Date, BTreeSet<SignKind>> = BTreeMap::new();
    for sign in facts.course.signs.iter().filter(|s| rule.params.signs.contains(&s.sign)) {
        by_day.entry(sign.date).or_default().insert(sign.sign);
    }
    let enough = |(day, signs): &(&Date, &BTreeSet<SignKind>)| {
        **day >= first_session && signs.len() >= rule.params.at_least
    };
    let (day, signs) = by_day.iter().rev().find(enough)?;
    if checked_in_after(facts, *day) {
        return None;
    }
    let due_on = add(*day, rule.params.next_check_in_days);
    let state = if facts.today() > due_on { FindingState::Overdue } else { FindingState::Due };
    let mut finding = facts.knowledge.finding(&rule.rule, state, *day);
    finding.due_on = Some(due_on);
    let words = signs.iter().map(|sign| sign.to_string().replace('_', " ")).collect::<Vec<_>>().join(", ");
    finding
        .because
        .push(Message::new("d33.signs").with("date", *day).with("count", signs.len()).with("signs", words));
    finding.because.push(Message::new("d33.next").with("due_on", due_on));
    finding.trace.push(
        Message::new("trace.signs")
            .with("date", *day)
            .with("count", signs.len())
            .with("limit", rule.params.at_least),
    );
    Some(finding)
}

/// Whether the patient was asked again: a score or a sign of a later day.
fn checked_in_after(facts: &Facts<'_>, day: Date) -> bool {
    let scores = facts.course.measurements.iter().map(|m| m.date);
    let signs = facts.course.signs.iter().map(|s| s.date);
    scores.chain(signs).any(|date| date > day)
}
