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
/// (given and planned ones, in any order). `clear`, `warn` (maintenance more often than weekly needs
/// a prescriber's reason) or `stop`.
pub fn spacing(knowledge: &Knowledge, protocol: &Protocol, existing: &[Date], candidate: Date) -> Finding {
    let rule = &knowledge.rules.d36;
    if let Some(breach) = protocol.spacing.breach(existing, candidate) {
        let because = breach_message(protocol, &breach, candidate);
        return gate(knowledge, &rule.rule, FindingState::Stop, candidate, because);
    }
    let mut before: Vec<Date> = existing.iter().copied().filter(|d| *d < candidate).collect();
    before.sort_unstable();
    let in_maintenance = before.len() >= protocol.induction_sessions() as usize;
    match before.last().map(|last| (last, between(*last, candidate))) {
        Some((last, days)) if in_maintenance && days < i64::from(rule.params.maintenance_warn_below_days) => {
            let because = often(rule.params.maintenance_warn_below_days, *last, candidate, days);
            gate(knowledge, &rule.rule, FindingState::Warn, candidate, because)
        }
        _ => {
            let because = clear_message(protocol);
            gate(knowledge, &rule.rule, FindingState::Clear, candidate, because)
        }
    }
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
            let mut finding = spacing(facts.knowledge, facts.protocol, dates.get(..i)?, *date);
            if *status == SessionStatus::Done && finding.state == FindingState::Stop {
                soften(&mut finding);
            }
            (finding.state != FindingState::Clear).then_some(finding)
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
