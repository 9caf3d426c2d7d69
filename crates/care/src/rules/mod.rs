//! The shape of a rule file: who says it, how well it is grounded, its limits and its sentences.
//!
//! A rule is data. Its numbers stand in `clinical/rules/<id>.toml` with units in their names; the
//! engine only knows how to apply them.

mod attributes;
mod params;
mod sensible;
mod sentences;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use attributes::SourceAttributes;
pub use params::{
    ActionOwner, ActionTime, AgeGate, BeforeSession, BenzodiazepineDose, BloodPressureLimits, CheckInRhythm,
    Checkpoint, ClinicRelapse, ConditionGate, CrisisWording, DischargeList, DoseLimits, Equivalent,
    EquivalentFigure, Escalation, Exposure, ExposureReview, FadingEffect, FormDeadline, HighSuicideRisk,
    ItemNine, LiverTests, MaintenanceReview, MedicationGate, MiddlePressure, MissedSession, MoodSwitch,
    NoParams, Observation, PainResponse, PartialResponse, PtsdResponse, RequiredAction, Response, Restart,
    Rhythm, ShorterStep, ShrinkingIntervals, Silence, SoftSigns, Spacing, Stable, SuicideRisk, TrialRelapse,
    VisitWindow, Worsening,
};
pub use params::{Administration, SecondCheck};
pub use sensible::Sensible;
pub use sentences::{Sentence, sentence, sentences};

use crate::field_problem::FieldProblem;
use crate::finding::{FindingKind, Grade};
use crate::source::{self, Source};

/// One rule file: its head, its limits and its sentences.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule<P> {
    /// Who says it and since when.
    pub rule: RuleHead,
    /// The limits the engine applies, with units in their names.
    pub params: P,
    /// Sentences of this rule: key without the rule's prefix → template with `{placeholders}`.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
}

/// The part every rule file has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleHead {
    /// Id of the row, for example `D11`.
    pub id: String,
    /// What the rule is called on screen.
    pub title: String,
    /// What kind of question it answers.
    pub kind: FindingKind,
    /// Revision of this file, as text. Raise it with every change that can change an answer.
    pub revision: String,
    /// The day from which this revision holds.
    pub effective: Date,
    /// The best grade among the sources the rule rests on.
    pub grade: Grade,
    /// Which facts of the record the rule reads.
    pub inputs: Vec<String>,
    /// The logic in one plain sentence, shown beside the result.
    pub why: String,
    /// What the rule rests on.
    pub sources: Vec<Source>,
    /// The thirteen source attributes of 45 CFR 170.315(b)(11)(iv)(A).
    pub attributes: SourceAttributes,
}

impl RuleHead {
    /// The sources as they stand on screen.
    pub fn cites(&self) -> Vec<String> {
        self.sources.iter().map(|s| s.citation.clone()).collect()
    }

    /// What is wrong with the head, if anything: a rule without a source, a grade better than its
    /// sources allow, an empty sentence.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        for (field, text) in
            [("rule.title", &self.title), ("rule.why", &self.why), ("rule.revision", &self.revision)]
        {
            if text.trim().is_empty() {
                found.push(FieldProblem::new(
                    field,
                    "it is empty",
                    "a reader must be able to see what the rule is, why, and in which revision",
                    "write it, in a clinician's words",
                ));
            }
        }
        found.extend(source::problems(&self.sources).into_iter().map(|mut problem| {
            problem.field.insert_str(0, "rule.");
            problem
        }));
        if !self.sources.is_empty() && !self.sources.iter().any(|s| s.grade <= self.grade) {
            found.push(FieldProblem::new(
                "rule.grade",
                format!("grade {} is better than every source it names", self.grade),
                "the grade tells the reader how much to trust the rule",
                "lower the grade, or name the better source",
            ));
        }
        found.extend(self.attributes.problems());
        found
    }
}
