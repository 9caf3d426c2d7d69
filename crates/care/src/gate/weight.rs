//! P44: the weight that a dose by weight rests on, on the session's own day.

use super::{Asked, gate};
use crate::condition::Route;
use crate::dosing;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::Session;
use crate::review::Facts;
use crate::schedule::days::between;

/// Whether the weight for today's dose is of today or recent enough. Silent for the nasal spray, on other
/// days, and where no weight was ever taken (the limits of the dose say what they need).
pub(super) fn weight(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    if session.date != facts.today() || session.route == Route::NasalEsketamine {
        return None;
    }
    let rule = &facts.knowledge.rules.p44;
    let weighed = dosing::latest_weight(facts.course, session.date)?;
    let days = between(weighed.on, session.date);
    let limit = rule.params.weight_current_days;
    let old = days > i64::from(limit);
    let state = if old { FindingState::Warn } else { FindingState::Clear };
    if !asked.wants(state) {
        return None;
    }
    let because = Message::new(if old { "p44.stale" } else { "p44.clear" })
        .with("date", session.date)
        .with("weight", weighed.kg.0)
        .with("taken", weighed.on)
        .with("days", days)
        .with("limit", limit);
    let mut finding = gate(facts.knowledge, &rule.rule, state, session.date, because);
    finding.missing.extend(old.then(|| Message::new("weight_kg")));
    Some(finding)
}
