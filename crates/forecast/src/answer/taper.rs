//! Taper as a goal: not the most days well, but the fewest sessions that keep enough of them.

use super::Tradeoff;
use serde::Serialize;

/// The fewest sessions that keep a number of days well; without the other keys where no interval of the list keeps that
/// many.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Taper {
    /// Days well of the year that are to be kept.
    pub goal: f64,
    /// Days between sessions; `null` is no further session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Option<u32>>,
    /// Sessions in the year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u32>,
    /// Expected days well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_well: Option<f64>,
}

impl Tradeoff {
    /// Place on the curve of the fewest sessions that keep at least `days_well` days well:
    ///
    /// ```text
    /// argmin { sessions(i) : E[days well(i)] ≥ days_well };   of equal sessions the one with more days well
    /// ```
    /// `None` where no interval of the list keeps that many. Like the curve itself it ignores cumulative exposure and is
    /// rough beyond six months.
    pub fn fewest_keeping(&self, days_well: f64) -> Option<usize> {
        let rows = self.days_well.iter().zip(&self.sessions).enumerate();
        rows.filter(|(_, (days, _))| **days >= days_well)
            .min_by(|(_, (days, sessions)), (_, (other_days, other))| {
                sessions.cmp(other).then(other_days.total_cmp(days))
            })
            .map(|(place, _)| place)
    }

    /// The same with what it costs.
    pub(super) fn taper(&self, goal: f64) -> Taper {
        let place = self.fewest_keeping(goal);
        Taper {
            goal,
            interval: place.and_then(|place| self.interval.get(place)).copied(),
            sessions: place.and_then(|place| self.sessions.get(place)).copied(),
            days_well: place.and_then(|place| self.days_well.get(place)).copied(),
        }
    }
}
