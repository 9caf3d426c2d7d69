//! The only place where real time and real chance enter. Everywhere else both are arguments.

use evenkeel_store::{Clock, Dice};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealClock;

impl RealClock {
    /// The present instant.
    #[expect(clippy::disallowed_methods, reason = "the binary is the one place where real time enters")]
    pub fn now() -> Timestamp {
        Timestamp::now()
    }

    /// Today's date in the machine's own time zone.
    pub fn today() -> Date {
        TimeZone::system().to_datetime(Self::now()).date()
    }
}

impl Clock for RealClock {
    fn now(&self) -> Timestamp {
        Self::now()
    }
}

/// The operating system's dice.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDice;

impl Dice for RealDice {
    #[expect(clippy::disallowed_methods, reason = "the binary is the one place where real chance enters")]
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // A key made without chance would be worthless, so there is no substitute and no going on.
            std::process::abort();
        }
    }
}
