//! Suicidal thoughts and behaviour (D20–D26). This path is separate from everything else: no score,
//! plan or forecast can delay or replace it.

mod actions;
mod answers;
mod escalation;
mod screen;

pub use actions::{required_actions, undocumented};
pub use answers::{AT_THE_CHAIR, OWN_QUESTION, after_answers, at_the_chair, of_answers, own_question};
pub use escalation::{Alert, CallOn, Step, Timer, escalation};
pub(crate) use screen::latest_screen;

use jiff::civil::Date;

use crate::finding::{Finding, FindingKind, FindingState};
use crate::instrument::InstrumentId;
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::record::{Measurement, Screen};
use crate::review::Facts;

/// Findings of a whole record: an open item 9, the level of the screener, or one quiet finding.
pub(crate) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let screens = &facts.course.screens;
    let mut found: Vec<Finding> = item_nine(facts).into_iter().collect();
    match screen::open_high(facts.knowledge, screens, &facts.course.decisions) {
        screen::High::Open(screen) => found.push(screen::level(facts.knowledge, screen, screens)),
        screen::High::Closed(reason) => found.push(quiet(facts, Some(reason))),
        screen::High::Never => {
            if let Some(latest) = latest_screen(screens) {
                found.push(screen::level(facts.knowledge, latest, screens));
            }
        }
    }
    if found.len() > 1 {
        // A quiet finding beside a loud one would only blur it.
        found.retain(|f| f.state != FindingState::None);
    }
    if found.is_empty() {
        found.push(quiet(facts, None));
    }
    found
}

/// Whether any of these safety findings calls for somebody: nothing else may then stand in its place.
pub(crate) fn is_open(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.kind == FindingKind::Safety && f.state != FindingState::None)
}

/// Item `number` (from 1) of a questionnaire, if its answers are known.
pub(crate) fn item(m: &Measurement, number: usize) -> Option<u8> {
    m.items.as_ref()?.get(number.checked_sub(1)?).copied().flatten()
}

/// D20 on the latest PHQ-9 whose answers are known, unless a complete screen has answered it.
fn item_nine(facts: &Facts<'_>) -> Option<Finding> {
    let m = facts.scores(InstrumentId::Phq9).iter().rev().find(|m| m.items.is_some())?;
    let answered = |s: &Screen| s.date >= m.date && screen::missing(s.answers).is_empty();
    if facts.course.screens.iter().any(answered) {
        return None;
    }
    item_nine_finding(facts.knowledge, item(m, facts.knowledge.rules.d20.params.item_number), m.date)
}

/// D20 on one answer; `None` when the answer is known and below the limit.
fn item_nine_finding(knowledge: &Knowledge, answer: Option<u8>, date: Date) -> Option<Finding> {
    let rule = &knowledge.rules.d20;
    let limit = rule.params.screen_from_answer;
    if answer.is_some_and(|a| a < limit) {
        return None;
    }
    let mut finding = knowledge.finding(&rule.rule, FindingState::Screen, date);
    finding.instrument = Some(InstrumentId::Phq9);
    if let Some(answer) = answer {
        finding.because.push(Message::new("d20.item_nine").with("answer", answer).with("date", date));
        finding.trace.push(Message::new("trace.item_nine").with("answer", answer).with("limit", limit));
    } else {
        finding.because.push(Message::new("d20.item_nine_missing").with("date", date));
        finding.missing.push(Message::new("item_9"));
        finding.trace.push(Message::new("trace.item_nine_missing").with("limit", limit));
    }
    finding.because.push(Message::new("d20.screen_now"));
    finding.trace.push(state_step(&finding));
    Some(finding)
}

/// Nothing found, and on what that rests.
fn quiet(facts: &Facts<'_>, closed: Option<Message>) -> Finding {
    let rule = &facts.knowledge.rules.d20;
    let mut finding = facts.knowledge.finding(&rule.rule, FindingState::None, facts.today());
    let phq = facts.scores(InstrumentId::Phq9);
    let answers = phq.iter().rev().find(|m| m.items.is_some());
    let screen = latest_screen(&facts.course.screens);
    finding.because.extend(closed);
    match (answers, screen) {
        (Some(m), _) => finding.because.push(Message::new("d20.none_item").with("date", m.date)),
        (None, Some(s)) => finding.because.push(Message::new("d20.none_screen").with("date", s.date)),
        (None, None) => {
            finding.because.push(Message::new("d20.none_known"));
            if !phq.is_empty() {
                finding.missing.push(Message::new("item_9"));
            }
        }
    }
    finding.trace.push(state_step(&finding));
    finding
}

/// The last step of every trace.
fn state_step(finding: &Finding) -> Message {
    Message::new("trace.state")
        .with("state", finding.state)
        .with("rule", &finding.rule)
        .with("revision", &finding.revision)
}
