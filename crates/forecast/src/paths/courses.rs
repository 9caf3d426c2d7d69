//! Eight courses on their way, in registers: time passes, questionnaires are filled in, sessions are given.
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

use super::Start;
use crate::benefit::{Coefficients, Effect, Event, State, Theta, Timeline, benefit_in};
use crate::case::CheckedCase;
use crate::dispatch::{Eight, Machine};
use crate::lanes::{self, Lane};
use crate::model::Instrument;
use crate::noise::{Noise, Stream};

/// What a step of so many days does to every course alike.
pub(super) struct Stride {
    /// One gap, and the strength of the sessions given on the way.
    line: Timeline,
    /// Factor and added standard deviation of w and of u.
    w: (f64, f64),
    u: (f64, f64),
    e_n: f64,
}

impl Stride {
    pub(super) fn new(case: &CheckedCase, days: f64, recall_days: f64, strength: f64) -> Self {
        let step = vec![(0.0, Event::Session { strength }), (days, Event::Read { after: true, slot: 0 })];
        let windows: &[f64] = if recall_days > 0.0 { &[recall_days] } else { &[] };
        let line = Timeline::new(step, windows, &case.prior, &Effect::default());
        let (w, u, e_n) =
            line.gaps.first().map_or(((0.0, 0.0), (0.0, 0.0), 0.0), |gap| (gap.w, gap.u, gap.e_n));
        Self { w: (w.0, w.1.sqrt()), u: (u.0, u.1.sqrt()), e_n, line }
    }
}

/// How the primary questionnaire reads a signal.
pub(super) struct Reader {
    loading: f64,
    fluctuation: f64,
    noise_sd: f64,
    /// Size and number of the steps of its scale.
    step: f64,
    steps: f64,
    h_floor: f64,
}

impl Reader {
    pub(super) fn new(instrument: &Instrument, case: &CheckedCase) -> Self {
        let step = 2.0 * instrument.half_step();
        Self {
            loading: instrument.loading,
            fluctuation: instrument.fluctuation,
            noise_sd: instrument.noise_sd,
            step,
            steps: (1.0 / step).round(),
            h_floor: case.prior.h_floor,
        }
    }

    /// Noise, rounding to a step and the ends of the scale: the severity as the questionnaire gives it.
    #[inline(always)]
    fn read<V: Eight>(&self, signal: V, noise: V) -> V {
        let all = |number: f64| signal.like(number);
        let place = (signal + all(self.noise_sd) * noise) / all(self.step);
        lanes::round_in(place.or_more(all(0.0)).or_less(all(self.steps))) * all(self.step)
    }
}

/// Chance of eight courses in three streams, so that the mood goes the same way whatever the rule, and two rules are
/// compared on the same lives.
struct Chance {
    mood: Stream<32>,
    visits: Stream<8>,
    check_ins: Stream<8>,
}

impl Chance {
    fn new(seed: u64, block: usize) -> Self {
        let block = u64::try_from(block).unwrap_or(0);
        let noise = |which: u64| Noise::new(seed, 3 * block + which);
        Self { mood: Stream::new(noise(0)), visits: Stream::new(noise(1)), check_ins: Stream::new(noise(2)) }
    }
}

/// Eight courses on their way.
pub(super) struct Courses<'a, M: Machine> {
    m: M,
    stride: &'a Stride,
    reader: &'a Reader,
    theta: &'a Theta,
    at: Coefficients,
    state: State,
    b: M::Eight,
    w: M::Eight,
    u: M::Eight,
    /// E = exp(−(t − t0)/τ_n); `None` before the first session.
    e: Option<f64>,
    chance: Chance,
}

impl<'a, M: Machine> Courses<'a, M> {
    /// A block of eight, today after today's events. Chance is theirs alone: which others are walked makes no difference.
    #[inline(always)]
    pub(super) fn new(
        m: M,
        start: &'a Start,
        number: usize,
        stride: &'a Stride,
        reader: &'a Reader,
    ) -> Option<Self> {
        let theta = start.theta(number)?;
        let mut at = Coefficients::default();
        at.fill_on(m, theta, &stride.line);
        let mut chance = Chance::new(start.seed, number);
        let e_b = m.load(chance.mood.normals());
        let e_w = m.load(chance.mood.normals());
        let e_u = m.load(chance.mood.normals());
        let [b, w, u] = start.today(m, number).sample([e_b, e_w, e_u]);
        let state = start.benefit(number);
        Some(Self { m, stride, reader, theta, at, state, b, w, u, e: start.e, chance })
    }

    /// Time passes for all eight.
    #[inline(always)]
    pub(super) fn advance(&mut self) {
        let (m, stride) = (self.m, self.stride);
        if let Some(e) = self.e {
            self.state.advance_on(m, self.theta, &self.at, (&stride.line, 0), e);
            self.e = Some(e * stride.e_n);
        }
        let to_w = m.load(self.chance.mood.normals());
        let to_u = m.load(self.chance.mood.normals());
        self.w = self.w * m.all(stride.w.0) + m.all(stride.w.1) * to_w;
        self.u = self.u * m.all(stride.u.0) + m.all(stride.u.1) * to_u;
    }

    /// Benefit of the day.
    #[inline(always)]
    fn benefit(&self) -> M::Eight {
        let m = self.m;
        let (f, s, n) = (m.load(&self.state.f), m.load(&self.state.s), m.load(&self.theta.n));
        benefit_in(f, s, n, 1.0 - self.e.unwrap_or(1.0))
    }

    /// Benefit as the questionnaire shows it.
    #[inline(always)]
    fn shown(&self) -> M::Eight {
        match self.state.a.first() {
            Some(recalled) => self.m.load(recalled),
            None => self.benefit(),
        }
    }

    /// z = b·(1 − λB) + f·(η·w + u) without the noise of a reading.
    #[inline(always)]
    fn signal(&self, shown: M::Eight) -> M::Eight {
        let all = |number: f64| shown.like(number);
        let (one, h_floor) = (all(1.0), self.reader.h_floor);
        let f = all(self.reader.fluctuation);
        let eta = f * (all(h_floor) + all(1.0 - h_floor) * (one - shown));
        self.b * (one - all(self.reader.loading) * shown) + eta * self.w + f * self.u
    }

    /// The signal of the day.
    #[inline(always)]
    pub(super) fn severity(&self) -> M::Eight {
        self.signal(self.benefit())
    }

    /// A reading of all eight between visits.
    #[inline(always)]
    pub(super) fn check_in(&mut self) -> M::Eight {
        let noise = self.m.load(self.chance.check_ins.normals());
        self.reader.read(self.signal(self.shown()), noise)
    }

    /// A reading of all eight at a visit.
    #[inline(always)]
    pub(super) fn visit(&mut self) -> M::Eight {
        let noise = self.m.load(self.chance.visits.normals());
        self.reader.read(self.signal(self.shown()), noise)
    }

    /// A session for those of the eight whose number is 1 and not 0.
    #[inline(always)]
    pub(super) fn give(&mut self, to: &Lane) {
        let m = self.m;
        self.e = self.e.or(Some(1.0));
        let before = m.load(&self.state.f);
        self.state.give_on(m, self.theta, &self.at, 0);
        let given = m.load(&self.state.f);
        self.state.f = m.load(to).if_more(m.all(0.5), given, before).lane();
    }
}

/// Relapses of eight courses: two check-ins in a row beyond a limit, dated at the first.
pub(super) struct Relapses<V> {
    /// Severity above which a check-in counts.
    limit: V,
    /// 1 where the latest check-in counted.
    over: V,
    /// Day of each; a day after the last where there is none.
    day: V,
    none: V,
}

impl<V: Eight> Relapses<V> {
    #[inline(always)]
    pub(super) fn new<M: Machine<Eight = V>>(m: M, limit: f64, last: f64) -> Self {
        let none = m.all(last + 1.0);
        Self { limit: m.all(limit + 1e-9), over: m.all(0.0), day: none, none }
    }

    /// A check-in; the one before was on `before`. The first day stays: it is the least.
    #[inline(always)]
    pub(super) fn see(&mut self, read: V, before: f64) {
        let all = |number: f64| read.like(number);
        let now = read.if_more(self.limit, all(1.0), all(0.0));
        let two = (now * self.over).if_more(all(0.5), all(before), self.none);
        self.day = self.day.or_less(two);
        self.over = now;
    }

    /// Whether every course has relapsed.
    #[inline(always)]
    pub(super) fn all(&self) -> bool {
        self.none.which_more(self.day) == u8::MAX
    }

    /// The days.
    #[inline(always)]
    pub(super) fn days(&self) -> Lane {
        self.day.lane()
    }
}
