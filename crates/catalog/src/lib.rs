//! Reads and checks what clinicians own: `clinical/`, and a clinic's own folder laid over it.
//!
//! The shipped folder is inside the binary. Whatever is wrong with a file is told with its line, what
//! is wrong, why it matters and what to do; nothing is ever half loaded.

mod cases;
mod check;
mod cross;
mod evidence;
mod files;
mod forecast_file;
mod problem;
mod read;
mod texts;
mod toml_file;

use std::path::Path;

use evenkeel_care::evidence::Evidence;
use evenkeel_care::knowledge::{Knowledge, Overlay};
use evenkeel_care::message::Message;

pub use cases::alert_case::CaseAlert;
pub use cases::rule_case::{
    CaseMedication, CasePatient, CasePreviousCourse, CaseScore, CaseScreen, CaseSession, Expectation,
    RuleCase, RuleCases,
};
pub use check::{CheckReport, check, check_whole};
pub use problem::Problem;

use files::Files;

/// The clinic's knowledge with the files it was read from.
#[derive(Debug, Clone)]
pub struct Catalog {
    files: Files,
    knowledge: Knowledge,
    evidence: Evidence,
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
        let name = dir.file_name().map_or_else(|| "clinic".to_owned(), |n| n.to_string_lossy().into_owned());
        let overlay = Overlay { name, digest: own.digest() };
        Self::from_files(Files::embedded()?.laid_under(own), Some(overlay))
    }

    fn from_files(files: Files, overlay: Option<Overlay>) -> Result<Self, Vec<Problem>> {
        let knowledge = read::knowledge(&files, overlay)?;
        let problems = cross::problems(&files, &knowledge);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { digest: files.digest(), evidence: evidence::read(&files), files, knowledge })
    }

    /// What the engine rests on.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What is published, from all evidence files.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The sentence a message stands for.
    pub fn say(&self, message: &Message) -> String {
        self.knowledge.say(message)
    }

    /// The text of a file by its path inside the folder, for example `forecast/prior-1.1.json`.
    pub fn raw(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|file| file.text.as_str())
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
