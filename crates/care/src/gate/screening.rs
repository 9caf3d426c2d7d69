//! C1–C10: what is known of the patient against what forbids or burdens a session. What was not asked
//! is missing on the session's own day; on other days silence says nothing.

use jiff::civil::Date;

use super::gate;
use crate::condition::{PatientCondition, Route};
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::Session;
use crate::review::Facts;
use crate::rules::{ConditionGate, Rule, RuleHead};

/// One finding a rule: stop, warn or clear where the patient was asked.
pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let rules = &facts.knowledge.rules;
    let by_condition = [&rules.c1, &rules.c2, &rules.c3, &rules.c5, &rules.c6, &rules.c7, &rules.c8];
    let found = by_condition.into_iter().filter_map(|rule| condition(facts, rule));
    found.chain(pregnancy(facts)).chain(age(facts)).collect()
}

/// C9: asked anew at each phase. The record does not say when it was asked, so the first session of the
/// maintenance says that it must be, on its day.
fn pregnancy(facts: &Facts<'_>) -> Option<Finding> {
    let mut finding = condition(facts, &facts.knowledge.rules.c9)?;
    let first = facts.done.iter().chain(&facts.coming).nth(facts.induction_sessions());
    if first.is_some_and(|session| session.date == facts.today()) {
        finding.because.push(Message::new("c9.new_phase").with("date", facts.today()));
    }
    Some(finding)
}

/// Whether a session is given or planned on the day of the review.
pub(super) fn session_today(facts: &Facts<'_>) -> bool {
    facts.done.iter().chain(&facts.coming).any(|s| s.date == facts.today())
}

/// The route that matters now: of today's or the next session, else of the last one, else the protocol's.
pub(super) fn route(facts: &Facts<'_>) -> Route {
    let today = |s: &&&Session| s.date == facts.today();
    let next = facts.done.iter().find(today).or_else(|| facts.coming.first());
    next.or_else(|| facts.done.last()).map_or(facts.protocol.route, |s| s.route)
}

/// A missing answer, which speaks only on the session's own day.
pub(super) fn unasked(facts: &Facts<'_>, rule: &RuleHead, what: &str) -> Option<Finding> {
    session_today(facts).then(|| {
        let because = Message::new("gate.not_asked").with("date", facts.today());
        let mut finding = gate(facts.knowledge, rule, FindingState::Warn, facts.today(), because);
        finding.missing.push(Message::new(what));
        finding
    })
}

fn condition(facts: &Facts<'_>, rule: &Rule<ConditionGate>) -> Option<Finding> {
    let Some(known) = &facts.course.patient.conditions else {
        return unasked(facts, &rule.rule, "conditions");
    };
    let mut known: Vec<PatientCondition> = known.clone();
    known.sort_unstable();
    known.dedup();
    let of = |list: &[PatientCondition]| -> Vec<PatientCondition> {
        known.iter().copied().filter(|c| list.contains(c)).collect()
    };
    let (stop, warn) = (of(&rule.params.stop), of(&rule.params.warn));
    let state = match (stop.is_empty(), warn.is_empty()) {
        (false, _) => FindingState::Stop,
        (true, false) => FindingState::Warn,
        (true, true) => FindingState::Clear,
    };
    let id = rule.rule.id.to_lowercase();
    let mut found = stop.into_iter().chain(warn).map(|c| Message::new(format!("{id}.{c}")));
    let first = found.next().unwrap_or_else(|| Message::new(format!("{id}.clear")));
    let mut finding = gate(facts.knowledge, &rule.rule, state, facts.today(), first);
    finding.because.extend(found);
    Some(finding)
}

/// C10: completed years on the day of the review.
fn age(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.c10;
    let Some(born) = facts.course.patient.birth_date else {
        return unasked(facts, &rule.rule, "birth_date");
    };
    let years = completed_years(born, facts.today());
    let adult = rule.params.adult_from_years;
    let (state, key) = if years >= adult {
        (FindingState::Clear, "c10.clear")
    } else if rule.params.stop_routes.contains(&route(facts)) {
        (FindingState::Stop, "c10.stop")
    } else {
        (FindingState::Warn, "c10.warn")
    };
    let because = Message::new(key).with("years", years).with("adult", adult);
    Some(gate(facts.knowledge, &rule.rule, state, facts.today(), because))
}

/// Birthdays passed. Whoever is born on 29 February has it on 1 March in other years.
fn completed_years(born: Date, today: Date) -> i16 {
    let before = (today.month(), today.day()) < (born.month(), born.day());
    today.year() - born.year() - i16::from(before)
}
