//! What this clinic would do with this course from visit to visit, for simulated courses: the plan's own dates, and after
//! them the ladder as the schedule lives it. The protocol that is simulated is the protocol that is run.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use evenkeel_care::schedule::Rhythm;
use evenkeel_forecast::{Next, Policy, RuleSettings, Visit};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// What both strategies share: the induction's dates, and when a course ends.
pub(super) struct Course<'a> {
    /// The calendar day of today.
    pub today: Date,
    /// Days from today of the sessions to come that the plan names, in order.
    pub planned: Vec<f64>,
    /// Sessions given, and sessions the induction has.
    pub given: usize,
    pub induction: usize,
    pub rule: &'a RuleSettings,
    /// Shares of the intake's severity: well at or below, relapsed above.
    pub well_share: f64,
    pub relapse_share: f64,
}

impl Course<'_> {
    /// Whether the first look after the induction ends the course: it has hardly helped.
    fn hardly_helped(&self, visit: &Visit) -> bool {
        1.0 - visit.severity / visit.baseline < self.rule.stop_below
    }

    fn is_well(&self, visit: &Visit) -> bool {
        visit.severity <= self.well_share * visit.baseline + 1e-9
    }

    /// The planned date of the session after `given` sessions.
    fn date_of(&self, given: usize) -> Option<f64> {
        self.planned.get(given.checked_sub(self.given)?).copied()
    }
}

/// By the calendar: the plan and its ladder; one step shorter after a visit that shows a relapse, back after two good
/// visits, and the end where it has hardly helped.
pub(super) struct Scheduled<'a> {
    pub course: Course<'a>,
    pub rhythm: Option<Rhythm<'a>>,
    /// Days from today of the last session given, as the ladder's next session counts from it.
    pub last_given: Option<f64>,
    known: RwLock<HashMap<(i32, i32, i64), Option<f64>>>,
}

/// Where a course stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct OnSchedule {
    steps: i64,
    good: u32,
    bad: u32,
    before: Option<f64>,
}

impl<'a> Scheduled<'a> {
    pub(super) fn new(course: Course<'a>, rhythm: Option<Rhythm<'a>>, last_given: Option<f64>) -> Self {
        Self { course, rhythm, last_given, known: RwLock::default() }
    }

    /// The session after those on `before` (of a pair) and `day`. What has been asked once is remembered: thousands
    /// of simulated courses ask the same.
    fn after(&self, before: Option<f64>, day: f64, steps: i64) -> Option<f64> {
        let rhythm = self.rhythm.as_ref()?;
        let before = before.filter(|_| rhythm.has_pairs());
        let key = (before.map_or(i32::MIN, whole), whole(day), steps);
        if let Some(next) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return *next;
        }
        let date = |day: f64| self.course.today.checked_add(whole(day).days()).ok();
        let sessions: Vec<Date> = before.into_iter().chain([day]).filter_map(date).collect();
        let next = rhythm.next(&sessions, steps).and_then(|next| {
            let days = next.since(self.course.today).ok()?.get_days();
            Some(f64::from(days))
        });
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(key, next);
        next
    }
}

#[expect(clippy::cast_possible_truncation, reason = "days of a few years")]
fn whole(day: f64) -> i32 {
    day.round() as i32
}

impl Policy for Scheduled<'_> {
    type Memory = OnSchedule;

    fn first(&self) -> (Option<f64>, OnSchedule) {
        let on = OnSchedule { steps: 0, good: 0, bad: 0, before: self.last_given };
        (self.course.planned.first().copied(), on)
    }

    fn visit(&self, on: &mut OnSchedule, visit: &Visit) -> Next {
        let course = &self.course;
        if visit.given >= course.induction {
            let well = course.is_well(visit);
            (on.good, on.bad) = if well { (on.good + 1, 0) } else { (0, on.bad + 1) };
            let first = visit.given == course.induction;
            if course.hardly_helped(visit) && (first || on.bad >= course.rule.give_up_after) {
                return Next::END;
            }
            if visit.severity > course.relapse_share * visit.baseline + 1e-9 {
                on.steps -= 1;
            } else if on.steps < 0 && on.good >= course.rule.extend_after {
                (on.steps, on.good) = (on.steps + 1, 0);
            }
        }
        let given = visit.given + 1;
        // The plan's own dates lead through the induction and to the first session after it.
        let by_plan = course.date_of(given).filter(|next| given <= course.induction && *next > visit.day);
        let before = on.before.filter(|_| given > course.induction + 1);
        let next = by_plan.or_else(|| self.after(before, visit.day, on.steps));
        on.before = Some(visit.day);
        Next { session: true, visit: next }
    }
}

/// By signs: after the induction a check-in every week, and a session when two in a row show that the effect fades (D32).
pub(super) struct SymptomLed<'a> {
    pub course: Course<'a>,
    pub check_in_days: f64,
    /// Two such check-ins make a pair when they are this many days apart.
    pub pair_days: (f64, f64),
    pub fades: Fades,
    /// Best severity of the course so far, after its first session.
    pub best: Option<f64>,
}

/// What a check-in must show, on the scale of severity.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fades {
    /// This much above the best of the course.
    AboveBest(f64),
    /// Less than this share of the intake's severity gained.
    GainBelow(f64),
}

/// What is remembered of a course led by signs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watched {
    best: f64,
    faded_on: Option<f64>,
    judged: bool,
}

impl SymptomLed<'_> {
    fn fades(&self, on: &Watched, visit: &Visit) -> bool {
        match self.fades {
            Fades::AboveBest(points) => visit.severity >= on.best + points - 1e-9,
            Fades::GainBelow(share) => 1.0 - visit.severity / visit.baseline < share - 1e-9,
        }
    }
}

impl Policy for SymptomLed<'_> {
    type Memory = Watched;

    fn first(&self) -> (Option<f64>, Watched) {
        let course = &self.course;
        let on = Watched {
            best: self.best.unwrap_or(f64::INFINITY),
            faded_on: None,
            // Whether the induction has helped is asked once, of those whose maintenance has not begun.
            judged: course.given > course.induction,
        };
        let induction = course.planned.first().copied().filter(|_| course.given < course.induction);
        (induction.or(Some(self.check_in_days)), on)
    }

    fn visit(&self, on: &mut Watched, visit: &Visit) -> Next {
        let course = &self.course;
        if visit.given < course.induction {
            on.best = if visit.given > 0 { on.best.min(visit.severity) } else { on.best };
            let given = visit.given + 1;
            let next = course.date_of(given).filter(|next| given < course.induction && *next > visit.day);
            return Next { session: true, visit: Some(next.unwrap_or(visit.day + self.check_in_days)) };
        }
        if !on.judged && course.hardly_helped(visit) {
            return Next::END;
        }
        on.judged = true;
        let fades = self.fades(on, visit);
        on.best = on.best.min(visit.severity);
        let apart = on.faded_on.map(|before| visit.day - before);
        let pair = fades && apart.is_some_and(|days| days >= self.pair_days.0 && days <= self.pair_days.1);
        on.faded_on = if pair || !fades { None } else { Some(visit.day) };
        Next { session: pair, visit: Some(visit.day + self.check_in_days) }
    }
}

/// No further session.
pub(super) struct Stop;

impl Policy for Stop {
    type Memory = ();

    fn first(&self) -> (Option<f64>, ()) {
        (None, ())
    }

    fn visit(&self, (): &mut (), _: &Visit) -> Next {
        Next::END
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
