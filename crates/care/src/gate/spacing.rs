//! D36: how close two sessions may be.

use jiff::civil::Date;

use super::gate;
use crate::finding::{Finding, FindingState};
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::protocol::{Protocol, SpacingBreach};
use crate::record::SessionStatus;
use crate::review::Facts;
use crate::schedule::days::between;

/// Whether a session on `candidate` keeps the protocol's spacing to the sessions on `existing`
/// (given and planned ones, in any order) in a course whose induction has `induction` sessions, those by
/// which it was extended counted in. `clear`, `warn` (maintenance more often than weekly needs
/// a prescriber's reason) or `stop`.
pub fn spacing(
    knowledge: &Knowledge,
    protocol: &Protocol,
    induction: usize,
    existing: &[Date],
    candidate: Date,
) -> Finding {
    let rule = &knowledge.rules.d36.rule;
    match crowded(knowledge, protocol, induction, existing, candidate) {
        Some((state, because)) => gate(knowledge, rule, state, candidate, because),
        None => gate(knowledge, rule, FindingState::Clear, candidate, clear_message(protocol)),
    }
}

/// What crowds a session, if anything, and how much it matters.
fn crowded(
    knowledge: &Knowledge,
    protocol: &Protocol,
    induction: usize,
    existing: &[Date],
    candidate: Date,
) -> Option<(FindingState, Message)> {
    if let Some(breach) = protocol.spacing.breach(existing, candidate) {
        return Some((FindingState::Stop, breach_message(protocol, &breach, candidate)));
    }
    let before = || existing.iter().copied().filter(|d| candidate > *d);
    let last = before().max()?;
    let in_maintenance = before().count() >= induction;
    let days = between(last, candidate);
    let limit = knowledge.rules.d36.params.maintenance_warn_below_days;
    (in_maintenance && days < i64::from(limit))
        .then(|| (FindingState::Warn, often(limit, last, candidate, days)))
}

/// Every breach of a record, dated by the later session; one `clear` if there is none.
pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let mut sessions: Vec<(Date, SessionStatus)> =
        facts.done.iter().chain(&facts.coming).map(|s| (s.date, s.status)).collect();
    sessions.sort_by_key(|(date, status)| (*date, *status != SessionStatus::Done));
    let Some(last) = sessions.last().filter(|_| sessions.len() > 1).map(|(date, _)| *date) else {
        return Vec::new();
    };
    let dates: Vec<Date> = sessions.iter().map(|(date, _)| *date).collect();
    let found: Vec<Finding> = sessions
        .iter()
        .enumerate()
        .filter_map(|(i, (date, status))| {
            let (state, because) =
                crowded(facts.knowledge, facts.protocol, facts.induction_sessions(), dates.get(..i)?, *date)?;
            let rule = &facts.knowledge.rules.d36.rule;
            let mut finding = gate(facts.knowledge, rule, state, *date, because);
            if *status == SessionStatus::Done && state == FindingState::Stop {
                soften(&mut finding);
            }
            Some(finding)
        })
        .collect();
    if found.is_empty() {
        let rule = &facts.knowledge.rules.d36.rule;
        return vec![gate(facts.knowledge, rule, FindingState::Clear, last, clear_message(facts.protocol))];
    }
    found
}

/// What has been given cannot be stopped any more: it warns.
fn soften(finding: &mut Finding) {
    finding.state = FindingState::Warn;
    finding.because.push(Message::new("gate.already_given"));
    if let Some(last) = finding.trace.last_mut() {
        *last = last.clone().with("state", FindingState::Warn);
    }
}

fn breach_message(protocol: &Protocol, breach: &SpacingBreach, candidate: Date) -> Message {
    match breach {
        SpacingBreach::TooClose { other, days } => Message::new("d36.too_close")
            .with("date", candidate)
            .with("other", other)
            .with("days", days)
            .with("min", protocol.spacing.min_gap_days),
        SpacingBreach::TooMany { dates } => Message::new("d36.too_many")
            .with("date", candidate)
            .with("count", dates.len())
            .with("max", protocol.spacing.max_sessions)
            .with("days", protocol.spacing.window_days),
    }
}

fn often(limit: u32, last: Date, candidate: Date, days: i64) -> Message {
    Message::new("d36.often")
        .with("date", candidate)
        .with("other", last)
        .with("days", days)
        .with("min", limit)
}

fn clear_message(protocol: &Protocol) -> Message {
    Message::new("d36.clear")
        .with("min", protocol.spacing.min_gap_days)
        .with("max", protocol.spacing.max_sessions)
        .with("days", protocol.spacing.window_days)
}
