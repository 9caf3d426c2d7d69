//! Dose limits: what needs a second confirmation, what stops, and what is never given (X2, X3/P41).

mod bench;
mod carry;
mod impossible;
mod limits;
mod order;
mod parts;
mod rounding;
mod sheet;
mod spoken;
mod titration;
pub mod units;
mod words;

use jiff::civil::Date;

use crate::closed_list;
use crate::condition::Route;
use crate::dose::{Dose, WeightKg};
use crate::finding::{Caveat, Finding, FindingState};
use crate::gate::gate;
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::protocol::{PhaseName, Protocol};
use crate::rules::{DoseLimits, Rule};
use crate::schedule;

pub use carry::dose_to_carry_on;
use limits::{Judged, NoWeight};
pub(crate) use order::latest_weight;
pub use order::{DoseOrder, LastDose, Weighed};
pub use parts::Part;
pub use sheet::{DoseSheet, work_out};
pub(crate) use words::written;

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

/// Checks a dose against the protocol's limits where it is the protocol's own route, else against
/// the limits of the route. A refusal of the route (intramuscular anaesthetic doses) always holds.
pub fn check_dose(knowledge: &Knowledge, check: &DoseCheck<'_>) -> DoseVerdict {
    verdict(knowledge, check, None)
}

/// The same with a bolus before the dose, which counts into every amount.
fn verdict(knowledge: &Knowledge, check: &DoseCheck<'_>, bolus: Option<Dose>) -> DoseVerdict {
    let rule = rule_for(knowledge, check.route);
    let date = check.date;
    let (judged, lacking) = judge(knowledge, check, bolus);
    let Some(judged) = judged else {
        let because = if lacking {
            Message::new("dose.no_weight").with("date", date)
        } else {
            Message::new("dose.no_limits").with("route", check.route)
        };
        let mut finding = gate(knowledge, &rule.rule, FindingState::Warn, date, because);
        finding.missing.extend(lacking.then(|| Message::new("weight_kg")));
        return DoseVerdict { level: DoseLevel::Confirm, finding };
    };
    let because = Message::new(judged.key)
        .with("date", date)
        .with("dose", words::decimals(judged.amount))
        .with("unit", judged.form.unit())
        .with("limit", words::decimals(judged.limit));
    let mut finding = gate(knowledge, &rule.rule, judged.state, date, because);
    if judged.level == DoseLevel::Refuse {
        finding.caveats.push(Caveat::NoOverride);
    }
    DoseVerdict { level: judged.level, finding }
}

/// The strictest of all limits that hold for a dose, the protocol's own first among equals; and whether the
/// weight is lacking. A missing weight asks for a second person, unless what is known asks for more.
fn judge(knowledge: &Knowledge, check: &DoseCheck<'_>, bolus: Option<Dose>) -> (Option<Judged>, bool) {
    let mut strictest: Option<Judged> = None;
    let mut unknown = false;
    for limits in limits::of(knowledge, check) {
        match limits.form.amount(check, bolus) {
            Err(NoWeight) => unknown = true,
            Ok(None) => {}
            Ok(Some(amount)) => {
                let judged = limits.judge(amount);
                if strictest.is_none_or(|before| judged.level > before.level) {
                    strictest = Some(judged);
                }
            }
        }
    }
    let known = strictest.filter(|judged| !unknown || judged.level > DoseLevel::Confirm);
    (known, unknown && known.is_none())
}

/// The rule under which a dose by this route is reported.
pub(crate) fn rule_for(knowledge: &Knowledge, route: Route) -> &Rule<DoseLimits> {
    knowledge.dose_limits(route).unwrap_or(&knowledge.rules.x2)
}

/// The state of a dose by its limits, before it is put into words; `None` where no limits are on file.
pub(crate) fn state_of(knowledge: &Knowledge, check: &DoseCheck<'_>) -> Option<FindingState> {
    if limits::of(knowledge, check).is_empty() {
        return None;
    }
    let (judged, _) = judge(knowledge, check, None);
    Some(judged.map_or(FindingState::Warn, |judged| judged.state))
}

/// The part of the course a session belongs to after `given` sessions.
pub fn phase_after(protocol: &Protocol, given: usize) -> PhaseName {
    let n = u32::try_from(given).unwrap_or(u32::MAX).saturating_add(1);
    schedule::phase_of(n, protocol.induction_sessions())
}
