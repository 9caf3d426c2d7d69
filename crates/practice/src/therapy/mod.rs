//! Therapy around the sessions, and what makes it last: visits with a note for the team and one that only its author reads,
//! small facts of daily life, and the therapist's page.

mod life;
mod page;
mod strip;
mod visit;
mod words;

pub use life::TellLife;
pub use visit::HoldVisit;
pub(crate) use words::{life_words, visit_words};

use crate::refusal::Refusal;

/// That something never was, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TookBack {
    /// Why.
    pub reason: String,
}

/// Longest text of one field, in characters.
const LONGEST: usize = 4000;
/// Longest name, theme or line.
const LINE: usize = 200;

/// A text without surrounding spaces; `None` if nothing was written.
fn tidy(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

fn short_enough(field: &str, text: Option<&str>, most: usize) -> Result<(), Refusal> {
    if text.is_none_or(|t| t.chars().count() <= most) {
        return Ok(());
    }
    Err(Refusal::field(field, "This is too long.", format!("Shorten it to {most} characters.")))
}

fn reason(took: &TookBack) -> Result<String, Refusal> {
    let reason = tidy(Some(&took.reason)).ok_or_else(|| {
        Refusal::field("reason", "The reason is missing.", "Say in a few words why the entry is wrong.")
    })?;
    short_enough("reason", Some(&reason), LINE)?;
    Ok(reason)
}
