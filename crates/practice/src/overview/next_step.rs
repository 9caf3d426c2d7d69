//! The next-step card: the decision that is open, else what comes next.

use evenkeel_care::finding::{Choice, Finding, FindingKind, FindingState};
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::CourseStatus;
use evenkeel_store::CourseId;
use evenkeel_store::decision::Decision;

use super::decidable;
use super::findings::{finding_view, rule_name};
use super::history::decision_view;
use crate::actor::Actor;
use crate::context::Practice;
use crate::decisions::digest;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::course::NextStep;
use crate::words;

/// What the card shows: a checkpoint nobody has decided on, else one decided on today (it can still be
/// changed), else a score that is due, else the next session. Without `hints` only what the plan says.
pub(super) fn next_step(
    standing: &Standing<'_>,
    knowledge: &Knowledge,
    zone: &str,
    hints: bool,
) -> Result<NextStep, Refusal> {
    if !hints {
        return Ok(without_decision(standing, knowledge));
    }
    // In the order of the review: checks of the course, boosters, relapse, a new course, the spacing.
    let checkpoints = || decidable(standing);
    let today = |f: &&Finding| taken(standing, f).is_some_and(|d| d.decided_on == standing.today);
    let ended = standing.bundle.course.status == CourseStatus::Ended;
    let open = checkpoints().find(|f| !ended && taken(standing, f).is_none());
    if let Some(open) = open.or_else(|| checkpoints().find(today)) {
        return decision(standing, knowledge, zone, open);
    }
    let offered = |f: &&Finding| f.kind == FindingKind::Restart && f.state == FindingState::Offer;
    if let Some(offer) = standing.review.findings.iter().find(|f| ended && offered(f)) {
        let lead = "A new course can take up where this one ended.";
        return Ok(plain(rule_name(&offer.rule, knowledge), lead.to_owned(), Some(offer), knowledge));
    }
    if ended {
        let lead = "Nothing is left to decide. What was found and decided stands below.";
        return Ok(plain("This course has ended".to_owned(), lead.to_owned(), None, knowledge));
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

/// The latest decision on this very finding.
pub(crate) fn taken<'a>(standing: &'a Standing<'_>, found: &Finding) -> Option<&'a Decision> {
    // A check has its day; a sign that is still there tomorrow for the same reasons is the same sign.
    let same = |kept: &Finding| {
        *kept == *found
            || (found.kind != FindingKind::Checkpoint
                && kept.rule == found.rule
                && kept.state == found.state
                && kept.because == found.because)
    };
    let taken_on = |f: &&evenkeel_store::finding::StoredFinding| {
        standing.bundle.decisions.iter().any(|d| d.finding_id == f.id)
            && f.finding().is_ok_and(|kept| same(&kept))
    };
    let stored = standing.bundle.findings.iter().rev().find(taken_on)?;
    standing.bundle.decisions.iter().rev().find(|d| d.finding_id == stored.id)
}

/// A checkpoint that waits for a decision, for who has no page before them.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenDecision {
    /// The rule.
    pub rule: String,
    /// Digest of what is shown; comes back with the decision.
    pub shown_digest: String,
    /// What may be chosen.
    pub options: Vec<Choice>,
}

impl Practice {
    /// The checkpoint of a course that waits for a decision, if there is one.
    pub async fn open_decision(
        &self,
        actor: &Actor,
        course: CourseId,
    ) -> Result<Option<OpenDecision>, Refusal> {
        actor.must(Right::ReadCharts)?;
        if !self.clinic(actor.clinic).await?.hints_accepted {
            return Ok(None);
        }
        let standing = self.standing(actor, course).await?;
        let waits = |f: &&Finding| taken(&standing, f).is_none();
        let open = decidable(&standing).find(waits);
        Ok(open.map(|f| OpenDecision {
            rule: f.rule.clone(),
            shown_digest: digest(f),
            options: f.options.clone(),
        }))
    }
}

fn decision(
    standing: &Standing<'_>,
    knowledge: &Knowledge,
    zone: &str,
    open: &Finding,
) -> Result<NextStep, Refusal> {
    let decided = taken(standing, open).map(|d| decision_view(d, knowledge, zone)).transpose()?;
    let lead = if standing.bundle.course.status == CourseStatus::Ended {
        "A decision has been taken, and the course has ended.".to_owned()
    } else if decided.is_some() {
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
    if no_intake && standing.bundle.course.status == CourseStatus::Active {
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
