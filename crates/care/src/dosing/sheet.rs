//! The dose worked out, step by step, in words a second person can follow.

use super::DoseVerdict;
use super::bench::Bench;
use super::impossible;
use super::order::DoseOrder;
use super::parts::Part;
use super::units::{MgPerKg, Milligrams, Millilitres, Minutes, MlPerHour};
use crate::dose::Dose;
use crate::field_problem::FieldProblem;
use crate::knowledge::Knowledge;
use crate::message::Message;

/// A dose worked out. What rests on something missing is `None`, never a guess.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseSheet {
    /// The whole dose for each kilogram, a bolus counted in; `None` without a weight for a dose in mg.
    pub per_kg: Option<MgPerKg>,
    /// The whole amount as calculated, a bolus counted in.
    pub calculated: Option<Milligrams>,
    /// The whole amount as it can be measured, after every rounding.
    pub measured: Option<Milligrams>,
    /// The whole volume; `None` without a concentration.
    pub volume: Option<Millilitres>,
    /// The bolus before the infusion.
    pub bolus: Option<Part>,
    /// What the pump is set to; `None` without volume or time.
    pub pump: Option<MlPerHour>,
    /// The time of the infusion.
    pub time: Option<Minutes>,
    /// Injections or devices, in order; empty for an infusion.
    pub parts: Vec<Part>,
    /// What the dose asks of the people who give it, with the finding that says why. Rounding never makes
    /// it stricter, and never hides what the order itself asks for.
    pub verdict: DoseVerdict,
    /// A second person checks the sheet before the dose is given.
    pub second_check: bool,
    /// The protocol's next step above the last dose, where it may be given at this session. It is offered,
    /// never applied.
    pub next_step: Option<Dose>,
    /// Keys of what is missing for the rest.
    pub missing: Vec<Message>,
    /// Every step from the order to the syringe.
    pub steps: Vec<Message>,
}

/// Works an order out: from what is written to what is drawn up and how the pump is set.
///
/// # Errors
/// Every input that cannot be meant, with what, why and what to do.
pub fn work_out(knowledge: &Knowledge, order: &DoseOrder<'_>) -> Result<DoseSheet, Vec<FieldProblem>> {
    let problems = impossible::problems(knowledge, order);
    if problems.is_empty() { Ok(Bench::new(knowledge, order).sheet()) } else { Err(problems) }
}
