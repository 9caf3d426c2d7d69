//! `evenkeel-answers/1`: the answers of a forecast run.

use evenkeel_forecast::Answer;
use serde::Serialize;

/// All answers of one run, in the order of the cases.
#[derive(Debug, Serialize)]
pub struct AnswersOut {
    schema: &'static str,
    answers: Vec<Answer>,
}

impl AnswersOut {
    /// Wraps `answers`.
    pub fn new(answers: Vec<Answer>) -> Self {
        Self { schema: "evenkeel-answers/1", answers }
    }
}
