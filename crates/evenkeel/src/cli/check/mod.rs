//! `evenkeel check [DIR]`: the clinical content, file by file, with all its cases.

mod evidence_rows;
mod forecast_files;

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;
use evenkeel_catalog::{Catalog, CheckReport};

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::output;

/// The folder checked when none is named, where there is one.
const USUAL: &str = "clinical";
/// A folder with all of these stands by itself; any other is a clinic's own, laid over the shipped content.
const WHOLE: [&str; 3] = ["instruments", "rules", "texts"];

/// Checks a folder of clinical content and runs all its cases. Ends with 1 when something is wrong.
///
/// Without DIR the folder `clinical` is checked, or, where there is none, the content inside this program.
/// A clinic's own folder is checked as it is used: laid over the shipped content.
#[derive(Args)]
pub struct Check {
    /// The folder: a whole one, or a clinic's own
    dir: Option<String>,
}

impl Check {
    /// Checks and prints every problem, one a line, then the count.
    pub fn run(&self) -> Ended {
        let report = self.report()?;
        if !report.differences.is_empty() {
            output::note("This folder changes what is shipped:");
        }
        for difference in &report.differences {
            output::note(&format!("  {difference}"));
        }
        let mut out = String::new();
        for problem in &report.problems {
            let _ = writeln!(out, "{problem}");
        }
        let problems = match report.problems.len() {
            0 => "no problems".to_owned(),
            1 => "1 problem".to_owned(),
            more => format!("{more} problems"),
        };
        let _ = writeln!(out, "{} files, {} cases, {problems}", report.files, report.cases_run);
        output::text(&out)?;
        if report.is_clean() { Ok(()) } else { Err(Exit::found_wanting("")) }
    }

    fn report(&self) -> Result<CheckReport, Exit> {
        let dir = Path::new(self.dir.as_deref().unwrap_or(USUAL));
        let (mut report, catalog) = if dir.is_dir() {
            if WHOLE.iter().all(|part| dir.join(part).is_dir()) {
                (evenkeel_catalog::check_whole(dir), Catalog::from_dir(dir))
            } else {
                (evenkeel_catalog::check(Some(dir)), Catalog::with_overlay(dir))
            }
        } else if let Some(given) = &self.dir {
            return Err(Exit::bad_input(Fault::new(
                given,
                "this is not a folder",
                "clinical content is a folder with instruments, protocols, ladders and rules",
                "Check the path",
            )));
        } else {
            (evenkeel_catalog::check(None), Catalog::embedded())
        };
        match catalog {
            Ok(catalog) => report.problems.extend(forecast_files::problems(&catalog)),
            Err(_) => output::note("The files of the forecast are looked into once these are put right."),
        }
        report.problems.sort();
        Ok(report)
    }
}
