//! Therapy around the sessions: when the visits of preparation and integration can be held, and whether they were. The
//! windows are D38's and D39's; here they are instants, so that a list can say how many hours are left.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::record::EventKind;
use crate::rules::{BeforeSession, VisitWindow};
use crate::schedule::days::{add, sub};

closed_list!(
    /// What a therapy visit is for.
    VisitKind, "kind of visit", {
        /// Before the first session.
        Preparation => "preparation",
        /// After a session.
        Integration => "integration",
    }
);

impl VisitKind {
    /// The event of a course that the visit is to the rules.
    pub fn event(self) -> EventKind {
        match self {
            Self::Preparation => EventKind::Preparation,
            Self::Integration => EventKind::Integration,
        }
    }
}

/// How well the two worked together, on the scale that the clinic uses, as it was rated. Which scale that is, and what its
/// numbers mean, is the clinic's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alliance {
    /// The scale by name.
    pub scale: String,
    /// The rating, in the scale's own points.
    pub rating: f64,
    /// Its highest value, in the same points.
    pub out_of: f64,
}

/// A session given: its day, and the instant of its end where somebody noted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenOn {
    /// The clinic's civil day.
    pub date: Date,
    /// When dosing ended.
    pub ended: Option<Timestamp>,
}

/// How a window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowState {
    /// It has not opened yet, and nobody has been seen.
    Upcoming,
    /// It is open, and nobody has been seen.
    Open,
    /// A visit was held on this day.
    Kept(Date),
    /// It has closed without a visit.
    Missed,
}

/// The time in which a visit is to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The visit.
    pub kind: VisitKind,
    /// The day of the session it belongs to.
    pub session: Date,
    /// From then on.
    pub opens: Timestamp,
    /// Until then.
    pub closes: Timestamp,
    /// How it stands.
    pub state: WindowState,
}

impl Window {
    /// What comes first in a list: open windows by how soon they close, then those that open next, then missed ones, latest
    /// first, then those kept.
    pub fn rank(&self) -> (u8, i64) {
        let closes = self.closes.as_second();
        match self.state {
            WindowState::Open => (0, closes),
            WindowState::Upcoming => (1, closes),
            WindowState::Missed => (2, -closes),
            WindowState::Kept(_) => (3, -closes),
        }
    }

    fn of(
        (kind, session): (VisitKind, Date),
        (opens, closes): (Timestamp, Timestamp),
        kept: Option<Date>,
        now: Timestamp,
    ) -> Self {
        let state = match kept {
            Some(day) => WindowState::Kept(day),
            None if now < opens => WindowState::Upcoming,
            None if now < closes => WindowState::Open,
            None => WindowState::Missed,
        };
        Self { kind, session, opens, closes, state }
    }
}

/// The window of integration after each session, in the order of the sessions.
///
/// Where the end of dosing is known, the window counts hours from it: a day of the rule is 24 hours that passed, also where
/// clocks are changed in between. Where only the day is known, it is the rule's whole days in the clinic's zone. A visit keeps
/// every window in which it can have taken place, so that one visit between two sessions close together keeps both;
/// on the day of the session itself it is none.
pub fn integration(
    rule: &VisitWindow,
    sessions: &[GivenOn],
    visits: &[Date],
    zone: &TimeZone,
    now: Timestamp,
) -> Vec<Window> {
    let mut sessions = sessions.to_vec();
    sessions.sort_unstable_by_key(|s| (s.date, s.ended));
    sessions.dedup_by_key(|s| s.date);
    let one = |given: GivenOn| {
        let span = match given.ended {
            Some(end) => (end + days_passed(rule.first_day), end + days_passed(rule.last_day)),
            None => (
                start(add(given.date, rule.first_day), zone),
                start(add(given.date, rule.last_day.saturating_add(1)), zone),
            ),
        };
        let touches = |day: &&Date| {
            **day > given.date && start(**day, zone) < span.1 && start(add(**day, 1), zone) > span.0
        };
        let kept = visits.iter().filter(touches).min().copied();
        Window::of((VisitKind::Integration, given.date), span, kept, now)
    };
    sessions.into_iter().map(one).collect()
}

/// The window of preparation before the first session, while none has been given. It closes with the day of the session:
/// at which hour that begins is not known here.
pub fn preparation(
    rule: &BeforeSession,
    first: Date,
    visits: &[Date],
    zone: &TimeZone,
    now: Timestamp,
) -> Window {
    let span = (start(sub(first, rule.opens_days_before), zone), start(add(first, 1), zone));
    let kept = visits.iter().filter(|day| **day <= first).max().copied();
    Window::of((VisitKind::Preparation, first), span, kept, now)
}

fn days_passed(days: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(days) * 24)
}

/// The first instant of a day. A day that the calendar does not reach begins at its end.
fn start(day: Date, zone: &TimeZone) -> Timestamp {
    day.at(0, 0, 0, 0).to_zoned_datetime(zone.clone()).map_or(Timestamp::MAX, |first| first.timestamp())
}

#[cfg(test)]
#[path = "therapy_tests.rs"]
mod tests;
