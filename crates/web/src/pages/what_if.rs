//! What a reader asks the forecast on the course page: another dose or route, days well to keep. It stands in the address,
//! so that it can be kept and sent on, and records nothing.

use evenkeel_care::condition::Route;
use evenkeel_care::dose::Dose;
use evenkeel_practice::WhatIfAsked;

use super::course::Asked;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;

/// What the address asks of the forecast, and the form it came from. What cannot be read is told beside its field, and
/// the page is shown all the same.
pub(super) fn question(asked: &Asked) -> (WhatIfAsked, FormState) {
    let sent = [("if_route", &asked.if_route), ("if_dose", &asked.if_dose), ("keep_days", &asked.keep_days)];
    let typed: Vec<_> =
        sent.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect();
    let typed = Fields::from(typed);
    let mut read = Reader::new(&typed);
    let dose = read.optional_number("if_dose", "The dose");
    let route = dose.and_then(|_| read.word::<Route>("if_route", "The route"));
    if dose.is_some_and(|dose| dose <= 0.0) {
        read.problem("if_dose", "The dose is not above 0.", "Type a dose, as in 0.75.");
    }
    let keep_days = read.optional_number("keep_days", "The number of days");
    if keep_days.is_some_and(|days| !(1.0..=365.0).contains(&days)) {
        read.problem(
            "keep_days",
            "The days are not between 1 and 365.",
            "Type the days of a year, as in 200.",
        );
    }
    let in_form = |route: Route, dose: f64| match route {
        Route::NasalEsketamine => Dose::mg(dose),
        Route::Iv | Route::Im | Route::Sc => Dose::mg_per_kg(dose),
    };
    let other = route.zip(dose).map(|(route, dose)| (route, in_form(route, dose)));
    let problems = read.finish().err().unwrap_or_default();
    let question =
        if problems.is_empty() { WhatIfAsked { other, keep_days } } else { WhatIfAsked::default() };
    (question, FormState { problems, ..FormState::new("ask", String::new()).keep(typed) })
}
