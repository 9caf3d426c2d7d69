//! A safety finding that speaks becomes an alert, in the transaction that keeps it.

use evenkeel_care::finding::{Finding, FindingKind, FindingState};
use evenkeel_care::safety;
use evenkeel_store::alert::{self, Alert, NewStep, StepKind};
use evenkeel_store::{AlertId, CourseId, FindingId, Tx};

use crate::context::Practice;
use crate::refusal::Refusal;

impl Practice {
    /// Opens the alert of a finding just kept, if it is one about safety that speaks. It takes the place
    /// of an open one of the same or a lower level; beside a higher one it is noted there.
    pub(crate) async fn open_alert(
        &self,
        tx: &mut Tx,
        course: CourseId,
        found: &Finding,
        id: FindingId,
    ) -> Result<(), Refusal> {
        if !self.speaks(found) {
            return Ok(());
        }
        let clinic = tx.clinic();
        let mut beside = alert::list(&mut *tx, clinic, course).await?;
        beside.retain(|a| a.ended.is_none() && asks(a.level) == asks(found.state));
        let own = |finding: &Finding| {
            let told = [safety::OWN_QUESTION, safety::AT_THE_CHAIR];
            finding.because.iter().any(|m| told.contains(&m.key.as_str()))
        };
        // A clinic's own question that called for a person, or what was said at the chair, says more than a screen with gaps: it stays.
        let says_more = |a: &&Alert| !own(found) && a.body.parse::<Finding>().is_ok_and(|kept| own(&kept));
        if let Some(higher) = beside.iter().find(|a| rank(a.level) > rank(found.state) || says_more(a)) {
            let step = NewStep {
                kind: StepKind::Noted,
                key: format!("noted:{id}"),
                names: None,
                action: Some(found.state.to_string()),
                words: None,
            };
            return Ok(alert::add_step(tx, course, higher.id, &step).await?);
        }
        for older in &beside {
            end(tx, course, older.id, StepKind::Superseded).await?;
        }
        let alert = alert::open(tx, course, id, found.state, found.date).await?;
        tx.audit("alert.open", id, &found.state)?;
        self.start_timer(tx, course, alert, found.state).await
    }

    /// Whether a finding is one a person must see to. The crisis wording (D25) is a duty of the
    /// response, and the timer (D26) is about an alert that is there already.
    pub(crate) fn speaks(&self, found: &Finding) -> bool {
        let rules = &self.knowledge().rules;
        found.kind == FindingKind::Safety
            && found.state != FindingState::None
            && found.rule != rules.d25.rule.id
            && found.rule != rules.d26.rule.id
    }
}

/// The open alerts of a course that ask for a screen, or those of a level that a screen has found.
/// The two stand beside each other: an unanswered question is no level.
fn asks(level: FindingState) -> bool {
    level == FindingState::Screen
}

fn rank(level: FindingState) -> u8 {
    match level {
        FindingState::High => 3,
        FindingState::Moderate => 2,
        FindingState::Low => 1,
        _ => 0,
    }
}

/// Ends alerts that asked for a screen up to a day, now that a complete one has answered them.
pub(super) async fn answered(tx: &mut Tx, course: CourseId, by: jiff::civil::Date) -> Result<(), Refusal> {
    let clinic = tx.clinic();
    let open = alert::list(&mut *tx, clinic, course).await?;
    let asked = |a: &&Alert| a.ended.is_none() && asks(a.level) && a.date <= by;
    for alert in open.iter().filter(asked) {
        end(tx, course, alert.id, StepKind::Answered).await?;
    }
    Ok(())
}

async fn end(tx: &mut Tx, course: CourseId, alert: AlertId, kind: StepKind) -> Result<(), Refusal> {
    let step = NewStep { kind, key: "end".to_owned(), names: None, action: None, words: None };
    alert::add_step(tx, course, alert, &step).await?;
    tx.audit("alert.end", alert, &kind)?;
    Ok(())
}
