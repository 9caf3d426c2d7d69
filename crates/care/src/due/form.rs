//! R3: the REMS monitoring form, in calendar days: a Friday's form is due by the next Friday, whatever
//! holidays, leap days or clock changes lie between.

use jiff::civil::Date;

use super::{Window, due};
use crate::condition::Route;
use crate::finding::Finding;
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::review::Facts;
use crate::schedule::days::add;

/// The last day on which the form of a session on `session` is in time.
pub fn form_due_on(knowledge: &Knowledge, session: Date) -> Date {
    add(session, knowledge.rules.r3.params.within_days)
}

/// The days on which somebody is reminded while the form is missing.
pub fn form_reminders(knowledge: &Knowledge, session: Date) -> Vec<Date> {
    knowledge.rules.r3.params.reminder_days.iter().map(|days| add(session, *days)).collect()
}

/// One finding for each esketamine session given whose form has not been sent.
pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let rule = &facts.knowledge.rules.r3;
    let open = facts.done.iter().filter(|s| s.route == Route::NasalEsketamine);
    open.filter(|s| s.rems_submitted_on.is_none())
        .map(|s| {
            let window = Window { opens: s.date, due_on: form_due_on(facts.knowledge, s.date) };
            let because = Message::new("r3.form").with("date", s.date).with("days", rule.params.within_days);
            due(facts, &rule.rule, window, because)
        })
        .collect()
}
