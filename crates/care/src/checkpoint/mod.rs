//! The checks of a course at fixed points: after session 2, after session 4, at the end of the
//! induction, and in maintenance (D10–D13). They are always printed, also when nothing is due.

mod after_session;
mod end_of_induction;
mod maintenance;

use jiff::civil::Date;

use crate::finding::{Caveat, Finding, FindingState};
use crate::message::Message;
use crate::record::{CourseStatus, Measurement};
use crate::review::{Facts, taken_after, taken_before};
use crate::rules::{Checkpoint, Rule};
use crate::schedule::days::add;

/// The four checkpoints.
pub(crate) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    vec![
        after_session::early_look(facts),
        after_session::fourth_session(facts),
        end_of_induction::finding(facts),
        maintenance::finding(facts),
    ]
}

/// A checkpoint being decided: its rule, the session it follows, and that session's day.
struct Check<'a, 'f> {
    facts: &'f Facts<'a>,
    rule: &'a Rule<Checkpoint>,
    session: usize,
    day: Date,
}

/// What was found in the window of a checkpoint.
enum Seen<'a> {
    /// A score, in time or late.
    Score(&'a Measurement, bool),
    /// None yet, and it can still be taken.
    Waiting,
    /// None, and the time for it is over.
    Missed,
}

impl<'a, 'f> Check<'a, 'f> {
    /// The check after `session`, or the finding that says why there is none today.
    fn open(facts: &'f Facts<'a>, rule: &'a Rule<Checkpoint>, session: usize) -> Result<Self, Box<Finding>> {
        let route = facts.done.get(session.saturating_sub(1)).map_or(facts.protocol.route, |s| s.route);
        let reason = if !rule.params.routes.contains(&route) {
            Message::new("checkpoint.not_for_route").with("route", route)
        } else if !rule.params.conditions.contains(&facts.course.condition) {
            Message::new("checkpoint.not_for_condition").with("condition", facts.course.condition)
        } else if let Some(day) = facts.session_day(session) {
            let opens = add(day, rule.params.first_day);
            if facts.today() >= opens {
                return Ok(Self { facts, rule, session, day });
            }
            Message::new("checkpoint.opens").with("session", session).with("date", opens)
        } else {
            Message::new("checkpoint.before").with("session", session).with("done", facts.done.len())
        };
        let mut finding = facts.knowledge.finding(&rule.rule, FindingState::NotDue, facts.today());
        finding.instrument = Some(facts.course.primary);
        finding.because.push(reason);
        Err(Box::new(conclude(finding)))
    }

    /// The score that answers the check: the last one of its window, else the first one after it
    /// and before the next session.
    fn seen(&self) -> Seen<'a> {
        let opens = add(self.day, self.rule.params.first_day);
        let closes = self.rule.params.last_day.map(|days| add(self.day, days));
        let next = self.facts.session_day(self.session + 1);
        let before_next = |m: &&&Measurement| next.is_none_or(|day| taken_before(m, day));
        let after = || {
            self.facts
                .scores(self.facts.course.primary)
                .iter()
                .filter(|m| m.date >= opens && taken_after(m, self.day))
        };
        let in_time = |m: &&&Measurement| closes.is_none_or(|day| m.date <= day);
        if let Some(m) = after().filter(before_next).rfind(in_time) {
            return Seen::Score(m, false);
        }
        match after().find(before_next) {
            Some(m) => Seen::Score(m, true),
            None if next.is_some() || self.ended() => Seen::Missed,
            None => Seen::Waiting,
        }
    }

    /// The last day of this check, once `m` has answered it: its window's end, or the score's own day
    /// if that is later; never after the review.
    fn until(&self, m: &Measurement) -> Date {
        let closes = self.rule.params.last_day.map_or(m.date, |days| add(self.day, days));
        closes.max(m.date).min(self.facts.today())
    }

    /// Whether nothing more will be measured in this course.
    fn ended(&self) -> bool {
        self.facts.course.status == Some(CourseStatus::Ended)
    }

    /// A finding of this check on the day of a score, or today.
    fn finding(&self, state: FindingState, m: Option<&Measurement>) -> Finding {
        let date = m.map_or(self.facts.today(), |m| m.date);
        let mut finding = self.facts.knowledge.finding(&self.rule.rule, state, date);
        finding.instrument = Some(self.facts.course.primary);
        finding
            .trace
            .push(Message::new("trace.session").with("session", self.session).with("date", self.day));
        finding
    }

    /// No score: it is due, or it was missed.
    fn without_score(&self, missed: bool) -> Finding {
        let state = if missed { FindingState::NotDue } else { FindingState::Due };
        let mut finding = self.finding(state, None);
        let key = if missed { "checkpoint.missed" } else { "checkpoint.due" };
        finding.because.push(
            Message::new(key)
                .with("instrument", self.facts.knowledge.name(self.facts.course.primary))
                .with("session", self.session),
        );
        if missed {
            finding.caveats.push(Caveat::Missed);
        }
        finding.missing.push(Message::new("score_after_session").with("session", self.session));
        conclude(finding)
    }

    /// A score, but nothing to compare it with: no figure is made up.
    fn without_baseline(&self, m: &Measurement, missing: &str) -> Finding {
        let next = self.facts.session_day(self.session + 1);
        let state = if next.is_some() { FindingState::NotDue } else { FindingState::Due };
        let mut finding = self.finding(state, Some(m));
        finding.because.push(
            Message::new(format!("not_assessable.{missing}"))
                .with("instrument", self.facts.knowledge.name(m.instrument)),
        );
        finding.missing.push(Message::new(missing));
        conclude(finding)
    }

    /// Adds what limits a judged score: late, looking back too far, another route.
    fn caveats(&self, m: &Measurement, late: bool, finding: &mut Finding) {
        self.facts.say_recall(m, finding);
        if late {
            finding.caveats.push(Caveat::Late);
            finding.because.push(Message::new("checkpoint.late").with("date", m.date));
        }
        let route = self.facts.done.get(self.session.saturating_sub(1)).map(|s| s.route);
        if route.is_some_and(|r| !self.rule.params.studied_routes.contains(&r)) {
            finding.caveats.push(Caveat::RouteNotStudied);
        }
    }
}

/// The session a check follows: the protocol's figure, else the rule's.
fn after_session(facts: &Facts<'_>, rule: &Rule<Checkpoint>) -> usize {
    let own = facts.protocol.checkpoints.iter().find(|c| c.rule.eq_ignore_ascii_case(&rule.rule.id));
    own.and_then(|c| c.after_session)
        .map(|n| n as usize)
        .or(rule.params.after_session)
        .unwrap_or_else(|| facts.induction_sessions())
}

/// The last step of every trace.
fn conclude(mut finding: Finding) -> Finding {
    finding.trace.push(
        Message::new("trace.state")
            .with("state", finding.state)
            .with("rule", &finding.rule)
            .with("revision", &finding.revision),
    );
    finding
}
