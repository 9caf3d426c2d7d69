//! How many sessions until response: the median and its ranges, in one sentence.

use super::phrases::{capital, has, session_range, sessions, untold};
use crate::answer::{Answer, Caveat, SessionsToResponse};
use crate::model::Model;

/// Those whose ranges are told.
const WHOM: &str = "patients like this";

/// Median and ranges of the session of response. Where the questionnaire cannot tell this patient from the population
/// yet, the population's; and while it is too early, no median beyond the sessions counted.
pub(super) fn until_response(answer: &Answer, population: &Answer, model: &Model) -> Option<String> {
    let (first, whom, whose) = if untold(answer, population, model) {
        (&population.sessions_to_response, "them", "People like this patient: ")
    } else {
        (&answer.sessions_to_response, WHOM, "")
    };
    if has(answer, Caveat::RecallWindow) && beyond(first, 0.5)? {
        return (!beyond(first, 0.1)?).then(|| wide(answer, first, whose));
    }
    if !whose.is_empty() {
        return Some(format!("{whose}{}.", likely(answer, first, whom)?));
    }
    match reached(answer)? {
        Reached::No => Some(format!("{}.", capital(&likely(answer, first, whom)?))),
        Reached::Yes => Some(format!(
            "Response was most likely reached by session {} ({}); {} given so far.",
            sessions(first.at(0.5)?, first.none),
            ranges(first, whom),
            first.given
        )),
        // More sessions were given than are counted, and the median lies beyond the counted ones.
        Reached::NotInTheCounted => Some(format!(
            "Response was most likely not reached within the first {} sessions, the most that are counted ({}); {} given \
             so far.",
            first.none - 1,
            ranges(first, whom),
            first.given
        )),
    }
}

/// Whether a quantile lies beyond the sessions counted.
fn beyond(first: &SessionsToResponse, q: f64) -> Option<bool> {
    #[expect(clippy::cast_precision_loss, reason = "a count of sessions")]
    Some(first.at(q)? >= first.none as f64)
}

/// The wide range alone.
fn wide(answer: &Answer, first: &SessionsToResponse, whose: &str) -> String {
    let range = format!(
        "{whose}the range is still wide, from {} to more than {} sessions until response (eight in ten), {}.",
        session_range(first, 0.1, 0.1),
        first.none - 1,
        counted(answer)
    );
    capital(&range)
}

fn counted(answer: &Answer) -> String {
    format!("counted from the first of the record, {} given so far", answer.sessions_to_response.given)
}

/// Whether the session of response lies behind this patient.
enum Reached {
    Yes,
    No,
    NotInTheCounted,
}

fn reached(answer: &Answer) -> Option<Reached> {
    let first = &answer.sessions_to_response;
    let median = first.at(0.5)?;
    #[expect(clippy::cast_precision_loss, reason = "counts of sessions")]
    let (given, none) = (first.given as f64, first.none as f64);
    Some(match median {
        median if median > given => Reached::No,
        median if median < none => Reached::Yes,
        _ => Reached::NotInTheCounted,
    })
}

/// "most likely 4 sessions until response, … (half of patients like this: 3 to 6; eight in ten: 2 to more than 12)".
fn likely(answer: &Answer, first: &SessionsToResponse, whom: &str) -> Option<String> {
    let median = sessions(first.at(0.5)?, first.none);
    let unit = if median == "1" { "session" } else { "sessions" };
    Some(format!("most likely {median} {unit} until response, {} ({})", counted(answer), ranges(first, whom)))
}

fn ranges(first: &SessionsToResponse, whom: &str) -> String {
    let (half, most) = (session_range(first, 0.25, 0.75), session_range(first, 0.1, 0.9));
    format!("half of {whom}: {half}; eight in ten: {most}")
}
