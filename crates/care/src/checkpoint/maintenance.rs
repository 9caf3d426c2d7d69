//! D13: the review of a maintenance, by time or by number of sessions, whichever comes first.

use jiff::Span;
use jiff::civil::Date;

use super::conclude;
use crate::exposure;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::review::Facts;

/// Due three months or six maintenance sessions after the end of induction or the last review.
pub(super) fn finding(facts: &Facts<'_>) -> Finding {
    let rule = &facts.knowledge.rules.d13;
    let mut finding = facts.knowledge.finding(&rule.rule, FindingState::NotDue, facts.today());
    finding.instrument = Some(facts.course.primary);
    let Some(induction_ended) = facts.last_induction_day() else {
        finding.because.push(Message::new("d13.before").with("done", facts.done.len()));
        return conclude(finding);
    };
    let from = last_review(facts).map_or(induction_ended, |day| day.max(induction_ended));
    let months = Span::new().try_months(rule.params.every_months).unwrap_or_default();
    let by_time = from.saturating_add(months);
    let sessions = facts.done.iter().skip(facts.induction_sessions()).filter(|s| s.date > from).count();
    let due = facts.today() >= by_time || sessions >= rule.params.every_sessions;
    finding.trace.push(
        Message::new("trace.review")
            .with("from", from)
            .with("date", by_time)
            .with("sessions", sessions)
            .with("limit", rule.params.every_sessions),
    );
    let key = if due { "d13.due" } else { "d13.not_due" };
    finding.because.push(
        Message::new(key)
            .with("from", from)
            .with("date", by_time)
            .with("sessions", sessions)
            .with("limit", rule.params.every_sessions),
    );
    finding.because.extend(exposure::messages(facts));
    if due {
        finding.state = FindingState::Due;
        finding.options.clone_from(&rule.params.options);
    }
    conclude(finding)
}

/// The day of the last review a clinician recorded.
fn last_review(facts: &Facts<'_>) -> Option<Date> {
    let id = &facts.knowledge.rules.d13.rule.id;
    let reviews = facts.course.decisions.iter().filter(|d| d.rule.eq_ignore_ascii_case(id));
    reviews.map(|d| d.date).max()
}
