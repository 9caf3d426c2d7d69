//! The evidence files: read into their types, and checked within and between files.

use std::collections::{BTreeMap, BTreeSet};

use evenkeel_care::evidence::{Evidence, EvidenceFile, Study};
use evenkeel_care::field_problem::FieldProblem;

use crate::files::{File, Files};
use crate::problem::Problem;
use crate::toml_file;

/// The schema this program reads.
const SCHEMA: &str = "evenkeel-evidence/1";

/// All evidence that can be read; what cannot is told by [`problems`].
pub(crate) fn read(files: &Files) -> Evidence {
    let read = files.toml_in("evidence", false).into_iter();
    Evidence::of(read.filter_map(|(_, file)| toml_file::read::<EvidenceFile>(file).ok()))
}

/// What is wrong with the evidence files.
pub(crate) fn problems(files: &Files) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut read = Vec::new();
    for (_, file) in files.toml_in("evidence", false) {
        match toml_file::read::<EvidenceFile>(file) {
            Ok(evidence) => read.push((file, evidence)),
            Err(problem) => found.push(problem),
        }
    }
    let all = Evidence::of(read.iter().map(|(_, evidence)| evidence.clone()));
    let mut seen = Seen::default();
    for (file, evidence) in &read {
        let told = |problem: FieldProblem| {
            let line = toml_file::line_of(&file.text, &problem.field);
            Problem::new(&file.shown, line, problem.what, problem.why, problem.remedy)
        };
        found.extend(schema(evidence).map(told));
        found.extend(seen.quantities(evidence).into_iter().map(told));
        found.extend(shared(evidence, &all).into_iter().map(told));
        for (i, study) in evidence.study.iter().enumerate() {
            let of_study =
                study.problems().into_iter().chain(seen.twice(study, &all)).chain(names(study, &all));
            found.extend(of_study.map(|mut problem| {
                problem.field = format!("study[{i}].{}", problem.field);
                told(problem)
            }));
        }
    }
    found.extend(ungraded(&read, &all));
    found
}

fn schema(evidence: &EvidenceFile) -> Option<FieldProblem> {
    (evidence.schema != SCHEMA).then(|| {
        FieldProblem::new(
            "schema",
            format!("the schema is {:?}, not {SCHEMA:?}", evidence.schema),
            "numbers of another layout would be misread",
            "bring the file to this schema",
        )
    })
}

/// What was met so far, in all files.
#[derive(Default)]
struct Seen {
    studies: BTreeSet<String>,
    quantities: BTreeSet<String>,
    dois: BTreeMap<String, String>,
}

impl Seen {
    fn quantities(&mut self, evidence: &EvidenceFile) -> Vec<FieldProblem> {
        let twice =
            evidence.quantity.iter().enumerate().filter(|(_, q)| !self.quantities.insert(q.id.clone()));
        twice
            .map(|(i, q)| {
                FieldProblem::new(
                    format!("quantity[{i}].id"),
                    format!("a second quantity with the id {:?}", q.id),
                    "it is not clear which of the two names is shown",
                    "keep one of the two",
                )
            })
            .collect()
    }

    /// The same study met before: by its id, or by its DOI under another id.
    fn twice(&mut self, study: &Study, all: &Evidence) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if !self.studies.insert(study.id.clone()) {
            found.push(FieldProblem::new(
                "id",
                format!("a second study with the id {:?}", study.id),
                "its patients would be counted twice",
                "give it another id, or remove it",
            ));
        }
        let doi = study.doi.as_ref().map(|doi| doi.to_lowercase());
        if let Some(first) = doi.and_then(|doi| self.dois.insert(doi, study.id.clone()))
            && first != study.id
            && !all.shares_with(&study.id).contains(&first.as_str())
        {
            found.push(FieldProblem::new(
                "doi",
                format!("{} has the DOI of {first}", study.id),
                "one paper would be counted as two studies",
                "correct the DOI, or name both under shared_patients",
            ));
        }
        found
    }
}

/// Quantities a study names must be declared.
fn names(study: &Study, all: &Evidence) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    for (a, arm) in study.arm.iter().enumerate() {
        for (t, figure) in arm.timepoint.iter().enumerate() {
            if !all.quantities.contains_key(&figure.quantity) {
                found.push(FieldProblem::new(
                    format!("arm[{a}].timepoint[{t}].quantity"),
                    format!("there is no quantity {:?}", figure.quantity),
                    "the answer would not know what the number is about",
                    "correct the word, or add a [[quantity]] with its name",
                ));
            }
        }
    }
    found
}

/// Studies that share patients must exist.
fn shared(evidence: &EvidenceFile, all: &Evidence) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    for (i, group) in evidence.shared_patients.iter().enumerate() {
        for id in group.studies.iter().filter(|id| !all.studies.iter().any(|study| &&study.id == id)) {
            found.push(FieldProblem::new(
                format!("shared_patients[{i}].studies"),
                format!("there is no study {id:?}"),
                "a misspelled study would be counted as independent",
                "correct the id",
            ));
        }
    }
    found
}

/// A figure that answers a question needs a kind of study that can be graded.
fn ungraded(read: &[(&File, EvidenceFile)], all: &Evidence) -> Vec<Problem> {
    let mut found = Vec::new();
    for (file, evidence) in read {
        for (i, study) in evidence.study.iter().enumerate() {
            let answering = study.arm.iter().filter(|arm| arm.timepoint.iter().any(|t| t.answers.is_some()));
            let kinds: BTreeSet<_> = answering.map(|arm| arm.kind.unwrap_or(study.kind)).collect();
            for kind in kinds.iter().filter(|kind| !all.grading.starts_at.contains_key(kind)) {
                let field = format!("study[{i}].kind");
                found.push(Problem::new(
                    &file.shown,
                    toml_file::line_of(&file.text, &field),
                    format!("{} answers a question, but [grading] has no grade for {kind}", study.id),
                    "a figure without a grade would look as good as any other",
                    "correct the kind, or grade it under [grading]",
                ));
            }
        }
    }
    found
}
