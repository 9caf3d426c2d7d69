//! What the usual gaps between events do to the bank's draws. The bank is the same for every record of a prior, so the two
//! exponentials of a gap, which cost as much as all else that happens in it, are computed once.
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

use super::{Theta, fade_in};
use crate::dispatch::{self, Eight as _, Kernel, Machine};
use crate::lanes::Lane;
use std::sync::{Arc, Mutex, PoisonError};

/// Gaps that are remembered: 64 KB each for a bank of 4096.
const USUAL_DAYS: [f64; 16] =
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 21.0, 28.0];

/// e_f and e_s of every block over one gap.
pub(crate) type Faded = Arc<Vec<[Lane; 2]>>;

/// The gaps asked for so far.
#[derive(Debug, Default)]
pub(super) struct Fades(Mutex<Vec<(f64, Faded)>>);

/// A copy may change, and remembers for itself.
impl Clone for Fades {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Fades {
    /// Of a usual gap, computed at the first request.
    #[expect(clippy::float_cmp, reason = "the same number is looked for, not a near one")]
    pub(super) fn of(&self, blocks: &[Theta], days: f64) -> Option<Faded> {
        let usual = USUAL_DAYS.contains(&days);
        let mut known = usual.then(|| self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        if let Some((_, faded)) = known.iter().find(|(other, _)| *other == days) {
            return Some(Arc::clone(faded));
        }
        let faded = Arc::new(dispatch::run(Fade { blocks, days }));
        known.push((days, Arc::clone(&faded)));
        Some(faded)
    }
}

/// One gap, all blocks.
struct Fade<'a> {
    blocks: &'a [Theta],
    days: f64,
}

impl Kernel for Fade<'_> {
    type Out = Vec<[Lane; 2]>;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Vec<[Lane; 2]> {
        let mut all = Vec::with_capacity(self.blocks.len());
        for theta in self.blocks {
            let [e_f, e_s] = fade_in(m, theta, self.days);
            all.push([e_f.lane(), e_s.lane()]);
        }
        all
    }
}
