//! `evenkeel evidence`: what is published on a condition, a route and a phase.

mod words;

use clap::Args;
use evenkeel_care::closed_list::Word;
use evenkeel_care::condition::Condition;
use evenkeel_care::evidence::{
    AnsweredFigure, EvidenceAnswer, EvidencePhase, NotUsed, Question, QuestionRoute,
};
use serde::Serialize;

use crate::cli::exit::{Ended, Exit};
use crate::cli::{output, shipped};

/// Prints what is published: figures side by side, each with definition, number of people, source and grade.
///
/// Without a condition, a route or a phase it answers for all of them. Nothing is pooled.
#[derive(Args)]
pub struct Evidence {
    /// depression, `bipolar_depression`, anxiety, ptsd or `chronic_pain`
    #[arg(long, value_name = "CONDITION")]
    condition: Option<String>,
    /// iv, im, sc, `nasal_esketamine` or sublingual
    #[arg(long, value_name = "ROUTE")]
    route: Option<String>,
    /// acute, `end_of_induction`, maintenance or `after_stopping`
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// Print JSON (schema evenkeel-evidence-answer/1)
    #[arg(long)]
    json: bool,
}

/// An answer as it is printed.
#[derive(Serialize)]
struct AnswerOut<'a> {
    schema: &'static str,
    asked: Asked,
    words: &'a [String],
    studies: usize,
    independent_groups: usize,
    figures: &'a [AnsweredFigure],
    not_used: &'a [NotUsed],
}

/// What was asked; null asks for all.
#[derive(Serialize)]
struct Asked {
    condition: Option<Condition>,
    route: Option<QuestionRoute>,
    phase: Option<EvidencePhase>,
}

impl Evidence {
    /// Answers and prints.
    pub fn run(&self) -> Ended {
        let question = self.question()?;
        let catalog = shipped::catalog()?;
        let responds_at = &catalog.knowledge().rules.d1.params.response_percent;
        let answer = catalog.evidence().answer(question, responds_at);
        if self.json { output::json(&AnswerOut::new(&answer)) } else { output::text(&words::words(&answer)) }
    }

    fn question(&self) -> Result<Question, Exit> {
        Ok(Question {
            condition: word("--condition", self.condition.as_deref())?,
            route: word("--route", self.route.as_deref())?,
            phase: word("--phase", self.phase.as_deref())?,
        })
    }
}

impl<'a> AnswerOut<'a> {
    fn new(answer: &'a EvidenceAnswer) -> Self {
        let Question { condition, route, phase } = answer.question;
        Self {
            schema: "evenkeel-evidence-answer/1",
            asked: Asked { condition, route, phase },
            words: &answer.words,
            studies: answer.studies,
            independent_groups: answer.independent_groups,
            figures: &answer.figures,
            not_used: &answer.not_used,
        }
    }
}

/// A word of a closed list, or the refusal that names the list.
fn word<W: Word>(option: &str, given: Option<&str>) -> Result<Option<W>, Exit> {
    given.map(W::parse).transpose().map_err(|unknown| Exit::bad_input(format!("{option}: {unknown}.")))
}
