//! The three spellings of a dose. A session has at most one of them.

use evenkeel_care::condition::Route;
use evenkeel_care::dose::Dose;

use super::Wrong;

/// The dose keys of a session as written.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct DoseKeys {
    pub(super) mg_per_kg: Option<f64>,
    pub(super) mg: Option<f64>,
    pub(super) mg_per_kg_per_h: Option<f64>,
    pub(super) hours: Option<f64>,
}

impl DoseKeys {
    /// The dose of the session at `path`; `None` when none is written.
    pub(super) fn dose(self, route: Route, path: &str) -> Result<Option<Dose>, Wrong> {
        let wrong = |key: &str, what: &str, why, remedy| {
            Err(Wrong { path: format!("{path}.{key}"), what: what.to_owned(), why, remedy })
        };
        let dose = match self {
            Self { mg_per_kg: None, mg: None, mg_per_kg_per_h: None, hours: None } => None,
            Self { mg_per_kg: Some(amount), mg: None, mg_per_kg_per_h: None, hours: None } => {
                Some(Dose::MgPerKg { amount })
            }
            Self { mg_per_kg: None, mg: Some(amount), mg_per_kg_per_h: None, hours: None } => {
                Some(Dose::Mg { amount })
            }
            Self { mg_per_kg: None, mg: None, mg_per_kg_per_h: Some(rate), hours: Some(hours) } => {
                Some(Dose::MgPerKgPerHour { rate, hours })
            }
            Self { mg_per_kg: None, mg: None, mg_per_kg_per_h: Some(_), hours: None } => {
                let why = "a rate is only a dose together with its time";
                return wrong(
                    "hours",
                    "it is missing beside dose_mg_per_kg_per_h",
                    why,
                    "Add the hours of the infusion",
                );
            }
            Self { mg_per_kg_per_h: None, hours: Some(_), .. } => {
                let why = "hours belong to dose_mg_per_kg_per_h alone";
                return wrong(
                    "hours",
                    "there is no rate beside it",
                    why,
                    "Remove it, or write the dose as a rate",
                );
            }
            _ => {
                let why = "two spellings of one dose can disagree";
                let remedy = "Keep one of dose_mg_per_kg, dose_mg, and dose_mg_per_kg_per_h with hours";
                return wrong("dose_mg_per_kg", "more than one spelling of the dose is given", why, remedy);
            }
        };
        match (route, dose) {
            (Route::NasalEsketamine, Some(Dose::MgPerKg { .. } | Dose::MgPerKgPerHour { .. })) => {
                let why = "the nasal spray is dosed in mg, whatever the weight";
                let key = if self.mg_per_kg.is_some() { "dose_mg_per_kg" } else { "dose_mg_per_kg_per_h" };
                wrong(key, "it stands in a nasal_esketamine session", why, "Write dose_mg, such as 56 or 84")
            }
            _ => Ok(dose),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: DoseKeys, route: Route, place: &str, words: &str) {
        let wrong = keys.dose(route, "sessions[0]").unwrap_err();
        assert_eq!(wrong.path, place);
        assert!(wrong.what.contains(words), "{:?} does not say {words:?}", wrong.what);
    }

    #[test]
    fn each_spelling_is_read() {
        let none = DoseKeys::default();
        let read = |keys: DoseKeys, route| keys.dose(route, "s").ok().flatten();
        assert_eq!(read(none, Route::Iv), None);
        assert_eq!(read(DoseKeys { mg_per_kg: Some(0.5), ..none }, Route::Iv), Some(Dose::mg_per_kg(0.5)));
        assert_eq!(read(DoseKeys { mg: Some(56.0), ..none }, Route::NasalEsketamine), Some(Dose::mg(56.0)));
        let rate = DoseKeys { mg_per_kg_per_h: Some(0.35), hours: Some(4.0), ..none };
        assert_eq!(read(rate, Route::Iv), Some(Dose::MgPerKgPerHour { rate: 0.35, hours: 4.0 }));
    }

    #[test]
    fn a_mixed_up_spelling_is_refused() {
        let none = DoseKeys::default();
        let two = DoseKeys { mg_per_kg: Some(0.5), mg: Some(35.0), ..none };
        check(two, Route::Iv, "sessions[0].dose_mg_per_kg", "more than one");
        check(DoseKeys { mg_per_kg_per_h: Some(0.3), ..none }, Route::Iv, "sessions[0].hours", "missing");
        check(
            DoseKeys { mg: Some(35.0), hours: Some(2.0), ..none },
            Route::Iv,
            "sessions[0].hours",
            "no rate",
        );
        let kg = DoseKeys { mg_per_kg: Some(0.5), ..none };
        check(kg, Route::NasalEsketamine, "sessions[0].dose_mg_per_kg", "nasal_esketamine");
    }
}
