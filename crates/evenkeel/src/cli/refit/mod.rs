//! `evenkeel refit`: a prior learned from the clinic's own finished courses, judged before it may be used.

mod keep;
mod words;

use std::path::PathBuf;

use clap::Args;
use evenkeel_forecast::refit::{Finished, NotLearned, Refit as Learned, refit};
use evenkeel_practice::{Forecaster, finished_prepared};
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::{import, output, shipped};
use crate::clock::RealClock;
use crate::formats::civil_date::CivilDate;
use crate::place::Place;
use crate::runtime::block_on;

/// Learns means and deviations of the prior from finished courses, and holds them against the shipped prior on courses
/// that were held out. Nothing is applied: with --out a new, dated prior is written into a folder of its own, and only
/// if it forecast better beyond chance. Ends with 1 where there is too little to learn from, or nothing better.
#[derive(Debug, Args)]
pub struct Refit {
    /// A score file of finished courses; without it, the clinic's own courses in the data folder or database
    file: Option<String>,
    /// The mapping of the file
    #[arg(long, value_name = "MAP", requires = "file")]
    map: Option<String>,
    #[command(flatten)]
    place: Place,
    /// Folder into which a better prior is written, to be laid over the shipped content with --clinical
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The day the prior is dated by (today)
    #[arg(long, value_name = "DATE")]
    date: Option<CivilDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Told<'a> {
    schema: &'static str,
    #[serde(flatten)]
    learned: &'a Learned,
    /// The prior file that was written; absent where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
}

impl Refit {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        if let Some(folder) = &self.out {
            keep::free(folder, self.day())?;
        }
        match &self.file {
            Some(file) => {
                let read = import::read(file, self.map.as_deref())?;
                let forecaster = Forecaster::new(&shipped::catalog()?).map_err(Exit::cannot_run)?;
                self.learn(&forecaster, finished_prepared(&forecaster, &read.prepared))
            }
            None => block_on(self.of_record()),
        }
    }

    async fn of_record(&self) -> Ended {
        let practice = self.place.existing(Box::new(shipped::catalog()?)).await?;
        let clinic = practice.the_clinic().await.map_err(|why| Exit::refused(&why))?;
        let courses = practice.finished_courses(clinic).await.map_err(|why| Exit::refused(&why))?;
        practice.store().close().await;
        let forecaster = Forecaster::new(&shipped::catalog()?).map_err(Exit::cannot_run)?;
        self.learn(&forecaster, courses)
    }

    fn learn(&self, forecaster: &Forecaster, courses: Vec<Finished>) -> Ended {
        let mut progress = |done: usize, all: usize| output::note(&format!("{done} of {all} priors learned"));
        let found = refit(forecaster.model(), forecaster.bank(), courses, &mut progress);
        let learned = found.map_err(|why| not_learned(&why))?;
        let written = match &self.out {
            Some(folder) if learned.better => {
                Some(keep::write(folder, self.day(), forecaster.model(), &learned)?)
            }
            _ => None,
        };
        if self.json {
            output::json(&Told { schema: "evenkeel-refit/1", learned: &learned, written: written.clone() })?;
        } else {
            output::text(&words::told(&learned))?;
        }
        self.say(&learned, written.as_deref())
    }

    fn say(&self, learned: &Learned, written: Option<&str>) -> Ended {
        if !learned.better {
            return Err(Exit::found_wanting(
                "The shipped prior stays: what these courses teach does not forecast held-out courses better beyond chance. \
                 Nothing was written.",
            ));
        }
        match (written, &self.out) {
            (Some(file), Some(folder)) => {
                let folder = folder.display();
                output::note(&format!(
                    "Written: {file}. No forecast uses it yet. Look at it (evenkeel check {folder}; evenkeel forecast CASE \
                     --clinical {folder}); it comes into use where the clinic starts evenkeel serve --clinical {folder}."
                ));
            }
            _ => output::note("Nothing was written: name a folder with --out to keep this prior."),
        }
        Ok(())
    }

    fn day(&self) -> Date {
        self.date.map_or_else(RealClock::today, |CivilDate(date)| date)
    }
}

fn not_learned(why: &NotLearned) -> Exit {
    match why {
        NotLearned::TooFew { left_out, .. } => {
            let left_out = words::left_out(left_out);
            let stays = "The shipped prior stays; nothing was written.";
            Exit::found_wanting(format!("{why} {stays}{left_out}"))
        }
        NotLearned::NoModel(_) => Exit::found_wanting(format!("{why} The shipped prior stays.")),
        NotLearned::NoSettings => Exit::cannot_run(Fault::new(
            "clinical/forecast",
            "the model file has no [refit] table",
            "it says how much a clinic's courses must be to teach anything",
            "Use the shipped model file, or add the table",
        )),
    }
}
