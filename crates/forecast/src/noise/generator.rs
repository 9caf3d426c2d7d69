//! PCG XSL RR 128/64 (O'Neill 2014), word for word what `rand_pcg`'s `Pcg64` gives, with four steps under way at once:
//! one step has to wait for the multiplication of the one before it, four that are four steps apart do not.

/// Steps under way.
pub(super) const AHEAD: usize = 4;
/// The generator's multiplier, and its fourth power for a leap of four steps.
const MULTIPLIER: u128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645;
const SQUARE: u128 = MULTIPLIER.wrapping_mul(MULTIPLIER);
const LEAP: u128 = SQUARE.wrapping_mul(SQUARE);

/// One stream of a seed.
#[derive(Debug, Clone)]
pub(super) struct Generator {
    /// The states of the next four words.
    next: [u128; AHEAD],
    /// What a leap adds.
    increment: u128,
}

impl Generator {
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let increment = (u128::from(stream) << 1) | 1;
        let step = |state: u128| state.wrapping_mul(MULTIPLIER).wrapping_add(increment);
        let mut state = step(u128::from(seed).wrapping_add(increment));
        let next = [(); AHEAD].map(|()| {
            state = step(state);
            state
        });
        let sum = SQUARE.wrapping_add(1).wrapping_mul(MULTIPLIER.wrapping_add(1));
        Self { next, increment: sum.wrapping_mul(increment) }
    }

    /// The next word.
    pub(super) fn word(&mut self) -> u64 {
        let [now, later @ ..] = self.next;
        let [second, third, fourth] = later;
        self.next = [second, third, fourth, self.leap(now)];
        word(now)
    }

    /// The next four words.
    #[inline]
    pub(super) fn words(&mut self) -> [u64; AHEAD] {
        let now = self.next;
        self.next = now.map(|state| self.leap(state));
        now.map(word)
    }

    #[inline]
    fn leap(&self, state: u128) -> u128 {
        state.wrapping_mul(LEAP).wrapping_add(self.increment)
    }
}

/// The word of a state: the xor of its halves, turned by its highest six bits.
#[inline]
fn word(state: u128) -> u64 {
    #[expect(clippy::cast_possible_truncation, reason = "the low half of the state is meant")]
    let (low, high) = (state as u64, (state >> 64) as u64);
    (low ^ high).rotate_right(u32::try_from(high >> 58).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_pcg::Pcg64;
    use rand_pcg::rand_core::Rng as _;

    #[test]
    fn its_words_are_those_of_the_published_generator() {
        for (seed, stream) in [(0, 0), (1, 7), (u64::MAX, u64::MAX), (65_547, 1_533)] {
            let mut published = Pcg64::new(u128::from(seed), u128::from(stream));
            let mut mine = Generator::new(seed, stream);
            for turn in 0..200 {
                if turn % 3 == 0 {
                    assert_eq!(mine.word(), published.next_u64());
                } else {
                    assert_eq!(mine.words(), [(); AHEAD].map(|()| published.next_u64()));
                }
            }
        }
    }
}
