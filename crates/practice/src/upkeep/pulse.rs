//! What the program counts about itself while it runs. No name, score or id is ever in it.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// One for the whole program; lost when it ends.
#[derive(Debug, Default)]
pub(crate) struct Pulse {
    opened: AtomicI64,
    beat: AtomicI64,
    jobs_done: AtomicU64,
    jobs_failed: AtomicU64,
}

/// Something that is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counted {
    /// A job was done.
    JobDone,
    /// A job failed; it may be tried again.
    JobFailed,
}

impl Pulse {
    /// Counts one.
    pub(crate) fn count(&self, what: Counted) {
        self.counter(what).fetch_add(1, Ordering::Relaxed);
    }

    /// How many so far.
    pub(crate) fn of(&self, what: Counted) -> u64 {
        self.counter(what).load(Ordering::Relaxed)
    }

    fn counter(&self, what: Counted) -> &AtomicU64 {
        match what {
            Counted::JobDone => &self.jobs_done,
            Counted::JobFailed => &self.jobs_failed,
        }
    }

    /// The doors open, and the worker starts.
    pub(crate) fn open(&self, now: Timestamp) {
        self.opened.store(now.as_microsecond(), Ordering::Relaxed);
        self.beat(now);
    }

    /// The worker says that it is alive.
    pub(crate) fn beat(&self, now: Timestamp) {
        self.beat.store(now.as_microsecond(), Ordering::Relaxed);
    }

    /// A clock that was moved takes the beat along.
    pub(crate) fn carry(&self, from: Timestamp, to: Timestamp) {
        let moved = to.as_microsecond() - from.as_microsecond();
        for hand in [&self.opened, &self.beat] {
            if hand.load(Ordering::Relaxed) != 0 {
                hand.fetch_add(moved, Ordering::Relaxed);
            }
        }
    }

    /// How long the doors have been open; `None`: they have not been opened.
    pub(crate) fn up_for(&self, now: Timestamp) -> Option<SignedDuration> {
        since(&self.opened, now)
    }

    /// How long the worker has been silent; `None`: it never started.
    pub(crate) fn silent_for(&self, now: Timestamp) -> Option<SignedDuration> {
        since(&self.beat, now)
    }
}

fn since(hand: &AtomicI64, now: Timestamp) -> Option<SignedDuration> {
    let micros = hand.load(Ordering::Relaxed);
    (micros != 0).then(|| SignedDuration::from_micros((now.as_microsecond() - micros).max(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_neither_silences_the_worker_nor_makes_the_program_older() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let pulse = Pulse::default();
        assert_eq!((pulse.up_for(at(50)), pulse.silent_for(at(50))), (None, None));
        pulse.carry(at(1), at(2));
        assert_eq!(pulse.silent_for(at(50)), None, "it has not started");
        pulse.open(at(100));
        pulse.carry(at(110), at(1_000_110));
        assert_eq!(pulse.up_for(at(1_000_110)), Some(SignedDuration::from_secs(10)));
        pulse.beat(at(1_000_111));
        assert_eq!(pulse.silent_for(at(1_000_114)), Some(SignedDuration::from_secs(3)));
    }
}
