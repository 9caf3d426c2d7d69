//! The status page: what runs here, and what somebody has to see to.

use evenkeel_store::job::{self, Job};
use evenkeel_store::upkeep;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::{JobFigures, SILENT};
use crate::actor::Actor;
use crate::context::{Practice, today_in};
use crate::jobs::{ENGINE_VERSION, job_words};
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::safety::when;
use crate::view::clinic::{GivenUpJob, StatusView};

/// Jobs given up that are listed one by one.
const LISTED: i64 = 20;

impl Practice {
    /// How this installation stands.
    pub async fn status(&self, actor: &Actor) -> Result<StatusView, Refusal> {
        actor.must(Right::ReadStatus)?;
        let clinic = self.clinic(actor.clinic).await?;
        let database = upkeep::standing(self.store()).await?;
        let figures = self.figures().await?;
        let dead = job::given_up(self.store(), actor.clinic, LISTED).await?;
        self.saw(actor, "clinic.status.read", actor.clinic).await?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let today = today_in(&clinic.zone, self.now());
        let model = self.forecaster().model();
        Ok(StatusView {
            version: ENGINE_VERSION,
            up_for: duration(figures.up_for),
            engine: database.engine,
            size: size(database.bytes),
            schema: database.schema,
            schema_is_current: database.schema == database.schema_of_program,
            worker: worker(figures.worker_silent_for),
            worker_is_alive: figures.worker_silent_for.is_some_and(|silent| silent <= SILENT),
            jobs: jobs(figures.jobs),
            given_up_in_all: figures.jobs.dead,
            given_up: dead
                .iter()
                .map(|job: &Job| GivenUpJob {
                    what: job_words(&job.kind),
                    when: when(job.run_after, &zone, today),
                    why: job.last_error.clone().unwrap_or_else(|| "no reason was kept".to_owned()),
                    id: job.id.to_string(),
                })
                .collect(),
            model: model.version().to_owned(),
            prior: model.prior_sha256().to_owned(),
            forecasts: format!(
                "{} computed, {} more were there already, since the start",
                figures.forecasts_computed, figures.forecasts_held
            ),
            last_backup: None,
            overlay: self.overlay_digest(),
        })
    }
}

fn jobs(jobs: JobFigures) -> String {
    let mut said = format!("{} due, {} running, {} given up", jobs.waiting, jobs.running, jobs.dead);
    if jobs.waiting > 0 {
        said = format!("{said}; the oldest has been due for {}", duration(jobs.oldest_waiting));
    }
    said
}

fn worker(silent: Option<SignedDuration>) -> String {
    match silent {
        None => "It has not started".to_owned(),
        Some(silent) if silent > SILENT => format!("Silent for {}", duration(silent)),
        Some(_) => "At work".to_owned(),
    }
}

/// "3 days 4 h", "4 h 12 min", "12 min", "8 s".
fn duration(of: SignedDuration) -> String {
    let (minutes, hours) = (of.as_mins(), of.as_hours());
    match (hours / 24, hours, minutes) {
        (days @ 2.., ..) => format!("{days} days {} h", hours % 24),
        (_, hours @ 1.., _) => format!("{hours} h {} min", minutes % 60),
        (_, _, minutes @ 1..) => format!("{minutes} min"),
        _ => format!("{} s", of.as_secs()),
    }
}

/// "12.4 MB", as disks are sold.
fn size(bytes: i64) -> String {
    let tenths = |unit: i64| format!("{}.{}", bytes / unit, (bytes % unit) * 10 / unit);
    match bytes {
        1_000_000_000.. => format!("{} GB", tenths(1_000_000_000)),
        1_000_000.. => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} kB", bytes / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_are_said_in_the_unit_that_fits() {
        let said = |secs| duration(SignedDuration::from_secs(secs));
        assert_eq!(
            [said(8), said(725), said(15_120), said(273_600)],
            ["8 s", "12 min", "4 h 12 min", "3 days 4 h"]
        );
        assert_eq!([size(4096), size(12_400_000), size(2_050_000_000)], ["4 kB", "12.4 MB", "2.0 GB"]);
    }
}
