//! What the simulated courses say: relapse if sessions stopped, and the twelve months under the rule.

use super::phrases::{capital, chance, count, has, percent, range, unlikely};
use crate::answer::{Answer, Caveat, PathAnswers};
use crate::model::Model;

/// Chances of relapse that are told, days from today.
const TOLD_DAYS: [u32; 2] = [28, 91];

/// Both sentences, and the cost where a price is known. Nothing is said while there are no scores of the treatment to
/// speak of, or where a response is unlikely: then an interval is not the question.
pub(super) fn ahead(answer: &Answer, model: &Model) -> Vec<String> {
    let Some(paths) = spoken_of(answer, model) else { return Vec::new() };
    relapse(answer, paths, model).into_iter().chain(year(paths)).chain(cost(paths)).collect()
}

/// The simulated courses, where anything may be said of them.
fn spoken_of<'a>(answer: &'a Answer, model: &Model) -> Option<&'a PathAnswers> {
    let no_ground = [Caveat::Population, Caveat::IntakeOnly, Caveat::RecallWindow];
    let silent = no_ground.into_iter().any(|caveat| has(answer, caveat)) || unlikely(answer, model);
    answer.paths.as_ref().filter(|_| !silent)
}

/// The year in the patient's words: how often people come, how many days are good, both as ranges.
pub(super) fn year_for_patient(answer: &Answer, model: &Model) -> Option<String> {
    let paths = spoken_of(answer, model)?;
    let sessions = |q: f64| paths.sessions_12_months.at(q).map(|n| format!("{n:.0}"));
    let days = |q: f64| paths.days_well_12_months.at(q).map(|n| format!("{:.0}", (n / 10.0).round() * 10.0));
    let half = range(&sessions(0.25)?, &sessions(0.75)?);
    let most = range(&sessions(0.1)?, &sessions(0.9)?);
    let times = |n: &str| if n == "1" { "1 time".to_owned() } else { format!("{n} times") };
    Some(format!(
        "In the next year, half of people like you come {}. Eight in ten come {}. Eight in ten have {} good days in that \
         year. This goes by the plan of today. After six months it is only a rough guess.",
        times(&half),
        times(&most),
        range(&days(0.1)?, &days(0.9)?),
    ))
}

fn relapse(answer: &Answer, paths: &PathAnswers, model: &Model) -> Option<String> {
    let well = answer.p_well_now.value;
    if well < 0.5 {
        return Some(format!(
            "Not well yet (chance of being at least {} better today: {}), so no time to a relapse is given.",
            percent(answer.response_at),
            chance(well)
        ));
    }
    let horizon = model.horizon_days();
    let days = |q: f64| paths.days_to_relapse_if_stopped.at(q).map(|days| told_days(days, horizon));
    let meant = percent(answer.response_at - model.file.answer.relapse_margin);
    let chances: Vec<String> = TOLD_DAYS
        .iter()
        .filter_map(|told| {
            let at = paths.p_relapse_by_day.days.iter().position(|day| day == told)?;
            Some(format!("{} within {told} days", chance(*paths.p_relapse_by_day.value.get(at)?)))
        })
        .collect();
    Some(format!(
        "If no further session were given: a relapse (less than {meant} better at two check-ins in a row) most likely \
         after {} (half of patients like this: {}; eight in ten: {}; rough beyond 6 months): {}.",
        days(0.5)?,
        range(&days(0.25)?, &days(0.75)?),
        range(&days(0.1)?, &days(0.9)?),
        chances.join(", "),
    ))
}

/// "42 days", or "more than 2 years" beyond the horizon.
fn told_days(days: f64, horizon: f64) -> String {
    if days > horizon { format!("more than {:.0} years", horizon / 365.0) } else { format!("{days:.0} days") }
}

fn year(paths: &PathAnswers) -> Option<String> {
    let year = &paths.sessions_12_months;
    let at = |q: f64| year.at(q).map(|sessions| format!("{sessions:.0}"));
    let (days, low, high) = (
        paths.days_well_12_months.mean,
        paths.days_well_12_months.at(0.1)?,
        paths.days_well_12_months.at(0.9)?,
    );
    Some(format!(
        "The next 12 months under this rule, rough beyond 6 months: most likely {} (half of patients like this: {}; eight \
         in ten: {}), with about {days:.0} days well (eight in ten: {}). {} that the rule ends the course within the year.",
        year.at(0.5).map(told_sessions)?,
        range(&at(0.25)?, &at(0.75)?),
        range(&at(0.1)?, &at(0.9)?),
        range(&format!("{low:.0}"), &format!("{high:.0}")),
        capital(&chance(year.p_course_ended)),
    ))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
fn told_sessions(number: f64) -> String {
    count(number as usize, "session")
}

fn cost(paths: &PathAnswers) -> Option<String> {
    let cost = paths.cost_12_months.as_ref()?;
    let at = |q: f64| cost.at(q).map(|amount| format!("{amount:.0}"));
    Some(format!(
        "Sessions at the given price cost most likely {} in the 12 months (half: {}; eight in ten: {}).",
        at(0.5)?,
        range(&at(0.25)?, &at(0.75)?),
        range(&at(0.1)?, &at(0.9)?),
    ))
}
