//! Simulated courses: draws of the posterior that live on, with the mood's fluctuation, noisy scores, and a rule that
//! decides from what the scores show (model specification, sections 7.7 and 7.8). Eight at a time.
#![expect(clippy::indexing_slicing, reason = "numeric kernel over lanes")]

mod relapse;
mod start;
mod year;

use crate::benefit::{Coefficients, Effect, Event, State, Theta, Timeline, benefit};
use crate::case::CheckedCase;
use crate::lanes::{Lane, each};
use crate::model::Instrument;
use crate::noise::Noise;
pub use relapse::Relapse;
use start::Start;
pub use year::{Watch, Year};

/// What a step of so many days does to every course alike.
struct Stride {
    /// One gap, and the strength of the sessions given on the way.
    line: Timeline,
    /// Factor and added standard deviation of w and of u.
    w: (f64, f64),
    u: (f64, f64),
    e_n: f64,
}

impl Stride {
    fn new(case: &CheckedCase, days: f64, recall_days: f64, strength: f64) -> Self {
        let step = vec![(0.0, Event::Session { strength }), (days, Event::Read { after: true, slot: 0 })];
        let windows: &[f64] = if recall_days > 0.0 { &[recall_days] } else { &[] };
        let line = Timeline::new(step, windows, &case.prior, &Effect::default());
        let gap = &line.gaps[0];
        let (w, u, e_n) = (gap.w, gap.u, gap.e_n);
        Self { w: (w.0, w.1.sqrt()), u: (u.0, u.1.sqrt()), e_n, line }
    }
}

/// How the primary questionnaire reads a signal.
struct Reader {
    instrument: Instrument,
    h_floor: f64,
}

impl Reader {
    fn new(instrument: &Instrument, case: &CheckedCase) -> Self {
        Self { instrument: instrument.clone(), h_floor: case.prior.h_floor }
    }

    /// Noise, rounding to a step and the ends of the scale: the severity as the questionnaire gives it.
    #[inline]
    fn read(&self, signal: &Lane, noise: &Lane) -> Lane {
        let step = 2.0 * self.instrument.half_step();
        each(|l| self.instrument.read_step(signal[l] + self.instrument.noise_sd * noise[l]) * step)
    }
}

/// Eight courses on their way.
struct Courses<'a> {
    theta: &'a Theta,
    at: Coefficients,
    state: State,
    b: Lane,
    w: Lane,
    u: Lane,
    /// E = exp(−(t − t0)/τ_n); `None` before the first session.
    e: Option<f64>,
    chance: Chance,
}

/// Chance of eight courses in three streams, so that the mood goes the same way whatever the rule, and two rules are
/// compared on the same lives.
struct Chance {
    mood: Noise,
    visits: Noise,
    check_ins: Noise,
}

impl Chance {
    fn new(seed: u64, block: usize) -> Self {
        let block = u64::try_from(block).unwrap_or(0);
        let stream = |which: u64| Noise::new(seed, 3 * block + which);
        Self { mood: stream(0), visits: stream(1), check_ins: stream(2) }
    }
}

impl Courses<'_> {
    /// Time passes for all eight.
    #[inline]
    fn advance(&mut self, stride: &Stride) {
        if let Some(e) = self.e {
            self.state.advance(self.theta, &self.at, &stride.line, 0, e);
            self.e = Some(e * stride.e_n);
        }
        let (to_w, to_u) = (self.chance.mood.normals(), self.chance.mood.normals());
        self.w = each(|l| self.w[l] * stride.w.0 + stride.w.1 * to_w[l]);
        self.u = each(|l| self.u[l] * stride.u.0 + stride.u.1 * to_u[l]);
    }

    /// Benefit of the day.
    #[inline]
    fn benefit(&self) -> Lane {
        benefit(self.theta, &self.state.f, &self.state.s, 1.0 - self.e.unwrap_or(1.0))
    }

    /// Benefit as the questionnaire shows it.
    #[inline]
    fn shown(&self) -> Lane {
        self.state.a.first().copied().unwrap_or_else(|| self.benefit())
    }

    /// z = b·(1 − λB) + η·w + u without the noise of a reading.
    #[inline]
    fn signal(&self, reader: &Reader, shown: &Lane) -> Lane {
        each(|l| {
            let eta = reader.h_floor + (1.0 - reader.h_floor) * (1.0 - shown[l]);
            self.b[l] * (1.0 - reader.instrument.loading * shown[l]) + eta * self.w[l] + self.u[l]
        })
    }

    /// A reading of all eight between visits.
    #[inline]
    fn check_in(&mut self, reader: &Reader) -> Lane {
        let noise = self.chance.check_ins.normals();
        reader.read(&self.signal(reader, &self.shown()), &noise)
    }

    /// A reading of all eight at a visit.
    #[inline]
    fn visit(&mut self, reader: &Reader) -> Lane {
        let noise = self.chance.visits.normals();
        reader.read(&self.signal(reader, &self.shown()), &noise)
    }

    /// A session for some of the eight.
    #[inline]
    fn give(&mut self, to: [bool; crate::lanes::LANES]) {
        self.e = self.e.or(Some(1.0));
        let before = self.state.f;
        self.state.give(self.theta, &self.at, 0);
        self.state.f = each(|l| if to[l] { self.state.f[l] } else { before[l] });
    }
}
