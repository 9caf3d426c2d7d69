//! A clock for tests.

use std::sync::Mutex;

use evenkeel_practice::DemoClock;
use evenkeel_store::Clock;
use jiff::{SignedDuration, Timestamp};

/// Stands still until it is moved.
#[derive(Debug)]
pub struct TestClock(Mutex<Timestamp>);

impl TestClock {
    /// A clock that stands at `at`, for example `2026-01-05T09:00:00Z`.
    ///
    /// # Panics
    /// If `at` is not an RFC 3339 instant.
    pub fn at(at: &str) -> Self {
        let parsed = at.parse();
        assert!(parsed.is_ok(), "{at:?} is not an instant like 2026-01-05T09:00:00Z");
        Self(Mutex::new(parsed.unwrap_or(Timestamp::UNIX_EPOCH)))
    }

    /// Moves it.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl DemoClock for TestClock {
    fn travel(&self, to: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to;
    }
}
