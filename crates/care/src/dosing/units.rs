//! Units of a dose, each a type of its own: milligrams can never be added to millilitres, nor a rate be
//! taken for an amount. Only combinations that mean something exist.

use std::fmt;
use std::ops::{Div, Mul};

use serde::{Deserialize, Serialize};

use crate::dose::WeightKg;

/// Declares a quantity with its unit as it is read.
macro_rules! quantity {
    ($($(#[$meta:meta])* $name:ident, $unit:literal);+ $(;)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl $name {
            /// The unit as it is read.
            pub const UNIT: &'static str = $unit;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} {}", super::words::decimals(self.0), $unit)
            }
        }
    )+};
}

quantity! {
    /// An amount of drug.
    Milligrams, "mg";
    /// A volume.
    Millilitres, "mL";
    /// What one millilitre of a vial or a bag contains.
    MgPerMl, "mg/mL";
    /// A volume per hour, as a pump is set.
    MlPerHour, "mL/h";
    /// An amount for each kilogram of body weight.
    MgPerKg, "mg/kg";
    /// An amount for each kilogram and hour.
    MgPerKgPerHour, "mg/kg/h";
    /// A time, in minutes.
    Minutes, "min";
    /// A time, in hours.
    Hours, "h";
}

/// Declares what comes of two quantities.
macro_rules! combine {
    ($($a:ident * $b:ident = $c:ident),+ $(,)?) => {$(
        impl Mul<$b> for $a {
            type Output = $c;
            fn mul(self, other: $b) -> $c {
                $c(self.0 * other.0)
            }
        }
        impl Div<$b> for $c {
            type Output = $a;
            fn div(self, other: $b) -> $a {
                $a(self.0 / other.0)
            }
        }
    )+};
}

combine! {
    MgPerKg * WeightKg = Milligrams,
    MgPerKgPerHour * Hours = MgPerKg,
    MlPerHour * Hours = Millilitres,
    MgPerMl * Millilitres = Milligrams,
}

impl Div<MgPerMl> for Milligrams {
    type Output = Millilitres;
    fn div(self, concentration: MgPerMl) -> Millilitres {
        Millilitres(self.0 / concentration.0)
    }
}

impl Div<MlPerHour> for Millilitres {
    type Output = Hours;
    fn div(self, rate: MlPerHour) -> Hours {
        Hours(self.0 / rate.0)
    }
}

impl From<Minutes> for Hours {
    fn from(minutes: Minutes) -> Self {
        Self(minutes.0 / 60.0)
    }
}

impl From<Hours> for Minutes {
    fn from(hours: Hours) -> Self {
        Self(hours.0 * 60.0)
    }
}
