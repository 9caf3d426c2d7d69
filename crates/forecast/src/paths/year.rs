//! Twelve months under a rule: sessions, days well, and whether the course ends (model specification, section 7.8).
#![expect(clippy::indexing_slicing, reason = "lanes of a block")]

use super::{Courses, Reader, Relapse, Start, Stride};
use crate::both::both;
use crate::case::Plan;
use crate::lanes::{LANES, Lane, each};
use crate::policy::{Policy, Visit};
use crate::posterior::Posterior;

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
            start: Start::new(self, recall_days, settings.seed_year),
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
    well: Lane,
    over: [bool; LANES],
    relapsed: Lane,
}

impl<P: Policy> Walk<'_, P> {
    fn all(&self, watch: Watch) -> Year {
        let blocks = self.start.blocks();
        let part = |range: std::ops::Range<usize>| range.map(|block| self.one(block)).collect::<Vec<_>>();
        let (mut done, rest) = both(|| part(0..blocks / 2), || part(blocks / 2..blocks));
        done.extend(rest);
        let row = |of: fn(&Eight<P::Memory>) -> &Lane| -> Vec<f64> {
            done.iter().flat_map(|eight| *of(eight)).collect()
        };
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

    fn one(&self, block: usize) -> Eight<P::Memory> {
        let mut courses = self.start.courses(block, &self.stride);
        let (first, memory) = self.policy.first();
        let mut eight = Eight {
            memory: std::array::from_fn(|_| memory.clone()),
            next: [first.unwrap_or(f64::INFINITY); LANES],
            sessions: [0.0; LANES],
            well: [0.0; LANES],
            over: [false; LANES],
            relapsed: [f64::from(self.days) + 1.0; LANES],
        };
        for day in 0..=self.days {
            if day > 0 {
                courses.advance(&self.stride);
                let signal = courses.signal(&self.reader, &courses.benefit());
                eight.well = each(|l| eight.well[l] + if signal[l] <= self.well { 1.0 } else { 0.0 });
            }
            if self.check_in.is_some_and(|every| day > 0 && day % every == 0) {
                self.check_in(&mut courses, &mut eight, f64::from(day));
            }
            if eight.next.iter().any(|next| *next <= f64::from(day)) {
                self.visits(&mut courses, &mut eight, f64::from(day));
            }
        }
        eight
    }

    /// A relapse is two weekly check-ins in a row beyond the limit, dated at the first.
    fn check_in(&self, courses: &mut Courses, eight: &mut Eight<P::Memory>, day: f64) {
        let read = courses.check_in(&self.reader);
        let now: [bool; LANES] = std::array::from_fn(|l| read[l] > self.limit + 1e-9);
        let (none, before) = (f64::from(self.days) + 1.0, day - f64::from(self.check_in.unwrap_or(0)));
        let two = |l: usize| now[l] && eight.over[l] && eight.relapsed[l] >= none;
        eight.relapsed = each(|l| if two(l) { before } else { eight.relapsed[l] });
        eight.over = now;
    }

    /// Those of the eight who are due are seen: score first, then what the policy decides.
    fn visits(&self, courses: &mut Courses, eight: &mut Eight<P::Memory>, day: f64) {
        let read = courses.visit(&self.reader);
        let mut session = [false; LANES];
        for l in 0..LANES {
            if eight.next[l] > day {
                continue;
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
            let given = self.given + eight.sessions[l] as usize;
            let visit = Visit { day, severity: read[l], baseline: self.baseline, given };
            let next = self.policy.visit(&mut eight.memory[l], &visit);
            session[l] = next.session;
            eight.sessions[l] += if next.session { 1.0 } else { 0.0 };
            eight.next[l] = next.visit.map_or(f64::INFINITY, |next| next.max(day + 1.0));
        }
        if session.contains(&true) {
            courses.give(session);
        }
    }
}
