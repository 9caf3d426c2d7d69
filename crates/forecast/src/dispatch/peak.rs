//! The most multiplications and additions a core does in a second, for measurements.
#![expect(
    clippy::inline_always,
    reason = "only what is inlined into the vectorised function uses its instructions"
)]

use super::{Eight, Kernel, Machine};

/// Chains that do not wait for each other: enough to fill the pipelines, few enough to stay in registers.
const CHAINS: usize = 10;
const STEPS: u32 = 100_000;

/// A piece of work that does nothing but multiply and add, and how many operations it has.
#[derive(Debug, Clone, Copy)]
pub struct Peak {
    /// Multiplications and additions of one run.
    pub operations: f64,
}

/// Work to measure the core's multiply-add peak with, on the set of vector instructions of this thread.
pub fn multiply_add_peak() -> Peak {
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let chains = (CHAINS * crate::lanes::LANES) as f64;
    Peak { operations: 2.0 * chains * f64::from(STEPS) }
}

impl Peak {
    /// Does the work; the number that comes out keeps it from being left out.
    pub fn run(self) -> f64 {
        super::run(Chains)
    }
}

struct Chains;

impl Kernel for Chains {
    type Out = f64;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> f64 {
        let (factor, term) = (m.all(std::hint::black_box(0.999)), m.all(std::hint::black_box(0.001)));
        let mut chains = [m.all(0.5); CHAINS];
        for _ in 0..STEPS {
            chains = chains.map(
                #[inline(always)]
                |chain| chain * factor + term,
            );
        }
        chains.iter().flat_map(|chain| chain.lane()).sum()
    }
}
