//! `evenkeel score INSTRUMENT`: from answers on standard input to a total, a band and safety findings.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;
use evenkeel_care::closed_list::Word as _;
use evenkeel_care::finding::Finding;
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::questionnaire::Questionnaire;
use evenkeel_care::safety;
use evenkeel_care::scoring::{self, ScoreError, Scored};
use evenkeel_catalog::Catalog;
use serde::Serialize;
use serde_json::Value;

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::input::{self, Text};
use crate::cli::{output, shipped};
use crate::clock::RealClock;
use crate::formats::json;
use crate::formats::review::FindingOut;

/// Scores one questionnaire. The answers stand on standard input as a JSON list, null for a skipped one.
///
/// The C-SSRS screener takes its seven answers as true, false or null, in the order of a course record.
#[derive(Args)]
pub struct Score {
    /// The instrument, such as PHQ9 or phq-9
    instrument: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A score as it is printed.
#[derive(Serialize)]
struct ScoreOut {
    instrument: InstrumentId,
    total: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partial_total: Option<f64>,
    band: Option<String>,
    missing: Vec<usize>,
    /// Sums of parts of the instrument (PCL-5: B to E), those answered in full.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    clusters: BTreeMap<String, f64>,
    /// Cuts of the total; where one depends on the sex, both are said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    cuts: BTreeMap<String, bool>,
    /// Whether a screen of which any yes is positive is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    positive: Option<bool>,
    findings: Vec<FindingOut>,
}

impl Score {
    /// Reads the answers, scores them and prints.
    pub fn run(&self) -> Ended {
        let catalog = shipped::catalog()?;
        let questionnaire = questionnaire(&catalog, &self.instrument)?;
        let file = input::read("-")?;
        let answers = answers(&file, questionnaire.id)?;
        let scored = scoring::score(questionnaire, &answers).map_err(|error| refused(&file, &error))?;
        let found =
            safety::after_answers(catalog.knowledge(), questionnaire.id, &answers, RealClock::today());
        if !self.json {
            return output::text(&words(questionnaire, &scored, &found, &catalog));
        }
        output::json(&ScoreOut {
            instrument: questionnaire.id,
            total: scored.total,
            partial_total: scored.partial_total,
            band: scored.band,
            missing: scored.missing,
            clusters: scored.clusters,
            cuts: scored.cuts,
            positive: scored.positive,
            findings: found.iter().map(|f| FindingOut::new(f, |message| catalog.say(message))).collect(),
        })
    }
}

/// The instrument by its id, in any case and with or without hyphens.
fn questionnaire<'a>(catalog: &'a Catalog, given: &str) -> Result<&'a Questionnaire, Exit> {
    let id = given.replace('-', "").to_uppercase();
    let known = &catalog.knowledge().instruments;
    InstrumentId::parse(&id).ok().and_then(|id| known.get(&id)).ok_or_else(|| {
        let ids: Vec<&str> = known.keys().map(|id| id.as_str()).collect();
        Exit::bad_input(Fault::new(
            "INSTRUMENT",
            format!("there is no instrument {given:?}"),
            "its items and its bands come from its file",
            format!("Use one of {}", ids.join(", ")),
        ))
    })
}

fn answers(file: &Text, instrument: InstrumentId) -> Result<Vec<Option<u8>>, Exit> {
    let list: Vec<Value> = json::read(&file.text, |_| ()).map_err(|fault| {
        Exit::bad_input(Fault::new(
            format!("{}: {}", file.name, fault.place()),
            fault.what,
            "the answers are one JSON list",
            "Write them as in [1,0,null,2]",
        ))
    })?;
    let screen = matches!(instrument, InstrumentId::Cssrs | InstrumentId::Asq);
    let shape = if screen { "true or false" } else { "a whole number" };
    (1..)
        .zip(list)
        .map(|(number, value): (usize, Value)| match value {
            Value::Null => Ok(None),
            Value::Bool(yes) if screen => Ok(Some(u8::from(yes))),
            other => other.as_u64().and_then(|points| u8::try_from(points).ok()).map(Some).ok_or_else(|| {
                Exit::bad_input(Fault::new(
                    format!("{}: answer {number}", file.name),
                    format!("it is {other}"),
                    format!("an answer is {shape} of the instrument"),
                    "Correct it, or give null if it was skipped",
                ))
            }),
        })
        .collect()
}

fn refused(file: &Text, error: &ScoreError) -> Exit {
    Exit::bad_input(format!("{}: {error}.", file.name))
}

fn words(questionnaire: &Questionnaire, scored: &Scored, found: &[Finding], catalog: &Catalog) -> String {
    let name = &questionnaire.name;
    let band = scored.band.as_ref().map(|band| format!(", {}", band.replace('_', " "))).unwrap_or_default();
    let mut out = match (scored.total, scored.partial_total) {
        (Some(total), _) => format!("{name}: {total}{band}\n"),
        (None, Some(partial)) => format!("{name}: no total; the answered items add up to {partial}\n"),
        (None, None) => format!("{name}: read answer by answer; it has no total\n"),
    };
    if !scored.missing.is_empty() {
        let items: Vec<String> = scored.missing.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "Not answered: item {}", items.join(", "));
    }
    for cluster in &questionnaire.clusters {
        if let Some(sum) = scored.clusters.get(&cluster.id) {
            let _ = writeln!(out, "{} ({}): {sum}", cluster.id, cluster.label);
        }
    }
    for cut in &questionnaire.cuts {
        if let Some(met) = scored.cuts.get(&cut.id) {
            let _ = writeln!(out, "{}: {}", cut.label, if *met { "yes" } else { "no" });
        }
    }
    if let Some(positive) = scored.positive {
        let _ = writeln!(out, "Screen: {}", if positive { "positive" } else { "negative" });
    }
    for finding in found {
        let reasons: Vec<String> = finding.because.iter().map(|reason| catalog.say(reason)).collect();
        let _ = writeln!(out, "{} {}: {}. {}", finding.rule, finding.kind, finding.state, reasons.join(" "));
    }
    out
}
