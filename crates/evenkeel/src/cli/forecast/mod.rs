//! `evenkeel forecast FILE`: how many sessions until response, for one or more cases.

mod drawing;
mod table;
mod text_chart;

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::Args;
use evenkeel_forecast::{Answer, Bank, Case, CheckedCase, Extent, Model, Posterior, words};

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::which_model::ModelChoice;
use crate::cli::{input, output, serve};
use crate::formats::answers::AnswersOut;
use crate::formats::forecast_case::{self, ReadCases};

/// Prints the answer for each case: in words, as a table and as a text chart.
///
/// FILE holds one case, or {"cases":[{"case":…}]} with any number of them. If one of them cannot be
/// used, none is answered.
#[derive(Args)]
pub struct Forecast {
    /// The case or cases, JSON; - reads standard input
    file: String,
    #[command(flatten)]
    model: ModelChoice,
    /// Print JSON (schema evenkeel-answers/1)
    #[arg(long)]
    json: bool,
    /// Also draw the course chart into this file; FILE must then hold a single case
    #[arg(long, value_name = "OUT")]
    svg: Option<String>,
    /// The clinic's own folder of clinical content, laid over the shipped one
    #[arg(long, value_name = "DIR")]
    clinical: Option<PathBuf>,
}

/// One case with everything that is said about it.
struct Told<'a> {
    case: &'a Case,
    checked: &'a CheckedCase,
    posterior: Posterior<'a>,
    answer: Answer,
    population: Answer,
}

impl Forecast {
    /// Reads the cases, answers them and prints.
    pub fn run(&self) -> Ended {
        let file = input::read(&self.file)?;
        let model = self.model.read(&serve::catalog(self.clinical.as_deref())?)?;
        let ReadCases { cases, unknown_keys } = forecast_case::read(&file, &model)?;
        for key in &unknown_keys {
            output::note(&format!("{}: {key}: unknown key, ignored", file.name));
        }
        if self.svg.is_some() && cases.len() != 1 {
            return Err(not_one_case(&file.name, cases.len()));
        }
        let bank = Bank::new(&model, Bank::SEED);
        let (mut answers, mut texts) = (Vec::new(), Vec::new());
        // A posterior is some megabytes: each is told and dropped before the next is made.
        for (case, checked) in &cases {
            let told = tell(&model, &bank, case, checked);
            if let Some(path) = &self.svg {
                fs::write(path, drawing::drawing(&told, &model)).map_err(|error| unwritable(path, &error))?;
            }
            if self.json {
                answers.push(told.answer);
            } else {
                texts.push(text(&told, &model));
            }
        }
        if self.json { output::json(&AnswersOut::new(answers)) } else { output::text(&texts.join("\n")) }
    }
}

/// The answer, with the words that say it; the population's figure stands beside the patient's.
fn tell<'a>(model: &'a Model, bank: &Bank, case: &'a Case, checked: &'a CheckedCase) -> Told<'a> {
    let posterior = Posterior::new(model, bank, checked);
    let mut answer = posterior.answer();
    let nobody = checked.population();
    let population = Posterior::new(model, bank, &nobody).answers(checked.plan(), Extent::Quick);
    answer.words = Some(words::both(&answer, &population, model));
    Told { case, checked, posterior, answer, population }
}

fn text(told: &Told<'_>, model: &Model) -> String {
    let stamp = &told.answer.model;
    let digest = stamp.prior_sha256.get(..8).unwrap_or_default();
    let said = told.answer.words.as_ref().map_or("", |words| words.clinician.as_str());
    format!(
        "{}\n\n{}\n\n{}\n{}\nAs of day {} · model {} · prior {digest} · seed {}\n",
        output::printable(&told.case.id),
        wrapped(said),
        table::table(told),
        text_chart::text_chart(told, model),
        told.case.today,
        stamp.version,
        stamp.seed,
    )
}

/// Lines of at most 78 characters.
fn wrapped(text: &str) -> String {
    const COLUMNS: usize = 78;
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > COLUMNS {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.join("\n")
}

fn not_one_case(name: &str, cases: usize) -> Exit {
    Exit::bad_input(Fault::new(
        format!("{name}: cases"),
        format!("there are {cases}"),
        "--svg draws the chart of one case",
        "Give a file with a single case, or leave --svg out",
    ))
}

fn unwritable(path: &str, error: &io::Error) -> Exit {
    let fault = |what: &str, remedy: &str| Fault::new(path, what, error.to_string(), remedy);
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Exit::bad_input(fault(
            "the folder of this file does not exist",
            "Make the folder, or choose another path",
        )),
        io::ErrorKind::IsADirectory => Exit::bad_input(fault("this is a folder", "Name a file in it")),
        _ => {
            Exit::cannot_run(fault("the chart cannot be written", "Check the permissions and the free space"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn long_sentences_fit_the_terminal_and_lose_no_word() {
        let text = "most likely four sessions ".repeat(12);
        let lines = wrapped(&text);
        assert!(lines.lines().all(|line| line.chars().count() <= 78));
        assert_eq!(lines.split_whitespace().count(), 48);
    }
}
