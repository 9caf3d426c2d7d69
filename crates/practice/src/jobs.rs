//! What follows from a fact: findings, a new plan, a new forecast. The forecast is a job, written
//! in the transaction of its cause and done right after it; a job left over is done by the worker.

use evenkeel_care::finding::{Finding, FindingState};
use evenkeel_store::finding::{self, NewFinding};
use evenkeel_store::forecast::{self, NewForecast};
use evenkeel_store::job::{self, Job};
use evenkeel_store::{CourseId, Subject, Tx, course_bundle};
use jiff::SignedDuration;
use jiff::civil::Date;
use tracing::Instrument as _;

use crate::actor::Actor;
use crate::context::{Practice, json, today_in};
use crate::forecasts::{Losing, Made};
use crate::lists::is_watched;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::safety::ESCALATE;
use crate::set_up::later;
use crate::upkeep::Counted;

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
        self.work_saying_so(|| ()).await
    }

    /// The same, and says so after each job. In the log each job is a span of its own, inside that of
    /// the request it belongs to.
    pub(crate) async fn work_saying_so(&self, after_each: impl Fn()) -> usize {
        let mut done = 0;
        while let Ok(Some(next)) = job::take(self.store(), "worker", LEASE).await {
            let span = tracing::info_span!("job", id = %next.id, kind = next.kind, attempt = next.attempts);
            if !self.attempt(&next).instrument(span).await {
                break;
            }
            after_each();
            done += 1;
        }
        done
    }

    /// Does a job; `false` if it failed and not even that can be written down.
    async fn attempt(&self, next: &Job) -> bool {
        let Err(cause) = self.do_job(next).await else {
            self.pulse().count(Counted::JobDone);
            tracing::debug!("a job is done");
            return true;
        };
        self.pulse().count(Counted::JobFailed);
        // A forecast may be given up; an alert that nobody has acknowledged may not.
        let again = next.attempts < TRIES || next.kind == ESCALATE;
        // Its kind only: the cause may repeat a score. It stays with the job and stands on the status page.
        tracing::warn!(why = cause.kind(), given_up = !again, "a job failed");
        let retry =
            again.then(|| later(self.now(), LEASE * i32::try_from(next.attempts.min(TRIES)).unwrap_or(1)));
        job::fail(self.store(), next.clinic_id, next.id, &cause.to_string(), retry).await.is_ok()
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
        let (read_at, today) = (self.now(), today_in(&zone, self.now()));
        let bundle = course_bundle::get(self.store(), actor.clinic, course)
            .await?
            .ok_or_else(|| Refusal::not_found("This course"))?;
        let standing = Standing::of(bundle, self.knowledge(), today)?;
        let known = standing.bundle.forecasts.iter().find(|f| f.label == PLAN);
        let known = known.map(|f| f.inputs_digest.clone());
        let made = self.make_forecast(&standing, known, is_watched(&standing)).await;
        let mut tx = self.begin_unkeyed(actor).await?;
        let losing = match made {
            Ok(made) => {
                self.keep_forecast(&mut tx, course, today, &made).await?;
                made.losing
            }
            Err(why) => {
                tx.audit_result("forecast.make", course, "refused", &why.to_string())?;
                Some(Losing::NoForecast { why: why.to_string() })
            }
        };
        self.put_on_lists(&mut tx, &standing, losing, (today, read_at)).await?;
        job::finish(&mut tx, job.id).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps a forecast that is new. The same inputs give the same answer: it is on record.
    async fn keep_forecast(
        &self,
        tx: &mut Tx,
        course: CourseId,
        today: Date,
        made: &Made,
    ) -> Result<(), Refusal> {
        let Some(answer) = &made.answer else {
            return Ok(tx.audit("forecast.unchanged", course, &())?);
        };
        let stamp = &answer.model;
        let new = NewForecast {
            course_id: course,
            label: PLAN.to_owned(),
            as_of: today,
            inputs_digest: made.digest.clone(),
            model_version: stamp.version.clone(),
            prior_sha256: stamp.prior_sha256.clone(),
            seed: stamp.seed,
            answer: json(answer)?,
        };
        let id = forecast::add(tx, &new).await?;
        Ok(tx.audit("forecast.make", id, &course)?)
    }
}

/// What a job does, for people.
pub(crate) fn job_words(kind: &str) -> &'static str {
    match kind {
        REFRESH => "The forecast of a course",
        ESCALATE => "The timer of a safety alert",
        _ => "A job that this version does not know",
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
