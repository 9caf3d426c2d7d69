//! D26: a high level that nobody has acknowledged calls the next person, in and out of opening hours.
//!
//! A pure function of the alert and the moment: the caller asks it as often as it likes, sends what it
//! has not sent yet, and asks again at `next_at`. Time never acknowledges and never closes anything.

use jiff::Timestamp;
use jiff::civil::Date;

use super::state_step;
use crate::closed_list;
use crate::finding::{Finding, FindingState};
use crate::knowledge::Knowledge;
use crate::message::Message;

closed_list!(
    /// Who is to be called about an open level now.
    CallOn, "call", {
        /// Nobody more: the level is not timed, or somebody has acknowledged it.
        Nobody => "nobody",
        /// The person the level was given to first.
        Owner => "owner",
        /// The next person in opening hours, usually the prescriber.
        Next => "next",
        /// Whoever is on call outside opening hours.
        OnCall => "on_call",
    }
);

/// A level that was found, as the clinic keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alert {
    /// The level.
    pub level: FindingState,
    /// The clinic's civil day on which it was found.
    pub date: Date,
    /// The moment it was found.
    pub opened_at: Timestamp,
    /// The moment a person acknowledged it, if one has.
    pub acknowledged_at: Option<Timestamp>,
}

/// What is to be done about an open level at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Who is called.
    pub call: CallOn,
    /// How many calls to them there should have been by now, from 1; 0 when nobody is called.
    pub calls: u32,
    /// When to ask again; `None` when time alone changes nothing.
    pub next_at: Option<Timestamp>,
    /// Whether the patient is told to call the crisis line because nobody of the clinic is watching.
    pub patient_to_crisis_line: bool,
    /// The same as a finding, with reasons, sources and trace.
    pub finding: Finding,
}

/// How long an alert waits, in minutes: the rule's own, or those a clinic has confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timer {
    /// In opening hours: minutes the first person told has to acknowledge.
    pub within: u32,
    /// Minutes after which somebody is called again.
    pub again: u32,
}

impl Timer {
    /// The timer of the rule's file.
    pub fn of(knowledge: &Knowledge) -> Self {
        let params = &knowledge.rules.d26.params;
        Self { within: params.acknowledge_within_minutes, again: params.call_again_every_minutes }
    }
}

/// What D26 asks at `now`. `in_hours`: whether the clinic is open at `now`, by its own opening hours,
/// zone and holidays. An acknowledgement before the alert or after `now` does not count.
pub fn escalation(
    knowledge: &Knowledge,
    alert: &Alert,
    now: Timestamp,
    in_hours: bool,
    timer: Timer,
) -> Step {
    let params = &knowledge.rules.d26.params;
    let mut finding = knowledge.finding(&knowledge.rules.d26.rule, alert.level, alert.date);
    let minutes = minutes_between(alert.opened_at, now);
    finding.trace.push(alert_step(alert, now, minutes, in_hours));
    let timing = Timing { within: timer.within, again: timer.again.max(1), minutes };
    finding.trace.push(
        Message::new("trace.acknowledge_within").with("minutes", timing.within).with("again", timing.again),
    );
    let acknowledged = alert.acknowledged_at.filter(|at| *at >= alert.opened_at && *at <= now);
    let mut step = match acknowledged {
        Some(at) => {
            finding.because.push(Message::new("d26.acknowledged").with("at", at));
            nobody(finding)
        }
        None if !params.levels.contains(&alert.level) => nobody(finding),
        None if !in_hours => on_call(alert, &timing, finding),
        None if timing.minutes < timing.within => owner(alert, &timing, finding),
        None => next(alert, &timing, finding),
    };
    step.finding.because.push(Message::new("d26.stays_open"));
    step.finding.trace.push(state_step(&step.finding));
    step
}

/// The clinic's minutes, and how many have passed.
struct Timing {
    within: u32,
    again: u32,
    minutes: u32,
}

/// Whole minutes from `from` to `to`; 0 when a clock runs backwards.
fn minutes_between(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from(to.duration_since(from).as_mins()).unwrap_or(0)
}

/// `minutes` after the alert; `None` at the end of time.
fn after(alert: &Alert, minutes: u32) -> Option<Timestamp> {
    alert.opened_at.checked_add(jiff::SignedDuration::from_mins(minutes.into())).ok()
}

fn alert_step(alert: &Alert, now: Timestamp, minutes: u32, in_hours: bool) -> Message {
    Message::new("trace.alert")
        .with("level", alert.level)
        .with("opened", alert.opened_at)
        .with("now", now)
        .with("minutes", minutes)
        .with("hours", if in_hours { "open" } else { "closed" })
}

fn nobody(finding: Finding) -> Step {
    Step { call: CallOn::Nobody, calls: 0, next_at: None, patient_to_crisis_line: false, finding }
}

/// In hours, within the time the first person has.
fn owner(alert: &Alert, timing: &Timing, mut finding: Finding) -> Step {
    let until = after(alert, timing.within);
    let said = until.map_or_else(String::new, |at| at.to_string());
    finding.because.push(Message::new("d26.owner").with("minutes", timing.within).with("until", said));
    Step { call: CallOn::Owner, calls: 1, next_at: until, patient_to_crisis_line: false, finding }
}

/// In hours, and the first person's time is over.
fn next(alert: &Alert, timing: &Timing, mut finding: Finding) -> Step {
    let calls = (timing.minutes - timing.within) / timing.again + 1;
    let next_at = after(alert, timing.within.saturating_add(calls.saturating_mul(timing.again)));
    finding.because.push(Message::new("d26.next").with("minutes", timing.within).with("calls", calls));
    Step { call: CallOn::Next, calls, next_at, patient_to_crisis_line: false, finding }
}

/// Out of hours: at once, and the patient is told that nobody is watching.
fn on_call(alert: &Alert, timing: &Timing, mut finding: Finding) -> Step {
    let calls = timing.minutes / timing.again + 1;
    let next_at = after(alert, calls.saturating_mul(timing.again));
    finding.because.push(Message::new("d26.on_call").with("calls", calls));
    finding.because.push(Message::new("d26.patient"));
    Step { call: CallOn::OnCall, calls, next_at, patient_to_crisis_line: true, finding }
}
