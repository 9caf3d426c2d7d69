//! The calculator beside the dose: from what is typed to what is drawn up, with every step and rounding.

use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::dosing::units::Minutes;
use evenkeel_care::dosing::{DoseLevel, DoseOrder, DoseSheet, Weighed, work_out};
use evenkeel_care::rules::SecondCheck;
use evenkeel_store::CourseId;
use jiff::civil::Date;

use super::DosingInForce;
use crate::actor::Actor;
use crate::context::Practice;
use crate::record::Standing;
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::sessions::dose_field;
use crate::view::course::{DoseForm, DoseSheetView};
use crate::words;

/// A dose as it stands in the form of a session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrderedDose {
    /// The course.
    pub course: CourseId,
    /// The day of the session.
    pub date: Date,
    /// The dose, in the form in which the protocol writes it.
    pub dose: Dose,
    /// The weight of the day.
    pub weight_kg: Option<f64>,
}

impl Practice {
    /// Works a dose out for the person who draws it up. Nothing is recorded.
    pub async fn work_out_dose(&self, actor: &Actor, asked: OrderedDose) -> Result<DoseSheetView, Refusal> {
        actor.must(Right::GiveSessions)?;
        let standing = self.standing(actor, asked.course).await?;
        let in_force = DosingInForce::of(self.store(), actor.clinic).await?;
        self.sheet(&standing, &in_force, asked).map_err(Refusal::Invalid)
    }

    /// The sheet of the dose with which the form begins, if it begins with one, at the weight of today where it is known.
    pub(crate) fn first_sheet(
        &self,
        standing: &Standing<'_>,
        in_force: &DosingInForce,
        form: &DoseForm,
        weight_kg: Option<f64>,
    ) -> Option<DoseSheetView> {
        let dose = match *form {
            DoseForm::PerKg { value } => value.map(Dose::mg_per_kg),
            DoseForm::Mg { value } | DoseForm::Devices { value, .. } => value.map(Dose::mg),
            DoseForm::PerHour { rate, hours } => rate.map(|rate| Dose::MgPerKgPerHour { rate, hours }),
        };
        let course = standing.bundle.course.id;
        let asked = OrderedDose { course, date: standing.today, dose: dose?, weight_kg };
        self.sheet(standing, in_force, asked).ok()
    }

    pub(super) fn sheet(
        &self,
        standing: &Standing<'_>,
        in_force: &DosingInForce,
        asked: OrderedDose,
    ) -> Result<DoseSheetView, Vec<FieldProblem>> {
        let knowledge = self.knowledge();
        let mut order = DoseOrder::new(standing.protocol, asked.date, asked.dose);
        order.weight = asked.weight_kg.map(|kg| Weighed { kg: WeightKg(kg), on: asked.date });
        let mut order = order.knowing(&standing.record);
        order.concentration = in_force.concentration(order.route);
        let rule = standing.protocol.dose_rule(order.phase());
        let timed = order.route == Route::Iv && !matches!(order.dose, Dose::MgPerKgPerHour { .. });
        let usual = rule.and_then(|rule| rule.infusion_minutes).map(f64::from);
        order.time = usual.filter(|_| timed).map(Minutes);
        let sheet = work_out(knowledge, &order).map_err(|problems| {
            let field = |name: &str| match name {
                "weight" | "weighed_on" => "weight_kg",
                "hours" => "hours",
                _ => dose_field(asked.dose),
            };
            problems
                .iter()
                .map(|p| FieldProblem::new(field(&p.field), &p.what, &p.remedy))
                .collect::<Vec<_>>()
        })?;
        Ok(self.sheet_view(&order, &sheet, in_force))
    }

    fn sheet_view(
        &self,
        order: &DoseOrder<'_>,
        sheet: &DoseSheet,
        in_force: &DosingInForce,
    ) -> DoseSheetView {
        let knowledge = self.knowledge();
        let amount = |value: Option<f64>, unit: &str| value.map(|v| format!("{} {unit}", exact(v)));
        let amounts = [
            amount(sheet.measured.map(|mg| mg.0), "mg"),
            amount(sheet.volume.map(|ml| ml.0), "mL"),
            amount(sheet.pump.map(|rate| rate.0), "mL/h"),
            amount(sheet.time.map(|time| time.0), "min"),
        ];
        let always = knowledge.rules.p44.params.second_check == SecondCheck::Always;
        DoseSheetView {
            dose: words::dose(order.dose),
            amounts: amounts.into_iter().flatten().collect(),
            steps: sheet.steps.iter().map(|m| words::say(knowledge, m)).collect(),
            missing: sheet.missing.iter().map(|m| words::say(knowledge, m)).collect(),
            above_limit: sheet.verdict.level != DoseLevel::Ok,
            second_check: in_force.second_check() || always,
        }
    }
}

/// At most four decimals: what is drawn up is never shortened to a wrong number.
fn exact(value: f64) -> String {
    format!("{value:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
