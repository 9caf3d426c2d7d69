//! `evenkeel doctor`: what is wrong, why, and what to do.

use std::fmt::Display;
use std::sync::Arc;

use evenkeel_store::job::JobState;
use evenkeel_store::{Store, account, audit, clinic, job};

use crate::cli::exit::{Ended, Exit};
use crate::cli::{output, shipped};
use crate::clock::{RealClock, RealDice};
use crate::place::Place;
use crate::runtime::block_on;

/// Explains what is wrong with this installation and what to do about it.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
}

/// What was looked at, one line each.
#[derive(Default)]
struct Chart {
    lines: Vec<String>,
    problems: usize,
}

impl Chart {
    fn well(&mut self, what: impl Display) {
        self.lines.push(format!("ok       {what}"));
    }

    fn note(&mut self, what: impl Display) {
        self.lines.push(format!("note     {what}"));
    }

    fn ill(&mut self, what: impl Display) {
        self.problems += 1;
        self.lines.push(format!("problem  {what}"));
    }
}

impl Doctor {
    /// Runs the command: exit 0 when all is well, 1 when something is not.
    pub fn run(&self) -> Ended {
        block_on(self.examine())
    }

    async fn examine(&self) -> Ended {
        let mut chart = Chart::default();
        match shipped::catalog().and_then(|c| shipped::model(&c)) {
            Ok(model) => chart.well(format!("clinical content; forecast model {}", model.version())),
            Err(exit) => chart.ill(exit),
        }
        if self.place.exists() {
            self.record(&mut chart).await;
        } else {
            chart.note(format!(
                "there is no record in {} yet; `evenkeel serve` makes one",
                self.place.folder().display()
            ));
        }
        output::text(&chart.lines.join("\n"))?;
        match chart.problems {
            0 => Ok(()),
            1 => Err(Exit::found_wanting("1 problem found.")),
            n => Err(Exit::found_wanting(format!("{n} problems found."))),
        }
    }

    async fn record(&self, chart: &mut Chart) {
        let store = match self.place.open(Arc::new(RealClock), Arc::new(RealDice)).await {
            Ok(store) => store,
            Err(exit) => return chart.ill(exit),
        };
        chart.well("the record opens with its key; its schema is up to date");
        match store.can_write().await {
            Ok(()) => chart.well("it can be written"),
            Err(error) => chart.ill(error),
        }
        match clinic::list(&store).await {
            Ok(clinics) if clinics.is_empty() => {
                chart.note("no clinic yet; start `evenkeel serve` and open its set-up link");
            }
            Ok(clinics) => {
                for found in clinics {
                    clinic_of(&store, &found, chart).await;
                }
            }
            Err(error) => chart.ill(error),
        }
        store.close().await;
    }
}

async fn clinic_of(store: &Store, found: &clinic::Clinic, chart: &mut Chart) {
    match audit::verify_chain(store, found.clinic_id).await {
        Ok(audit::Chain::Whole { lines, .. }) => chart.well(format!("audit chain of {lines} lines holds")),
        Ok(audit::Chain::Broken { seq, why }) => chart.ill(format!("the audit chain is broken at line {seq}: {why}. Stop writing, keep the database as it is, restore a backup beside it and compare.")),
        Err(error) => chart.ill(error),
    }
    match account::count(store, found.clinic_id).await {
        Ok(0) => chart.note("nobody can sign in yet; `evenkeel serve` prints a set-up link"),
        Ok(n) => {
            chart.well(format!("{n} accounts"));
            if found.crisis_number.is_none() {
                chart.ill("the clinic has not confirmed a crisis line. Patients see the emergency number only. Enter it in the set-up.");
            }
        }
        Err(error) => chart.ill(error),
    }
    match job::count(store, found.clinic_id, JobState::Dead).await {
        Ok(0) => chart.well("no job was given up"),
        Ok(n) => chart.ill(format!("{n} jobs were given up. Their facts are safe; the page /clinic/status names the cause. Fix it, then change the course once to ask again.")),
        Err(error) => chart.ill(error),
    }
}
