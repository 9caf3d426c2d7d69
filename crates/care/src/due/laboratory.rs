//! L2: liver tests. L3: an electrocardiogram where the heart is in question.

use jiff::ToSpan;

use super::{Window, due, events};
use crate::finding::Finding;
use crate::message::Message;
use crate::record::{EventKind, Session};
use crate::review::Facts;
use crate::schedule::days::{add, sub};

pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    liver(facts).into_iter().chain(heart(facts)).collect()
}

/// A baseline before the first session by a route that asks for it; later ones only at the interval the clinic has set.
fn liver(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.l2;
    let params = &rule.params;
    let route = facts.done.last().or_else(|| facts.coming.first())?.route;
    if !params.routes.contains(&route) {
        return None;
    }
    let asks = |s: &&&Session| params.routes.contains(&s.route);
    let first = facts.done.iter().chain(&facts.coming).find(asks)?.date;
    let Some(last) = events(facts, EventKind::Lft).max() else {
        let window = Window { opens: sub(first, params.opens_days_before), due_on: first };
        return Some(due(facts, &rule.rule, window, Message::new("l2.baseline").with("date", first)));
    };
    let months = params.every_months?;
    let opens = last.saturating_add(months.months());
    let window = Window { opens, due_on: add(opens, params.within_days) };
    let because = Message::new("l2.again").with("date", last).with("months", months);
    Some(due(facts, &rule.rule, window, because))
}

/// Before the next session, else overdue since the last one.
fn heart(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.l3;
    let params = &rule.params;
    let known = facts.course.patient.conditions.as_deref().unwrap_or_default();
    let asked = params.only_with.is_empty() || known.iter().any(|c| params.only_with.contains(c));
    if !asked || events(facts, EventKind::Ecg).next().is_some() {
        return None;
    }
    let session = facts.coming.first().or_else(|| facts.done.last())?.date;
    let window = Window { opens: sub(session, params.opens_days_before), due_on: session };
    Some(due(facts, &rule.rule, window, Message::new("l3.ecg").with("date", session)))
}
