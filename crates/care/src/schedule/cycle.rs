//! Where in its rung a maintenance stands: after a single session, or between the two of a pair.

use jiff::civil::Date;

use super::PlannedSession;
use super::days::between;
use super::steps::Steps;
use crate::ladder::{Ladder, Rung};
use crate::protocol::PhaseName;

/// The last step of a maintenance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cycle {
    /// The session from which the next interval counts: the last one, the first of a pair, or the end of
    /// the induction.
    pub(super) anchor: Date,
    /// The pair that waits for its second session, and the days between the two.
    pub(super) second: Option<(Rung, u32)>,
}

impl Cycle {
    /// Walks through the maintenance sessions of `sessions`, which are in order.
    pub(super) fn of(ladder: &Ladder, steps: &Steps, end: Date, sessions: &[PlannedSession]) -> Self {
        let start = Self { anchor: end, second: None };
        let maintenance = sessions.iter().filter(|s| s.phase == PhaseName::Maintenance);
        maintenance.fold(start, |cycle, session| {
            let gap = between(cycle.anchor, session.date);
            if cycle.second.is_some_and(|(rung, _)| gap < i64::from(rung.earliest_days)) {
                return Self { second: None, ..cycle };
            }
            let rung = ladder.rung_after_steps(between(end, cycle.anchor), steps.shift);
            let second = rung.and_then(|rung| Some((rung, rung.pair_days?)));
            Self { anchor: session.date, second }
        })
    }
}
