//! L1 bladder, L4 cognition and craving, L5 misuse: reviews by exposure (X11), every so many sessions or
//! months since the last review, whichever comes first.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Window, decisions, due, events};
use crate::finding::Finding;
use crate::message::Message;
use crate::record::EventKind;
use crate::review::Facts;
use crate::rules::{ExposureReview, Rule};
use crate::schedule::days::add;

pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let rules = &facts.knowledge.rules;
    let urine = events(facts, EventKind::Urine).max();
    [review(facts, &rules.l1, urine), review(facts, &rules.l4, None), review(facts, &rules.l5, None)]
        .into_iter()
        .flatten()
        .collect()
}

fn review(facts: &Facts<'_>, rule: &Rule<ExposureReview>, event: Option<Date>) -> Option<Finding> {
    let first = facts.session_day(1)?;
    let last = decisions(facts, &rule.rule).chain(event).max();
    let from = last.map_or(first, |day| day.max(first));
    let params = &rule.params;
    // A session on the day of the review was before it.
    let since = |day: Date| last.map_or(day >= first, |last| day > last);
    let sessions: Vec<Date> = facts.done.iter().map(|s| s.date).filter(|day| since(*day)).collect();
    let by_months = from.saturating_add(params.every_months.months());
    let by_sessions = params.every_sessions.checked_sub(1).and_then(|i| sessions.get(i).copied());
    let opens = by_sessions.map_or(by_months, |day| day.min(by_months));
    let window = Window { opens, due_on: add(opens, params.within_days) };
    let because = Message::new(format!("{}.review", rule.rule.id.to_lowercase()))
        .with("sessions", sessions.len())
        .with("from", from)
        .with("every_sessions", params.every_sessions)
        .with("every_months", params.every_months);
    Some(due(facts, &rule.rule, window, because))
}
