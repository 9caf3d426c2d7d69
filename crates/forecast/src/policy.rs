//! What a clinic does from visit to visit: the rule that a simulated course follows.

use crate::case::{CheckedCase, Plan};
use crate::rule::ClinicRule;

/// Given what has been seen so far, is a session given today, and when is the patient seen next?
///
/// A simulated course under a policy is the course the clinic would run: the product implements it with the schedule
/// that plans real courses, the command line with the rule of a case ([`CasePolicy`]).
pub trait Policy: Sync {
    /// What is remembered of one course between its visits.
    type Memory: Clone + Send;

    /// The day of the first visit, counted from today (0 is today), and the memory a course starts with. `None` when
    /// the patient is never seen again.
    fn first(&self) -> (Option<f64>, Self::Memory);

    /// A visit: the score has been taken, before any session of the day.
    fn visit(&self, memory: &mut Self::Memory, visit: &Visit) -> Next;
}

/// What a clinician sees at a visit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Visit {
    /// Days from today.
    pub day: f64,
    /// The questionnaire's severity, 0..1: noise, rounding and recall window included.
    pub severity: f64,
    /// Severity of the intake, 0..1.
    pub baseline: f64,
    /// Sessions given so far, those of the record included.
    pub given: usize,
}

/// What happens at a visit, and the day of the next one (from today; `None`: the course is over).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Next {
    /// A session is given today.
    pub session: bool,
    /// The next visit, later than this one.
    pub visit: Option<f64>,
}

impl Next {
    /// The course ends without a session today.
    pub const END: Self = Self { session: false, visit: None };
}

/// The rule of a case (model specification, section 8): the acute series to its end, non-responders stopped, then the
/// maintenance ladder up and down by what the visits show.
#[derive(Debug, Clone)]
pub struct CasePolicy {
    rule: ClinicRule,
    /// Days from today of the acute sessions to come.
    acute: Vec<f64>,
    given: usize,
    /// Days from the first session of the course to today.
    since_first: f64,
    /// Place of the rung on which maintenance stands or starts.
    place: usize,
    /// The first visit.
    first: f64,
}

/// Where a course stands on the ladder.
#[derive(Debug, Clone, Copy)]
pub struct OnLadder {
    place: usize,
    good: u32,
    bad: u32,
}

impl CasePolicy {
    /// The rule of the case from today on, with the plan's dates for the acute sessions.
    pub fn new(case: &CheckedCase, plan: &Plan) -> Self {
        let (rule, given) = (case.rule.clone(), case.sessions.len());
        let acute = acute_days(case, plan, &rule);
        let since_first = case
            .first_session()
            .map_or_else(|| -acute.first().copied().unwrap_or(0.0), |first| case.today - first);
        let gap = match case.sessions.as_slice() {
            [.., before, last] if given > rule.acute_total => Some(last.day - before.day),
            _ => None,
        };
        let place = match (gap, rule.current) {
            (None, _) => rule.start,
            (Some(_), Some(own)) => own,
            (Some(days), None) => rule.nearest(days),
        };
        let first = acute.first().copied().unwrap_or_else(|| {
            let last = case.sessions.last().map_or(0.0, |last| last.day - case.today);
            (last + rule.gap(place, rule.longest(since_first))).max(0.0)
        });
        Self { rule, acute, given, since_first, place, first }
    }
}

/// Dates of the acute sessions to come: the plan's where it has them, else by the gaps; overdue means today.
fn acute_days(case: &CheckedCase, plan: &Plan, rule: &ClinicRule) -> Vec<f64> {
    let given = case.sessions.len();
    let mut days: Vec<f64> = Vec::new();
    let mut before = case.sessions.last().map(|last| last.day - case.today);
    for k in given..rule.acute_total {
        let planned = plan.sessions.get(k - given).map(|session| session.day - case.today);
        let by_gap = || before.map_or(0.0, |before| before + rule.acute_gap.after(k));
        let day = planned.unwrap_or_else(by_gap).max(days.last().copied().unwrap_or(0.0));
        before = Some(day);
        days.push(day);
    }
    days
}

impl Policy for CasePolicy {
    type Memory = OnLadder;

    fn first(&self) -> (Option<f64>, OnLadder) {
        (Some(self.first), OnLadder { place: self.place, good: 0, bad: 0 })
    }

    fn visit(&self, on: &mut OnLadder, visit: &Visit) -> Next {
        let rule = &self.rule;
        let longest = rule.longest(self.since_first + visit.day);
        if visit.given >= rule.acute_total {
            let well = visit.severity <= rule.well_share * visit.baseline + 1e-9;
            let helped = 1.0 - visit.severity / visit.baseline >= rule.stop_below;
            (on.good, on.bad) = if well { (on.good + 1, 0) } else { (0, on.bad + 1) };
            let first_of_maintenance = visit.given == rule.acute_total;
            if !helped && (first_of_maintenance || on.bad >= rule.give_up_after) {
                return Next::END;
            }
            if on.good >= rule.extend_after {
                on.place = (on.place + 1).min(longest);
                on.good = 0;
            }
            if !well {
                on.place = on.place.saturating_sub(rule.step_back);
            }
        }
        let given = visit.given + 1;
        let next = if given < rule.acute_total {
            self.acute.get(given - self.given.min(given)).copied().unwrap_or(visit.day + 1.0)
        } else {
            visit.day + rule.gap(on.place, longest)
        };
        Next { session: true, visit: Some(next) }
    }
}
