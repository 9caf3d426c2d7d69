//! D38: the integration visit after a session. D39: the preparation before the first one.

use super::{Window, due, events, first_session};
use crate::finding::Finding;
use crate::message::Message;
use crate::record::EventKind;
use crate::review::Facts;
use crate::schedule::days::{add, sub};

pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    integration(facts).into_iter().chain(preparation(facts)).collect()
}

/// Of the last session given; an earlier one is past making up.
fn integration(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.d38;
    let session = facts.done.last()?.date;
    if events(facts, EventKind::Integration).any(|day| day > session) {
        return None;
    }
    let window =
        Window { opens: add(session, rule.params.first_day), due_on: add(session, rule.params.last_day) };
    Some(due(facts, &rule.rule, window, Message::new("d38.visit").with("date", session)))
}

/// Before session 1; silent once a second session has been given.
fn preparation(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.d39;
    let first = first_session(facts)?;
    if facts.done.len() > 1 || events(facts, EventKind::Preparation).next().is_some() {
        return None;
    }
    let window = Window { opens: sub(first, rule.params.opens_days_before), due_on: first };
    Some(due(facts, &rule.rule, window, Message::new("d39.visit").with("date", first)))
}
