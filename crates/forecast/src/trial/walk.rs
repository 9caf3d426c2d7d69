//! Eight patients at a time through an arm: benefit in closed form, mood by its exact steps, scores with their noise,
//! rounding and ends, sessions and phases by what the scores have shown.
#![expect(clippy::indexing_slicing, reason = "numeric kernel: lanes, and places the plan itself has counted")]

use super::cohort::Cohort;
use super::outcomes::{Last, NOT_SEEN, Outcomes};
use super::plan::{Arm, ReadAt, Spacing};
use crate::benefit::{Coefficients, State, Step, Theta, benefit};
use crate::lanes::{LANES, Lane, each};
use crate::noise::Noise;
use std::ops::Range;

/// Where the chance of eight patients comes from.
trait Chance {
    /// Eight standard normal deviates.
    fn normals(&mut self) -> Lane;
    /// A uniform between 0 and 1, never either of them.
    fn uniform(&mut self) -> f64;
}

impl Chance for Noise {
    #[inline]
    fn normals(&mut self) -> Lane {
        Self::normals(self)
    }

    #[inline]
    fn uniform(&mut self) -> f64 {
        Self::uniform(self)
    }
}

impl Arm {
    /// Walks some blocks of a cohort through the arm. What comes out of a block does not depend on which others are
    /// walked, or where.
    pub fn simulate(&self, cohort: &Cohort, blocks: Range<usize>) -> Outcomes {
        let mut out = Outcomes::new(self);
        let (mut at, mut state) = (Coefficients::default(), State::default());
        for number in blocks {
            let Some((theta, usual, patients)) = cohort.block(number) else { break };
            at.fill(theta, &self.timeline);
            state.reset(self.timeline.windows());
            let noise = Noise::new(cohort.seed, u64::try_from(number).unwrap_or(u64::MAX));
            let mut block = Block::new(self, usual, noise);
            block.walk(theta, &at, &mut state);
            out.drawn += patients;
            for l in (0..patients).filter(|l| block.entered[*l]) {
                let last = Last {
                    phase: block.phase[l],
                    dropped_out: block.dropped_out[l],
                    sessions: block.given[l],
                };
                out.push(block.steps.iter().map(|steps| steps[l]), last);
            }
        }
        out
    }
}

struct Block<'a, C> {
    arm: &'a Arm,
    usual: &'a Lane,
    noise: C,
    w: Lane,
    u: Lane,
    entered: [bool; LANES],
    active: [bool; LANES],
    dropped_out: [bool; LANES],
    /// The day after which a patient does not come any more.
    leaves: Lane,
    phase: [usize; LANES],
    due: Lane,
    last_session: Lane,
    given: [u32; LANES],
    /// Scores so far.
    steps: Vec<[u16; LANES]>,
}

impl<'a, C: Chance> Block<'a, C> {
    fn new(arm: &'a Arm, usual: &'a Lane, mut noise: C) -> Self {
        let start = noise.normals();
        Self {
            arm,
            usual,
            w: each(|l| arm.prior.sig_w * start[l]),
            u: [0.0; LANES],
            noise,
            entered: [false; LANES],
            active: [true; LANES],
            dropped_out: [false; LANES],
            leaves: [f64::INFINITY; LANES],
            phase: [0; LANES],
            due: [f64::NEG_INFINITY; LANES],
            last_session: [f64::NEG_INFINITY; LANES],
            given: [0; LANES],
            steps: Vec::with_capacity(arm.reads.len()),
        }
    }

    fn walk(&mut self, theta: &Theta, at: &Coefficients, state: &mut State) {
        let (arm, mut session) = (self.arm, 0);
        for step in &arm.timeline.steps {
            match *step {
                Step::Gap { gap, e } => {
                    if let Some(e) = e {
                        state.advance(theta, at, &arm.timeline, gap, e);
                    }
                    self.fluctuate(gap);
                }
                Step::Read { risen, slot } => {
                    let read = &arm.reads[slot];
                    self.leave(read.day);
                    let shown = self.shown(theta, state, read, risen);
                    self.read(&shown);
                    match read.begins {
                        Some(0) => self.enter(),
                        Some(phase) => self.begin(phase),
                        None => {}
                    }
                }
                Step::Session { strength } => {
                    let who = self.given_to(session);
                    session += 1;
                    let before = state.f;
                    state.give(theta, at, strength);
                    let f = state.f;
                    state.f = each(|l| if who[l] { f[l] } else { before[l] });
                }
                Step::After { .. } | Step::Score { .. } => {}
            }
        }
    }

    /// w and u over a gap.
    #[inline]
    fn fluctuate(&mut self, gap: usize) {
        let gap = &self.arm.timeline.gaps[gap];
        let (w, u) = (self.noise.normals(), self.noise.normals());
        let ((w_fade, w_sd), (u_fade, u_sd)) = ((gap.w.0, gap.w.1.sqrt()), (gap.u.0, gap.u.1.sqrt()));
        self.w = each(|l| self.w[l] * w_fade + w_sd * w[l]);
        self.u = each(|l| self.u[l] * u_fade + u_sd * u[l]);
    }

    /// Those whose time is over by `day`.
    fn leave(&mut self, day: f64) {
        for l in 0..LANES {
            if self.active[l] && day > self.leaves[l] {
                self.active[l] = false;
                self.dropped_out[l] = true;
            }
        }
    }

    /// The benefit a questionnaire shows: just after a session it looks back less far than at other visits.
    #[inline]
    fn shown(&self, theta: &Theta, state: &State, read: &ReadAt, risen: f64) -> Lane {
        let of = |window: Option<usize>| {
            window.map_or_else(|| benefit(theta, &state.f, &state.s, risen), |window| state.a[window])
        };
        let far = of(read.far);
        if read.near == read.far {
            return far;
        }
        let near = of(read.near);
        each(|l| if read.day - self.last_session[l] <= read.near_days { near[l] } else { far[l] })
    }

    /// A score of everybody still there: signal and noise, held within the scale, rounded to its steps.
    #[inline]
    fn read(&mut self, shown: &Lane) {
        let (instrument, h_floor) = (&self.arm.instrument, self.arm.prior.h_floor);
        let noise = self.noise.normals();
        let steps = each(|l| {
            let eta = h_floor + (1.0 - h_floor) * (1.0 - shown[l]);
            let f = instrument.fluctuation;
            let signal =
                self.usual[l] * (1.0 - instrument.loading * shown[l]) + f * eta * self.w[l] + f * self.u[l];
            instrument.read_step(signal + instrument.noise_sd * noise[l])
        });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the steps of the scale"
        )]
        let row = std::array::from_fn(|l| if self.active[l] { steps[l] as u16 } else { NOT_SEEN });
        self.steps.push(row);
    }

    /// The entry score decides who is taken. A score of 0 leaves nothing to improve.
    fn enter(&mut self) {
        for l in 0..LANES {
            let severity = self.steps.first().map_or(0.0, |row| self.arm.severity(row[l]));
            self.entered[l] = severity > 0.0 && severity >= self.arm.entry.at_least - 1e-9;
        }
        self.active = self.entered;
        self.hold(0);
    }

    /// Those who do not go on into the phase leave.
    fn begin(&mut self, phase: usize) {
        if let Some(kept) = self.arm.phases[phase].keep {
            let before = self.active;
            for l in (0..LANES).filter(|l| before[*l]) {
                let so_far = self.steps.iter().map(|row| self.arm.severity(row[l]));
                self.active[l] = kept.goes_on(so_far, self.arm.response_at);
            }
        }
        self.hold(phase);
    }

    /// The first day of a phase, for those who are in it.
    fn hold(&mut self, phase: usize) {
        let plan = &self.arm.phases[phase];
        for l in (0..LANES).filter(|l| self.active[*l]) {
            self.phase[l] = phase;
        }
        self.leaves = [f64::INFINITY; LANES];
        if let Some(drop_out) = &plan.drop_out {
            let uniform: Lane = each(|_| self.noise.uniform());
            self.leaves = each(|l| {
                let stays = -libm::log(uniform[l]) * drop_out.median_days / std::f64::consts::LN_2;
                plan.from + stays.max(drop_out.at_least_days)
            });
        }
    }

    /// Who gets the session: everybody in its phase, or those whose day has come.
    fn given_to(&mut self, session: usize) -> [bool; LANES] {
        let session = &self.arm.sessions[session];
        self.leave(session.day);
        let spacing = self.arm.phases[session.phase].spacing;
        let who = std::array::from_fn(|l| {
            let come = match spacing {
                Spacing::Listed => true,
                Spacing::Every { .. } => self.due[l] <= session.day,
            };
            self.active[l] && self.phase[l] == session.phase && come
        });
        for l in (0..LANES).filter(|l| who[*l]) {
            self.last_session[l] = session.day;
            self.given[l] += 1;
            if let Spacing::Every { days, stretch } = spacing {
                let now = self.steps.last().map_or(1.0, |row| self.arm.severity(row[l]));
                let wide = stretch.filter(|(at_most, _)| now <= at_most + 1e-9);
                self.due[l] = session.day + wide.map_or(days, |(_, days)| days);
            }
        }
        who
    }
}

#[cfg(test)]
mod tests;
