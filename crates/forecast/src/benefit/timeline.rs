//! What happens to every draw alike: the events in order, with everything that does not depend on the draw computed
//! once (e_r, e_n, E, I(ν), the factors and added variances of the mood fluctuation).

use super::{Draws, Faded, recalled_one};
use crate::lanes::exp_one;
use crate::prior::Prior;

/// An event before it is laid on the timeline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Event {
    /// A score (place in the caller's list) taken before, or after, the sessions of its day.
    Score { after: bool, index: usize },
    /// A session of this strength.
    Session { strength: f64 },
    /// The state is read before, or after, the sessions of the day.
    Read { after: bool, slot: usize },
}

impl Event {
    fn order(&self) -> u8 {
        match self {
            Self::Score { after: false, .. } => 0,
            Self::Read { after: false, .. } => 1,
            Self::Session { .. } => 2,
            Self::Score { after: true, .. } => 3,
            Self::Read { after: true, .. } => 4,
        }
    }
}

/// One recall window over one gap.
#[derive(Debug, Clone)]
pub(crate) struct WindowGap {
    /// r = 1/(κ·R).
    pub rate: f64,
    pub e_r: f64,
    /// 1 − e_r.
    pub rest: f64,
    /// I(ν, e_n).
    pub i_nu: f64,
}

/// A distinct length of time between two events.
#[derive(Debug, Clone)]
pub(crate) struct Gap {
    pub days: f64,
    pub e_n: f64,
    pub windows: Vec<WindowGap>,
    /// Factor of w and its added variance.
    pub w: (f64, f64),
    /// Factor of u and its added variance.
    pub u: (f64, f64),
}

/// One step of every draw.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// Time passes; `e` is E at its start, `None` before the first session.
    Gap { gap: usize, e: Option<f64> },
    /// A session.
    Session { strength: usize },
    /// The benefit some days after the session, the state staying where it is; `risen` = 1 − E there.
    After { gap: usize, risen: f64, slot: usize },
    /// A score; `risen` = 1 − E.
    Score { index: usize, risen: f64 },
    /// The state is read; `risen` = 1 − E.
    Read { risen: f64, slot: usize },
}

/// Where the benefit that a session has reached is read: some days after it, or just before the next session where that
/// comes earlier. The record's last session is read without regard to the plan, as in the reference; with whole days
/// the plan cannot come earlier.
#[derive(Debug, Default)]
pub(crate) struct Effect {
    /// Days after the session.
    pub days: f64,
    /// The first sessions that are read; 0 for none.
    pub sessions: usize,
    /// Sessions of the record; those that follow are planned.
    pub given: usize,
}

/// The steps of a record or a plan, the same for all draws.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    pub steps: Vec<Step>,
    pub gaps: Vec<Gap>,
    pub strengths: Vec<f64>,
    pub nu: f64,
    pub reads: usize,
    pub afters: usize,
    rates: Vec<f64>,
}

impl Timeline {
    /// Lays out events (in any order of days; within a day and a kind, as given). `windows` are recall windows in days,
    /// all positive.
    pub(crate) fn new(
        mut events: Vec<(f64, Event)>,
        windows: &[f64],
        prior: &Prior,
        effect: &Effect,
    ) -> Self {
        events.sort_by(|(day, event), (other_day, other)| {
            day.total_cmp(other_day).then(event.order().cmp(&other.order()))
        });
        let sessions: Vec<f64> = events
            .iter()
            .filter(|(_, event)| matches!(event, Event::Session { .. }))
            .map(|(day, _)| *day)
            .collect();
        let mut line = Self {
            nu: 1.0 / prior.tau_n,
            rates: windows.iter().map(|days| 1.0 / (prior.kappa * days)).collect(),
            reads: events.iter().filter(|(_, event)| matches!(event, Event::Read { .. })).count(),
            afters: effect.sessions.min(sessions.len()),
            ..Self::default()
        };
        let since_first = |day: f64| sessions.first().map_or(0.0, |first| (day - first).max(0.0));
        let risen = |day: f64| -libm::expm1(-since_first(day) / prior.tau_n);
        let mut today = events.first().map_or(0.0, |(day, _)| *day);
        let mut given = 0;
        for (day, event) in events {
            if day > today {
                let gap = line.gap(day - today, prior);
                let e = (given > 0).then(|| libm::exp(-since_first(today) / prior.tau_n));
                line.steps.push(Step::Gap { gap, e });
                today = day;
            }
            match event {
                Event::Score { index, .. } => line.steps.push(Step::Score { index, risen: risen(day) }),
                Event::Read { slot, .. } => line.steps.push(Step::Read { risen: risen(day), slot }),
                Event::Session { strength } => {
                    let strength = line.strength(strength);
                    line.steps.push(Step::Session { strength });
                    if given < line.afters {
                        let next = sessions.get(given + 1).filter(|_| given + 1 != effect.given);
                        let days = effect.days.min(next.map_or(f64::INFINITY, |next| next - day));
                        let gap = line.gap(days, prior);
                        line.steps.push(Step::After { gap, risen: risen(day + days), slot: given });
                    }
                    given += 1;
                }
            }
        }
        line
    }

    /// What the gaps do to every block of these draws, where the draws remember it.
    pub(crate) fn faded(&self, draws: &Draws) -> Vec<Option<Faded>> {
        draws.fades(&self.gaps)
    }

    /// Number of recall windows.
    pub(crate) fn windows(&self) -> usize {
        self.rates.len()
    }

    #[expect(clippy::float_cmp, reason = "the same number is looked for, not a near one")]
    fn strength(&mut self, strength: f64) -> usize {
        self.strengths.iter().position(|known| *known == strength).unwrap_or_else(|| {
            self.strengths.push(strength);
            self.strengths.len() - 1
        })
    }

    #[expect(clippy::float_cmp, reason = "the same number is looked for, not a near one")]
    fn gap(&mut self, days: f64, prior: &Prior) -> usize {
        if let Some(known) = self.gaps.iter().position(|gap| gap.days == days) {
            return known;
        }
        self.gaps.push(Gap::new(days, &self.rates, prior));
        self.gaps.len() - 1
    }
}

impl Gap {
    /// Everything about a gap of `days` that is the same in all draws.
    pub(crate) fn new(days: f64, rates: &[f64], prior: &Prior) -> Self {
        let nu = 1.0 / prior.tau_n;
        let e_n = libm::exp(-nu * days);
        let window = |rate: &f64| {
            // The kernel's own exponential, so that e_k − e_r loses nothing where k is close to r.
            let e_r = exp_one(-rate * days);
            WindowGap {
                rate: *rate,
                e_r,
                rest: -libm::expm1(-rate * days),
                i_nu: recalled_one(*rate, e_r, nu, e_n, days),
            }
        };
        let fluctuation =
            |sd: f64, tau: f64| (libm::exp(-days / tau), sd * sd * -libm::expm1(-2.0 * days / tau));
        Self {
            days,
            e_n,
            windows: rates.iter().map(window).collect(),
            w: fluctuation(prior.sig_w, prior.tau_w),
            u: fluctuation(prior.sig_u, prior.tau_u),
        }
    }
}
