//! What follows from a fact: findings, a new plan, a new forecast. The forecast is a job, written
//! in the transaction of its cause and done right after it; a job left over is done by the worker.

use evenkeel_care::finding::{Finding, FindingState};
use evenkeel_store::finding::{self, NewFinding};
use evenkeel_store::forecast::{self, NewForecast};
use evenkeel_store::job::{self, Job};
use evenkeel_store::{CourseId, Subject, Tx, course_bundle};
use jiff::SignedDuration;
use jiff::civil::Date;

use crate::actor::Actor;
use crate::context::{Practice, json, today_in};
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::safety::ESCALATE;
use crate::set_up::later;

const REFRESH: &str = "forecast.refresh";
/// Label of the forecast under the plan.
pub(crate) const PLAN: &str = "plan";
const LEASE: SignedDuration = SignedDuration::from_secs(60);
const TRIES: i64 = 5;
/// Version of the engine that finds and forecasts; it stays with every finding.
pub(crate) const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

impl Practice {
    /// What every new fact of a course entails, in the same transaction.
    pub(crate) async fn after_a_fact(
        &self,
        tx: &mut Tx,
        course: CourseId,
        today: Date,
        cause: Subject,
    ) -> Result<(), Refusal> {
        let standing = self.standing_in(tx, course, today).await?;
        let fresh: Vec<Finding> =
            standing.review.findings.iter().filter(|f| is_news(f, &standing)).cloned().collect();
        drop(standing);
        for found in &fresh {
            self.keep_finding(tx, course, found, cause.clone()).await?;
        }
        self.put_plan(tx, course, today).await?;
        self.ask_for_forecast(tx, course).await
    }

    /// Keeps one finding as it was found. One about safety that speaks waits for a person from then on.
    pub(crate) async fn keep_finding(
        &self,
        tx: &mut Tx,
        course: CourseId,
        found: &Finding,
        cause: Subject,
    ) -> Result<evenkeel_store::FindingId, Refusal> {
        let new = NewFinding {
            course_id: course,
            finding: found,
            overlay_digest: self.overlay_digest(),
            engine_version: ENGINE_VERSION.to_owned(),
            cause: Some(cause),
        };
        let id = finding::add(tx, &new).await?;
        self.open_alert(tx, course, found, id).await?;
        Ok(id)
    }

    /// Writes the job that refreshes a course's forecast.
    pub(crate) async fn ask_for_forecast(&self, tx: &mut Tx, course: CourseId) -> Result<(), Refusal> {
        job::add(tx, REFRESH, &json(&course)?, tx.now()).await?;
        Ok(())
    }

    /// Does every job that is due. A job that fails is tried again later, then set aside for a
    /// person to look at; the facts it came from are safe either way.
    pub async fn work(&self) -> usize {
        let mut done = 0;
        while let Ok(Some(next)) = job::take(self.store(), "worker", LEASE).await {
            if let Err(cause) = self.do_job(&next).await {
                tracing::warn!(job = %next.id, kind = next.kind, %cause, "a job failed");
                // A forecast may be given up; an alert that nobody has acknowledged may not.
                let retry = (next.attempts < TRIES || next.kind == ESCALATE)
                    .then(|| later(self.now(), LEASE * i32::try_from(next.attempts.min(TRIES)).unwrap_or(1)));
                if job::fail(self.store(), next.clinic_id, next.id, &cause.to_string(), retry).await.is_err()
                {
                    break;
                }
            }
            done += 1;
        }
        done
    }

    async fn do_job(&self, job: &Job) -> Result<(), Refusal> {
        let actor = Actor::program(job.clinic_id, "worker");
        match job.kind.as_str() {
            REFRESH => self.refresh_forecast(&actor, job).await,
            ESCALATE => self.escalate(&actor, job).await,
            other => {
                tracing::warn!(kind = other, "a job of an unknown kind is set aside");
                Err(Refusal::not_found("This kind of job"))
            }
        }
    }

    /// Computes a course's forecast and keeps it, unless the same inputs were forecast already.
    async fn refresh_forecast(&self, actor: &Actor, job: &Job) -> Result<(), Refusal> {
        let course: CourseId = job.payload.parse()?;
        let zone = self.clinic(actor.clinic).await?.zone;
        let today = today_in(&zone, self.now());
        let bundle = course_bundle::get(self.store(), actor.clinic, course)
            .await?
            .ok_or_else(|| Refusal::not_found("This course"))?;
        let standing = Standing::of(bundle, self.knowledge(), today)?;
        let answered = self.answer_for(&standing).await;
        let mut tx = self.begin_unkeyed(actor).await?;
        let known =
            standing.bundle.forecasts.iter().find(|f| f.label == PLAN).map(|f| f.inputs_digest.as_str());
        match answered {
            Ok(made) if known != Some(made.digest.as_str()) => {
                let stamp = &made.answer.model;
                let new = NewForecast {
                    course_id: course,
                    label: PLAN.to_owned(),
                    as_of: today,
                    inputs_digest: made.digest.clone(),
                    model_version: stamp.version.clone(),
                    prior_sha256: stamp.prior_sha256.clone(),
                    seed: stamp.seed,
                    answer: json(&made.answer)?,
                };
                let id = forecast::add(&mut tx, &new).await?;
                tx.audit("forecast.make", id, &course)?;
            }
            Ok(_) => tx.audit("forecast.unchanged", course, &())?,
            Err(why) => tx.audit_result("forecast.make", course, "refused", &why.to_string())?,
        }
        job::finish(&mut tx, job.id).await?;
        Ok(tx.commit().await?)
    }
}

/// A finding worth keeping: it says something, and something else than the last one of its rule.
fn is_news(found: &Finding, standing: &Standing<'_>) -> bool {
    let quiet = matches!(found.state, FindingState::None | FindingState::Clear | FindingState::NotDue);
    let last = standing
        .bundle
        .findings
        .iter()
        .rev()
        .filter(|f| f.kind == found.kind && f.instrument == found.instrument)
        .find(|f| f.rule == found.rule)
        .and_then(|f| f.finding().ok());
    match last {
        Some(last) => last.state != found.state || last.date != found.date || last.because != found.because,
        None => !quiet,
    }
}
