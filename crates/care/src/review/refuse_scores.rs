//! Refusals of scores that their instrument cannot have.

use super::refusal::{ReviewRefusal, not_after_today};
use crate::instrument::InstrumentId;
use crate::knowledge::Knowledge;
use crate::questionnaire::{Questionnaire, Scoring};
use crate::record::{CourseRecord, Measurement};
use crate::scoring;

/// Checks the primary instrument and every measurement.
pub(crate) fn check(course: &CourseRecord, knowledge: &Knowledge) -> Result<(), ReviewRefusal> {
    scored(course.primary, "primary", knowledge)?;
    for (i, measurement) in course.measurements.iter().enumerate() {
        check_one(measurement, course, knowledge).map_err(|refusal| refusal.within("measurements", i))?;
    }
    Ok(())
}

fn check_one(m: &Measurement, course: &CourseRecord, knowledge: &Knowledge) -> Result<(), ReviewRefusal> {
    let instrument = scored(m.instrument, "instrument", knowledge)?;
    not_after_today("date", m.date, course.today)?;
    instrument.check_total(m.score).map_err(|wrong| {
        ReviewRefusal::new(
            "score",
            wrong.to_string(),
            "a score outside its instrument cannot be compared with any other",
            "correct the score, or the instrument",
        )
    })?;
    check_items(m, instrument)
}

/// The instrument, if it is on file and has a total.
fn scored<'a>(
    id: InstrumentId,
    path: &str,
    knowledge: &'a Knowledge,
) -> Result<&'a Questionnaire, ReviewRefusal> {
    let Some(instrument) = knowledge.instruments.get(&id) else {
        return Err(ReviewRefusal::new(
            path,
            format!("there is no file for the instrument {id}"),
            "its range and its recall window come from that file",
            "add the instrument's file to the clinic's folder, or leave its scores out",
        ));
    };
    if instrument.range.is_none() {
        return Err(ReviewRefusal::new(
            path,
            format!("{} has no total", instrument.name),
            "it is read question by question",
            "enter its answers under screens",
        ));
    }
    Ok(instrument)
}

/// How far a written total may lie from the computed one: a mean of three is written with one decimal. Totals
/// in whole points have been checked to be whole.
const SAME_SCORE_POINTS: f64 = 0.05;

/// Answers must lead to the score that stands beside them; with a skipped answer the score must
/// still be one that the other answers allow.
fn check_items(m: &Measurement, instrument: &Questionnaire) -> Result<(), ReviewRefusal> {
    let Some(items) = &m.items else { return Ok(()) };
    let (total, partial) = scoring::totals(instrument, items).map_err(|wrong| {
        ReviewRefusal::new(
            "items",
            wrong.to_string(),
            "the answers must be answers of this instrument",
            "correct the list of answers, or leave it out",
        )
    })?;
    let fits = match (total, partial) {
        (Some(total), _) => (total - m.score).abs() <= SAME_SCORE_POINTS,
        // A skipped answer can only add to a sum; a mean may go either way.
        (None, Some(partial)) if instrument.scoring != Scoring::Mean => partial <= m.score,
        (None, _) => true,
    };
    if fits {
        return Ok(());
    }
    let sum = total.or(partial).unwrap_or_default();
    Err(ReviewRefusal::new(
        "items",
        format!("the answers add up to {sum}, the score is {}", m.score),
        "one of the two is wrong, and a finding would rest on it",
        "correct the answers or the score",
    ))
}
