//! What the forecast's file and the findings must agree on: a patient who responds in one responds in
//! the other.

use evenkeel_care::condition::Condition;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use serde::Deserialize;

use crate::files::{File, Files};
use crate::problem::Problem;
use crate::toml_file;

/// The figures of a forecast file that findings use too; the rest is the forecast's own.
#[derive(Debug, Deserialize)]
struct Model {
    #[serde(default)]
    instrument: Vec<ModelInstrument>,
    #[serde(default)]
    condition: Vec<ModelCondition>,
}

#[derive(Debug, Deserialize)]
struct ModelInstrument {
    id: InstrumentId,
    lo: f64,
    hi: f64,
    remission_at: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct ModelCondition {
    id: Condition,
    response_at: f64,
}

/// Figures that differ between `forecast/model-*.toml` and the rules and instruments.
pub(crate) fn problems(files: &Files, knowledge: &Knowledge) -> Vec<Problem> {
    let models = files.toml_in("forecast", false);
    let models = models.into_iter().filter(|(stem, _)| stem.starts_with("model-"));
    models
        .flat_map(|(_, file)| match toml_file::read::<Model>(file) {
            Err(problem) => vec![problem],
            Ok(model) => [conditions(file, &model, knowledge), instruments(file, &model, knowledge)].concat(),
        })
        .collect()
}

/// One figure for response (rule D1).
fn conditions(file: &File, model: &Model, knowledge: &Knowledge) -> Vec<Problem> {
    let figures = &knowledge.rules.d1.params.response_percent;
    let differing = model.condition.iter().enumerate().filter_map(|(i, condition)| {
        let percent = figures.get(&condition.id)?;
        differs(condition.response_at * 100.0, *percent).then(|| {
            disagreement(
                file,
                &format!("condition[{i}].response_at"),
                format!(
                    "response_at of {} is {}, rule D1 has {percent} %",
                    condition.id, condition.response_at
                ),
            )
        })
    });
    differing.collect()
}

/// One range and one cut of remission for each instrument.
fn instruments(file: &File, model: &Model, knowledge: &Knowledge) -> Vec<Problem> {
    let mut found = Vec::new();
    for (i, own) in model.instrument.iter().enumerate() {
        let Some(instrument) = knowledge.instruments.get(&own.id) else { continue };
        if instrument.range.is_some_and(|range| differs(range.lo, own.lo) || differs(range.hi, own.hi)) {
            let what =
                format!("the range of {} is {} to {}, its own file has another", own.id, own.lo, own.hi);
            found.push(disagreement(file, &format!("instrument[{i}].hi"), what));
        }
        let same = match (own.remission_at, instrument.remission_at_most) {
            (Some(a), Some(b)) => !differs(a, b),
            (None, None) => true,
            _ => false,
        };
        if !same {
            let words = |cut: Option<f64>| cut.map_or("none".to_owned(), |cut| cut.to_string());
            let (here, there) = (words(own.remission_at), words(instrument.remission_at_most));
            let what = format!("the cut of remission of {} is {here}, its own file has {there}", own.id);
            found.push(disagreement(file, &format!("instrument[{i}].remission_at"), what));
        }
    }
    found
}

fn differs(a: f64, b: f64) -> bool {
    (a - b).abs() > 1e-9
}

fn disagreement(file: &File, field: &str, what: String) -> Problem {
    Problem::new(
        &file.shown,
        toml_file::line_of(&file.text, field),
        what,
        "the forecast and the findings would call different things a response",
        "write the same figure in both files",
    )
}
