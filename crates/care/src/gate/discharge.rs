//! Leaving after a session: the list that is gone through (M10), who takes the patient home (M9), and what
//! was said about driving (M8). How long and how awake stands in M4. A "no" stops on the day itself; once
//! the patient has left it warns. What nobody looked at is missing, never clear.

use super::{Asked, gate, missing};
use crate::closed_list::Word as _;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::{DischargeCheck, Session, SessionStatus};
use crate::review::Facts;
use crate::rules::RuleHead;

/// M10: every line of the list. Where nobody has opened it, this one finding names all that is missing.
pub(super) fn list(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    if session.status != SessionStatus::Done {
        return None;
    }
    let rule = &facts.knowledge.rules.m10;
    if session.discharge.is_empty() {
        let rest = [DischargeCheck::RideArranged, DischargeCheck::NoDrivingTold];
        let keys: Vec<&str> = rule.params.checks.iter().chain(&rest).map(|check| check.as_str()).collect();
        return missing(facts, &rule.rule, session, &keys);
    }
    let answered = |check: &&DischargeCheck| session.discharge.get(*check).copied();
    let unmet: Vec<&DischargeCheck> =
        rule.params.checks.iter().filter(|check| answered(check) == Some(false)).collect();
    let open: Vec<&str> = rule
        .params
        .checks
        .iter()
        .filter(|check| answered(check).is_none())
        .map(|check| check.as_str())
        .collect();
    if unmet.is_empty() && !open.is_empty() {
        return missing(facts, &rule.rule, session, &open);
    }
    let state = if unmet.is_empty() { FindingState::Clear } else { refused(facts, session) };
    if !asked.wants(state) {
        return None;
    }
    let key = if unmet.is_empty() { "m10.clear" } else { "m10.not_ready" };
    let because = Message::new(key).with("date", session.date);
    let mut finding = gate(facts.knowledge, &rule.rule, state, session.date, because);
    finding.because.extend(unmet.into_iter().map(|check| Message::new(format!("m10.{check}"))));
    finding.missing = open.into_iter().map(Message::new).collect();
    Some(finding)
}

/// M9: a ride home. It may be known before the session, and without one the session is put off.
pub(super) fn ride(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    let rule = &facts.knowledge.rules.m9.rule;
    let arranged = answer(facts, rule, session, DischargeCheck::RideArranged)?;
    let Ok(arranged) = arranged else { return arranged.err() };
    let state = if arranged { FindingState::Clear } else { refused(facts, session) };
    let key = match (arranged, session.status) {
        (true, _) => "m9.clear",
        (false, SessionStatus::Done) => "m9.none",
        (false, _) => "m9.put_off",
    };
    asked.wants(state).then(|| {
        let because = Message::new(key).with("date", session.date);
        gate(facts.knowledge, rule, state, session.date, because)
    })
}

/// M8: what the protocol says about the rest of the day was told.
pub(super) fn driving(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    if session.status != SessionStatus::Done {
        return None;
    }
    let rule = &facts.knowledge.rules.m8.rule;
    let told = answer(facts, rule, session, DischargeCheck::NoDrivingTold)?;
    let Ok(told) = told else { return told.err() };
    let state = if told { FindingState::Clear } else { FindingState::Warn };
    asked.wants(state).then(|| {
        let because = Message::new(if told { "m8.clear" } else { "m8.warn" })
            .with("date", session.date)
            .with("text", facts.protocol.monitoring.after_session.trim());
        gate(facts.knowledge, rule, state, session.date, because)
    })
}

/// The answer to one line of a list that was opened; the finding that it is missing on the day itself.
/// Nothing where the list was not opened (M10 says so), or where a past one is silent.
fn answer(
    facts: &Facts<'_>,
    rule: &RuleHead,
    session: &Session,
    check: DischargeCheck,
) -> Option<Result<bool, Finding>> {
    if session.discharge.is_empty() {
        return None;
    }
    match session.discharge.get(&check) {
        Some(answer) => Some(Ok(*answer)),
        None => missing(facts, rule, session, &[check.as_str()]).map(Err),
    }
}

/// What a "no" leads to: a stop while the patient is there, a warning afterwards.
fn refused(facts: &Facts<'_>, session: &Session) -> FindingState {
    if session.date == facts.today() { FindingState::Stop } else { FindingState::Warn }
}
