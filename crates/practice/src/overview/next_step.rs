//! The next-step card: the decision that is open, else what comes next.

use evenkeel_care::finding::{Finding, FindingKind, FindingState};
use evenkeel_care::knowledge::Knowledge;

use super::decidable;
use super::findings::{finding_view, rule_name};
use super::history::decision_view;
use crate::decisions::digest;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::view::course::NextStep;
use crate::words;

/// What the card shows. A finding to decide on comes first, then a score that is due, then the
/// next session.
/// Without `hints` no checkpoint is shown: only what the plan says.
pub(super) fn next_step(
    standing: &Standing<'_>,
    knowledge: &Knowledge,
    zone: &str,
    hints: bool,
) -> Result<NextStep, Refusal> {
    if !hints {
        return Ok(without_decision(standing, knowledge));
    }
    if let Some(open) = decidable(standing).find(|f| f.kind == FindingKind::Checkpoint) {
        return decision(standing, knowledge, zone, open);
    }
    let due = |f: &&Finding| f.kind == FindingKind::Checkpoint && f.state == FindingState::Due;
    if let Some(due) = standing.review.findings.iter().find(due) {
        return Ok(plain(
            rule_name(&due.rule, knowledge),
            due.because.iter().map(|m| words::say(knowledge, m)).collect::<Vec<_>>().join(" "),
            Some(due),
            knowledge,
        ));
    }
    Ok(without_decision(standing, knowledge))
}

fn decision(standing: &Standing<'_>, knowledge: &Knowledge,
    zone: &str, open: &Finding) -> Result<NextStep, Refusal> {
    let stored = standing.bundle.findings.iter().rev().find(|f| f.finding().is_ok_and(|kept| kept == *open));
    let taken = stored.and_then(|s| standing.bundle.decisions.iter().rev().find(|d| d.finding_id == s.id));
    let decided = taken.map(|d| decision_view(d, knowledge, zone)).transpose()?;
    let lead = if decided.is_some() {
        "A decision has been taken. It can be changed; both stay on record.".to_owned()
    } else {
        "Options, not orders. What is shown here is kept with the decision.".to_owned()
    };
    Ok(NextStep {
        title: rule_name(&open.rule, knowledge),
        lead,
        finding: Some(finding_view(open, knowledge)),
        shown_digest: digest(open),
        decided,
    })
}

fn without_decision(standing: &Standing<'_>, knowledge: &Knowledge) -> NextStep {
    let no_intake = !standing.record.measurements.iter().any(|m| m.instrument == standing.record.primary);
    let primary = knowledge.name(standing.record.primary);
    if no_intake && standing.bundle.course.status == evenkeel_care::record::CourseStatus::Active {
        return plain(
            "Enter the intake score".to_owned(),
            format!("There is no {primary} yet. Without it response cannot be judged."),
            None,
            knowledge,
        );
    }
    match (standing.next(), &standing.plan) {
        (Some(next), _) => plain(
            format!("Session {} on {}", next.n, words::date(next.date)),
            "Nothing to decide now.".into(),
            None,
            knowledge,
        ),
        (None, Err(why)) => plain("The plan needs attention".to_owned(), why.clone(), None, knowledge),
        (None, Ok(_)) => {
            plain("No session is planned".to_owned(), "Nothing to decide now.".into(), None, knowledge)
        }
    }
}

fn plain(title: String, lead: String, finding: Option<&Finding>, knowledge: &Knowledge) -> NextStep {
    NextStep {
        title,
        lead,
        finding: finding.map(|f| finding_view(f, knowledge)),
        shown_digest: String::new(),
        decided: None,
    }
}
