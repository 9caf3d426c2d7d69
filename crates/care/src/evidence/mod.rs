//! Published evidence: studies with their numbers as data, and the question "how effective is it?".
//!
//! The numbers stand in `clinical/evidence/`; nothing here pools them. Studies differ in patients,
//! definition and day, so an answer sets figures side by side, each with its definition, its source,
//! its number of people and its grade.

mod answer;
mod grade;
mod interval;
mod lists;
mod problems;
mod question;
mod study;
mod when;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use answer::{AnsweredFigure, ControlFigure, EvidenceAnswer, NotUsed};
pub use interval::Interval;
pub use lists::{
    About, EvidenceGrade, EvidencePhase, EvidenceRoute, QuestionRoute, SourceKind, StudyKind, StudyPhase,
    StudyRole, Treatment, Unit,
};
pub use question::Question;
pub use study::{Arm, EvidenceFile, Grading, Quantity, SharedPatients, Study, Timepoint};

/// Everything published that is on file, of all files together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// How a figure is graded.
    pub grading: Grading,
    /// Quantities by id.
    pub quantities: BTreeMap<String, Quantity>,
    /// Studies that share patients.
    pub shared: Vec<SharedPatients>,
    /// The studies, in the order of the files.
    pub studies: Vec<Study>,
}

impl Evidence {
    /// Lays files together. The grading is that of the first file that has one.
    pub fn of(files: impl IntoIterator<Item = EvidenceFile>) -> Self {
        let mut all = Self::default();
        let mut grading = None;
        for file in files {
            grading = grading.or(file.grading);
            all.quantities.extend(file.quantity.into_iter().map(|q| (q.id.clone(), q)));
            all.shared.extend(file.shared_patients);
            all.studies.extend(file.study);
        }
        Self { grading: grading.unwrap_or_default(), ..all }
    }

    /// The other studies whose patients are, in part or whole, those of `id`.
    pub fn shares_with(&self, id: &str) -> Vec<&str> {
        let groups = self.shared.iter().filter(|group| group.studies.iter().any(|s| s == id));
        let others: BTreeSet<&str> = groups
            .flat_map(|group| &group.studies)
            .map(String::as_str)
            .filter(|other| *other != id)
            .collect();
        others.into_iter().collect()
    }

    /// How many groups of patients stand behind `ids`: studies that share patients count as one.
    pub fn independent_groups(&self, ids: &BTreeSet<&str>) -> usize {
        let mut left = ids.clone();
        let mut groups = 0;
        while let Some(first) = left.pop_first() {
            groups += 1;
            let mut reached = vec![first];
            while let Some(id) = reached.pop() {
                for other in self.shares_with(id) {
                    if left.remove(other) {
                        reached.push(other);
                    }
                }
            }
        }
        groups
    }
}
