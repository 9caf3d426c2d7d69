//! One small Kalman filter per draw over (b₁..b_I, w, u), eight draws at a time (model specification, section 3).
#![expect(clippy::indexing_slicing, reason = "numeric kernel: lanes, and state places below D")]
#![expect(clippy::many_single_char_names, reason = "the symbols of the filter's equations")]

use crate::benefit::{Coefficients, Draws, Gap, State, Step, Theta, Timeline, benefit, put};
use crate::lanes::{LANES, Lane, each};
use crate::num;
use crate::prior::Prior;

/// What a score needs that is the same in all draws.
#[derive(Debug, Clone)]
pub(crate) struct Measure {
    /// Place of the instrument in the state.
    pub place: usize,
    /// Place of its window in the timeline; `None` for the state of the moment.
    pub window: Option<usize>,
    pub severity: f64,
    pub loading: f64,
    pub half_step: f64,
    pub noise_sd: f64,
}

/// The record as the filter takes it.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub timeline: &'a Timeline,
    pub measures: &'a [Measure],
    /// Prior mean and standard deviation of b for each instrument.
    pub usual: &'a [(f64, f64)],
    pub prior: &'a Prior,
}

/// Log-likelihood, mean and covariance of the Gaussian state of every draw, today.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filtered {
    /// Size of the state: number of instruments and two.
    pub dim: usize,
    pub loglik: Vec<f64>,
    mean: Vec<Vec<f64>>,
    covariance: Vec<Vec<f64>>,
}

impl Filtered {
    /// Runs the filter over all draws.
    pub(crate) fn run(draws: &Draws, record: &Record) -> Self {
        match record.usual.len() {
            0 | 1 => run::<3>(draws, record),
            2 => run::<4>(draws, record),
            3 => run::<5>(draws, record),
            _ => run::<6>(draws, record),
        }
    }

    fn sized(dim: usize, draws: usize) -> Self {
        let rows = |count: usize| (0..count).map(|_| vec![0.0; draws]).collect();
        Self { dim, loglik: vec![0.0; draws], mean: rows(dim), covariance: rows(dim * (dim + 1) / 2) }
    }

    /// Mean of a state over the draws.
    pub(crate) fn mean(&self, state: usize) -> &[f64] {
        &self.mean[state]
    }

    /// Covariance of two states over the draws.
    pub(crate) fn covariance(&self, one: usize, other: usize) -> &[f64] {
        &self.covariance[packed(self.dim, one.min(other), one.max(other))]
    }

    /// The filtered states of a further set of draws, added at the end.
    pub(crate) fn join(&mut self, more: Self) {
        self.loglik.extend(more.loglik);
        for (row, new) in self.mean.iter_mut().zip(more.mean) {
            row.extend(new);
        }
        for (row, new) in self.covariance.iter_mut().zip(more.covariance) {
            row.extend(new);
        }
    }

    /// The states of some draws, in this order.
    pub(crate) fn select(&self, chosen: &[usize]) -> Self {
        let pick = |row: &Vec<f64>| chosen.iter().map(|draw| row[*draw]).collect::<Vec<f64>>();
        Self {
            dim: self.dim,
            loglik: pick(&self.loglik),
            mean: self.mean.iter().map(pick).collect(),
            covariance: self.covariance.iter().map(pick).collect(),
        }
    }
}

/// Place of (i, j), i ≤ j, in a packed upper triangle.
fn packed(dim: usize, i: usize, j: usize) -> usize {
    i * dim - i * (i + 1) / 2 + j
}

/// The Gaussian state of one block and the running parts of its log-likelihood.
struct Block<const D: usize> {
    m: [Lane; D],
    /// Upper triangle only: p[i][j] with i ≤ j.
    p: [[Lane; D]; D],
    /// Σ ν²/v of interior scores.
    squares: Lane,
    /// Π v of the interior scores since the last logarithm.
    product: Lane,
    in_product: u32,
    ll: Lane,
}

impl<const D: usize> Block<D> {
    fn new(record: &Record) -> Self {
        let zero = [0.0; LANES];
        let mut block = Self {
            m: [zero; D],
            p: [[zero; D]; D],
            squares: zero,
            product: [1.0; LANES],
            in_product: 0,
            ll: zero,
        };
        for (place, (mean, sd)) in record.usual.iter().enumerate() {
            block.m[place] = [*mean; LANES];
            block.p[place][place] = [sd * sd; LANES];
        }
        block.p[D - 2][D - 2] = [record.prior.sig_w * record.prior.sig_w; LANES];
        block
    }

    /// w and u fade and gain variance.
    #[inline]
    fn advance(&mut self, gap: &Gap) {
        for (k, (fade, added)) in [(D - 2, gap.w), (D - 1, gap.u)] {
            self.m[k] = each(|l| self.m[k][l] * fade);
            for i in 0..k {
                self.p[i][k] = each(|l| self.p[i][k][l] * fade);
            }
            for j in k + 1..D {
                self.p[k][j] = each(|l| self.p[k][j][l] * fade);
            }
            self.p[k][k] = each(|l| self.p[k][k][l] * fade * fade + added);
        }
    }

    /// A score, given the benefit the questionnaire shows.
    #[inline]
    fn score(&mut self, measure: &Measure, shown: &Lane, h_floor: f64) {
        let i = measure.place;
        let hb = each(|l| 1.0 - measure.loading * shown[l]);
        let hw = each(|l| h_floor + (1.0 - h_floor) * (1.0 - shown[l]));
        let noise = measure.noise_sd * measure.noise_sd + measure.half_step * measure.half_step / 3.0;
        let c: [Lane; D] = std::array::from_fn(|k| {
            let (with_b, with_w) = (self.p[k.min(i)][k.max(i)], self.p[k.min(D - 2)][k.max(D - 2)]);
            let with_u = self.p[k][D - 1];
            each(|l| with_b[l] * hb[l] + with_w[l] * hw[l] + with_u[l])
        });
        let v = each(|l| hb[l] * c[i][l] + hw[l] * c[D - 2][l] + c[D - 1][l] + noise);
        let mu = each(|l| hb[l] * self.m[i][l] + hw[l] * self.m[D - 2][l] + self.m[D - 1][l]);
        let (y, h) = (measure.severity, measure.half_step);
        let (pull, shrink) = if y <= 1e-9 {
            self.censored(1.0, h, &mu, &v)
        } else if y >= 1.0 - 1e-9 {
            self.censored(-1.0, 1.0 - h, &mu, &v)
        } else {
            self.interior(y, h, &mu, &v)
        };
        for (m, c) in self.m.iter_mut().zip(&c) {
            *m = each(|l| m[l] + c[l] * pull[l]);
        }
        for a in 0..D {
            for b in a..D {
                self.p[a][b] = each(|l| self.p[a][b][l] - c[a][l] * c[b][l] * shrink[l]);
            }
        }
    }

    /// Between the ends of the scale: the exact update. Returns ν/v and 1/v.
    #[inline]
    fn interior(&mut self, y: f64, h: f64, mu: &Lane, v: &Lane) -> (Lane, Lane) {
        let shrink = each(|l| 1.0 / v[l]);
        let pull = each(|l| (y - mu[l]) * shrink[l]);
        self.squares = each(|l| self.squares[l] + (y - mu[l]) * pull[l]);
        self.product = each(|l| self.product[l] * v[l]);
        let constant = libm::log(2.0 * h) - num::HALF_LN_2PI;
        self.ll = each(|l| self.ll[l] + constant);
        self.in_product += 1;
        if self.in_product == 50 {
            self.take_logarithm();
        }
        (pull, shrink)
    }

    /// At the floor or the ceiling of the scale: the moment-matched update of a censored score. Returns what the mean
    /// and the covariance are moved by, per unit of c and of c·cᵀ.
    fn censored(&mut self, sign: f64, cut: f64, mu: &Lane, v: &Lane) -> (Lane, Lane) {
        let (mut pull, mut shrink) = ([0.0; LANES], [0.0; LANES]);
        for l in 0..LANES {
            let sd = v[l].sqrt();
            let alpha = sign * (cut - mu[l]) / sd;
            let ln_p = num::ln_normal_cdf(alpha);
            let rho = libm::exp(-0.5 * alpha * alpha - num::HALF_LN_2PI - ln_p);
            self.ll[l] += ln_p;
            pull[l] = -sign * sd * rho / v[l];
            shrink[l] = (rho * (alpha + rho)).clamp(0.0, 1.0) / v[l];
        }
        (pull, shrink)
    }

    fn take_logarithm(&mut self) {
        self.ll = each(|l| self.ll[l] - 0.5 * libm::log(self.product[l]));
        self.product = [1.0; LANES];
        self.in_product = 0;
    }

    fn loglik(&mut self) -> Lane {
        self.take_logarithm();
        each(|l| self.ll[l] - 0.5 * self.squares[l])
    }
}

fn run<const D: usize>(draws: &Draws, record: &Record) -> Filtered {
    let mut out = Filtered::sized(D, draws.padded());
    let (mut at, mut state) = (Coefficients::default(), State::default());
    for (block, theta) in draws.blocks().iter().enumerate() {
        at.fill(theta, record.timeline);
        state.reset(record.timeline.windows());
        let mut gaussian = walk::<D>(theta, &at, &mut state, record);
        put(&mut out.loglik, 0, block, &gaussian.loglik());
        for i in 0..D {
            put(&mut out.mean[i], 0, block, &gaussian.m[i]);
            for j in i..D {
                put(&mut out.covariance[packed(D, i, j)], 0, block, &gaussian.p[i][j]);
            }
        }
    }
    let n = draws.len();
    out.loglik.truncate(n);
    out.mean.iter_mut().chain(&mut out.covariance).for_each(|row| row.truncate(n));
    out
}

#[inline]
fn walk<const D: usize>(theta: &Theta, at: &Coefficients, state: &mut State, record: &Record) -> Block<D> {
    let mut gaussian = Block::<D>::new(record);
    let timeline = record.timeline;
    for step in &timeline.steps {
        match *step {
            Step::Gap { gap, e } => {
                if let Some(e) = e {
                    state.advance(theta, at, timeline, gap, e);
                }
                gaussian.advance(&timeline.gaps[gap]);
            }
            Step::Session { strength } => state.give(theta, at, strength),
            Step::Score { index, risen } => {
                let measure = &record.measures[index];
                let shown = match measure.window {
                    Some(window) => state.a[window],
                    None => benefit(theta, &state.f, &state.s, risen),
                };
                gaussian.score(measure, &shown, record.prior.h_floor);
            }
            Step::After { .. } | Step::Read { .. } => {}
        }
    }
    gaussian
}
