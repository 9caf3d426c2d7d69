//! How the program stands, for whoever runs it: ready or not and why, figures for monitoring, and
//! the status page. Nothing here names a patient.

mod pulse;
mod status;

pub(crate) use pulse::{Counted, Pulse};

use evenkeel_store::job::{self, JobState};
use evenkeel_store::upkeep::{self, Pool};
use jiff::SignedDuration;

use crate::context::Practice;
use crate::refusal::Refusal;

/// A worker that has said nothing for this long is not alive. It speaks every few seconds, and after every job.
const SILENT: SignedDuration = SignedDuration::from_secs(90);

/// Figures of the running program.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// How long the doors have been open.
    pub up_for: SignedDuration,
    /// How long the worker has been silent; `None`: it never started.
    pub worker_silent_for: Option<SignedDuration>,
    /// Forecasts computed since the start, for pages and by jobs.
    pub forecasts_computed: u64,
    /// Page forecasts that were there already.
    pub forecasts_held: u64,
    /// Jobs done since the start.
    pub jobs_done: u64,
    /// Attempts at jobs that failed since the start.
    pub jobs_failed: u64,
    /// The connections to the database.
    pub pools: Vec<Pool>,
    /// Jobs that are due, running or given up, in the whole installation.
    pub jobs: JobFigures,
}

/// How many jobs stand where, and how long the oldest has been due.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct JobFigures {
    /// Due and not taken yet.
    pub waiting: i64,
    /// Being done.
    pub running: i64,
    /// Given up.
    pub dead: i64,
    /// How long the oldest of the waiting has been due.
    pub oldest_waiting: SignedDuration,
}

impl Practice {
    /// The worker's life: does what is left over, says that it is alive, and rests. It
    /// never ends by itself.
    pub async fn keep_working<F: Future<Output = ()>>(&self, rest: impl Fn() -> F) {
        self.pulse().open(self.now());
        loop {
            self.work_saying_so(|| self.pulse().beat(self.now())).await;
            self.turn_saying_so(|| self.pulse().beat(self.now())).await;
            self.pulse().beat(self.now());
            rest().await;
        }
    }

    /// Every reason why people should not be sent here, as sentences without secrets; none: ready.
    pub async fn not_ready(&self) -> Vec<String> {
        let mut why = Vec::new();
        match upkeep::standing(self.store()).await {
            Ok(now) if now.schema != now.schema_of_program => why.push(format!(
                "The record's schema is version {}, this program works with {}: start the program that goes with it.",
                now.schema, now.schema_of_program
            )),
            Ok(_) => {}
            Err(error) => why.push(format!("The record cannot be read: {}", without_place(&error.into()))),
        }
        if let Err(error) = self.store().can_write().await {
            why.push(format!("The record cannot be written: {}", without_place(&error.into())));
        }
        match self.pulse().silent_for(self.now()) {
            None => why.push("The worker that does the jobs has not started.".to_owned()),
            Some(silent) if silent > SILENT => why.push(format!(
                "The worker that does the jobs has been silent for {} s: restart the program.",
                silent.as_secs()
            )),
            Some(_) => {}
        }
        why
    }

    /// Figures for monitoring.
    pub async fn figures(&self) -> Result<Figures, Refusal> {
        let (now, pulse) = (self.now(), self.pulse());
        let mut jobs = JobFigures::default();
        for told in job::tally(self.store()).await? {
            match told.state {
                JobState::Waiting => {
                    jobs.waiting = told.n;
                    jobs.oldest_waiting = now.duration_since(told.oldest).max(SignedDuration::ZERO);
                }
                JobState::Running => jobs.running = told.n,
                JobState::Dead => jobs.dead = told.n,
                JobState::Done => {}
            }
        }
        Ok(Figures {
            up_for: pulse.up_for(now).unwrap_or_default(),
            worker_silent_for: pulse.silent_for(now),
            forecasts_computed: self.forecaster().computed(),
            forecasts_held: self.forecaster().found_held(),
            jobs_done: pulse.of(Counted::JobDone),
            jobs_failed: pulse.of(Counted::JobFailed),
            pools: upkeep::pools(self.store()),
            jobs,
        })
    }
}

/// What may be told to whoever asks: never what the driver says, which may name a host or a file.
fn without_place(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Unavailable { what, .. } => what.clone(),
        _ => "the log says why.".to_owned(),
    }
}
