//! The evidence base: studies with their numbers, and whether each was read in its source.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::files::Files;
use crate::problem::Problem;
use crate::toml_file;

/// The schema this program reads.
const SCHEMA: &str = "evenkeel-evidence/1";

/// What every evidence file has; the numbers themselves are read by whoever shows them.
#[derive(Debug, Deserialize)]
struct Evidence {
    schema: String,
    #[serde(default)]
    study: Vec<Study>,
}

/// What every study has.
#[derive(Debug, Deserialize)]
struct Study {
    id: String,
    citation: String,
    #[serde(rename = "verified")]
    _verified: bool,
}

/// What is wrong with the evidence files.
pub(crate) fn problems(files: &Files) -> Vec<Problem> {
    let mut found = Vec::new();
    for (_, file) in files.toml_in("evidence", false) {
        let evidence = match toml_file::read::<Evidence>(file) {
            Ok(evidence) => evidence,
            Err(problem) => {
                found.push(problem);
                continue;
            }
        };
        let at = |field: &str, what: String, why: &str, remedy: &str| {
            Problem::new(&file.shown, toml_file::line_of(&file.text, field), what, why, remedy)
        };
        if evidence.schema != SCHEMA {
            found.push(at(
                "schema",
                format!("the schema is {:?}, not {SCHEMA:?}", evidence.schema),
                "numbers of another layout would be misread",
                "bring the file to this schema",
            ));
        }
        let mut seen = BTreeSet::new();
        for (i, study) in evidence.study.iter().enumerate() {
            if !seen.insert(&study.id) {
                found.push(at(
                    &format!("study[{i}].id"),
                    format!("a second study with the id {:?}", study.id),
                    "its patients would be counted twice",
                    "give it another id, or remove it",
                ));
            }
            if study.citation.trim().is_empty() {
                found.push(at(
                    &format!("study[{i}].citation"),
                    format!("{} has no citation", study.id),
                    "a number without its source cannot be checked",
                    "write who published it, where and when",
                ));
            }
        }
    }
    found
}
