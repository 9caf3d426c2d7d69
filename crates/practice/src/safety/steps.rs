//! What a person does about an alert: take it on, acknowledge it, record what is done, close it.

use evenkeel_care::finding::{Finding, FindingState};
use evenkeel_care::safety;
use evenkeel_store::alert::{self, Alert, NewStep, Step, StepKind};
use evenkeel_store::decision::{self, NewDecision, Verdict};
use evenkeel_store::{AlertId, CourseId, FindingId, Tx, course};
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::{Once, Practice, json};
use crate::decisions::Shown;
use crate::refusal::Refusal;
use crate::rights::Right;

/// What is done about an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// The actor takes it on.
    Take,
    /// The actor has seen it and acts: the timer stops.
    Acknowledge,
    /// Something of it is done or said.
    Record,
    /// Nothing is left to do.
    Close,
}

/// Somebody sees to an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeeTo {
    /// The course.
    pub course: CourseId,
    /// The alert.
    pub alert: AlertId,
    /// What is done.
    pub deed: Deed,
    /// Keys of required actions that are done.
    pub done: Vec<String>,
    /// What was done and said; the reason of a closing.
    pub words: String,
}

impl Practice {
    /// Keeps what somebody does about an alert. A high level is closed by a prescriber by name, with a
    /// reason and with everything on record that the rule requires; nothing else ever closes it.
    pub async fn see_to(&self, actor: &Actor, see_to: SeeTo, key: &str) -> Result<(), Refusal> {
        actor.must(Right::AnswerAlerts)?;
        possible(&see_to)?;
        let today = self.today(actor.clinic).await?;
        let mut tx = match self.begin::<()>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(()) => return Ok(()),
        };
        course::hold(&mut tx, see_to.course).await?;
        let found = alert::get(&mut tx, actor.clinic, see_to.alert).await?;
        let alert =
            found.filter(|a| a.course_id == see_to.course).ok_or_else(|| Refusal::not_found("This alert"))?;
        if alert.ended.is_some() {
            let what = "This alert is no longer open: somebody was faster. Look at the page as it is now.";
            return Err(Refusal::Conflict { what: what.into() });
        }
        let steps = alert::steps(&mut tx, actor.clinic, see_to.course).await?;
        let steps: Vec<Step> = steps.into_iter().filter(|s| s.alert_id == alert.id).collect();
        self.keep_done(&mut tx, &alert, &steps, &see_to).await?;
        match see_to.deed {
            Deed::Take => take(&mut tx, actor, &alert, &steps, &see_to).await?,
            Deed::Acknowledge => acknowledge(&mut tx, actor, &alert, &steps, &see_to).await?,
            Deed::Record => note(&mut tx, &alert, &steps, &see_to).await?,
            Deed::Close => self.close(&mut tx, actor, &alert, &steps, &see_to, today).await?,
        }
        tx.commit_with(&()).await?;
        self.work().await;
        Ok(())
    }

    /// Keeps the actions that are newly done.
    async fn keep_done(
        &self,
        tx: &mut Tx,
        alert: &Alert,
        steps: &[Step],
        see_to: &SeeTo,
    ) -> Result<(), Refusal> {
        let finding: Finding = alert.body.parse()?;
        let required = safety::required_actions(self.knowledge(), &finding);
        for key in &see_to.done {
            let known = required.iter().any(|action| action.key == *key);
            if !known || documented(steps).any(|done| done == key) {
                continue;
            }
            let action = Some(key.clone());
            keep(tx, alert, StepKind::Done, format!("done:{key}"), Parts { action, ..Parts::default() })
                .await?;
            tx.audit("alert.done", alert.id, key)?;
        }
        Ok(())
    }

    async fn close(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        alert: &Alert,
        steps: &[Step],
        see_to: &SeeTo,
        today: Date,
    ) -> Result<(), Refusal> {
        let high = alert.level == FindingState::High;
        actor.must(if high { Right::CloseHighAlerts } else { Right::SeeToSafety })?;
        let finding: Finding = alert.body.parse()?;
        let mut on_record: Vec<&str> = documented(steps).map(String::as_str).collect();
        on_record.extend(see_to.done.iter().map(String::as_str));
        let required = safety::required_actions(self.knowledge(), &finding);
        let open = safety::undocumented(required, &on_record);
        if !open.is_empty() {
            let list: Vec<&str> = open.iter().map(|action| action.says.as_str()).collect();
            let what = format!("It cannot be closed before this is on record: {}", list.join(" "));
            return Err(Refusal::field("done", what, "Do it, tick it, then close."));
        }
        if high {
            self.decide_to_close(tx, alert, &finding, see_to, today).await?;
        }
        let parts = Parts { names: Some(actor.name.clone()), words: words(see_to), ..Parts::default() };
        keep(tx, alert, StepKind::Closed, "end".to_owned(), parts).await?;
        tx.audit("alert.close", alert.id, &alert.level)?;
        self.after_a_fact(tx, alert.course_id, today, alert.id.into()).await
    }

    /// The decision on the finding that closes a high level, with what was shown and why.
    async fn decide_to_close(
        &self,
        tx: &mut Tx,
        alert: &Alert,
        finding: &Finding,
        see_to: &SeeTo,
        today: Date,
    ) -> Result<(), Refusal> {
        let new = NewDecision {
            course_id: alert.course_id,
            finding_id: FindingId(alert.id.0),
            seen_version: 0,
            choice: Verdict::Accept,
            chosen: None,
            values: None,
            reason: words(see_to),
            shown: json(&Shown { finding: finding.clone(), forecast: None })?,
            decided_on: today,
        };
        let id = decision::add(tx, &new).await?;
        tx.audit("decision.take", id, &finding.rule)?;
        Ok(())
    }
}

/// Keys of the actions on record.
pub(super) fn documented(steps: &[Step]) -> impl Iterator<Item = &String> {
    steps.iter().filter(|s| s.kind == StepKind::Done).filter_map(|s| s.action.as_ref())
}

#[derive(Default)]
struct Parts {
    names: Option<String>,
    action: Option<String>,
    words: Option<String>,
}

async fn keep(tx: &mut Tx, alert: &Alert, kind: StepKind, key: String, parts: Parts) -> Result<(), Refusal> {
    let step = NewStep { kind, key, names: parts.names, action: parts.action, words: parts.words };
    Ok(alert::add_step(tx, alert.course_id, alert.id, &step).await?)
}

/// A key for the next of several steps of one kind. Two at once: the second is told.
fn next(steps: &[Step], kind: StepKind) -> String {
    format!("{kind}:{}", steps.iter().filter(|s| s.kind == kind).count() + 1)
}

async fn take(
    tx: &mut Tx,
    actor: &Actor,
    alert: &Alert,
    steps: &[Step],
    see_to: &SeeTo,
) -> Result<(), Refusal> {
    let parts = Parts { names: Some(actor.name.clone()), words: words(see_to), ..Parts::default() };
    keep(tx, alert, StepKind::Taken, next(steps, StepKind::Taken), parts).await?;
    tx.audit("alert.take", alert.id, &())?;
    Ok(())
}

/// The first acknowledgement stops the timer; who acknowledges what nobody has taken takes it.
async fn acknowledge(
    tx: &mut Tx,
    actor: &Actor,
    alert: &Alert,
    steps: &[Step],
    see_to: &SeeTo,
) -> Result<(), Refusal> {
    if steps.iter().any(|s| s.kind == StepKind::Acknowledged) {
        return note(tx, alert, steps, see_to).await;
    }
    if steps.iter().all(|s| s.kind != StepKind::Taken) {
        let parts = Parts { names: Some(actor.name.clone()), ..Parts::default() };
        keep(tx, alert, StepKind::Taken, next(steps, StepKind::Taken), parts).await?;
    }
    let parts = Parts { names: Some(actor.name.clone()), words: words(see_to), ..Parts::default() };
    keep(tx, alert, StepKind::Acknowledged, "acknowledged".to_owned(), parts).await?;
    tx.audit("alert.acknowledge", alert.id, &())?;
    Ok(())
}

async fn note(tx: &mut Tx, alert: &Alert, steps: &[Step], see_to: &SeeTo) -> Result<(), Refusal> {
    if let Some(said) = words(see_to) {
        let parts = Parts { words: Some(said), ..Parts::default() };
        keep(tx, alert, StepKind::Noted, next(steps, StepKind::Noted), parts).await?;
    }
    tx.audit("alert.note", alert.id, &())?;
    Ok(())
}

fn words(see_to: &SeeTo) -> Option<String> {
    Some(see_to.words.trim().to_owned()).filter(|text| !text.is_empty())
}

fn possible(see_to: &SeeTo) -> Result<(), Refusal> {
    let said = words(see_to);
    if said.as_ref().is_some_and(|text| text.chars().count() > 2000) {
        return Err(Refusal::field("words", "The text is too long.", "Shorten it to 2,000 characters."));
    }
    match (see_to.deed, said) {
        (Deed::Acknowledge, None) => Err(Refusal::field(
            "words",
            "It is not said what you do.",
            "Write in a few words what you do now, for example: With her, calling Dr Vale.",
        )),
        (Deed::Close, None) => Err(Refusal::field(
            "words",
            "The reason is missing.",
            "Write in a few words why this can be closed.",
        )),
        (Deed::Record, None) if see_to.done.is_empty() => {
            Err(Refusal::field("words", "Nothing was ticked or written.", "Tick what is done, or write it."))
        }
        _ => Ok(()),
    }
}
