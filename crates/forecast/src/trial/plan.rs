//! A trial in which every value has been checked, laid on one timeline per arm.

use super::figures::Figure;
use super::file::{Dated, DropOut, RelapseAmong};
use crate::benefit::Timeline;
use crate::model::Instrument;
use crate::prior::Prior;

/// A trial ready to run.
#[derive(Debug)]
pub struct Trial {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) patients: usize,
    pub(super) seed: u64,
    pub(super) times: usize,
    pub(super) arms: Vec<Arm>,
}

impl Trial {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name, as a reader says it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Patients drawn for each arm, where the caller does not say.
    pub fn patients(&self) -> usize {
        self.patients
    }

    /// The seed of its file, 1 where it has none.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Patients per arm are multiplied by this where few reach the last phase; 1 otherwise.
    pub fn times(&self) -> usize {
        self.times
    }

    /// Its arms, in the file's order.
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }
}

/// One arm, ready to run.
#[derive(Debug)]
pub struct Arm {
    pub(super) id: String,
    pub(super) prior: Prior,
    pub(super) instrument: Instrument,
    /// Improvement that counts as response, share of the entry score.
    pub(super) response_at: f64,
    pub(super) entry: Entry,
    pub(super) timeline: Timeline,
    /// In order of day; the first is the entry score.
    pub(super) reads: Vec<ReadAt>,
    /// In order of day.
    pub(super) sessions: Vec<SessionAt>,
    pub(super) phases: Vec<Phase>,
    pub(super) relapse: Option<Relapse>,
    pub(super) figures: Vec<Figure>,
}

impl Arm {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Id of the instrument it is read by.
    pub fn instrument(&self) -> &str {
        &self.instrument.id
    }

    /// What was published about it.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// Place of the reading of a day.
    pub(super) fn slot(&self, day: f64) -> Option<usize> {
        self.reads.iter().position(|read| read.day.total_cmp(&day).is_eq())
    }

    /// Severity of a number of steps.
    pub(super) fn severity(&self, steps: u16) -> f64 {
        f64::from(steps) * 2.0 * self.instrument.half_step()
    }
}

/// Usual severity b of those who are looked at, and the criterion on the entry score.
#[derive(Debug)]
pub(super) struct Entry {
    pub mean: f64,
    pub sd: f64,
    pub lowest: f64,
    /// Severity of the entry score asked for.
    pub at_least: f64,
}

/// A reading.
#[derive(Debug)]
pub(super) struct ReadAt {
    pub day: f64,
    /// Place of the recall window, in the timeline, of those with a session within `near_days`; `None` is the state of the moment.
    pub near: Option<usize>,
    pub near_days: f64,
    /// Of all others.
    pub far: Option<usize>,
    /// The phase that begins once this reading is taken.
    pub begins: Option<usize>,
}

/// A day on which a session is, or may be, given.
#[derive(Debug)]
pub(super) struct SessionAt {
    pub day: f64,
    pub phase: usize,
}

/// A phase: who goes on into it, and how sessions are spaced.
#[derive(Debug)]
pub(super) struct Phase {
    pub name: String,
    pub from: f64,
    pub keep: Option<Kept>,
    pub spacing: Spacing,
    pub drop_out: Option<DropOut>,
}

/// Who goes on into a phase.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kept {
    /// Improvement of at least the arm's response.
    Response,
    NoResponse,
    /// A severity at or below `at_most` at `at_least` of the last `of_last` readings.
    Below {
        at_most: f64,
        at_least: usize,
        of_last: usize,
    },
}

/// How the sessions of a phase are spaced.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spacing {
    /// On the days of the file.
    Listed,
    /// Every so many days; with `stretch`, at or below that severity every so many days instead.
    Every { days: f64, stretch: Option<(f64, f64)> },
}

/// What counts as relapse.
#[derive(Debug)]
pub(super) struct Relapse {
    pub among: RelapseAmong,
    /// Place of the reading it is counted from.
    pub on: usize,
    pub lost: Lost,
    pub in_a_row: u32,
    pub dated: Dated,
    /// Places of the readings that are looked at.
    pub slots: Vec<usize>,
}

/// How a reading shows that it is lost.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lost {
    /// Improvement since entry below this share.
    ImprovementBelow(f64),
    /// Severity at or above this.
    SeverityAtLeast(f64),
}
