//! `evenkeel check`: every problem of a folder, and every case run.

use std::path::Path;

use evenkeel_care::knowledge::{Knowledge, Overlay};

use crate::files::Files;
use crate::problem::Problem;
use crate::{cases, cross, diff, read};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// How many files were read.
    pub files: usize,
    /// How many cases were run.
    pub cases_run: usize,
    /// What a clinic's own folder changes, a line each: `rules/d11.toml: continue_percent 20 → 25`.
    pub differences: Vec<String>,
    /// What is wrong, in the order of files and lines; empty when all is well.
    pub problems: Vec<Problem>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Checks the shipped folder (`None`), or a clinic's own folder laid over it.
pub fn check(dir: Option<&Path>) -> CheckReport {
    let shipped = Files::embedded();
    let files = match dir {
        None => shipped.map(|files| (files, None)),
        Some(dir) => shipped.and_then(|under| {
            let own = Files::from_dir(dir)?;
            let overlay = diff::overlay(dir, &under, &own);
            Ok((under.laid_under(own), Some(overlay)))
        }),
    };
    report(files)
}

/// Checks a whole folder on disk by itself, with nothing under it.
pub fn check_whole(dir: &Path) -> CheckReport {
    report(Files::from_dir(dir).map(|files| (files, None)))
}

fn report(files: Result<(Files, Option<Overlay>), Vec<Problem>>) -> CheckReport {
    let (files, overlay) = match files {
        Ok(read) => read,
        Err(problems) => return CheckReport { files: 0, cases_run: 0, differences: Vec::new(), problems },
    };
    let differences = overlay.iter().flat_map(differences).collect();
    let (cases_run, problems) = match read::knowledge(&files, overlay) {
        Err(problems) => (0, problems),
        Ok(knowledge) => with_cases(&files, &knowledge),
    };
    CheckReport { files: files.len(), cases_run, differences, problems }
}

/// A line for each value that the clinic changed.
fn differences(overlay: &Overlay) -> Vec<String> {
    let lines = overlay.changes.iter().flat_map(|(path, changes)| changes.iter().map(move |c| (path, c)));
    lines.map(|(path, change)| format!("{path}: {}", change.words())).collect()
}

fn with_cases(files: &Files, knowledge: &Knowledge) -> (usize, Vec<Problem>) {
    let mut problems = cross::problems(files, knowledge);
    let (cases_run, differing) = cases::run(files, knowledge);
    problems.extend(differing);
    problems.sort();
    (cases_run, problems)
}
