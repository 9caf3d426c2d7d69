//! L6: consent before the first session, and again before the first session by another route.

use jiff::civil::Date;

use super::{Window, due, events};
use crate::finding::Finding;
use crate::message::Message;
use crate::record::{EventKind, Session};
use crate::review::Facts;
use crate::schedule::days::sub;

/// The consent of the route in use, or of the one about to be used, if it is not on record.
pub(super) fn finding(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.l6;
    let sessions: Vec<&Session> = facts.done.iter().chain(&facts.coming).copied().collect();
    let first = sessions.first()?;
    // The last change of route; before it lies the last session by the other one.
    let mut change = sessions.windows(2).filter_map(|pair| match pair {
        [a, b] if a.route != b.route => Some((a.date, *b)),
        _ => None,
    });
    let (after, session, key) =
        change.next_back().map_or((None, *first, "l6.first"), |(before, s)| (Some(before), s, "l6.route"));
    let given = |day: Date| after.is_none_or(|before| day > before);
    if events(facts, EventKind::Consent).any(given) {
        return None;
    }
    let window = Window { opens: sub(session.date, rule.params.opens_days_before), due_on: session.date };
    let because = Message::new(key).with("date", session.date).with("route", session.route);
    Some(due(facts, &rule.rule, window, because))
}
