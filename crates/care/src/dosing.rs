//! Dose limits: what needs a second confirmation, what stops, and what is never given (X2, X3/P41).

use jiff::civil::Date;

use crate::closed_list;
use crate::condition::Route;
use crate::dose::{Dose, WeightKg};
use crate::finding::{Caveat, Finding, FindingState};
use crate::gate::gate;
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::protocol::{DoseRule, DoseUnit, PhaseName, Protocol};
use crate::record::{CourseRecord, Session, SessionStatus};
use crate::review::number;
use crate::rules::{DoseLimits, Rule};
use crate::schedule;

closed_list!(
    /// What a dose asks of the people who give it.
    DoseLevel, "dose level", {
        /// Within the limits.
        Ok => "ok",
        /// A second confirmation is asked.
        Confirm => "confirm",
        /// It stops until a prescriber overrides it with a reason.
        Stop => "stop",
        /// It is not given, by nobody's override.
        Refuse => "refuse",
    }
);

/// A checked dose: what it asks for, and the finding that says why.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseVerdict {
    /// What it asks for.
    pub level: DoseLevel,
    /// The gate finding with its reasons and trace.
    pub finding: Finding,
}

/// A dose to be checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoseCheck<'a> {
    /// The protocol of the course.
    pub protocol: &'a Protocol,
    /// The part of the course the session belongs to.
    pub phase: PhaseName,
    /// The route of the session, which may differ from the protocol's.
    pub route: Route,
    /// The dose.
    pub dose: Dose,
    /// Weight of the day; a dose in mg can be set beside limits per kilogram only with it.
    pub weight: Option<WeightKg>,
    /// The day of the session.
    pub date: Date,
}

/// The limits that apply, in one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Limits {
    per_kg: bool,
    confirm_above: f64,
    stop_above: f64,
    refuse_from: Option<f64>,
}

/// Checks a dose against the protocol's limits where it is the protocol's own route, else against
/// the limits of the route. A refusal of the route (intramuscular anaesthetic doses) always holds.
pub fn check_dose(knowledge: &Knowledge, check: &DoseCheck<'_>) -> DoseVerdict {
    let rule = rule_for(knowledge, check.route);
    let date = check.date;
    let Some(limits) = limits(knowledge, check) else {
        let because = Message::new("dose.no_limits").with("route", check.route);
        let finding = gate(knowledge, &rule.rule, FindingState::Warn, date, because);
        return DoseVerdict { level: DoseLevel::Confirm, finding };
    };
    let amount =
        if limits.per_kg { check.dose.per_kg(check.weight) } else { check.dose.total_mg(check.weight) };
    let Some(amount) = amount else {
        let because = Message::new("dose.no_weight").with("date", date);
        let mut finding = gate(knowledge, &rule.rule, FindingState::Warn, date, because);
        finding.missing.push(Message::new("weight_kg"));
        return DoseVerdict { level: DoseLevel::Confirm, finding };
    };
    let (level, state, key, limit) = limits.judge(amount);
    let because = Message::new(key)
        .with("date", date)
        .with("dose", decimals(amount))
        .with("unit", if limits.per_kg { "mg/kg" } else { "mg" })
        .with("limit", decimals(limit));
    let mut finding = gate(knowledge, &rule.rule, state, date, because);
    if level == DoseLevel::Refuse {
        finding.caveats.push(Caveat::NoOverride);
    }
    DoseVerdict { level, finding }
}

/// The rule under which a dose by this route is reported.
pub(crate) fn rule_for(knowledge: &Knowledge, route: Route) -> &Rule<DoseLimits> {
    knowledge.dose_limits(route).unwrap_or(&knowledge.rules.x2)
}

/// The limits for a dose; `None` where neither the protocol nor a rule has any for the route.
pub(crate) fn limits(knowledge: &Knowledge, check: &DoseCheck<'_>) -> Option<Limits> {
    let route = knowledge.dose_limits(check.route).map(|rule| &rule.params);
    let own = (check.route == check.protocol.route)
        .then(|| check.protocol.dose_rule(check.phase).and_then(Limits::of_protocol))
        .flatten();
    let of_route = route.map(|r| Limits {
        per_kg: true,
        confirm_above: r.confirm_above_mg_per_kg,
        stop_above: r.stop_above_mg_per_kg,
        refuse_from: r.refuse_from_mg_per_kg,
    });
    let refuse = route.and_then(|r| r.refuse_from_mg_per_kg);
    own.or(of_route).map(|mut limits| {
        if limits.per_kg {
            limits.refuse_from = limits.refuse_from.into_iter().chain(refuse).reduce(f64::min);
        }
        limits
    })
}

/// The latest dose a plan may carry on: given by the protocol's own route and not above the limit from
/// which a second person confirms. What had to be confirmed was meant for its day alone; it becomes
/// part of the plan only by a decision. A dose that cannot be judged (mg without a weight) is not carried
/// on either.
pub fn dose_to_carry_on(
    knowledge: &Knowledge,
    protocol: &Protocol,
    record: &CourseRecord,
) -> Option<(Date, Dose)> {
    let mut done: Vec<&Session> =
        record.sessions.iter().filter(|s| s.status == SessionStatus::Done).collect();
    done.sort_by_key(|s| s.date);
    let usual = |(given, session): (usize, &&Session)| {
        let check = DoseCheck {
            protocol,
            phase: phase_after(protocol, given),
            route: session.route,
            dose: session.dose?,
            weight: session.weight_kg,
            date: session.date,
        };
        let level = check_dose(knowledge, &check).level;
        (session.route == protocol.route && level == DoseLevel::Ok).then_some((check.date, check.dose))
    };
    done.iter().enumerate().filter_map(usual).next_back()
}

/// The part of the course a session belongs to after `given` sessions.
pub fn phase_after(protocol: &Protocol, given: usize) -> PhaseName {
    let n = u32::try_from(given).unwrap_or(u32::MAX).saturating_add(1);
    schedule::phase_of(n, protocol.induction_sessions())
}

impl Limits {
    /// A protocol's own limits. Per-hour doses are compared as the whole amount per kilogram.
    fn of_protocol(rule: &DoseRule) -> Option<Self> {
        let scale = match (rule.unit, rule.hours) {
            (DoseUnit::MgPerKgPerHour, Some(hours)) => hours,
            (DoseUnit::MgPerKg | DoseUnit::Mg, _) => 1.0,
            (DoseUnit::MgPerKgPerHour | DoseUnit::Devices, _) => return None,
        };
        Some(Self {
            per_kg: rule.unit != DoseUnit::Mg,
            confirm_above: rule.confirm_above * scale,
            stop_above: rule.stop_above * scale,
            refuse_from: rule.refuse_at.map(|r| r * scale),
        })
    }

    /// Level, state, sentence and the limit that decided.
    fn judge(&self, amount: f64) -> (DoseLevel, FindingState, &'static str, f64) {
        match self.refuse_from {
            Some(refuse) if amount >= refuse => {
                (DoseLevel::Refuse, FindingState::Stop, "dose.refuse", refuse)
            }
            _ if amount > self.stop_above => {
                (DoseLevel::Stop, FindingState::Stop, "dose.stop", self.stop_above)
            }
            _ if amount > self.confirm_above => {
                (DoseLevel::Confirm, FindingState::Warn, "dose.confirm", self.confirm_above)
            }
            _ => (DoseLevel::Ok, FindingState::Clear, "dose.ok", self.confirm_above),
        }
    }
}

/// A dose as it is read: two decimals at most.
fn decimals(value: f64) -> String {
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() { number(value) } else { short.to_owned() }
}
