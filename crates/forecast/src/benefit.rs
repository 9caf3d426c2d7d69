//! The benefit of sessions over time, in closed form (model specification, section 2): fast benefit F, lasting benefit
//! S and the benefit A that a questionnaire with a recall window shows. Deterministic given the six parameters.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric kernel: lanes, and places the timeline itself has counted"
)]

mod draws;
mod timeline;

use crate::lanes::{self, Lane, each};
pub(crate) use draws::{Draws, Theta};
pub(crate) use timeline::{Effect, Event, Gap, Step, Timeline};

/// What depends on a block of draws and a timeline but not on the state: the exponentials of each distinct gap, the
/// recall integrals, and the gain of each distinct strength. Made once per block, reused by every event.
#[derive(Debug, Default)]
pub(crate) struct Coefficients {
    /// e_f, e_s of each gap.
    fade: Vec<[Lane; 2]>,
    /// I(a), I(c), I(a+ν), I(c+ν) of each gap and window, gaps outermost.
    recall: Vec<[Lane; 4]>,
    /// 1 − (1−g)^s of each strength.
    gain: Vec<Lane>,
}

impl Coefficients {
    /// Fills in the numbers of one block. No allocation after the first block of a timeline.
    pub(crate) fn fill(&mut self, theta: &Theta, timeline: &Timeline) {
        self.fade.clear();
        self.recall.clear();
        self.gain.clear();
        for gap in &timeline.gaps {
            let e_f = lanes::exp(each(|l| -theta.fast[l] * gap.days));
            let e_s = lanes::exp(each(|l| -theta.slow[l] * gap.days));
            self.fade.push([e_f, e_s]);
            for window in &gap.windows {
                let nu = timeline.nu;
                let fast_nu = each(|l| theta.fast[l] + nu);
                let slow_nu = each(|l| theta.slow[l] + nu);
                self.recall.push([
                    recalled(window.rate, window.e_r, &theta.fast, &e_f, gap.days),
                    recalled(window.rate, window.e_r, &theta.slow, &e_s, gap.days),
                    recalled(window.rate, window.e_r, &fast_nu, &each(|l| e_f[l] * gap.e_n), gap.days),
                    recalled(window.rate, window.e_r, &slow_nu, &each(|l| e_s[l] * gap.e_n), gap.days),
                ]);
            }
        }
        for strength in &timeline.strengths {
            let rest = lanes::exp(each(|l| strength * theta.ln_rest[l]));
            self.gain.push(each(|l| 1.0 - rest[l]));
        }
    }
}

/// I(k, e_k) = r·(e_k − e_r)/(r − k), and its series where k is within 1e−4·r of r.
#[inline]
fn recalled(r: f64, e_r: f64, k: &Lane, e_k: &Lane, days: f64) -> Lane {
    let mut out = each(|l| r * (e_k[l] - e_r) / (r - k[l]));
    let near = |k: f64| (r - k).abs() < 1e-4 * r;
    if k.iter().any(|k| near(*k)) {
        for l in 0..lanes::LANES {
            if near(k[l]) {
                out[l] = recalled_near(r, e_r, k[l], e_k[l], days);
            }
        }
    }
    out
}

/// r·Δ·√(e_k·e_r)·(1 + x²/6), x = (r − k)Δ/2.
pub(crate) fn recalled_near(r: f64, e_r: f64, k: f64, e_k: f64, days: f64) -> f64 {
    let x = 0.5 * (r - k) * days;
    r * days * (e_k * e_r).sqrt() * (1.0 + x * x / 6.0)
}

/// I(k, e_k) of one number: for ν, which is the same in every draw.
pub(crate) fn recalled_one(r: f64, e_r: f64, k: f64, e_k: f64, days: f64) -> f64 {
    if (r - k).abs() < 1e-4 * r { recalled_near(r, e_r, k, e_k, days) } else { r * (e_k - e_r) / (r - k) }
}

/// The moving state of one block.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub f: Lane,
    pub s: Lane,
    /// A of each window of the timeline.
    pub a: Vec<Lane>,
}

impl State {
    /// Before the first session: no benefit.
    pub(crate) fn reset(&mut self, windows: usize) {
        self.f = [0.0; lanes::LANES];
        self.s = [0.0; lanes::LANES];
        self.a.clear();
        self.a.resize(windows, [0.0; lanes::LANES]);
    }

    /// Over a gap after the first session; `e` is E at its start. A and S move first: they need the old F.
    #[inline]
    pub(crate) fn advance(
        &mut self,
        theta: &Theta,
        at: &Coefficients,
        timeline: &Timeline,
        gap: usize,
        e: f64,
    ) {
        let [e_f, e_s] = at.fade[gap];
        let turned = each(|l| self.f[l] * theta.k[l]);
        let f = each(|l| self.f[l] - turned[l]);
        let s = each(|l| self.s[l] + turned[l]);
        let windows = &timeline.gaps[gap].windows;
        for (w, window) in windows.iter().enumerate() {
            let [fast, slow, fast_n, slow_n] = at.recall[gap * windows.len() + w];
            let old = self.a[w];
            self.a[w] = each(|l| {
                let plain = window.rest - f[l] * fast[l] - s[l] * slow[l];
                let with_n = window.i_nu - f[l] * fast_n[l] - s[l] * slow_n[l];
                let sick = (1.0 - theta.n[l]) * plain + theta.n[l] * e * with_n;
                window.e_r * old[l] + window.rest - sick
            });
        }
        self.s = each(|l| s[l] * e_s[l] - turned[l] * e_f[l]);
        self.f = each(|l| self.f[l] * e_f[l]);
    }

    /// F and S alone, some days later: the state itself does not move.
    #[inline]
    pub(crate) fn later(&self, theta: &Theta, at: &Coefficients, gap: usize) -> [Lane; 2] {
        let [e_f, e_s] = at.fade[gap];
        let turned = each(|l| self.f[l] * theta.k[l]);
        let s = each(|l| (self.s[l] + turned[l]) * e_s[l] - turned[l] * e_f[l]);
        [each(|l| self.f[l] * e_f[l]), s]
    }

    /// A session: F ← F + gain·max(M − F − S, 0).
    #[inline]
    pub(crate) fn give(&mut self, theta: &Theta, at: &Coefficients, strength: usize) {
        let gain = at.gain[strength];
        self.f = each(|l| {
            let room = theta.ceiling[l] - self.f[l] - self.s[l];
            self.f[l] + gain[l] * if room > 0.0 { room } else { 0.0 }
        });
    }
}

/// B = 1 − (1 − F − S)·(1 − N), N = n·(1 − E).
#[inline]
pub(crate) fn benefit(theta: &Theta, f: &Lane, s: &Lane, risen: f64) -> Lane {
    each(|l| 1.0 - (1.0 - f[l] - s[l]) * (1.0 - theta.n[l] * risen))
}

/// What a timeline reads: one row of all draws per reading.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    draws: usize,
    b: Vec<f64>,
    a: Vec<f64>,
    f: Vec<f64>,
    s: Vec<f64>,
    after: Vec<f64>,
}

impl Readings {
    /// Walks all draws through the timeline from before its first event.
    pub(crate) fn of(draws: &Draws, timeline: &Timeline) -> Self {
        let n = draws.padded();
        let mut out = Self {
            draws: draws.len(),
            b: vec![0.0; n * timeline.reads],
            a: vec![0.0; n * timeline.reads],
            f: vec![0.0; n * timeline.reads],
            s: vec![0.0; n * timeline.reads],
            after: vec![0.0; n * timeline.afters],
        };
        let (mut at, mut state) = (Coefficients::default(), State::default());
        for (block, theta) in draws.blocks().iter().enumerate() {
            at.fill(theta, timeline);
            state.reset(timeline.windows());
            for step in &timeline.steps {
                match *step {
                    Step::Gap { gap, e: Some(e) } => state.advance(theta, &at, timeline, gap, e),
                    Step::Session { strength } => state.give(theta, &at, strength),
                    Step::After { gap, risen, slot } => {
                        let [f, s] = state.later(theta, &at, gap);
                        put(&mut out.after, slot * n, block, &benefit(theta, &f, &s, risen));
                    }
                    Step::Read { risen, slot } => {
                        let b = benefit(theta, &state.f, &state.s, risen);
                        put(&mut out.b, slot * n, block, &b);
                        put(&mut out.a, slot * n, block, state.a.first().unwrap_or(&b));
                        put(&mut out.f, slot * n, block, &state.f);
                        put(&mut out.s, slot * n, block, &state.s);
                    }
                    Step::Gap { e: None, .. } | Step::Score { .. } => {}
                }
            }
        }
        out
    }

    fn row<'a>(&self, values: &'a [f64], slot: usize, rows: usize) -> &'a [f64] {
        let n = values.len() / rows.max(1);
        &values[slot * n..slot * n + self.draws]
    }

    fn reads(&self, values: &[f64]) -> usize {
        values.len() / self.draws.next_multiple_of(lanes::LANES).max(1)
    }

    /// Benefit of the day.
    pub(crate) fn benefit(&self, slot: usize) -> &[f64] {
        self.row(&self.b, slot, self.reads(&self.b))
    }

    /// Benefit as the timeline's first window shows it; that of the moment when it has none.
    pub(crate) fn recalled(&self, slot: usize) -> &[f64] {
        self.row(&self.a, slot, self.reads(&self.a))
    }

    /// Fast benefit F.
    pub(crate) fn fast(&self, slot: usize) -> &[f64] {
        self.row(&self.f, slot, self.reads(&self.f))
    }

    /// Lasting benefit S.
    pub(crate) fn lasting(&self, slot: usize) -> &[f64] {
        self.row(&self.s, slot, self.reads(&self.s))
    }

    /// Benefit after session `slot` (from 0).
    pub(crate) fn after_session(&self, slot: usize) -> &[f64] {
        self.row(&self.after, slot, self.reads(&self.after))
    }
}

/// Writes a block's lane into a row that starts at `from`.
#[inline]
pub(crate) fn put(row: &mut [f64], from: usize, block: usize, lane: &Lane) {
    let at = from + block * lanes::LANES;
    row[at..at + lanes::LANES].copy_from_slice(lane);
}
