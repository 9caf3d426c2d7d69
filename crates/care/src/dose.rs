//! Doses with their units in the type, so that 35 mg and 0.5 mg/kg can never be mixed up.

use serde::{Deserialize, Serialize};

/// Body weight in kilograms, as measured on the day.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WeightKg(pub f64);

/// What a session gives, in the form in which the prescriber writes it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "unit", rename_all = "snake_case")]
pub enum Dose {
    /// Milligrams per kilogram of body weight (mood infusions, injections). 0 is a placebo.
    MgPerKg {
        /// mg/kg
        amount: f64,
    },
    /// Milligrams (esketamine devices, fixed doses).
    Mg {
        /// mg
        amount: f64,
    },
    /// Milligrams per kilogram and hour, over a number of hours (pain infusions).
    MgPerKgPerHour {
        /// mg/kg/h
        rate: f64,
        /// hours
        hours: f64,
    },
}

impl Dose {
    /// A dose of `amount` mg/kg.
    pub const fn mg_per_kg(amount: f64) -> Self {
        Self::MgPerKg { amount }
    }

    /// A dose of `amount` mg.
    pub const fn mg(amount: f64) -> Self {
        Self::Mg { amount }
    }

    /// The dose per kilogram; a dose written in mg needs the weight. `None` without it.
    pub fn per_kg(self, weight: Option<WeightKg>) -> Option<f64> {
        match self {
            Self::MgPerKg { amount } => Some(amount),
            Self::MgPerKgPerHour { rate, hours } => Some(rate * hours),
            Self::Mg { amount } => weight.filter(|w| w.0 > 0.0).map(|w| amount / w.0),
        }
    }

    /// The dose in milligrams; a dose written per kilogram needs the weight. `None` without it.
    pub fn total_mg(self, weight: Option<WeightKg>) -> Option<f64> {
        match self {
            Self::Mg { amount } => Some(amount),
            Self::MgPerKg { amount } => weight.map(|w| amount * w.0),
            Self::MgPerKgPerHour { rate, hours } => weight.map(|w| rate * hours * w.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_milligram_per_kilogram_of_seventy_kilograms_is_thirty_five_milligrams() {
        assert_eq!(Dose::mg_per_kg(0.5).total_mg(Some(WeightKg(70.0))), Some(35.0));
        assert_eq!(Dose::mg(35.0).per_kg(Some(WeightKg(70.0))), Some(0.5));
    }

    #[test]
    fn without_a_weight_nothing_is_guessed() {
        assert_eq!(Dose::mg_per_kg(0.5).total_mg(None), None);
        assert_eq!(Dose::mg(35.0).per_kg(None), None);
    }
}
