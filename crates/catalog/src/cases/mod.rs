//! The cases beside the files: what a clinician can read, and what must come out.

pub(crate) mod alert_case;
mod form_case;
mod instrument_case;
mod plan_case;
pub(crate) mod rule_case;
mod rule_record;

use evenkeel_care::knowledge::Knowledge;
use serde::de::DeserializeOwned;

use crate::crisis_lines;
use crate::files::{File, Files};
use crate::problem::Problem;
use crate::toml_file;

/// Runs every case of every file; how many there were, and the ones that came out otherwise.
pub(crate) fn run(files: &Files, knowledge: &Knowledge) -> (usize, Vec<Problem>) {
    let mut run = Run::default();
    for (stem, file) in files.toml_in("instruments", true) {
        run.each(file, |cases: evenkeel_care::questionnaire::InstrumentCases| {
            let run_one = |case| instrument_case::differs(knowledge, stem, case);
            cases.cases.iter().map(|case| (case.name.clone(), run_one(case))).collect()
        });
    }
    for (stem, file) in files.toml_in("protocols", true) {
        run.each(file, |cases: evenkeel_care::protocol::PlanCases| {
            let run_one = |case| plan_case::differs(knowledge, stem, case);
            cases.cases.iter().map(|case| (case.name.clone(), run_one(case))).collect()
        });
    }
    for (stem, file) in files.toml_in("rules", true) {
        run.each(file, |cases: rule_case::RuleCases| {
            let run_one = |case| rule_case::differs(knowledge, stem, case);
            cases.cases.iter().map(|case| (case.name.clone(), run_one(case))).collect()
        });
    }
    for (stem, file) in files.toml_in("rems", true) {
        run.each(file, |cases: form_case::FormCases| {
            let run_one = |case| form_case::differs(knowledge, stem, case);
            cases.cases.iter().map(|case| (case.name.clone(), run_one(case))).collect()
        });
    }
    if let Some(file) = files.get(crisis_lines::CASES) {
        let lines = crisis_lines::read(files);
        run.each(file, |cases: crisis_lines::CrisisCases| {
            cases.cases.iter().map(|case| (case.name.clone(), case.differs(&lines))).collect()
        });
    }
    (run.count, run.problems)
}

/// Name of a case, and how its outcome differs, if it does.
type Outcome = (String, Option<String>);

#[derive(Default)]
struct Run {
    count: usize,
    problems: Vec<Problem>,
}

impl Run {
    /// Reads a file of cases and notes every case that came out otherwise.
    fn each<C: DeserializeOwned>(&mut self, file: &File, outcomes: impl FnOnce(C) -> Vec<Outcome>) {
        let cases = match toml_file::read::<C>(file) {
            Ok(cases) => cases,
            Err(problem) => return self.problems.push(problem),
        };
        for (i, (name, differs)) in outcomes(cases).into_iter().enumerate() {
            self.count += 1;
            let Some(differs) = differs else { continue };
            self.problems.push(Problem::new(
                &file.shown,
                toml_file::line_of(&file.text, &format!("cases[{i}].name")),
                format!("case {name:?}: {differs}"),
                "a case is what a clinician has agreed to; either the rule or the case has changed",
                "correct the file the case belongs to, or the case if the change is meant",
            ));
        }
    }
}

/// The difference of two values, in words; `None` if there is none.
fn differ<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, found: &T) -> Option<String> {
    (expected != found).then(|| format!("{what} is {found:?}, expected {expected:?}"))
}

/// Whether a refusal was expected and has the expected words.
fn refusal(expected: Option<&str>, said: &str) -> Option<String> {
    match expected {
        Some(words) if said.contains(words) => None,
        Some(words) => Some(format!("it was refused with {said:?}, expected the words {words:?}")),
        None => Some(format!("it was refused: {said}")),
    }
}
