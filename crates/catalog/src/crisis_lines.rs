//! Suggestions of a crisis line, by country: read, checked, and never used by themselves.

use std::collections::BTreeSet;

use evenkeel_care::source::Source;
use jiff::civil::Date;
use serde::Deserialize;

use crate::files::Files;
use crate::problem::Problem;
use crate::toml_file;

/// The file inside the folder.
pub(crate) const PATH: &str = "crisis-lines.toml";
/// Its cases.
pub(crate) const CASES: &str = "crisis-lines.cases.toml";
/// The schema this program reads.
const SCHEMA: &str = "evenkeel-crisis-lines/1";

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrisisLines {
    schema: String,
    /// Raised with every change.
    pub revision: String,
    /// The day from which it holds.
    pub effective: Option<Date>,
    #[serde(default)]
    line: Vec<CrisisLine>,
}

/// The line of one country, to be confirmed with the official service by each clinic.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrisisLine {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// What the service calls itself.
    pub service: String,
    /// The number to dial: digits, and `+` at the beginning.
    pub number: String,
    /// As patients may read it.
    pub words: String,
    /// The official service, or the government that runs it.
    pub source: Source,
}

/// Cases of the file: a country, and the number that is suggested there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CrisisCases {
    pub(crate) cases: Vec<CrisisCase>,
}

/// One case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CrisisCase {
    pub(crate) name: String,
    country: String,
    #[serde(default)]
    number: Option<String>,
}

impl CrisisLines {
    /// The suggestion for a country; `None`: nobody has read one at its official service.
    pub fn of(&self, country: &str) -> Option<&CrisisLine> {
        let country = country.trim();
        self.line.iter().find(|line| line.country.eq_ignore_ascii_case(country))
    }
}

impl CrisisCase {
    /// How the case comes out otherwise.
    pub(crate) fn differs(&self, lines: &CrisisLines) -> Option<String> {
        let found = lines.of(&self.country).map(|line| line.number.clone());
        (found != self.number).then(|| format!("the number is {found:?}, expected {:?}", self.number))
    }
}

/// The suggestions; none where the file cannot be read, which [`problems`] tells.
pub(crate) fn read(files: &Files) -> CrisisLines {
    files.get(PATH).and_then(|file| toml_file::read(file).ok()).unwrap_or_default()
}

/// What is wrong with the file.
pub(crate) fn problems(files: &Files) -> Vec<Problem> {
    let Some(file) = files.get(PATH) else { return Vec::new() };
    let lines: CrisisLines = match toml_file::read(file) {
        Ok(lines) => lines,
        Err(problem) => return vec![problem],
    };
    let told = |field: &str, what: String, why: &str, remedy: &str| {
        Problem::new(&file.shown, toml_file::line_of(&file.text, field), what, why, remedy)
    };
    let mut found = Vec::new();
    if lines.schema != SCHEMA {
        let what = format!("the schema is {:?}, not {SCHEMA:?}", lines.schema);
        let why = "numbers of another layout would be misread";
        found.push(told("schema", what, why, "bring the file to this schema"));
    }
    let mut seen = BTreeSet::new();
    for (i, line) in lines.line.iter().enumerate() {
        let at = |field: &str| format!("line[{i}].{field}");
        if !(line.country.len() == 2 && line.country.bytes().all(|b| b.is_ascii_uppercase())) {
            let what = format!("{:?} is no country code", line.country);
            let why = "a clinic finds its suggestion by its country";
            found.push(told(&at("country"), what, why, "write two capital letters, as in US"));
        }
        if !seen.insert(&line.country) {
            let what = format!("{} stands here twice", line.country);
            let why = "it would not be clear which number is suggested";
            found.push(told(&at("country"), what, why, "keep one line for a country"));
        }
        let digits = line.number.strip_prefix('+').unwrap_or(&line.number);
        if digits.len() < 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            let what = format!("{:?} is no number that a phone can dial", line.number);
            let why = "somebody in a crisis taps it";
            found.push(told(
                &at("number"),
                what,
                why,
                "write digits only, with + at the beginning if needed",
            ));
        }
        let empty = |text: &str| text.trim().is_empty();
        if empty(&line.service) || empty(&line.words) || empty(&line.source.citation) {
            let what = "the service, the words or the source is empty".to_owned();
            let why = "a clinic confirms the number with the official service, and must know which that is";
            found.push(told(
                &at("service"),
                what,
                why,
                "name the service, the words patients read and the source",
            ));
        }
        if line.source.seen_at.is_none() {
            let what = "it does not say where the service was read".to_owned();
            let why = "a number from memory, a mirror or a blog is not suggested to anybody";
            found.push(told(&at("source"), what, why, "add seen_at, the page of the official service"));
        }
    }
    found
}
