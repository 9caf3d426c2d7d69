//! What became of the patients of an arm, one row for each who entered.

use super::plan::{Arm, Kept};

/// A reading that was not taken: the patient had left.
pub(super) const NOT_SEEN: u16 = u16::MAX;

/// Results of some blocks of patients. Those of further blocks are added with [`Outcomes::append`].
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    pub(super) drawn: usize,
    reads: usize,
    /// Scores in steps of the scale, one row of readings per patient.
    steps: Vec<u16>,
    pub(super) last: Vec<Last>,
}

/// How far a patient came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Last {
    /// The last phase entered.
    pub phase: usize,
    /// Dropped out there.
    pub dropped_out: bool,
    /// Sessions given.
    pub sessions: u32,
}

impl Outcomes {
    pub(super) fn new(arm: &Arm) -> Self {
        Self { reads: arm.reads.len(), ..Self::default() }
    }

    pub(super) fn push(&mut self, row: impl Iterator<Item = u16>, last: Last) {
        self.steps.extend(row);
        self.last.push(last);
    }

    /// Adds the results of the blocks that follow.
    pub fn append(&mut self, more: Self) {
        self.drawn += more.drawn;
        self.reads = self.reads.max(more.reads);
        self.steps.extend(more.steps);
        self.last.extend(more.last);
    }

    /// Patients drawn.
    pub fn drawn(&self) -> usize {
        self.drawn
    }

    /// Patients whose entry score met the criterion.
    pub fn entered(&self) -> usize {
        self.last.len()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.steps.chunks_exact(self.reads.max(1)).map(Row)
    }
}

/// The readings of one patient.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a>(&'a [u16]);

impl Row<'_> {
    /// Severity at a reading, if it was taken.
    pub(super) fn at(self, arm: &Arm, slot: usize) -> Option<f64> {
        self.0.get(slot).filter(|steps| **steps != NOT_SEEN).map(|steps| arm.severity(*steps))
    }

    /// Severity at entry.
    pub(super) fn entry(self, arm: &Arm) -> f64 {
        self.at(arm, 0).unwrap_or(0.0)
    }

    /// Whether the score is improved by this share of the entry score, if it was taken.
    pub(super) fn improved(self, arm: &Arm, slot: usize, share: f64) -> Option<bool> {
        self.at(arm, slot).map(|now| improved(self.entry(arm), now, share))
    }
}

/// Improvement of at least `share` of the entry score, as a trial counts it from two scores.
pub(super) fn improved(entry: f64, now: f64, share: f64) -> bool {
    now <= (1.0 - share) * entry + 1e-9
}

impl Kept {
    /// Whether a patient goes on, given severities so far, the entry score first and the latest last.
    pub(super) fn goes_on(
        self,
        so_far: impl DoubleEndedIterator<Item = f64> + Clone,
        response_at: f64,
    ) -> bool {
        let (entry, now) = (so_far.clone().next(), so_far.clone().next_back());
        let responds = entry.zip(now).is_some_and(|(entry, now)| improved(entry, now, response_at));
        match self {
            Self::Response => responds,
            Self::NoResponse => !responds,
            Self::Below { at_most, at_least, of_last } => {
                so_far.rev().take(of_last).filter(|now| *now <= at_most + 1e-9).count() >= at_least
            }
        }
    }
}
