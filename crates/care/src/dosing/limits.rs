//! The limits a dose is set beside, each in its own dose form (X2, X3/P41, and the protocol's own).

use super::{DoseCheck, DoseLevel};
use crate::dose::Dose;
use crate::finding::FindingState;
use crate::knowledge::Knowledge;
use crate::protocol::{DoseRule, DoseUnit};

/// In which form a limit is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// The whole amount for each kilogram, mg/kg.
    PerKg,
    /// The whole amount, mg.
    Mg,
    /// The rate, mg/kg/h.
    Rate,
    /// Nasal devices of so many mg each.
    Devices(f64),
}

/// Limits in one form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limits {
    pub(super) form: Form,
    confirm_above: f64,
    stop_above: f64,
    refuse_from: Option<f64>,
}

/// What the limits say of an amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Judged {
    pub(super) level: DoseLevel,
    pub(super) state: FindingState,
    /// Key of the sentence.
    pub(super) key: &'static str,
    /// The amount in the limit's form.
    pub(super) amount: f64,
    /// The limit that decided.
    pub(super) limit: f64,
    pub(super) form: Form,
}

/// Every set of limits that holds for a dose: the protocol's own where it is the protocol's route, else
/// those of the route; the refusal of the route (anaesthetic doses by injection) always. Empty where
/// neither has any.
pub(super) fn of(knowledge: &Knowledge, check: &DoseCheck<'_>) -> Vec<Limits> {
    let of_route = knowledge.dose_limits(check.route).map(|rule| Limits {
        form: Form::PerKg,
        confirm_above: rule.params.confirm_above_mg_per_kg,
        stop_above: rule.params.stop_above_mg_per_kg,
        refuse_from: rule.params.refuse_from_mg_per_kg,
    });
    let own = check.protocol.dose_rule(check.phase).filter(|_| check.route == check.protocol.route);
    let Some(own) = own else { return of_route.into_iter().collect() };
    let refusal = of_route.filter(|limits| limits.refuse_from.is_some()).map(|limits| Limits {
        confirm_above: f64::INFINITY,
        stop_above: f64::INFINITY,
        ..limits
    });
    Limits::of_protocol(knowledge, own).into_iter().chain(refusal).collect()
}

impl Limits {
    /// A protocol's own limits. A rate is bound twice: as the rate, and as the whole amount it gives in
    /// the protocol's hours, so that neither a faster nor a longer infusion passes unseen.
    fn of_protocol(knowledge: &Knowledge, rule: &DoseRule) -> Vec<Self> {
        let limits = |form, scale: f64| Self {
            form,
            confirm_above: rule.confirm_above * scale,
            stop_above: rule.stop_above * scale,
            refuse_from: rule.refuse_at.map(|refuse| refuse * scale),
        };
        match rule.unit {
            DoseUnit::MgPerKg => vec![limits(Form::PerKg, 1.0)],
            DoseUnit::Mg => vec![limits(Form::Mg, 1.0)],
            DoseUnit::Devices => {
                let usual = knowledge.rules.p44.params.mg_per_device;
                vec![limits(Form::Devices(rule.mg_per_device.unwrap_or(usual)), 1.0)]
            }
            DoseUnit::MgPerKgPerHour => {
                let whole = rule.hours.map(|hours| limits(Form::PerKg, hours));
                std::iter::once(limits(Form::Rate, 1.0)).chain(whole).collect()
            }
        }
    }

    /// Sets `amount`, in this limit's form, beside the limits.
    pub(super) fn judge(&self, amount: f64) -> Judged {
        let above = |limit: f64| amount > limit + 1e-9 * limit.abs().min(1e6);
        let judged = |level, state, key, limit| Judged { level, state, key, amount, limit, form: self.form };
        match self.refuse_from {
            Some(refuse) if amount >= refuse - 1e-9 => {
                judged(DoseLevel::Refuse, FindingState::Stop, "dose.refuse", refuse)
            }
            _ if above(self.stop_above) => {
                judged(DoseLevel::Stop, FindingState::Stop, "dose.stop", self.stop_above)
            }
            _ if above(self.confirm_above) => {
                judged(DoseLevel::Confirm, FindingState::Warn, "dose.confirm", self.confirm_above)
            }
            _ => judged(DoseLevel::Ok, FindingState::Clear, "dose.ok", self.confirm_above),
        }
    }
}

impl Form {
    /// The unit as it is read.
    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::PerKg => "mg/kg",
            Self::Mg => "mg",
            Self::Rate => "mg/kg/h",
            Self::Devices(_) => "devices",
        }
    }

    /// The dose in this form, the bolus before it counted with it. `Err`: it takes the weight of the day.
    /// `Ok(None)`: the dose has no such form (a rate, of a dose not written as one).
    pub(super) fn amount(self, check: &DoseCheck<'_>, bolus: Option<Dose>) -> Result<Option<f64>, NoWeight> {
        let both = |of: &dyn Fn(Dose) -> Option<f64>| {
            let before = bolus.map_or(Some(0.0), of);
            of(check.dose).zip(before).map(|(dose, bolus)| dose + bolus).ok_or(NoWeight)
        };
        match self {
            Self::PerKg => both(&|dose| dose.per_kg(check.weight)).map(Some),
            Self::Mg => both(&|dose| dose.total_mg(check.weight)).map(Some),
            Self::Devices(each) => both(&|dose| dose.total_mg(check.weight).map(|mg| mg / each)).map(Some),
            Self::Rate => match check.dose {
                Dose::MgPerKgPerHour { rate, .. } => Ok(Some(rate)),
                Dose::MgPerKg { .. } | Dose::Mg { .. } => Ok(None),
            },
        }
    }
}

/// The weight of the day is needed and not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoWeight;
