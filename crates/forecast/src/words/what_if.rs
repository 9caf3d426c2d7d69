//! What would change the answer, in sentences.
//!
//! While a questionnaire looks back to days before the first session, a worse score says little of the sessions: then only
//! what would raise the chance is told, never what would lower it.

use super::phrases::{by_session, chance, has, percent, range, told_session, untold};
use crate::answer::{Answer, Caveat};
use crate::model::{Instrument, Model, WorseEnd};
use crate::what_if::{IfScore, Outlook, WhatWouldChange};

/// Chances that differ by less than this are called hardly different.
const HARDLY: f64 = 0.03;

/// Whether a chance under what is not yet known may be told: always once the questionnaire can tell this patient, before
/// that only one above today's and above the population's.
pub fn may_be_told(answer: &Answer, population: &Answer, model: &Model, outlook: &Outlook) -> bool {
    let Some(what) = answer.what_would_change.as_ref() else { return false };
    let usual = by_session(&population.p_response_by_session.value, told_session(answer, model));
    let p = outlook.p_response;
    !too_early(answer) || (p > what.as_it_is.p_response && p >= usual)
}

/// Whether a worse next score would not be told: there is no score of the treatment yet, or the questionnaire looks back,
/// today or at the next check-in, to days before the first session.
pub fn too_early(answer: &Answer) -> bool {
    let no_ground = [Caveat::Population, Caveat::IntakeOnly, Caveat::RecallWindow];
    let looks_back = answer.what_would_change.as_ref().is_some_and(|what| what.next_score.looks_back);
    looks_back || no_ground.into_iter().any(|caveat| has(answer, caveat))
}

/// The next score, another plan, and waiting.
pub(super) fn what_if(answer: &Answer, population: &Answer, model: &Model) -> Vec<String> {
    let Some(what) = answer.what_would_change.as_ref() else { return Vec::new() };
    let Some(instrument) = model.instrument(&what.next_score.instrument) else { return Vec::new() };
    let score = if too_early(answer) {
        let good = &what.next_score.good;
        let told =
            may_be_told(answer, population, model, &good.outlook) && !hardly(&what.as_it_is, &good.outlook);
        told.then(|| early(what, instrument, untold(answer, population, model)))
    } else {
        Some(next_score(what, instrument))
    };
    let mut said: Vec<String> = score.into_iter().collect();
    if too_early(answer) {
        return said;
    }
    said.extend(what.other_plan.as_ref().and_then(|other| plan("With the other plan", what, other)));
    let waiting = format!("Waiting {} days with the planned sessions", what.ahead);
    said.extend(what.waiting.as_ref().and_then(|other| plan(&waiting, what, other)));
    said
}

fn hardly(one: &Outlook, other: &Outlook) -> bool {
    (one.p_response - other.p_response).abs() < HARDLY
}

/// A good score (or a `worse` one) and those further out: "9 or less", "9" at the end of the scale; "or more" where a high score is good.
pub fn or_beyond(row: &IfScore, instrument: &Instrument, worse: bool) -> String {
    let end = if worse == (instrument.worse == WorseEnd::High) { instrument.hi } else { instrument.lo };
    let beyond = if (row.score - end).abs() < 1e-9 {
        ""
    } else if end > row.score {
        " or more"
    } else {
        " or less"
    };
    format!("{}{beyond}", shown(row.score))
}

/// A score as it is written: whole, or with one decimal.
fn shown(score: f64) -> String {
    let one = (score * 10.0).round() / 10.0;
    one.to_string()
}

fn next_score(what: &WhatWouldChange, instrument: &Instrument) -> String {
    let (next, now) = (&what.next_score, &what.as_it_is);
    let name = &instrument.name;
    let days = what.ahead;
    let session = what.session;
    if hardly(now, &next.good.outlook) && hardly(now, &next.bad.outlook) {
        return format!(
            "What would change this: no likely {name} in {days} days changes the chance of response by session {session} \
             much (good, {}: {}; bad, {}: {}).",
            or_beyond(&next.good, instrument, false),
            chance(next.good.outlook.p_response),
            or_beyond(&next.bad, instrument, true),
            chance(next.bad.outlook.p_response),
        );
    }
    let one = |row: &IfScore, worse: bool| {
        let verb = if worse { "lower" } else { "raise" };
        let moves = if hardly(now, &row.outlook) { "hardly change" } else { verb };
        let to = if hardly(now, &row.outlook) {
            String::new()
        } else {
            format!(" to {}", bound(row.outlook.p_response, worse))
        };
        let score = or_beyond(row, instrument, worse);
        (format!("{score} (chance {})", chance(row.chance)), format!("would {moves} it{to}"))
    };
    let ((good, up), (bad, down)) = (one(&next.good, false), one(&next.bad, true));
    format!(
        "What would change this: the chance of response by session {session} is {} today. A good {name} in {days} days, \
         {good}, {up}; a bad one, {bad}, {down}.",
        chance(now.p_response),
    )
}

/// "78% or more"; the ends of the range of percentages say it by themselves.
fn bound(p: f64, worse: bool) -> String {
    let told = chance(p);
    if told.ends_with('%') { format!("{told} or {}", if worse { "less" } else { "more" }) } else { told }
}

/// Only what would raise the chance.
fn early(what: &WhatWouldChange, instrument: &Instrument, untold: bool) -> String {
    let good = &what.next_score.good;
    let from = if untold { String::new() } else { format!(" from {}", chance(what.as_it_is.p_response)) };
    let reserve = if what.next_score.looks_back {
        " Any other could not be held against the sessions: its questions would still look back to days before the first."
    } else {
        ""
    };
    format!(
        "What would change this: a good {} in {} days, {} (chance {}), would raise the chance of response by session {}{from} \
         to {}.{reserve}",
        instrument.name,
        what.ahead,
        or_beyond(good, instrument, false),
        chance(good.chance),
        what.session,
        bound(good.outlook.p_response, false),
    )
}

/// Another plan against this one: benefit on the day of the check-in, and the chance of response.
fn plan(lead: &str, what: &WhatWouldChange, other: &Outlook) -> Option<String> {
    let (now, session) = (&what.as_it_is, what.session);
    let change = if hardly(now, other) {
        "hardly changes".to_owned()
    } else {
        let moves = if other.p_response > now.p_response { "rises" } else { "falls" };
        format!("{moves} from {} to {}", chance(now.p_response), chance(other.p_response))
    };
    Some(format!(
        "{lead}: the chance of response by session {session} {change}; benefit in {} days {}, in place of {}.",
        what.ahead,
        benefit(other)?,
        benefit(now)?,
    ))
}

/// "31% (half: 20% to 40%; eight in ten: 10% to 55%)".
fn benefit(outlook: &Outlook) -> Option<String> {
    let at = |q| outlook.benefit.at(q).map(percent);
    Some(format!(
        "{} (half: {}; eight in ten: {})",
        at(0.5)?,
        range(&at(0.25)?, &at(0.75)?),
        range(&at(0.1)?, &at(0.9)?)
    ))
}
