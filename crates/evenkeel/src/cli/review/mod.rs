//! `evenkeel review FILE`: what the rules find in a course record.

mod words;

use clap::Args;
use evenkeel_care::record::CourseRecord;
use evenkeel_care::review::{self, ReviewRefusal};

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::input::{self, Text};
use crate::cli::{output, shipped};
use crate::formats::course_record;
use crate::formats::review::ReviewOut;

/// Prints what the rules find in a course record, with reasons, options, caveats and sources.
#[derive(Args)]
pub struct Review {
    /// A course record (schema evenkeel-course/1); - reads standard input
    file: String,
    /// Print JSON (schema evenkeel-review/1)
    #[arg(long)]
    json: bool,
}

impl Review {
    /// Reads the record, reviews it and prints the findings.
    pub fn run(&self) -> Ended {
        let (file, record) = read_course(&self.file)?;
        let catalog = shipped::catalog()?;
        let found =
            review::review(&record, catalog.knowledge()).map_err(|refusal| refused(&file, &refusal))?;
        if self.json {
            output::json(&ReviewOut::new(&found, |message| catalog.say(message)))
        } else {
            output::text(&words::words(&record, &found, &catalog))
        }
    }
}

/// Reads a course record and says on standard error which of its keys are unknown.
pub fn read_course(path: &str) -> Result<(Text, CourseRecord), Exit> {
    let file = input::read(path)?;
    let read = course_record::read(&file)?;
    for key in &read.unknown_keys {
        output::note(&format!("{}: {key}: unknown key, ignored", file.name));
    }
    Ok((file, read.record))
}

/// A refusal of the review, with the file it concerns.
pub fn refused(file: &Text, refusal: &ReviewRefusal) -> Exit {
    let ReviewRefusal { path, what, why, remedy } = refusal;
    Exit::bad_input(Fault::new(format!("{}: {path}", file.name), what, why, remedy))
}
