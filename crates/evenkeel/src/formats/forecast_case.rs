//! Forecast cases as JSON: one case, or `{"cases":[{"case":…}]}`. A `gold` beside a case is ignored.
//!
//! Every bad case of a file is told, by its id and field; a file with a bad case yields no number at all.

use evenkeel_forecast::{Case, CaseError, CheckedCase, Model};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::{self, JsonFault};
use crate::cli::exit::{Exit, Fault};
use crate::cli::input::Text;

/// Names the kind of a record in the reference files. It has no meaning for the forecast and is no slip.
const COMMENT_KEY: &str = "kind";

/// The cases of one file, all of them good.
#[derive(Debug, Clone)]
pub struct ReadCases {
    /// The cases as written, each with what the check made of it.
    pub cases: Vec<(Case, CheckedCase)>,
    /// Unknown keys, ignored, each with its case.
    pub unknown_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object, one case or {\"cases\":[{\"case\":…}]}")]
struct Outer {
    cases: Option<Vec<Entry>>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object {\"case\":…}")]
struct Entry {
    case: Box<RawValue>,
}

/// Reads and checks every case of `file`.
pub fn read(file: &Text, model: &Model) -> Result<ReadCases, Exit> {
    let outer: Outer = json::read(&file.text, |_| ()).map_err(|fault| broken(file, &fault))?;
    let texts: Vec<&str> = match &outer.cases {
        None => vec![&file.text],
        Some(entries) => entries.iter().map(|entry| entry.case.get()).collect(),
    };
    if texts.is_empty() {
        let fault = Fault::new(
            format!("{}: cases", file.name),
            "the list is empty",
            "there is no case to answer",
            "Add a case, as {\"case\":{…}}",
        );
        return Err(Exit::bad_input(fault));
    }
    let mut read = ReadCases { cases: Vec::new(), unknown_keys: Vec::new() };
    let mut refusals = Vec::new();
    for (i, text) in texts.into_iter().enumerate() {
        match one(text, i, model, &mut read.unknown_keys) {
            Ok(case) => read.cases.push(case),
            Err(refusal) => refusals.push(format!("{}: {refusal}.", file.name)),
        }
    }
    if refusals.is_empty() { Ok(read) } else { Err(Exit::bad_input(refusals.join("\n"))) }
}

fn broken(file: &Text, fault: &JsonFault) -> Exit {
    let place = format!("{}: {}", file.name, fault.place());
    Exit::bad_input(Fault::new(place, &fault.what, fault.why(), fault.remedy()))
}

fn one(
    text: &str,
    index: usize,
    model: &Model,
    unknown_keys: &mut Vec<String>,
) -> Result<(Case, CheckedCase), CaseError> {
    let name = name(text, index);
    let unknown = |path: String| {
        if path != COMMENT_KEY {
            unknown_keys.push(format!("case {name}: {path}"));
        }
    };
    let case: Case = json::read(text, unknown).map_err(|fault| misshapen(&name, &fault))?;
    whole_days(&case)?;
    let checked = case.checked(model)?;
    Ok((case, checked))
}

/// The id of a case that may not be readable otherwise; its place in the file if it has none.
fn name(text: &str, index: usize) -> String {
    #[derive(Deserialize)]
    struct Head {
        id: String,
    }
    json::read(text, |_| ())
        .map_or_else(|_| format!("number {} (without a readable id)", index + 1), |head: Head| head.id)
}

fn misshapen(case: &str, fault: &JsonFault) -> CaseError {
    CaseError {
        case: case.to_owned(),
        field: fault.place(),
        what: fault.what.clone(),
        why: fault.why().to_owned(),
        what_to_do: fault.remedy().to_owned(),
    }
}

/// Days are counted in whole numbers from any origin.
fn whole_days(case: &Case) -> Result<(), CaseError> {
    let sessions = |list: &'static str, days: &[evenkeel_forecast::Session]| -> Vec<(String, f64)> {
        days.iter().enumerate().map(|(i, s)| (format!("{list}[{i}].day"), s.day)).collect()
    };
    let scores = case.scores.iter().enumerate().map(|(i, score)| (format!("scores[{i}].day"), score.day));
    let all = std::iter::once(("today".to_owned(), case.today))
        .chain(sessions("sessions", &case.sessions))
        .chain(scores)
        .chain(sessions("plan", &case.plan))
        .chain(sessions("other_plan", case.other_plan.as_deref().unwrap_or_default()));
    match all.into_iter().find(|(_, day)| day.is_finite() && day.fract() != 0.0) {
        None => Ok(()),
        Some((field, day)) => Err(CaseError {
            case: case.id.clone(),
            field,
            what: day.to_string(),
            why: "a day is a whole number, counted from any origin".to_owned(),
            what_to_do: "Round it to the calendar day; sessions and scores of one day are ordered by `after`"
                .to_owned(),
        }),
    }
}
