//! X5: signs of a switch into mania or hypomania, and whether a mood stabiliser is taken.

use jiff::civil::Date;

use crate::condition::{Condition, MedicationClass, PatientCondition};
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::record::{Session, Sign};
use crate::review::Facts;
use crate::schedule::days::{add, sub};

/// A task for the staff where a sign of a switch was reported and nobody has decided on it since, and one
/// where a bipolar patient's mood stabiliser is not known.
pub(crate) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    possible(facts).into_iter().chain(stabiliser(facts)).map(Finding::concluded).collect()
}

/// Signs since the last decision on this rule, whoever the patient is: a first switch is a switch too.
fn possible(facts: &Facts<'_>) -> Option<Finding> {
    let rule = &facts.knowledge.rules.x5;
    let decided = facts.course.decisions.iter().filter(|d| d.rule.eq_ignore_ascii_case(&rule.rule.id));
    let closed = decided.map(|d| d.date).max();
    let counts = |s: &&Sign| rule.params.signs.contains(&s.sign) && closed.is_none_or(|day| s.date > day);
    let mut signs: Vec<&Sign> = facts.course.signs.iter().filter(counts).collect();
    signs.sort_by_key(|s| (s.date, s.sign));
    signs.dedup();
    let first = signs.first()?.date;
    let within = add(first, rule.params.act_within_days);
    let before_next = next_session(facts, first).map_or(within, |day| sub(day, 1).max(first));
    let mut finding = due(facts, first, before_next.min(within));
    for sign in &signs {
        let word = sign.sign.to_string().replace('_', " ");
        finding.because.push(Message::new("x5.sign").with("sign", word).with("date", sign.date));
    }
    finding.because.push(Message::new("x5.review"));
    finding.options.clone_from(&rule.params.options);
    finding.trace.push(Message::new("trace.switch").with("date", first).with("count", signs.len()));
    Some(finding)
}

/// The question of the protocol for bipolar patients: which mood stabiliser is taken.
fn stabiliser(facts: &Facts<'_>) -> Option<Finding> {
    let patient = &facts.course.patient;
    let listed = patient.conditions.iter().flatten().any(|c| *c == PatientCondition::BipolarDisorder);
    if facts.course.condition != Condition::BipolarDepression && !listed {
        return None;
    }
    let is_one = |class| matches!(class, MedicationClass::MoodStabiliser | MedicationClass::Lamotrigine);
    if patient.medications.iter().flatten().any(|m| is_one(m.class)) {
        return None;
    }
    let today = facts.today();
    let mut finding = due(facts, today, next_session(facts, today).unwrap_or(today));
    finding.because.push(Message::new(if patient.medications.is_some() {
        "x5.no_stabiliser"
    } else {
        "x5.stabiliser_unknown"
    }));
    finding.missing.push(Message::new("mood_stabiliser"));
    finding.trace.push(Message::new("trace.stabiliser"));
    Some(finding)
}

fn due(facts: &Facts<'_>, date: Date, due_on: Date) -> Finding {
    let late = facts.today() > due_on;
    let state = if late { FindingState::Overdue } else { FindingState::Due };
    let mut finding = facts.knowledge.finding(&facts.knowledge.rules.x5.rule, state, date);
    finding.due_on = Some(due_on);
    finding
}

/// The first session on or after `day`, given or still to come.
fn next_session(facts: &Facts<'_>, day: Date) -> Option<Date> {
    let sessions = || facts.done.iter().chain(&facts.coming).copied();
    sessions().filter(|s: &&Session| s.date >= day).map(|s| s.date).min()
}
