//! Reads and checks what clinicians own: `clinical/`, and a clinic's own folder laid over it.
//!
//! The shipped folder is inside the binary. Whatever is wrong with a file is told with its line, what
//! is wrong, why it matters and what to do; nothing is ever half loaded.

mod cases;
mod check;
mod crisis_lines;
mod cross;
mod diff;
mod evidence;
mod files;
mod forecast_file;
mod problem;
mod read;
mod rems_files;
mod texts;
mod toml_file;

use std::collections::BTreeMap;
use std::path::Path;

use evenkeel_care::evidence::Evidence;
use evenkeel_care::knowledge::{Change, Knowledge, Overlay};
use evenkeel_care::message::Message;

pub use cases::alert_case::CaseAlert;
pub use cases::rule_case::{
    CaseMedication, CasePatient, CasePreviousCourse, CaseScore, CaseScreen, CaseSession, Expectation,
    RuleCase, RuleCases,
};
pub use check::{CheckReport, check, check_whole};
pub use crisis_lines::{CrisisLine, CrisisLines};
pub use problem::Problem;
pub use toml_file::line_of;

use files::Files;

/// The clinic's knowledge with the files it was read from.
#[derive(Debug, Clone)]
pub struct Catalog {
    files: Files,
    knowledge: Knowledge,
    evidence: Evidence,
    crisis_lines: CrisisLines,
    digest: String,
}

impl Catalog {
    /// The shipped folder.
    pub fn embedded() -> Result<Self, Vec<Problem>> {
        Self::from_files(Files::embedded()?, None)
    }

    /// A whole folder on disk, shaped like `clinical/`.
    pub fn from_dir(dir: &Path) -> Result<Self, Vec<Problem>> {
        Self::from_files(Files::from_dir(dir)?, None)
    }

    /// The shipped folder with a clinic's own folder over it: a file of the same name takes the
    /// shipped file's place, any other is added. Findings name the folder.
    pub fn with_overlay(dir: &Path) -> Result<Self, Vec<Problem>> {
        let own = Files::from_dir(dir)?;
        let shipped = Files::embedded()?;
        let overlay = diff::overlay(dir, &shipped, &own);
        Self::from_files(shipped.laid_under(own), Some(overlay))
    }

    fn from_files(files: Files, overlay: Option<Overlay>) -> Result<Self, Vec<Problem>> {
        let knowledge = read::knowledge(&files, overlay)?;
        let problems = cross::problems(&files, &knowledge);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            digest: files.digest(),
            evidence: evidence::read(&files),
            crisis_lines: crisis_lines::read(&files),
            files,
            knowledge,
        })
    }

    /// What the engine rests on.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What is published, from all evidence files.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Suggestions of a crisis line by country, each to be confirmed by the clinic.
    pub fn crisis_lines(&self) -> &CrisisLines {
        &self.crisis_lines
    }

    /// What the clinic's own folder changes, by file (`rules/d11.toml`); empty without one.
    pub fn differences(&self) -> BTreeMap<&str, &[Change]> {
        let overlay = self.knowledge.overlay.iter();
        overlay.flat_map(|o| &o.changes).map(|(path, changes)| (path.as_str(), changes.as_slice())).collect()
    }

    /// The values of a file below `table` (`params`), by key, as a reader writes them.
    pub fn values(&self, path: &str, table: &str) -> Vec<(String, String)> {
        let all = self.raw(path).map(diff::values).unwrap_or_default();
        let inside = |(key, value): (String, String)| {
            let key = key.strip_prefix(table)?.strip_prefix('.')?.to_owned();
            Some((key, value))
        };
        all.into_iter().filter_map(inside).collect()
    }

    /// The sentence a message stands for.
    pub fn say(&self, message: &Message) -> String {
        self.knowledge.say(message)
    }

    /// The text of a file by its path inside the folder, for example `forecast/prior-1.1.json`.
    pub fn raw(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|file| file.text.as_str())
    }

    /// A file by its path inside the folder, as its reader finds it (`clinical/forecast/prior-1.1.json`).
    pub fn shown(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|file| file.shown.as_str())
    }

    /// Paths of all files inside the folder, in order.
    pub fn paths(&self) -> Vec<&str> {
        self.files.paths()
    }

    /// SHA-256 over all files, hexadecimal: the same knowledge has the same digest on every machine.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}
