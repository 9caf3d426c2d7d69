//! A study as it stands in a file: what was done, to whom, and what was measured when.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::lists::{
    About, EvidenceGrade, EvidencePhase, EvidenceRoute, SourceKind, StudyKind, StudyPhase, StudyRole,
    Treatment, Unit,
};
use crate::condition::Condition;

/// One evidence file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    /// Layout of the file, `evenkeel-evidence/1`.
    pub schema: String,
    /// The day it was compiled.
    pub compiled: Option<Date>,
    /// How figures are graded; one file is enough.
    pub grading: Option<Grading>,
    /// Quantities this file brings.
    #[serde(default)]
    pub quantity: Vec<Quantity>,
    /// Studies that share patients.
    #[serde(default)]
    pub shared_patients: Vec<SharedPatients>,
    /// The studies.
    #[serde(default)]
    pub study: Vec<Study>,
}

/// The rule by which a figure is graded: a start by the kind of study, one step lower when it was
/// read second-hand, one more when the group was small.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Grading {
    /// A group of fewer people lowers the grade by a step.
    pub small_arm_below: u32,
    /// Grade to start from; a kind that is not named has no figures.
    #[serde(flatten)]
    pub starts_at: BTreeMap<StudyKind, EvidenceGrade>,
}

/// A quantity: what it is called, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// Its id, as figures name it.
    pub id: String,
    /// What it is called on screen.
    pub name: String,
    /// What it is about.
    pub about: About,
}

/// Studies whose patients are in part or whole the same.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedPatients {
    /// Ids of the studies.
    pub studies: Vec<String>,
    /// How they hang together.
    pub why: String,
}

/// A study.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Its id.
    pub id: String,
    /// Who published it, where and when.
    pub citation: String,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// Whether the identifier was seen in a source.
    #[serde(default)]
    pub doi_verified: bool,
    /// The page where it was read; never shown on screen.
    pub source_url: Option<String>,
    /// What was read.
    pub source_kind: SourceKind,
    /// How it was done, in words.
    pub design: String,
    /// How it came to its figures.
    pub kind: StudyKind,
    /// People in all.
    pub n_total: Option<u32>,
    /// Whom it treated, in the study's words.
    pub condition: String,
    /// Conditions a clinic treats that these people had; more than one is a mixed population.
    pub conditions: Vec<Condition>,
    /// What the forecast may use it for.
    pub role: StudyRole,
    /// What a reader should know.
    #[serde(default)]
    pub notes: String,
    /// Whether the study was read where `source_url` says.
    pub verified: bool,
    /// Its arms.
    #[serde(default)]
    pub arm: Vec<Arm>,
}

/// An arm of a study.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Its id inside the study.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// People in the arm.
    pub n: Option<u32>,
    /// Route.
    pub route: EvidenceRoute,
    /// Dose, in words.
    pub dose: String,
    /// Schedule, in words.
    pub schedule: String,
    /// Instrument, in words.
    pub instrument: String,
    /// Whether it was read in the source.
    pub verified: bool,
    /// What the forecast may use it for, where it differs from the study.
    pub role: Option<StudyRole>,
    /// What these people got.
    pub treatment: Treatment,
    /// The arm beside which its figures stand.
    pub control: Option<String>,
    /// How its figures came about, where it differs from the study (an open part of a trial).
    pub kind: Option<StudyKind>,
    /// The figures.
    #[serde(default)]
    pub timepoint: Vec<Timepoint>,
}

/// One figure of an arm.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timepoint {
    /// Which quantity.
    pub quantity: String,
    /// The figure; the lower end where `upper` is given.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Upper end of a range.
    pub upper: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Standard error.
    pub se: Option<f64>,
    /// A spread whose kind the source does not state.
    pub spread: Option<f64>,
    /// 95 % confidence interval.
    pub ci95: Option<[f64; 2]>,
    /// Lower end of the 95 % confidence interval, where the upper cannot be estimated.
    pub ci95_low: Option<f64>,
    /// People with the outcome.
    pub count: Option<u32>,
    /// People counted.
    pub denominator: Option<u32>,
    /// Minutes after the session.
    pub minute: Option<u32>,
    /// Hours after the session.
    pub hour: Option<u32>,
    /// Days from the first session.
    pub day: Option<u32>,
    /// Weeks from the first session.
    pub week: Option<u32>,
    /// Sessions received so far.
    pub session: Option<u32>,
    /// Days after the last session.
    pub days_after_last: Option<u32>,
    /// Earliest day after the last session.
    pub days_after_last_min: Option<u32>,
    /// Latest day after the last session.
    pub days_after_last_max: Option<u32>,
    /// What a number of days counts from, in words.
    pub days_after: Option<String>,
    /// Phase in the study's words.
    pub phase: Option<StudyPhase>,
    /// Which question it answers; none: it is kept for reading.
    pub answers: Option<EvidencePhase>,
    /// The one condition it speaks for, in a mixed population.
    pub condition: Option<Condition>,
    /// Instrument, where it differs from the arm's.
    pub instrument: Option<String>,
    /// What the study called a response, a remission, a relapse.
    pub definition: Option<String>,
    /// Whose figure it is, within the arm.
    pub subgroup: Option<String>,
    /// Read from a picture or rounded in the source.
    #[serde(default)]
    pub approximate: bool,
    /// What a reader should know.
    pub note: Option<String>,
    /// Whether the number was read in the page named.
    pub verified: bool,
    /// The page where it was read; never shown on screen.
    pub source_url: Option<String>,
    /// What was read, where it differs from the study.
    pub source_kind: Option<SourceKind>,
}

impl Study {
    /// The study as a reader can find it: DOI where seen, else PubMed, PMC or registry id, else none.
    pub fn identifier(&self) -> Option<String> {
        if let Some(doi) = self.doi.as_ref().filter(|_| self.doi_verified) {
            return Some(format!("doi:{doi}"));
        }
        let url = self.source_url.as_deref().unwrap_or_default();
        let after = |mark: &str| url.split_once(mark).map(|(_, rest)| digits(rest)).filter(|d| !d.is_empty());
        let pubmed = after("pubmed.ncbi.nlm.nih.gov/").map(|id| format!("PMID {id}"));
        pubmed
            .or_else(|| after("PMC").map(|id| format!("PMC{id}")))
            .or_else(|| after("NCT").map(|id| format!("NCT{id}")))
    }

    /// The address of that identifier.
    pub fn link(&self) -> Option<String> {
        let id = self.identifier()?;
        if let Some(doi) = id.strip_prefix("doi:") {
            return Some(format!("https://doi.org/{doi}"));
        }
        if let Some(number) = id.strip_prefix("PMID ") {
            return Some(format!("https://pubmed.ncbi.nlm.nih.gov/{number}/"));
        }
        if id.starts_with("NCT") {
            return Some(format!("https://clinicaltrials.gov/study/{id}"));
        }
        Some(format!("https://pmc.ncbi.nlm.nih.gov/articles/{id}/"))
    }
}

/// The digits `text` begins with.
fn digits(text: &str) -> String {
    text.chars().take_while(char::is_ascii_digit).collect()
}
