//! Numbers of a dose as they are read.

use crate::dose::Dose;
use crate::review::number;

/// Two decimals at most.
pub(super) fn decimals(value: f64) -> String {
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() { number(value) } else { short.to_owned() }
}

/// Four decimals at most: a rounding must be visible in what is said of it.
pub(super) fn exact(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A dose as the prescriber writes it.
pub(crate) fn written(dose: Dose) -> String {
    match dose {
        Dose::MgPerKg { amount } => format!("{} mg/kg", exact(amount)),
        Dose::Mg { amount } => format!("{} mg", exact(amount)),
        Dose::MgPerKgPerHour { rate, hours } => {
            format!("{} mg/kg/h over {} h", exact(rate), exact(hours))
        }
    }
}
