//! The binary: command line and wiring. The only crate that reads the real clock.

mod backup;
mod cli;
mod clock;
mod demo;
mod doors;
mod formats;
mod place;
mod runtime;
mod site;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Plans and forecasts ketamine courses, and checks them by the clinic's rules.
#[derive(Parser)]
#[command(name = "evenkeel", version, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Evenkeel {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done · 1 checked and found wanting · 2 bad input · 3 cannot run.\n\
    JSON goes to standard output alone; everything else to standard error.";

#[derive(Subcommand)]
enum Command {
    /// The product with a realistic clinic in it, on a database of its own.
    Demo(cli::demo::Demo),
    /// The product.
    Serve(cli::serve::Serve),
    /// A one-time link by which a colleague comes in.
    Link(cli::link::Link),
    /// How many sessions until response: the answer for one or more cases.
    Forecast(cli::forecast::Forecast),
    /// What the rules find in a course record.
    Review(cli::review::Review),
    /// What is published on a condition, a route and a phase, figure by figure.
    Evidence(cli::evidence::Evidence),
    /// The dates of a course's sessions.
    Plan(cli::plan::Plan),
    /// From a dose as ordered to what is drawn up, with every step and its limits.
    Dose(cli::dose::DoseSheet),
    /// The REMS monitoring form of each esketamine session, filled as far as the record goes.
    Rems(cli::rems::Rems),
    /// Score a questionnaire from its answers on standard input.
    Score(cli::score::Score),
    /// Check the clinical content: every problem with file, line and remedy, and all cases.
    Check(cli::check::Check),
    /// Bring scores of others in.
    Import(cli::import::Import),
    /// Our forecasts held against what happened, beside simple baselines.
    Backtest(cli::backtest::Backtest),
    /// A trial on virtual patients: who responds, relapses and drops out, arm by arm.
    Trial(cli::trial::Trial),
    /// The prior held against the published arms it was fitted to.
    Calibrate(cli::calibrate::Calibrate),
    /// A prior learned from the clinic's own finished courses, judged before it may be used.
    Refit(cli::refit::Refit),
    /// An encrypted copy of the whole record, proved by restoring it.
    Backup(cli::backup::TakeBackup),
    /// A backup back into an empty place.
    Restore(cli::restore::Restore),
    /// The audit chain, the file and, beside a backup, every fact: does all of it hold?
    Verify(cli::verify::Verify),
    /// The schema brought up to date, without serving.
    Migrate(cli::migrate::Migrate),
    /// The whole record to another place or engine.
    MoveDatabase(cli::move_database::MoveDatabase),
    /// What is wrong with this installation, why, and what to do.
    Doctor(cli::doctor::Doctor),
}

fn main() -> ExitCode {
    let Evenkeel { command } = Evenkeel::parse();
    cli::exit::code(match command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Link(link) => link.run(),
        Command::Forecast(forecast) => forecast.run(),
        Command::Review(review) => review.run(),
        Command::Evidence(evidence) => evidence.run(),
        Command::Plan(plan) => plan.run(),
        Command::Dose(dose) => dose.run(),
        Command::Rems(rems) => rems.run(),
        Command::Score(score) => score.run(),
        Command::Check(check) => check.run(),
        Command::Import(import) => import.run(),
        Command::Backtest(backtest) => backtest.run(),
        Command::Trial(trial) => trial.run(),
        Command::Calibrate(calibrate) => calibrate.run(),
        Command::Refit(refit) => refit.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Verify(verify) => verify.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::MoveDatabase(carry) => carry.run(),
        Command::Doctor(doctor) => doctor.run(),
    })
}
