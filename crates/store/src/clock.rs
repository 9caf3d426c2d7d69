//! Time and chance as arguments, and ids made from both.

use std::sync::Mutex;

use jiff::Timestamp;
use uuid::Uuid;

/// Tells the time. Only the binary reads the real clock; tests and the demo bring their own.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Rolls dice. Only the binary uses the operating system's; the demo replays a seed.
pub trait Dice: Send + Sync {
    /// Fills `bytes` with fresh chance.
    fn fill(&self, bytes: &mut [u8]);
}

/// Makes UUIDv7 ids (RFC 9562 §6.2, method 3: the 12 bits after the milliseconds carry the
/// fraction) that rise strictly within one process, so that rows written in the same instant keep
/// the order in which they were written, also under a clock that stands still.
#[derive(Default)]
pub(crate) struct IdMaker {
    last: Mutex<u64>,
}

impl IdMaker {
    pub(crate) fn next(&self, now: Timestamp, dice: &dyn Dice) -> Uuid {
        let micros = u64::try_from(now.as_microsecond()).unwrap_or(0);
        // Milliseconds above, 4096ths of a millisecond in the low 12 bits.
        let ticks = ((micros / 1000) << 12) | ((micros % 1000) * 4096 / 1000);
        let ticks = self.after_the_last(ticks);
        let [high, low] = u16::try_from(ticks & 0xfff).unwrap_or(0).to_be_bytes();
        let mut tail = [0_u8; 8];
        dice.fill(&mut tail);
        let mut random = [high, low, 0, 0, 0, 0, 0, 0, 0, 0];
        random.iter_mut().skip(2).zip(tail).for_each(|(slot, byte)| *slot = byte);
        uuid::Builder::from_unix_timestamp_millis(ticks >> 12, &random).into_uuid()
    }

    fn after_the_last(&self, ticks: u64) -> u64 {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *last = ticks.max(*last + 1);
        *last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sevens;
    impl Dice for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    fn three_at(micros: i64) -> [Uuid; 3] {
        let maker = IdMaker::default();
        let now = Timestamp::from_microsecond(micros).unwrap();
        std::array::from_fn(|_| maker.next(now, &Sevens))
    }

    #[test]
    fn ids_of_one_instant_keep_their_order() {
        let ids = three_at(1_767_225_600_123_456);
        assert!(ids.is_sorted() && ids[0] != ids[1]);
    }

    #[test]
    fn an_id_is_a_version_7_uuid_with_its_millisecond() {
        let [id, ..] = three_at(1_767_225_600_123_456);
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_timestamp().unwrap().to_unix(), (1_767_225_600, 123_000_000));
    }

    #[test]
    fn the_same_clock_and_dice_make_the_same_ids() {
        assert_eq!(three_at(5_000_000), three_at(5_000_000));
    }
}
