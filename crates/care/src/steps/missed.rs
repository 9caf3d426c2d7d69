//! P11, P12: the last session was missed.

use jiff::civil::Date;

use super::{route_caveat, step_shorter};
use crate::exposure;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::{Measurement, SessionStatus};
use crate::review::{Change, Facts, number};

/// In the induction the schedule goes on (P11). In maintenance a worse score since then offers the
/// interval of before (P12). `None` once a session has been given since.
pub(super) fn finding(facts: &Facts<'_>) -> Option<Finding> {
    let missed = missed_on(facts)?;
    match facts.last_induction_day() {
        None => Some(go_on(facts, missed)),
        Some(_) => worse_since(facts, missed),
    }
}

/// The day of the last missed session after which none has been given.
fn missed_on(facts: &Facts<'_>) -> Option<Date> {
    let missed = facts.course.sessions.iter().filter(|s| s.status == SessionStatus::Missed);
    let last = missed.map(|s| s.date).filter(|day| *day <= facts.today()).max()?;
    facts.done.last().is_none_or(|s| s.date < last).then_some(last)
}

/// P11.
fn go_on(facts: &Facts<'_>, missed: Date) -> Finding {
    let rule = &facts.knowledge.rules.p11;
    let mut finding = facts.knowledge.finding(&rule.rule, FindingState::Keep, missed);
    finding.because.push(Message::new("p11.keep").with("date", missed));
    route_caveat(facts, &rule.params.studied_routes, &mut finding);
    finding.trace.push(Message::new("trace.missed").with("date", missed));
    finding
}

/// P12: the last score since the missed day beside the last one before it, on the primary instrument.
fn worse_since(facts: &Facts<'_>, missed: Date) -> Option<Finding> {
    let rule = &facts.knowledge.rules.p12;
    let id = facts.course.primary;
    let check_ins = facts.check_ins(id);
    let before: &Measurement = check_ins.iter().rfind(|m| m.date < missed)?;
    let after: &Measurement = check_ins.last().filter(|m| m.date >= missed)?;
    let limit = *facts.knowledge.rules.d7.params.points_above_baseline.get(&id)?;
    let change = Change::between(facts.knowledge.instruments.get(&id), before.score, after.score);
    if !change.worse_by_points(limit) {
        return None;
    }
    let mut finding = facts.knowledge.finding(&rule.rule, FindingState::Shorten, after.date);
    finding.instrument = Some(id);
    finding.because.push(change.message(&facts.knowledge.name(id)));
    finding.because.push(Message::new("p12.shorten").with("date", missed).with("points", number(limit)));
    finding.because.extend(step_shorter(facts));
    finding.because.extend(exposure::messages(facts));
    finding.options.clone_from(&rule.params.options);
    route_caveat(facts, &rule.params.studied_routes, &mut finding);
    finding.trace.push(Message::new("trace.missed").with("date", missed));
    finding.trace.push(Message::new("trace.worse_from").with("points", number(limit)));
    Some(finding)
}
