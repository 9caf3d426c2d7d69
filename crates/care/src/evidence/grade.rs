//! The grade of a figure: by the rule the file states, never by hand.

use super::lists::{EvidenceGrade, SourceKind, StudyKind};
use super::study::Grading;
use crate::closed_list::Word as _;

/// A grade with the reasons for it, a few words each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    /// The grade.
    pub grade: EvidenceGrade,
    /// Why: the kind of study first, then what lowered it.
    pub why: Vec<&'static str>,
}

impl Grading {
    /// Grades a figure of `kind`, read in `source`, that rests on `people`. `None` for kinds that have
    /// no figures of their own.
    pub fn grade(&self, kind: StudyKind, source: SourceKind, people: Option<u32>) -> Option<Graded> {
        let start = *self.starts_at.get(&kind)?;
        let mut why = vec![kind_words(kind)];
        let mut steps = 0;
        if source.is_second_hand() {
            steps += 1;
            why.push("read second-hand");
        }
        if people.is_some_and(|n| n < self.small_arm_below) {
            steps += 1;
            why.push("a small group");
        }
        Some(Graded { grade: lower(start, steps), why })
    }
}

fn lower(grade: EvidenceGrade, steps: usize) -> EvidenceGrade {
    let at = EvidenceGrade::ALL.iter().position(|g| *g == grade).unwrap_or(0);
    EvidenceGrade::ALL.get(at + steps).copied().unwrap_or(EvidenceGrade::VeryLow)
}

/// A kind of study as people say it.
pub(super) fn kind_words(kind: StudyKind) -> &'static str {
    match kind {
        StudyKind::RandomisedBlinded => "randomised and blinded",
        StudyKind::MetaAnalysis => "randomised trials pooled",
        StudyKind::RandomisedOpen => "randomised, not blinded",
        StudyKind::PostHoc => "a later analysis of trials",
        StudyKind::OpenLabel => "no control group",
        StudyKind::Observational => "clinic records, no control group",
        StudyKind::Model => "a model fitted to a trial",
        StudyKind::Review => "a review",
        StudyKind::Protocol => "a plan without results",
        StudyKind::Statement => "an unreviewed statement",
    }
}

impl EvidenceGrade {
    /// The grade as people say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Moderate => "moderate",
            Self::Low => "low",
            Self::VeryLow => "very low",
        }
    }
}
