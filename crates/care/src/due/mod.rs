//! What is due on a date: check-ins, visits, forms, laboratory and long-term reviews (D34, D35, D38,
//! D39, L1–L6, R3). Each is `upcoming` before its window, `due` through its last day, then `overdue`.

mod check_in;
mod consent;
mod exposure;
mod form;
mod laboratory;
mod visit;

use jiff::civil::Date;

use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::{CourseStatus, EventKind};
use crate::review::Facts;
use crate::rules::RuleHead;

pub use form::{form_due_on, form_reminders};

/// Everything that is upcoming, due or overdue. A course that has ended owes its forms, and for a
/// while its check-ins.
pub(crate) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = form::findings(facts);
    found.extend(check_in::findings(facts));
    if !ended(facts) {
        found.extend(visit::findings(facts));
        found.extend(exposure::findings(facts));
        found.extend(laboratory::findings(facts));
        found.extend(consent::finding(facts));
    }
    found
}

/// Whether the course was ended, or stopped by today.
fn ended(facts: &Facts<'_>) -> bool {
    match facts.course.status {
        Some(status) => status == CourseStatus::Ended,
        None => facts.course.stopped_on.is_some_and(|day| day <= facts.today()),
    }
}

/// A window in whole days, both ends in it.
#[derive(Clone, Copy)]
struct Window {
    opens: Date,
    due_on: Date,
}

/// A finding of `rule` on `window`, dated by its last day.
fn due(facts: &Facts<'_>, rule: &RuleHead, window: Window, because: Message) -> Finding {
    let today = facts.today();
    let state = if today < window.opens {
        FindingState::Upcoming
    } else if today <= window.due_on {
        FindingState::Due
    } else {
        FindingState::Overdue
    };
    let mut finding = facts.knowledge.finding(rule, state, window.due_on);
    finding.due_on = Some(window.due_on);
    finding.because.push(because);
    finding.trace.push(
        Message::new("trace.window")
            .with("opens", window.opens)
            .with("due", window.due_on)
            .with("today", today),
    );
    finding.trace.push(
        Message::new("trace.state")
            .with("state", state)
            .with("rule", &rule.id)
            .with("revision", &rule.revision),
    );
    finding
}

/// Days of events of one kind.
fn events<'a>(facts: &'a Facts<'_>, kind: EventKind) -> impl Iterator<Item = Date> + 'a {
    facts.course.events.iter().filter(move |e| e.kind == kind).map(|e| e.date)
}

/// Days of decisions on one rule, with a name under them.
fn decisions<'a>(facts: &'a Facts<'_>, rule: &'a RuleHead) -> impl Iterator<Item = Date> + 'a {
    let signed = |by: &Option<String>| by.as_deref().is_some_and(|by| !by.trim().is_empty());
    let on_it =
        move |d: &&crate::record::DecisionNote| d.rule.eq_ignore_ascii_case(&rule.id) && signed(&d.by);
    facts.course.decisions.iter().filter(on_it).map(|d| d.date)
}

/// The day of the first session, given or planned.
fn first_session(facts: &Facts<'_>) -> Option<Date> {
    facts.session_day(1).or_else(|| facts.coming.first().map(|s| s.date))
}
