//! What a restart carries over from the course before: when it ended, what kept the patient well, which
//! dose was tolerated, how far it helped.

use std::collections::BTreeMap;

use evenkeel_care::dose::Dose;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::{CourseStatus, PreviousCourse, SessionStatus};
use evenkeel_store::course_bundle::Previous;
use evenkeel_store::measurement::Measurement;
use evenkeel_store::observation::{Seen, Tolerance};
use evenkeel_store::session::Session;
use evenkeel_store::{SessionId, StoreError};
use jiff::civil::Date;

use crate::record::seen_by_session;
use crate::words;

/// The facts of the course before that the rules read.
pub(crate) fn previous_course(before: &Previous, knowledge: &Knowledge) -> PreviousCourse {
    PreviousCourse {
        id: Some(before.course.id.to_string()),
        ended_on: (before.course.status == CourseStatus::Ended).then_some(before.course.status_on),
        best_interval_days: best_interval(before, knowledge),
    }
}

fn given(before: &Previous) -> Vec<&Session> {
    let mut done: Vec<_> = before.sessions.iter().filter(|s| s.status == SessionStatus::Done).collect();
    done.sort_by_key(|s| (s.date, s.id));
    done
}

/// The longest interval, days, between two sessions at whose end the latest score still was a response by
/// rule D1. `None` where no score says so.
fn best_interval(before: &Previous, knowledge: &Knowledge) -> Option<u32> {
    let fall = knowledge.rules.d1.params.response_percent.get(&before.course.condition)?;
    let at_most = intake(before)? * (1.0 - fall / 100.0);
    let days: Vec<Date> = given(before).iter().map(|s| s.date).collect();
    let well_at = |day: Date| {
        let taken = scores(before).filter(|m| m.date <= day && (m.date < day || !m.after_session));
        taken.max_by_key(|m| (m.date, m.id)).is_some_and(|m| m.score.is_some_and(|s| s <= at_most))
    };
    let gaps = days.windows(2).filter_map(|pair| match pair {
        [from, to] if well_at(*to) => to.since(*from).ok().map(|span| span.get_days()),
        _ => None,
    });
    gaps.max().and_then(|days| u32::try_from(days).ok())
}

fn scores(before: &Previous) -> impl Iterator<Item = &Measurement> {
    let primary = before.course.primary_instrument;
    before.measurements.iter().filter(move |m| m.instrument == primary && m.score.is_some())
}

/// The latest score before the first session.
pub(crate) fn intake(before: &Previous) -> Option<f64> {
    let first = given(before).first()?.date;
    let at_start = scores(before).filter(|m| m.date < first || (m.date == first && !m.after_session));
    at_start.max_by_key(|m| (m.date, m.id)).and_then(|m| m.score)
}

/// The best score after the first session.
pub(crate) fn best_score(before: &Previous) -> Option<f64> {
    let first = given(before).first()?.date;
    scores(before).filter(|m| m.date > first).filter_map(|m| m.score).reduce(f64::min)
}

/// The dose of the latest session that nobody noted as badly tolerated.
pub(crate) fn tolerated(before: &Previous, seen: &BTreeMap<SessionId, Seen>) -> Option<Dose> {
    let bad = |s: &&Session| seen.get(&s.id).is_none_or(|seen| seen.tolerance != Some(Tolerance::Badly));
    given(before).into_iter().filter(bad).filter_map(|s| s.dose).next_back()
}

/// What carries over, a sentence each.
pub(crate) fn sentences(before: &Previous, knowledge: &Knowledge) -> Result<Vec<String>, StoreError> {
    let seen = seen_by_session(&before.observations)?;
    let name = knowledge.name(before.course.primary_instrument);
    let mut said = vec![format!(
        "The course before ({}) ended on {} after {} sessions.",
        before.course.protocol_id,
        words::date(before.course.status_on),
        given(before).len()
    )];
    if let (Some(intake), Some(best)) = (intake(before), best_score(before)) {
        said.push(format!(
            "{name} {} at its start, {} at its best.",
            words::number(intake),
            words::number(best)
        ));
    }
    if let Some(dose) = tolerated(before, &seen) {
        said.push(format!("Latest dose that was tolerated: {}.", words::dose(dose)));
    }
    if let Some(days) = best_interval(before, knowledge) {
        said.push(format!("Longest interval that kept a response: {days} days."));
    }
    said.push("Ask for consent and screen again before the first session.".to_owned());
    Ok(said)
}
