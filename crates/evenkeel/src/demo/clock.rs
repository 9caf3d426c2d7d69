//! The demo's clock: it stands while the clinic's history is written, then runs, and a visitor may
//! move it forward.

use std::sync::{Mutex, PoisonError};

use evenkeel_practice::DemoClock;
use evenkeel_store::Clock;
use jiff::{SignedDuration, Timestamp};

use crate::clock::RealClock;

/// See the module.
pub struct Clockwork(Mutex<Hands>);

#[derive(Clone, Copy)]
enum Hands {
    /// Stands here.
    Still(Timestamp),
    /// Runs this far ahead of real time (or behind it).
    Running(SignedDuration),
}

impl Clockwork {
    /// A clock that stands.
    pub fn standing(at: Timestamp) -> Self {
        Self(Mutex::new(Hands::Still(at)))
    }

    /// Lets it run from where it stands.
    pub fn start(&self) {
        let at = self.now();
        *self.hands() = Hands::Running(at.duration_since(RealClock::now()));
    }

    fn hands(&self) -> std::sync::MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for Clockwork {
    fn now(&self) -> Timestamp {
        match *self.hands() {
            Hands::Still(at) => at,
            Hands::Running(ahead) => RealClock::now().checked_add(ahead).unwrap_or(Timestamp::MAX),
        }
    }
}

impl DemoClock for Clockwork {
    fn travel(&self, to: Timestamp) {
        let mut hands = self.hands();
        *hands = match *hands {
            Hands::Still(_) => Hands::Still(to),
            Hands::Running(_) => Hands::Running(to.duration_since(RealClock::now())),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_until_started_and_can_be_moved_either_way() {
        let at = Timestamp::from_second(1_700_000_000).unwrap();
        let clock = Clockwork::standing(at);
        assert_eq!(clock.now(), at);
        clock.start();
        let later = Timestamp::from_second(1_800_000_000).unwrap();
        clock.travel(later);
        assert!(clock.now() >= later && clock.now() < later + SignedDuration::from_secs(60));
    }
}
