//! D37: boosters that come sooner and sooner ask for a look at tolerance and misuse.

use jiff::civil::Date;

use crate::exposure;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::review::Facts;
use crate::schedule::days::between;

/// The last intervals of the maintenance, if each is clearly shorter than the one before it.
pub(super) fn finding(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.d37;
    let end = facts.last_induction_day()?;
    let mut days: Vec<Date> = facts.done.iter().map(|s| s.date).filter(|day| *day >= end).collect();
    days.dedup();
    let intervals: Vec<i64> =
        days.iter().zip(days.iter().skip(1)).map(|(from, to)| between(*from, *to)).collect();
    let first = intervals.len().checked_sub(rule.params.intervals)?;
    let last = intervals.get(first..)?;
    let shrinks = last.iter().zip(last.iter().skip(1)).all(|(a, b)| a - b >= rule.params.shorter_by_days);
    if !shrinks {
        return None;
    }
    let mut finding = facts.knowledge.finding(&rule.rule, FindingState::Review, *days.last()?);
    let words = last.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    finding.because.push(Message::new("d37.shrinking").with("days", &words));
    finding.because.push(Message::new("d37.look"));
    finding.because.extend(exposure::messages(facts));
    finding.options.clone_from(&rule.params.options);
    finding
        .trace
        .push(Message::new("trace.intervals").with("days", words).with("limit", rule.params.shorter_by_days));
    Some(finding)
}
