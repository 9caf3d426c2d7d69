//! What lies between two visits: the kind of transition that the baselines learn by.
//!
//! A kind is three things: where the last score stands relative to treatment, where the visit to forecast
//! stands, and how many sessions lie between. In a placebo crossover with visits 2 and 10 days after each
//! infusion this is the pair of visit names ("ketamine + 2 d → ketamine + 10 d"); in a clinic's records it
//! separates "two days after session 3 → before session 4" from "a month after the last session".

use std::fmt;

use serde::Serialize;

use super::{Session, Settings};

/// How long ago the latest session was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// Within [`Settings::soon_days`].
    Soon,
    /// Within [`Settings::weeks_days`].
    Weeks,
    /// Longer ago.
    Later,
}

/// Where a score stands relative to treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before any session.
    Untreated,
    /// After a session; the latest one counts.
    Treated {
        /// Whether the latest session was active (not a placebo).
        active: bool,
        /// How long ago it was.
        since: Since,
    },
}

/// How many sessions lie between two scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Between {
    /// None.
    None,
    /// One.
    One,
    /// Two or more.
    Several,
}

/// The kind of step from one score to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Transition {
    /// Where the last score stands.
    pub from: Phase,
    /// Sessions between the two.
    pub between: Between,
    /// Where the visit to forecast stands.
    pub to: Phase,
    /// How many scores came before, while nothing active was given: without a drug a course goes by its schedule.
    /// Counted up to [`Settings::visits_counted`]; none once something active was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<usize>,
}

impl Transition {
    /// The kind of the step from a score on `last_day` to one on `target_day`, given the sessions up to the
    /// first and those between the two, both by day.
    pub(super) fn between(
        until_last: &[Session],
        between: &[Session],
        days: [i32; 2],
        scores_before: usize,
        settings: &Settings,
    ) -> Self {
        let [last_day, target_day] = days;
        let nothing_active = !until_last.iter().chain(between).any(Session::is_active);
        let latest = between.last().or(until_last.last());
        Self {
            from: phase(until_last.last(), last_day, settings),
            between: match between.len() {
                0 => Between::None,
                1 => Between::One,
                _ => Between::Several,
            },
            to: phase(latest, target_day, settings),
            visit: nothing_active.then_some(scores_before.min(settings.visits_counted)),
        }
    }
}

pub(super) fn phase(latest: Option<&Session>, day: i32, settings: &Settings) -> Phase {
    let Some(session) = latest else {
        return Phase::Untreated;
    };
    let gap = day - session.day;
    let since = if gap <= settings.soon_days {
        Since::Soon
    } else if gap <= settings.weeks_days {
        Since::Weeks
    } else {
        Since::Later
    };
    Phase::Treated { active: session.is_active(), since }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Treated { active, since } = self else {
            return f.write_str("untreated");
        };
        let what = if *active { "active" } else { "placebo" };
        let when = match since {
            Since::Soon => "days after",
            Since::Weeks => "weeks after",
            Since::Later => "long after",
        };
        write!(f, "{when} {what}")
    }
}

impl fmt::Display for Transition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = match self.between {
            Between::None => "no session",
            Between::One => "one session",
            Between::Several => "several sessions",
        };
        write!(f, "{} → {} ({between}", self.from, self.to)?;
        match self.visit {
            Some(visit) => write!(f, ", score {visit} → {})", visit + 1),
            None => f.write_str(")"),
        }
    }
}
