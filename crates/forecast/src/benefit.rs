//! The benefit of sessions over time, in closed form (model specification, section 2): fast benefit F, lasting benefit
//! S and the benefit A that a questionnaire with a recall window shows. Deterministic given the six parameters.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric kernel: lanes, and places the timeline itself has counted"
)]
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]
#![expect(clippy::many_single_char_names, reason = "the symbols of the equations")]

mod draws;
mod fades;
mod timeline;

use crate::dispatch::{self, Eight, Kernel, Machine, Plain};
use crate::lanes::{self, Lane};
pub(crate) use draws::{Draws, Theta};
pub(crate) use fades::Faded;
use timeline::WindowGap;
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
        self.fill_on(Plain, theta, timeline);
    }

    /// [`Self::fill`] on a machine.
    #[inline(always)]
    pub(crate) fn fill_on<M: Machine>(&mut self, m: M, theta: &Theta, timeline: &Timeline) {
        self.fill_with(m, theta, timeline, (&[], 0));
    }

    /// [`Self::fill_on`] for a block of draws with what they remember ([`Timeline::faded`]).
    #[inline(always)]
    pub(crate) fn fill_with<M: Machine>(
        &mut self,
        m: M,
        theta: &Theta,
        timeline: &Timeline,
        (faded, block): (&[Option<Faded>], usize),
    ) {
        self.fade.clear();
        self.recall.clear();
        self.gain.clear();
        let (fast, slow) = (m.load(&theta.fast), m.load(&theta.slow));
        let nu = m.all(timeline.nu);
        let (fast_nu, slow_nu) = (fast + nu, slow + nu);
        for (place, gap) in timeline.gaps.iter().enumerate() {
            let e_n = m.all(gap.e_n);
            let known = faded.get(place).and_then(Option::as_ref).and_then(|blocks| blocks.get(block));
            let [e_f, e_s] = match known {
                Some([e_f, e_s]) => [m.load(e_f), m.load(e_s)],
                None => fade_in(m, theta, gap.days),
            };
            self.fade.push([e_f.lane(), e_s.lane()]);
            for window in &gap.windows {
                self.recall.push([
                    recalled(m, window, fast, e_f, gap.days),
                    recalled(m, window, slow, e_s, gap.days),
                    recalled(m, window, fast_nu, e_f * e_n, gap.days),
                    recalled(m, window, slow_nu, e_s * e_n, gap.days),
                ]);
            }
        }
        for strength in &timeline.strengths {
            let rest = lanes::exp_in(m.all(*strength) * m.load(&theta.ln_rest));
            self.gain.push((m.all(1.0) - rest).lane());
        }
    }
}

/// e_f = e^(−a·Δ) and e_s = e^(−c·Δ).
#[inline(always)]
fn fade_in<M: Machine>(m: M, theta: &Theta, days: f64) -> [M::Eight; 2] {
    let (fast, slow, zero, days) = (m.load(&theta.fast), m.load(&theta.slow), m.all(-0.0), m.all(days));
    [lanes::exp_in((zero - fast) * days), lanes::exp_in((zero - slow) * days)]
}

/// I(k, e_k) = r·(e_k − e_r)/(r − k), and its series where k is within 1e−4·r of r.
#[inline(always)]
fn recalled<M: Machine>(m: M, window: &WindowGap, k: M::Eight, e_k: M::Eight, days: f64) -> Lane {
    let (r, e_r) = (m.all(window.rate), m.all(window.e_r));
    let apart = r - k;
    let mut out = (r * (e_k - e_r) / apart).lane();
    if apart.abs().any_less(m.all(1e-4 * window.rate)) {
        let (k, e_k) = (k.lane(), e_k.lane());
        for l in 0..lanes::LANES {
            if (window.rate - k[l]).abs() < 1e-4 * window.rate {
                out[l] = recalled_near(window.rate, window.e_r, k[l], e_k[l], days);
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
        self.advance_on(Plain, theta, at, (timeline, gap), e);
    }

    /// [`Self::advance`] on a machine, over this gap of the timeline.
    #[inline(always)]
    pub(crate) fn advance_on<M: Machine>(
        &mut self,
        m: M,
        theta: &Theta,
        at: &Coefficients,
        (timeline, gap): (&Timeline, usize),
        e: f64,
    ) {
        let [e_f, e_s] = at.fade(m, gap);
        let (old_f, n) = (m.load(&self.f), m.load(&theta.n));
        let turned = old_f * m.load(&theta.k);
        let f = old_f - turned;
        let s = m.load(&self.s) + turned;
        let windows = &timeline.gaps[gap].windows;
        for (w, window) in windows.iter().enumerate() {
            let [fast, slow, fast_n, slow_n] = &at.recall[gap * windows.len() + w];
            let (fast, slow) = (m.load(fast), m.load(slow));
            let (fast_n, slow_n) = (m.load(fast_n), m.load(slow_n));
            let rest = m.all(window.rest);
            let plain = rest - f * fast - s * slow;
            let with_n = m.all(window.i_nu) - f * fast_n - s * slow_n;
            let sick = (m.all(1.0) - n) * plain + n * m.all(e) * with_n;
            self.a[w] = (m.all(window.e_r) * m.load(&self.a[w]) + rest - sick).lane();
        }
        self.s = (s * e_s - turned * e_f).lane();
        self.f = (old_f * e_f).lane();
    }

    /// A session: F ← F + gain·max(M − F − S, 0).
    #[inline]
    pub(crate) fn give(&mut self, theta: &Theta, at: &Coefficients, strength: usize) {
        self.give_on(Plain, theta, at, strength);
    }

    /// [`Self::give`] on a machine.
    #[inline(always)]
    pub(crate) fn give_on<M: Machine>(&mut self, m: M, theta: &Theta, at: &Coefficients, strength: usize) {
        let (f, s) = (m.load(&self.f), m.load(&self.s));
        self.f = given_in(f, s, m.load(&theta.ceiling), at.gain(m, strength)).lane();
    }
}

impl Coefficients {
    /// e_f and e_s of a gap.
    #[inline(always)]
    pub(crate) fn fade<M: Machine>(&self, m: M, gap: usize) -> [M::Eight; 2] {
        let [e_f, e_s] = &self.fade[gap];
        [m.load(e_f), m.load(e_s)]
    }

    /// Gain of a strength.
    #[inline(always)]
    pub(crate) fn gain<M: Machine>(&self, m: M, strength: usize) -> M::Eight {
        m.load(&self.gain[strength])
    }
}

/// F and S after a gap of these exponentials.
#[inline(always)]
pub(crate) fn later_in<M: Machine>(
    _m: M,
    [f, s]: [M::Eight; 2],
    k: M::Eight,
    [e_f, e_s]: [M::Eight; 2],
) -> [M::Eight; 2] {
    let turned = f * k;
    [f * e_f, (s + turned) * e_s - turned * e_f]
}

/// F after a session: F + gain·max(M − F − S, 0).
#[inline(always)]
pub(crate) fn given_in<V: Eight>(f: V, s: V, ceiling: V, gain: V) -> V {
    f + gain * (ceiling - f - s).or_more(f.like(0.0))
}

/// B = 1 − (1 − F − S)·(1 − N), N = n·(1 − E).
#[inline]
pub(crate) fn benefit(theta: &Theta, f: &Lane, s: &Lane, risen: f64) -> Lane {
    benefit_in(Plain.load(f), Plain.load(s), Plain.load(&theta.n), risen).lane()
}

/// [`benefit`] in registers.
#[inline(always)]
pub(crate) fn benefit_in<V: Eight>(f: V, s: V, n: V, risen: f64) -> V {
    let one = f.like(1.0);
    one - (one - f - s) * (one - n * f.like(risen))
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
        dispatch::run(Walk { draws, timeline })
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

/// All draws on their way through a timeline.
struct Walk<'a> {
    draws: &'a Draws,
    timeline: &'a Timeline,
}

impl Kernel for Walk<'_> {
    type Out = Readings;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Readings {
        let Self { draws, timeline } = self;
        let n = draws.padded();
        let rows = |count: usize| vec![0.0; n * count];
        let reads = timeline.reads;
        let mut out = Readings {
            draws: draws.len(),
            b: rows(reads),
            a: rows(reads),
            f: rows(reads),
            s: rows(reads),
            after: rows(timeline.afters),
        };
        let (mut at, mut state) = (Coefficients::default(), State::default());
        let faded = timeline.faded(draws);
        for (block, theta) in draws.blocks().iter().enumerate() {
            at.fill_with(m, theta, timeline, (&faded, block));
            state.reset(timeline.windows());
            let n_now = m.load(&theta.n);
            for step in &timeline.steps {
                match *step {
                    Step::Gap { gap, e: Some(e) } => state.advance_on(m, theta, &at, (timeline, gap), e),
                    Step::Session { strength } => state.give_on(m, theta, &at, strength),
                    Step::After { gap, risen, slot } => {
                        let now = [&state.f, &state.s].map(|lane| m.load(lane));
                        let [f, s] = later_in(m, now, m.load(&theta.k), at.fade(m, gap));
                        put(&mut out.after, slot * n, block, &benefit_in(f, s, n_now, risen).lane());
                    }
                    Step::Read { risen, slot } => {
                        let b = benefit_in(m.load(&state.f), m.load(&state.s), n_now, risen).lane();
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
}

/// Writes a block's lane into a row that starts at `from`.
#[inline]
pub(crate) fn put(row: &mut [f64], from: usize, block: usize, lane: &Lane) {
    let at = from + block * lanes::LANES;
    row[at..at + lanes::LANES].copy_from_slice(lane);
}
