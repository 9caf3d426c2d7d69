//! Draws of the six parameters, in blocks of eight, as the transitions need them.
#![expect(clippy::indexing_slicing, reason = "numeric kernel over lanes and six parameters")]

use super::fades::{Faded, Fades};
use super::timeline::Gap;
use crate::lanes::{self, LANES, Lane, each};
use crate::prior::Prior;

/// The parameters of a block of draws.
#[derive(Debug, Clone, Default)]
pub(crate) struct Theta {
    /// ln(1 − g).
    pub ln_rest: Lane,
    /// M, ceiling of the benefit of sessions.
    pub ceiling: Lane,
    /// a = 1/τ_f.
    pub fast: Lane,
    /// c = 1/τ_s.
    pub slow: Lane,
    /// K = φ·a/(a − c).
    pub k: Lane,
    /// n, ceiling of the non-specific improvement.
    pub n: Lane,
}

impl Theta {
    /// θ(z): transformed means and deviations, τ_s held in its range and apart from τ_f, n correlated with M.
    fn new(z: &[Lane; 6], prior: &Prior) -> Self {
        let plain = |j: usize| each(|l| prior.mean[j] + prior.sd[j] * z[j][l]);
        let rest = (1.0 - prior.rho_m_n * prior.rho_m_n).sqrt();
        let u_n = each(|l| prior.mean[5] + prior.sd[5] * (prior.rho_m_n * z[1][l] + rest * z[5][l]));
        let e_g = lanes::exp(plain(0));
        let tau_f = lanes::exp(plain(2));
        let phi = logistic(&plain(3));
        let [shortest, longest] = prior.tau_s_days;
        let tau_s = lanes::exp(plain(4));
        let tau_s = each(|l| {
            let held = tau_s[l].clamp(shortest, longest);
            if (held - tau_f[l]).abs() < prior.tau_gap * tau_f[l] {
                (1.0 + prior.tau_gap) * tau_f[l]
            } else {
                held
            }
        });
        let (fast, slow) = (each(|l| 1.0 / tau_f[l]), each(|l| 1.0 / tau_s[l]));
        Self {
            ln_rest: each(|l| -libm::log1p(e_g[l])),
            ceiling: logistic(&plain(1)),
            k: each(|l| phi[l] * fast[l] / (fast[l] - slow[l])),
            fast,
            slow,
            n: logistic(&u_n),
        }
    }
}

/// 1/(1 + e^−u).
fn logistic(u: &Lane) -> Lane {
    let e = lanes::exp(each(|l| -u[l]));
    each(|l| 1.0 / (1.0 + e[l]))
}

/// Draws with their standard normal coordinates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draws {
    z: Vec<[f64; 6]>,
    blocks: Vec<Theta>,
    /// Of draws that serve many records.
    fades: Option<Fades>,
}

impl Draws {
    /// The parameters of these points under a prior. The last block is filled up with its own last point.
    pub(crate) fn new(z: &[[f64; 6]], prior: &Prior) -> Self {
        let block = |points: &[[f64; 6]]| {
            let last = points.len() - 1;
            let lanes = std::array::from_fn(|j| each(|l| points[l.min(last)][j]));
            Theta::new(&lanes, prior)
        };
        Self { z: z.to_vec(), blocks: z.chunks(LANES).map(block).collect(), fades: None }
    }

    /// Some of the draws, in this order, with the parameters they have.
    pub(crate) fn select(&self, chosen: &[usize]) -> Self {
        let block = |eight: &[usize]| {
            let of = |row: fn(&Theta) -> &Lane| {
                each(|l| {
                    let draw = eight[l.min(eight.len() - 1)];
                    row(&self.blocks[draw / LANES])[draw % LANES]
                })
            };
            Theta {
                ln_rest: of(|theta| &theta.ln_rest),
                ceiling: of(|theta| &theta.ceiling),
                fast: of(|theta| &theta.fast),
                slow: of(|theta| &theta.slow),
                k: of(|theta| &theta.k),
                n: of(|theta| &theta.n),
            }
        };
        Self {
            z: chosen.iter().map(|draw| self.z[*draw]).collect(),
            blocks: chosen.chunks(LANES).map(block).collect(),
            fades: None,
        }
    }

    /// The same draws, to be kept: what usual gaps do to them is then remembered.
    pub(crate) fn kept(self) -> Self {
        Self { fades: Some(Fades::default()), ..self }
    }

    /// What these gaps do to every block, where it is remembered.
    pub(super) fn fades(&self, gaps: &[Gap]) -> Vec<Option<Faded>> {
        gaps.iter().map(|gap| self.fades.as_ref()?.of(&self.blocks, gap.days)).collect()
    }

    /// Both sets in one; the first must end with a full block.
    pub(crate) fn join(&mut self, more: Self) {
        debug_assert!(self.z.len().is_multiple_of(LANES));
        self.fades = None;
        self.z.extend(more.z);
        self.blocks.extend(more.blocks);
    }

    pub(crate) fn len(&self) -> usize {
        self.z.len()
    }

    /// Length of a row that holds whole blocks.
    pub(crate) fn padded(&self) -> usize {
        self.blocks.len() * LANES
    }

    pub(crate) fn blocks(&self) -> &[Theta] {
        &self.blocks
    }

    pub(crate) fn z(&self) -> &[[f64; 6]] {
        &self.z
    }
}
