//! R1: esketamine only at a certified site and for an enrolled patient.

use jiff::civil::Date;

use super::gate;
use crate::condition::Route;
use crate::finding::{Caveat, Finding, FindingState};
use crate::message::Message;
use crate::record::{EventKind, Session};
use crate::review::Facts;

/// Today's or the next session stops, a past one warns (the last of them), else it is clear.
pub(super) fn finding(facts: &Facts<'_>) -> Option<Finding> {
    let nasal = |s: &&&Session| s.route == Route::NasalEsketamine;
    let unready = |s: &&&Session| !absent(facts, s.date).is_empty();
    let next = facts.coming.iter().find(nasal).filter(unready);
    let past = facts.done.iter().rev().filter(nasal).find(unready);
    let latest = facts.coming.iter().find(nasal).or_else(|| facts.done.iter().rev().find(nasal))?;
    let rule = &facts.knowledge.rules.r1.rule;
    let (state, session) = match (next, past) {
        (Some(s), _) => (FindingState::Stop, *s),
        (None, Some(s)) => (FindingState::Warn, *s),
        (None, None) => (FindingState::Clear, *latest),
    };
    let key = match state {
        FindingState::Stop => "r1.stop",
        FindingState::Warn => "r1.warn",
        _ => "r1.clear",
    };
    let because = Message::new(key).with("date", session.date);
    let mut finding = gate(facts.knowledge, rule, state, session.date, because);
    if state != FindingState::Clear {
        finding.missing = absent(facts, session.date).into_iter().map(Message::new).collect();
    }
    if state == FindingState::Stop {
        finding.caveats.push(Caveat::NoOverride);
    }
    Some(finding)
}

/// What is not on record by that day.
fn absent(facts: &Facts<'_>, day: Date) -> Vec<&'static str> {
    let on_record = |kind| facts.course.events.iter().any(|e| e.kind == kind && e.date <= day);
    [(EventKind::SiteCertified, "site_certified"), (EventKind::RemsEnrolled, "rems_enrolled")]
        .into_iter()
        .filter(|(kind, _)| !on_record(*kind))
        .map(|(_, key)| key)
        .collect()
}
