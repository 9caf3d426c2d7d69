//! One small Kalman filter per draw over (b₁..b_I, w, u), eight draws at a time (model specification, section 3).
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]
#![expect(clippy::indexing_slicing, reason = "numeric kernel: lanes, and state places below D")]
#![expect(clippy::many_single_char_names, reason = "the symbols of the filter's equations")]

use crate::benefit::{Coefficients, Draws, Gap, State, Step, Theta, Timeline, benefit_in, put};
use crate::dispatch::{self, Eight, Kernel, Machine};
use crate::lanes::{self, LANES, Lane};
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
    /// How much of w and u shows on it.
    pub fluctuation: f64,
    /// ln(2h) − ½·ln 2π: what each score adds to the log-likelihood beside its own terms.
    pub constant: f64,
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
            0 | 1 => dispatch::run(Run::<3> { draws, record }),
            2 => dispatch::run(Run::<4> { draws, record }),
            3 => dispatch::run(Run::<5> { draws, record }),
            _ => dispatch::run(Run::<6> { draws, record }),
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
struct Block<V, const D: usize> {
    m: [V; D],
    /// Upper triangle only: p[i][j] with i ≤ j.
    p: [[V; D]; D],
    /// Σ ν²/v of interior scores.
    squares: V,
    /// Π v of the interior scores since the last logarithm.
    product: V,
    in_product: u32,
    ll: V,
}

impl<V: Eight, const D: usize> Block<V, D> {
    #[inline(always)]
    fn new<M: Machine<Eight = V>>(m: M, record: &Record) -> Self {
        let zero = m.all(0.0);
        let mut block = Self {
            m: [zero; D],
            p: [[zero; D]; D],
            squares: zero,
            product: m.all(1.0),
            in_product: 0,
            ll: zero,
        };
        for (place, (mean, sd)) in record.usual.iter().enumerate() {
            block.m[place] = m.all(*mean);
            block.p[place][place] = m.all(sd * sd);
        }
        block.p[D - 2][D - 2] = m.all(record.prior.sig_w * record.prior.sig_w);
        block
    }

    /// w and u fade and gain variance.
    #[inline(always)]
    fn advance(&mut self, gap: &Gap) {
        for (k, (fade, added)) in [(D - 2, gap.w), (D - 1, gap.u)] {
            let fade = self.ll.like(fade);
            self.m[k] = self.m[k] * fade;
            for i in 0..k {
                self.p[i][k] = self.p[i][k] * fade;
            }
            for j in k + 1..D {
                self.p[k][j] = self.p[k][j] * fade;
            }
            self.p[k][k] = self.p[k][k] * fade * fade + fade.like(added);
        }
    }

    /// A score, given the benefit the questionnaire shows.
    #[inline(always)]
    fn score(&mut self, measure: &Measure, shown: V, h_floor: f64) {
        let i = measure.place;
        let all = |number: f64| shown.like(number);
        let one = all(1.0);
        let hb = one - all(measure.loading) * shown;
        let hu = all(measure.fluctuation);
        let hw = hu * (all(h_floor) + all(1.0 - h_floor) * (one - shown));
        let noise = measure.noise_sd * measure.noise_sd + measure.half_step * measure.half_step / 3.0;
        let mut c = [one; D];
        for (k, c) in c.iter_mut().enumerate() {
            let (with_b, with_w) = (self.p[k.min(i)][k.max(i)], self.p[k.min(D - 2)][k.max(D - 2)]);
            *c = with_b * hb + with_w * hw + self.p[k][D - 1] * hu;
        }
        let v = hb * c[i] + hw * c[D - 2] + hu * c[D - 1] + all(noise);
        let mu = hb * self.m[i] + hw * self.m[D - 2] + hu * self.m[D - 1];
        let (y, h) = (measure.severity, measure.half_step);
        let (pull, shrink) = if y <= 1e-9 {
            self.censored(1.0, h, mu, v)
        } else if y >= 1.0 - 1e-9 {
            self.censored(-1.0, 1.0 - h, mu, v)
        } else {
            self.interior(y, measure.constant, mu, v)
        };
        for (m, c) in self.m.iter_mut().zip(&c) {
            *m = *m + *c * pull;
        }
        for a in 0..D {
            for b in a..D {
                self.p[a][b] = self.p[a][b] - c[a] * c[b] * shrink;
            }
        }
    }

    /// Between the ends of the scale: the exact update. Returns ν/v and 1/v.
    #[inline(always)]
    fn interior(&mut self, y: f64, constant: f64, mu: V, v: V) -> (V, V) {
        let shrink = v.like(1.0) / v;
        let off = v.like(y) - mu;
        let pull = off * shrink;
        self.squares = self.squares + off * pull;
        self.product = self.product * v;
        self.ll = self.ll + v.like(constant);
        self.in_product += 1;
        if self.in_product == 50 {
            self.take_logarithm();
        }
        (pull, shrink)
    }

    /// At the floor or the ceiling of the scale: the moment-matched update of a censored score. Returns what the mean
    /// and the covariance are moved by, per unit of c and of c·cᵀ.
    #[inline(always)]
    fn censored(&mut self, sign: f64, cut: f64, mu: V, v: V) -> (V, V) {
        let [ll, pull, shrink] = censored(sign, cut, &mu.lane(), &v.lane());
        self.ll = self.ll + v.of(&ll);
        (v.of(&pull), v.of(&shrink))
    }

    #[inline(always)]
    fn take_logarithm(&mut self) {
        let logarithm = lanes::ln(self.product);
        self.ll = self.ll - logarithm.like(0.5) * logarithm;
        self.product = self.ll.like(1.0);
        self.in_product = 0;
    }

    #[inline(always)]
    fn loglik(&mut self) -> Lane {
        self.take_logarithm();
        (self.ll - self.ll.like(0.5) * self.squares).lane()
    }
}

/// The scalar functions of a censored score: ln P of what was seen, and what mean and covariance are moved by.
#[inline(never)]
fn censored(sign: f64, cut: f64, mu: &Lane, v: &Lane) -> [Lane; 3] {
    let mut out = [[0.0; LANES]; 3];
    for l in 0..LANES {
        let sd = v[l].sqrt();
        let alpha = sign * (cut - mu[l]) / sd;
        let ln_p = num::ln_normal_cdf(alpha);
        let rho = libm::exp(-0.5 * alpha * alpha - num::HALF_LN_2PI - ln_p);
        out[0][l] = ln_p;
        out[1][l] = -sign * sd * rho / v[l];
        out[2][l] = (rho * (alpha + rho)).clamp(0.0, 1.0) / v[l];
    }
    out
}

/// The filter over all draws, with a state of `D` numbers.
struct Run<'a, const D: usize> {
    draws: &'a Draws,
    record: &'a Record<'a>,
}

impl<const D: usize> Kernel for Run<'_, D> {
    type Out = Filtered;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Filtered {
        let Self { draws, record } = self;
        let mut out = Filtered::sized(D, draws.padded());
        let (mut at, mut state) = (Coefficients::default(), State::default());
        let faded = record.timeline.faded(draws);
        for (block, theta) in draws.blocks().iter().enumerate() {
            at.fill_with(m, theta, record.timeline, (&faded, block));
            state.reset(record.timeline.windows());
            let mut gaussian = walk::<M, D>(m, theta, &at, &mut state, record);
            put(&mut out.loglik, 0, block, &gaussian.loglik());
            for i in 0..D {
                put(&mut out.mean[i], 0, block, &gaussian.m[i].lane());
                for j in i..D {
                    put(&mut out.covariance[packed(D, i, j)], 0, block, &gaussian.p[i][j].lane());
                }
            }
        }
        let n = draws.len();
        out.loglik.truncate(n);
        out.mean.iter_mut().chain(&mut out.covariance).for_each(|row| row.truncate(n));
        out
    }
}

#[inline(always)]
fn walk<M: Machine, const D: usize>(
    m: M,
    theta: &Theta,
    at: &Coefficients,
    state: &mut State,
    record: &Record,
) -> Block<M::Eight, D> {
    let mut gaussian = Block::<M::Eight, D>::new(m, record);
    let timeline = record.timeline;
    for step in &timeline.steps {
        match *step {
            Step::Gap { gap, e } => {
                if let Some(e) = e {
                    state.advance_on(m, theta, at, (timeline, gap), e);
                }
                gaussian.advance(&timeline.gaps[gap]);
            }
            Step::Session { strength } => state.give_on(m, theta, at, strength),
            Step::Score { index, risen } => {
                let measure = &record.measures[index];
                let shown = match measure.window {
                    Some(window) => m.load(&state.a[window]),
                    None => benefit_in(m.load(&state.f), m.load(&state.s), m.load(&theta.n), risen),
                };
                gaussian.score(measure, shown, record.prior.h_floor);
            }
            Step::After { .. } | Step::Read { .. } => {}
        }
    }
    gaussian
}
