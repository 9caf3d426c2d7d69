//! The calendar of a clinic: how long a session holds a chair, where there is room, and the whole rest of a
//! course placed in one go. Minutes count from midnight of the clinic's own day.

mod house;
mod place;
mod staff;

use crate::protocol::{PhaseName, Protocol};

pub use house::{Hours, House, No};
pub use place::{Fit, NotPlaced, Outcome, Placed, Series, Wanted, WhyNot, Wish, place};
pub use staff::{Load, loads};

/// Bookings begin on a quarter of an hour.
pub const STEP: u32 = 15;
/// Minutes of a day.
pub const DAY: u32 = 24 * 60;

/// What a clinic itself says of the length of a session, minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// From sitting down to the dose.
    pub preparation: u32,
    /// Giving the dose, where the protocol does not say how long that takes (an injection, a spray).
    pub giving: u32,
    /// Shortest recovery, where the clinic keeps patients longer than the protocol asks.
    pub recovery_at_least: u32,
}

/// The three parts of a session, minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lengths {
    /// Checks before the dose.
    pub preparation: u32,
    /// The dose is given.
    pub dose: u32,
    /// The patient is watched.
    pub recovery: u32,
}

impl Lengths {
    /// Lengths by the protocol where it says so, else by the clinic. The recovery is the protocol's shortest time of
    /// watching, from the end or from the start of the dose, whichever ends later; a clinic may make it longer, never
    /// shorter.
    pub fn of(protocol: &Protocol, phase: PhaseName, own: Own) -> Self {
        let rule = protocol.dose_rule(phase);
        let by_hours = || rule.and_then(|rule| rule.hours).map(whole_minutes);
        let dose = rule.and_then(|rule| rule.infusion_minutes).or_else(by_hours).unwrap_or(own.giving);
        let watched = &protocol.monitoring;
        let from_start = watched.observe_from_start_minutes.map_or(0, |from| from.saturating_sub(dose));
        let recovery = watched.observe_after_end_minutes.max(from_start).max(own.recovery_at_least);
        Self { preparation: own.preparation, dose, recovery }
    }

    /// All three together.
    pub const fn total(self) -> u32 {
        self.preparation + self.dose + self.recovery
    }
}

/// Hours as whole minutes, rounded up; at most a day.
fn whole_minutes(hours: f64) -> u32 {
    (0..=DAY).find(|minutes| f64::from(*minutes) + 1e-6 >= hours * 60.0).unwrap_or(DAY)
}

/// One session at a chair.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stay {
    /// Name of the chair.
    pub chair: String,
    /// Minute of the day at which it begins.
    pub start: u32,
    /// Its parts.
    pub lengths: Lengths,
}

impl Stay {
    /// The minute at which the dose begins.
    pub const fn dose_from(&self) -> u32 {
        self.start + self.lengths.preparation
    }

    /// The minute at which the recovery begins.
    pub const fn recovery_from(&self) -> u32 {
        self.dose_from() + self.lengths.dose
    }

    /// The minute at which the patient may leave.
    pub const fn end(&self) -> u32 {
        self.start + self.lengths.total()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_whole_minutes() {
        assert_eq!([whole_minutes(2.0), whole_minutes(0.75), whole_minutes(1.001)], [120, 45, 61]);
    }

    #[test]
    fn parts_follow_each_other() {
        let lengths = Lengths { preparation: 20, dose: 40, recovery: 60 };
        let stay = Stay { chair: "Door".to_owned(), start: 540, lengths };
        assert_eq!([stay.dose_from(), stay.recovery_from(), stay.end()], [560, 600, 660]);
    }
}
