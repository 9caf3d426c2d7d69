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
        let path = format!("measurements[{i}]");
        let instrument = scored(measurement.instrument, &format!("{path}.instrument"), knowledge)?;
        not_after_today(format!("{path}.date"), measurement.date, course.today)?;
        instrument.check_total(measurement.score).map_err(|wrong| {
            ReviewRefusal::new(
                format!("{path}.score"),
                wrong.to_string(),
                "a score outside its instrument cannot be compared with any other",
                "correct the score, or the instrument",
            )
        })?;
        check_items(&path, measurement, instrument)?;
    }
    Ok(())
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

/// Answers must lead to the score that stands beside them; with a skipped answer the score must
/// still be one that the other answers allow.
fn check_items(path: &str, m: &Measurement, instrument: &Questionnaire) -> Result<(), ReviewRefusal> {
    let Some(items) = &m.items else { return Ok(()) };
    let scored = scoring::score(instrument, items).map_err(|wrong| {
        ReviewRefusal::new(
            format!("{path}.items"),
            wrong.to_string(),
            "the answers must be answers of this instrument",
            "correct the list of answers, or leave it out",
        )
    })?;
    let fits = match (scored.total, scored.partial_total) {
        (Some(total), _) => (total - m.score).abs() < same_score_points(instrument),
        // A skipped answer can only add to a sum; a mean may go either way.
        (None, Some(partial)) if instrument.scoring != Scoring::Mean => partial <= m.score,
        (None, _) => true,
    };
    if fits {
        return Ok(());
    }
    let sum = scored.total.or(scored.partial_total).unwrap_or_default();
    Err(ReviewRefusal::new(
        format!("{path}.items"),
        format!("the answers add up to {sum}, the score is {}", m.score),
        "one of the two is wrong, and a finding would rest on it",
        "correct the answers or the score",
    ))
}

/// How far a written total may lie from the computed one: a mean of three is written with one decimal.
fn same_score_points(instrument: &Questionnaire) -> f64 {
    if instrument.range.is_some_and(|range| range.steps_per_point > 1) { 0.05 } else { 1e-9 }
}
