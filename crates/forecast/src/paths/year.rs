//! Twelve months under a rule: sessions, days well, and whether the course ends (model specification, section 7.8).
#![expect(clippy::indexing_slicing, reason = "lanes of a block")]
#![expect(clippy::inline_always, reason = "kernels are inlined whole into each set of vector instructions")]

use super::{Courses, Reader, Relapse, Relapses, Start, Stride};
use crate::both::both;
use crate::case::Plan;
use crate::dispatch::{self, Eight as _, Kernel, Machine};
use crate::lanes::{LANES, Lane};
use crate::policy::{Policy, Visit};
use crate::posterior::Posterior;
use std::ops::Range;

/// What became of every simulated course in the year from today.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// Sessions given from today on.
    pub sessions: Vec<f64>,
    /// Days 1 to 365 with the signal at or below the limit of "well", read before the session of the day.
    pub days_well: Vec<f64>,
    /// Share of the courses that the rule has ended.
    pub ended: f64,
    /// Relapse, where it was watched for.
    pub relapse: Option<Relapse>,
}

/// Whether relapse is watched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Sessions and days well alone.
    Days,
    /// Relapse as well: a check-in every week beside the visits, the same for every rule, so that rules can be compared.
    Relapse,
}

impl Posterior<'_> {
    /// The year under a policy. Sessions have the strength of the plan's first (of the last one given when nothing is
    /// planned); a day is well with the severity at or below `well_share` of the intake's.
    pub fn year<P: Policy>(&self, policy: &P, plan: &Plan, well_share: f64, watch: Watch) -> Option<Year> {
        let (case, settings) = (self.case, &self.model.file.paths);
        let primary = case.instruments.first()?;
        let recall_days = case.recall_days(primary);
        let next = plan.sessions.first().or(case.sessions.last());
        let strength = next.map_or(1.0, |session| session.strength);
        let walk = Walk {
            start: Start::new(self, primary, recall_days, settings.seed_year),
            stride: Stride::new(case, 1.0, recall_days, strength),
            reader: Reader::new(primary, case),
            policy,
            days: self.model.file.answer.year_days,
            baseline: self.baseline(),
            well: well_share * self.baseline(),
            given: case.sessions.len(),
            check_in: (watch == Watch::Relapse).then_some(settings.check_in_days),
            limit: self.relapse_limit(),
        };
        Some(walk.all(watch))
    }
}

struct Walk<'a, P: Policy> {
    start: Start,
    stride: Stride,
    reader: Reader,
    policy: &'a P,
    days: u32,
    baseline: f64,
    /// Severity at or below which a day is well.
    well: f64,
    given: usize,
    check_in: Option<u32>,
    limit: f64,
}

/// Eight courses in the hands of a policy.
struct Eight<M> {
    memory: [M; LANES],
    /// Day of the next visit; infinite when the course is over.
    next: Lane,
    sessions: Lane,
}

/// What became of eight courses.
struct Done {
    next: Lane,
    sessions: Lane,
    well: Lane,
    relapsed: Lane,
}

impl<P: Policy> Walk<'_, P> {
    fn all(&self, watch: Watch) -> Year {
        let blocks = self.start.blocks();
        let part = |blocks: Range<usize>| dispatch::run(Part { walk: self, blocks });
        let (mut done, rest) = both(|| part(0..blocks / 2), || part(blocks / 2..blocks));
        done.extend(rest);
        let row = |of: fn(&Done) -> &Lane| -> Vec<f64> { done.iter().flat_map(|eight| *of(eight)).collect() };
        let next = row(|eight| &eight.next);
        let ended = next.iter().filter(|day| day.is_infinite()).count();
        #[expect(clippy::cast_precision_loss, reason = "counts of courses")]
        let ended = ended as f64 / (next.len() as f64).max(1.0);
        Year {
            sessions: row(|eight| &eight.sessions),
            days_well: row(|eight| &eight.well),
            ended,
            relapse: (watch == Watch::Relapse).then(|| Relapse::of(row(|eight| &eight.relapsed))),
        }
    }

    /// Day by day, from today's visit on.
    #[inline(always)]
    fn one<M: Machine>(&self, m: M, mut courses: Courses<'_, M>) -> Done {
        let (first, memory) = self.policy.first();
        let mut eight = Eight {
            memory: std::array::from_fn(|_| memory.clone()),
            next: [first.unwrap_or(f64::INFINITY); LANES],
            sessions: [0.0; LANES],
        };
        let (one, none, limit) = (m.all(1.0), m.all(0.0), m.all(self.well));
        let mut well = none;
        let mut relapses = Relapses::new(m, self.limit, f64::from(self.days));
        let (mut due, mut until_check_in) = (first.unwrap_or(f64::INFINITY), self.check_in);
        for today in 0..=self.days {
            let day = f64::from(today);
            if today > 0 {
                courses.advance();
                well = well + courses.severity().if_more(limit, none, one);
                until_check_in = until_check_in.map(|days| days - 1);
            }
            if until_check_in == Some(0) {
                relapses.see(courses.check_in(), day - f64::from(self.check_in.unwrap_or(0)));
                until_check_in = self.check_in;
            }
            if due <= day {
                let read = courses.visit().lane();
                let session = self.visits(&read, &mut eight, day);
                due = eight.next.iter().copied().fold(f64::INFINITY, f64::min);
                if session.iter().any(|given| *given > 0.0) {
                    courses.give(&session);
                }
            }
        }
        Done { next: eight.next, sessions: eight.sessions, well: well.lane(), relapsed: relapses.days() }
    }

    /// Those of the eight who are due are seen: score first, then what the policy decides. 1 for each session given.
    fn visits(&self, read: &Lane, eight: &mut Eight<P::Memory>, day: f64) -> Lane {
        let mut session = [0.0; LANES];
        for l in 0..LANES {
            if eight.next[l] > day {
                continue;
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
            let given = self.given + eight.sessions[l] as usize;
            let visit = Visit { day, severity: read[l], baseline: self.baseline, given };
            let next = self.policy.visit(&mut eight.memory[l], &visit);
            session[l] = if next.session { 1.0 } else { 0.0 };
            eight.sessions[l] += session[l];
            eight.next[l] = next.visit.map_or(f64::INFINITY, |next| next.max(day + 1.0));
        }
        session
    }
}

/// Some blocks of the courses.
struct Part<'a, P: Policy> {
    walk: &'a Walk<'a, P>,
    blocks: Range<usize>,
}

impl<P: Policy> Kernel for Part<'_, P> {
    type Out = Vec<Done>;

    #[inline(always)]
    fn run<M: Machine>(self, m: M) -> Vec<Done> {
        let Self { walk, blocks } = self;
        let mut done = Vec::new();
        for block in blocks {
            let courses = Courses::new(m, &walk.start, block, &walk.stride, &walk.reader);
            if let Some(courses) = courses {
                done.push(walk.one(m, courses));
            }
        }
        done
    }
}
