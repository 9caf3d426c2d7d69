//! An answer: figures side by side, in words and as values.

use serde::Serialize;

use super::interval::Interval;
use super::lists::{About, EvidenceGrade, EvidencePhase, EvidenceRoute, StudyPhase, Treatment, Unit};
use super::question::Question;
use crate::condition::Condition;

/// What is published on a question.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceAnswer {
    /// What was asked.
    pub question: Question,
    /// The answer in sentences; an empty answer says that no study is on file.
    pub words: Vec<String>,
    /// Studies with a figure.
    pub studies: usize,
    /// Groups of patients behind them: studies that share patients count once.
    pub independent_groups: usize,
    /// The figures: by phase, then subject, then grade.
    pub figures: Vec<AnsweredFigure>,
    /// Studies on the question without a figure that could be used.
    pub not_used: Vec<NotUsed>,
}

/// One figure with all that a reader needs to judge it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnsweredFigure {
    /// Id of the study.
    pub study: String,
    /// Who published it, where and when.
    pub citation: String,
    /// DOI, PubMed, PMC or registry id; `None`: by its citation only.
    pub source: Option<String>,
    /// Address of that id.
    pub link: Option<String>,
    /// Whom it treated, in the study's words.
    pub population: String,
    /// The conditions among them.
    pub conditions: Vec<Condition>,
    /// How it was done, in words.
    pub design: String,
    /// Route.
    pub route: EvidenceRoute,
    /// The arm, in words.
    pub arm: String,
    /// What the arm got.
    pub treatment: Treatment,
    /// Dose, in words.
    pub dose: String,
    /// Schedule, in words.
    pub schedule: String,
    /// Instrument, in words.
    pub instrument: String,
    /// Id of the quantity.
    pub quantity: String,
    /// The quantity as it is called on screen.
    pub name: String,
    /// What it is about.
    pub about: About,
    /// The definition as printed.
    pub definition: Option<String>,
    /// The definition beside the clinic's own, in words.
    pub definition_words: String,
    /// The figure, or the lower end of a range.
    pub value: f64,
    /// Upper end of a range.
    pub upper: Option<f64>,
    /// Unit.
    pub unit: Unit,
    /// The figure as it is shown.
    pub shown: String,
    /// Rounded or read from a picture.
    pub approximate: bool,
    /// People with the outcome.
    pub count: Option<u32>,
    /// People counted.
    pub denominator: Option<u32>,
    /// People in the arm.
    pub n_arm: Option<u32>,
    /// 95 % interval.
    pub interval: Option<Interval>,
    /// Standard deviation as printed.
    pub sd: Option<f64>,
    /// The phase it answers for.
    pub phase: EvidencePhase,
    /// The phase in the study's words.
    pub study_phase: Option<StudyPhase>,
    /// Day from the first session.
    pub day: Option<u32>,
    /// Week from the first session.
    pub week: Option<u32>,
    /// Sessions received so far.
    pub session: Option<u32>,
    /// Days after the last session.
    pub days_after_last: Option<u32>,
    /// When, in words; empty where the source does not say.
    pub when: String,
    /// Whose figure it is, within the arm.
    pub subgroup: Option<String>,
    /// The same figure in the control arm.
    pub control: Option<ControlFigure>,
    /// Grade.
    pub grade: EvidenceGrade,
    /// Why this grade.
    pub grade_why: Vec<&'static str>,
    /// Read in another text than the study's own.
    pub second_hand: bool,
    /// Other studies with the same patients, by id.
    pub shares_patients_with: Vec<String>,
    /// The same as a reader is told: "Zheng W et al. 2019", each once.
    #[serde(skip)]
    pub shares_patients_words: Vec<String>,
    /// What a reader should know of the figure.
    pub note: Option<String>,
    /// What a reader should know of the study.
    pub study_notes: String,
}

/// The figure of the control arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ControlFigure {
    /// The arm, in words.
    pub arm: String,
    /// What it got.
    pub treatment: Treatment,
    /// The figure.
    pub value: f64,
    /// The figure as it is shown.
    pub shown: String,
    /// People with the outcome.
    pub count: Option<u32>,
    /// People counted.
    pub denominator: Option<u32>,
    /// People in the arm.
    pub n_arm: Option<u32>,
    /// 95 % interval.
    pub interval: Option<Interval>,
}

/// A study on the question that gives no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotUsed {
    /// Its id.
    pub study: String,
    /// Its citation.
    pub citation: String,
    /// Why.
    pub why: &'static str,
}

impl AnsweredFigure {
    /// How many people stand behind it, in words: "17 of 26", "of 24", "arm of 86", "number not stated".
    pub fn people(&self) -> String {
        people(self.count, self.denominator, self.n_arm)
    }

    /// "Feder A et al. 2021".
    pub fn short_citation(&self) -> String {
        super::words::short_citation(&self.citation)
    }

    /// The order of an answer: by phase, subject, grade, then the larger group first.
    pub(super) fn order(&self) -> impl Ord + use<> {
        let n = self.denominator.or(self.n_arm).unwrap_or(0);
        (self.phase, self.about, self.grade, std::cmp::Reverse(n), self.study.clone())
    }
}

impl ControlFigure {
    /// How many people stand behind it, in words.
    pub fn people(&self) -> String {
        people(self.count, self.denominator, self.n_arm)
    }
}

fn people(count: Option<u32>, denominator: Option<u32>, n_arm: Option<u32>) -> String {
    match (count, denominator, n_arm) {
        (Some(count), Some(of), _) => format!("{count} of {of}"),
        (_, Some(of), _) => format!("of {of}"),
        (_, None, Some(arm)) => format!("arm of {arm}"),
        _ => "number not stated".to_owned(),
    }
}
