//! P44: what the calculator of doses rests on.

use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::field_problem::FieldProblem;
use crate::rules::Sensible;

closed_list!(
    /// When a second person checks a dose before it is given: the clinic's setting.
    SecondCheck, "second check", {
        /// Where the dose lies above a limit, or cannot be set beside its limits.
        AboveConfirm => "above_confirm",
        /// Before every dose.
        Always => "always",
    }
);

/// P44: from the order to what is drawn up, in one administration or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Administration {
    /// A weight older than this many days is stale: nothing is reckoned from it.
    pub weight_current_days: u32,
    /// A weight that differs from that of the last dose by more than this is told.
    pub weight_change_percent: f64,
    /// A weight below this is a typing slip, kg.
    pub lightest_kg: f64,
    /// A weight above this is a typing slip, kg.
    pub heaviest_kg: f64,
    /// A dose above this cannot be meant, mg/kg.
    pub unbelievable_above_mg_per_kg: f64,
    /// A bolus above this asks for a second person, mg/kg.
    pub bolus_confirm_above_mg_per_kg: f64,
    /// What one nasal device holds, mg.
    pub mg_per_device: f64,
    /// Rest between two nasal devices, minutes.
    pub minutes_between_devices: f64,
    /// No vial or bag is weaker than this, mg/mL.
    pub weakest_mg_per_ml: f64,
    /// No vial or bag is stronger than this, mg/mL.
    pub strongest_mg_per_ml: f64,
    /// No infusion is longer than this, hours.
    pub longest_infusion_hours: f64,
    /// A dose is split into no more injections than this.
    pub most_injections: u32,
    /// Doses without a concentration are rounded to so many parts of a milligram (10: tenths).
    pub marks_per_mg: u32,
    /// Volumes are rounded to so many parts of a millilitre.
    pub marks_per_ml: u32,
    /// Pump rates are rounded to so many parts of a millilitre per hour.
    pub marks_per_ml_per_hour: u32,
    /// When a second person checks.
    pub second_check: SecondCheck,
}

impl Sensible for Administration {
    fn problems(&self) -> Vec<FieldProblem> {
        let order = [
            ("lightest_kg", self.lightest_kg, "heaviest_kg", self.heaviest_kg),
            ("weakest_mg_per_ml", self.weakest_mg_per_ml, "strongest_mg_per_ml", self.strongest_mg_per_ml),
        ];
        let unordered = order.into_iter().filter(|(_, low, _, high)| !(*low > 0.0 && low < high)).map(
            |(field, low, other, high)| {
                let what = format!("{low} is not above 0 and below {other} {high}");
                let why = "a bound that is out of order refuses every dose";
                FieldProblem::new(format!("params.{field}"), what, why, "put the lower bound first")
            },
        );
        let amounts = [
            ("weight_change_percent", self.weight_change_percent),
            ("unbelievable_above_mg_per_kg", self.unbelievable_above_mg_per_kg),
            ("bolus_confirm_above_mg_per_kg", self.bolus_confirm_above_mg_per_kg),
            ("mg_per_device", self.mg_per_device),
            ("longest_infusion_hours", self.longest_infusion_hours),
            ("marks_per_mg", self.marks_per_mg.into()),
            ("marks_per_ml", self.marks_per_ml.into()),
            ("marks_per_ml_per_hour", self.marks_per_ml_per_hour.into()),
            ("most_injections", self.most_injections.into()),
        ];
        let nothing = amounts.into_iter().filter(|(_, value)| !(*value > 0.0 && value.is_finite())).map(
            |(field, value)| {
                let why = "doses are reckoned with it";
                let what = format!("{value} is not a number above 0");
                FieldProblem::new(format!("params.{field}"), what, why, "write a number above 0")
            },
        );
        let rest = (self.minutes_between_devices < 0.0).then(|| {
            FieldProblem::new(
                "params.minutes_between_devices",
                format!("{} is below 0", self.minutes_between_devices),
                "a rest cannot lie in the past",
                "write minutes, for example 5.0",
            )
        });
        unordered.chain(nothing).chain(rest).collect()
    }
}
