//! D34: the rhythm of check-ins. D35: a patient who has fallen silent is called, nothing is concluded.

use jiff::civil::Date;

use super::{Window, decisions, due, ended};
use crate::finding::{Choice, Finding, FindingState};
use crate::message::Message;
use crate::review::Facts;
use crate::rules::Rhythm;
use crate::schedule::days::{add, between};

/// The next check-in, and the call when several did not come.
pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let Some(from) = clock(facts).filter(|_| still_watched(facts)) else { return Vec::new() };
    let rhythm = rhythm(facts, from);
    let window = Window { opens: add(from, rhythm.opens_after_days), due_on: add(from, rhythm.every_days) };
    let rule = &facts.knowledge.rules.d34.rule;
    let because = Message::new("d34.next").with("from", from).with("days", rhythm.every_days);
    let next = due(facts, rule, window, because);
    std::iter::once(next).chain(silence(facts, from, rhythm)).collect()
}

/// The last check-in or, if later, the last session; `None` before the first session.
fn clock(facts: &Facts<'_>) -> Option<Date> {
    let session = facts.done.last()?.date;
    facts.course.measurements.iter().map(|m| m.date).chain([session]).max()
}

/// Running, or stopped a short while ago.
fn still_watched(facts: &Facts<'_>) -> bool {
    let stopped = facts.course.stopped_on.or_else(|| facts.done.last().map(|s| s.date));
    let days = i64::from(facts.knowledge.rules.d34.params.after_stop_days);
    !ended(facts) || stopped.is_some_and(|day| between(day, facts.today()) <= days)
}

/// The rhythm in force on `day`.
fn rhythm<'a>(facts: &Facts<'a>, day: Date) -> &'a Rhythm {
    let params = &facts.knowledge.rules.d34.params;
    let Some(end) = facts.last_induction_day() else { return &params.induction };
    let days = between(end, day);
    let in_force = |r: &&Rhythm| r.until_day.is_none_or(|until| days < i64::from(until));
    params.after.iter().find(in_force).unwrap_or(&params.induction)
}

/// D35, once enough check-ins in a row did not come. A call on record starts the count again.
fn silence(facts: &Facts<'_>, from: Date, rhythm: &Rhythm) -> Option<Finding> {
    let rule = &facts.knowledge.rules.d35;
    let from = decisions(facts, &rule.rule).chain([from]).max()?;
    let missed_on = add(from, rhythm.every_days.saturating_mul(rule.params.missed_check_ins));
    let opens = add(missed_on, 1);
    let window = Window { opens, due_on: add(missed_on, rule.params.call_within_days) };
    let because = Message::new("d35.call").with("missed", rule.params.missed_check_ins).with("from", from);
    let mut finding = due(facts, &rule.rule, window, because);
    finding.options.push(Choice::CallPatient);
    (finding.state != FindingState::Upcoming).then_some(finding)
}
