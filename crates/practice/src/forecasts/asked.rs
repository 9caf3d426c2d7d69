//! What a reader asks the forecast: another dose or route, and the days well that are to be kept.

use evenkeel_care::condition::Route;
use evenkeel_care::dose::Dose;
use evenkeel_care::record::CourseRecord;
use evenkeel_forecast::{Outlook, Posterior};

use super::compute::{Computed, Forecaster, NoForecast};
use crate::case::{self, Intended};
use crate::words;

/// Questions to the forecast of a course. Nothing is recorded by asking.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct WhatIfAsked {
    /// The planned sessions by another route or with another dose.
    pub other: Option<(Route, Dose)>,
    /// Days well in the next 12 months that are to be kept with as few sessions as possible.
    pub keep_days: Option<f64>,
}

/// The answer to them, as the page shows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replies {
    /// The other sessions by name, with their outlook or why there is none.
    pub other: Option<(String, Result<Outlook, String>)>,
    /// Days well to be kept.
    pub keep_days: Option<f64>,
}

impl Forecaster {
    /// The outlook with the sessions of `near` by another route or with another dose, on the days they are planned for.
    pub(crate) fn other_sessions(
        &self,
        record: &CourseRecord,
        near: &[Intended],
        (route, dose): (Route, Dose),
        computed: &Computed,
    ) -> Result<Outlook, NoForecast> {
        let none = || NoForecast("No session is planned that could be given otherwise.".to_owned());
        let what =
            computed.answer.what_would_change.as_ref().filter(|_| !near.is_empty()).ok_or_else(none)?;
        let weight = self.model().default_weight_kg();
        let changed: Vec<Intended> =
            near.iter().map(|planned| Intended { route, dose, ..*planned }).collect();
        let mut built = case::of_course(record, near, weight);
        built.case.other_plan = Some(case::sessions(built.origin, &changed, weight));
        let checked = self.checked(&built)?;
        let posterior = Posterior::new(self.model(), self.bank(), &checked);
        posterior
            .what_would_change(checked.plan(), built.case.today + what.ahead)
            .and_then(|what| what.other_plan)
            .ok_or_else(none)
    }
}

/// "Planned sessions with 0.75 mg/kg IV".
pub(crate) fn other_name((route, dose): (Route, Dose)) -> String {
    format!("Planned sessions with {}, {}", words::dose(dose), words::route(route))
}
