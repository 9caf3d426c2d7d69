//! D26 as work of the clinic: an alert of a timed level that nobody acknowledges goes to the next person,
//! again and again. The job is written in the transaction that opens the alert, and may run twice.

use evenkeel_care::finding::FindingState;
use evenkeel_care::safety::{self, CallOn, Step};
use evenkeel_store::account::{self, Role};
use evenkeel_store::alert::{self, Alert, NewStep, StepKind};
use evenkeel_store::finding::{self, NewFinding};
use evenkeel_store::job::{self, Job};
use evenkeel_store::{AlertId, CourseId, Tx, clinic, course};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::settings::InForce;
use crate::actor::Actor;
use crate::context::{Practice, json};
use crate::jobs::ENGINE_VERSION;
use crate::refusal::Refusal;

/// Kind of the job.
pub(crate) const ESCALATE: &str = "alert.escalate";

/// What the job is about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct About {
    course: CourseId,
    alert: AlertId,
}

/// How a clinic stands at one instant.
struct Moment {
    in_force: InForce,
    zone: TimeZone,
}

impl Practice {
    /// Starts the timer of an alert just opened, if its level has one.
    pub(super) async fn start_timer(
        &self,
        tx: &mut Tx,
        course: CourseId,
        alert: AlertId,
        level: FindingState,
    ) -> Result<(), Refusal> {
        if !self.knowledge().rules.d26.params.levels.contains(&level) {
            return Ok(());
        }
        let moment = Moment::of(tx).await?;
        let clinic = tx.clinic();
        let opened = alert::get(&mut *tx, clinic, alert).await?;
        let opened = opened.ok_or_else(|| Refusal::not_found("This alert"))?;
        let step = self.asked_now(&opened, None, tx.now(), &moment);
        let first =
            if step.call == CallOn::Owner { moment.ask_again(&step, tx.now()) } else { Some(tx.now()) };
        if let Some(at) = first {
            job::add(tx, ESCALATE, &json(&About { course, alert })?, at).await?;
        }
        Ok(())
    }

    /// What D26 asks of an alert at one instant, with the clinic's own minutes.
    fn asked_now(
        &self,
        opened: &Alert,
        acknowledged_at: Option<Timestamp>,
        now: Timestamp,
        moment: &Moment,
    ) -> Step {
        let alert = safety::Alert {
            level: opened.level,
            date: opened.date,
            opened_at: opened.recorded.at,
            acknowledged_at,
        };
        let timer = moment.timer(self);
        safety::escalation(self.knowledge(), &alert, now, moment.in_hours(now), timer)
    }

    /// Calls whoever is to be called by now, once, and asks again later. Ends by itself once somebody
    /// has acknowledged the alert or it is no longer open.
    pub(crate) async fn escalate(&self, actor: &Actor, job: &Job) -> Result<(), Refusal> {
        let about: About = job.payload.parse()?;
        let mut tx = self.begin_unkeyed(actor).await?;
        course::hold(&mut tx, about.course).await?;
        if job::is_done(&mut tx, actor.clinic, job.id).await? {
            return Ok(());
        }
        let found = alert::get(&mut tx, actor.clinic, about.alert).await?;
        let opened = found.ok_or_else(|| Refusal::not_found("This alert"))?;
        let steps = alert::steps(&mut tx, actor.clinic, about.course).await?;
        let mine: Vec<_> = steps.iter().filter(|s| s.alert_id == opened.id).collect();
        let acknowledged = mine.iter().find(|s| s.kind == StepKind::Acknowledged).map(|s| s.recorded.at);
        let moment = Moment::of(&mut tx).await?;
        let step = self.asked_now(&opened, acknowledged, tx.now(), &moment);
        let key = format!("escalated:{}:{}", step.call, step.calls);
        let known = mine.iter().any(|s| s.step_key == key);
        if opened.ended.is_some() || step.call == CallOn::Nobody {
            tx.audit("alert.timer_over", opened.id, &())?;
        } else if step.call == CallOn::Owner || known {
            tx.audit("alert.timer", opened.id, &())?;
        } else {
            self.call(&mut tx, &about, &step, key, &moment).await?;
        }
        let again = moment.ask_again(&step, tx.now()).filter(|_| opened.ended.is_none());
        if let Some(at) = again {
            job::add(&mut tx, ESCALATE, &job.payload, at).await?;
        }
        job::finish(&mut tx, job.id).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps the finding with its trace, and to whom the alert goes.
    async fn call(
        &self,
        tx: &mut Tx,
        about: &About,
        step: &Step,
        key: String,
        moment: &Moment,
    ) -> Result<(), Refusal> {
        let new = NewFinding {
            course_id: about.course,
            finding: &step.finding,
            overlay_digest: self.overlay_digest(),
            engine_version: ENGINE_VERSION.to_owned(),
            cause: Some(about.alert.into()),
        };
        finding::add(tx, &new).await?;
        let names = who_is_called(tx, step, moment).await?;
        let escalated = NewStep {
            kind: StepKind::Escalated,
            key,
            names: Some(names),
            action: Some(step.call.to_string()),
            words: None,
        };
        alert::add_step(tx, about.course, about.alert, &escalated).await?;
        tx.audit("alert.escalate", about.alert, &step.calls)?;
        Ok(())
    }
}

impl Moment {
    async fn of(tx: &mut Tx) -> Result<Self, Refusal> {
        let id = tx.clinic();
        let clinic = clinic::get(&mut *tx, id).await?.ok_or_else(|| Refusal::not_found("This clinic"))?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        Ok(Self { in_force: InForce::of(&mut *tx, id).await?, zone })
    }

    /// Without confirmed hours the clinic counts as closed: nobody has promised to watch.
    fn in_hours(&self, now: Timestamp) -> bool {
        self.in_force.hours.open_at(now, &self.zone)
    }

    /// The rule's timer with the clinic's own minutes.
    fn timer(&self, practice: &Practice) -> safety::Timer {
        let shipped = safety::Timer::of(practice.knowledge());
        match &self.in_force.confirmed {
            Some(kept) => {
                safety::Timer { within: kept.escalate_after_minutes, again: kept.escalate_after_minutes }
            }
            None => shipped,
        }
    }

    /// When to look again: as the rule says, or as soon as the clinic opens or closes.
    fn ask_again(&self, step: &Step, now: Timestamp) -> Option<Timestamp> {
        let next = step.next_at?;
        Some(self.in_force.hours.next_change(now, &self.zone).map_or(next, |change| change.min(next)))
    }
}

/// By name whom an alert goes to: in hours the prescribers, from the second call on the clinic's leads
/// too; outside them whoever is on call, and without one all of these.
async fn who_is_called(tx: &mut Tx, step: &Step, moment: &Moment) -> Result<String, Refusal> {
    let clinic = tx.clinic();
    let accounts = account::list(&mut *tx, clinic).await?;
    let named = |role: Role| {
        let names = accounts.iter().filter(|a| a.role == role).map(|a| a.display_name.clone());
        names.collect::<Vec<_>>().join(", ")
    };
    let prescribers = format!("all prescribers ({})", named(Role::Prescriber));
    let everybody = format!("{prescribers} and the clinic’s lead ({})", named(Role::Admin));
    Ok(match (step.call, moment.in_force.on_call()) {
        (CallOn::OnCall, Some(on_call)) => format!("on call: {on_call}"),
        (CallOn::OnCall, None) => format!("nobody is named as on call, so {everybody}"),
        _ if step.calls < 2 => prescribers,
        _ => everybody,
    })
}
