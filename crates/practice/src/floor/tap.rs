//! One tap at the chair: what was done or seen, at its instant, kept once.

use evenkeel_care::dose::Dose;
use evenkeel_care::sitting::{Deed, Reading};
use evenkeel_store::{CourseId, SittingNoteId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::refusal::{FieldProblem, Refusal};
use crate::sessions::impossible_dose;

/// A tap.
#[derive(Debug, Clone, PartialEq)]
pub struct Tap {
    /// The course.
    pub course: CourseId,
    /// The day of the sitting.
    pub date: Date,
    /// What.
    pub deed: Deed,
    /// What was done with the same tap: the rest of a list that is ticked and sent at once.
    pub also: Vec<Deed>,
    /// When, if the device says so: a tap that was made without a connection arrives late. `None`: now.
    pub at: Option<Timestamp>,
    /// What somebody wrote with it.
    pub words: Option<String>,
    /// The note it takes the place of.
    pub corrects: Option<SittingNoteId>,
    /// What was asked to be confirmed was confirmed.
    pub confirm: bool,
    /// Why a stop is overridden.
    pub override_reason: Option<String>,
}

impl Tap {
    /// A tap of now.
    pub fn now(course: CourseId, date: Date, deed: Deed) -> Self {
        Self {
            course,
            date,
            deed,
            also: Vec::new(),
            at: None,
            words: None,
            corrects: None,
            confirm: false,
            override_reason: None,
        }
    }

    /// Refuses what cannot be meant.
    pub(crate) fn possible(&self) -> Result<(), Refusal> {
        let mut problems: Vec<FieldProblem> =
            std::iter::once(&self.deed).chain(&self.also).flat_map(impossible).collect();
        let long = |text: &Option<String>| text.as_ref().is_some_and(|t| t.chars().count() > 2000);
        for (field, text) in [("words", &self.words), ("override_reason", &self.override_reason)] {
            if long(text) {
                problems.push(FieldProblem::new(
                    field,
                    "This text is too long.",
                    "Shorten it to 2,000 characters.",
                ));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
    }
}

/// What of a deed cannot be meant.
fn impossible(deed: &Deed) -> Vec<FieldProblem> {
    match deed {
        Deed::Weighed { kg } if !(20.0..=400.0).contains(kg) => vec![FieldProblem::new(
            "kg",
            "The weight is not between 20 and 400 kg.",
            "Type kilograms, not pounds.",
        )],
        Deed::Read(reading) => impossible_reading(reading),
        Deed::Started { dose, supervised_by } => impossible_start(*dose, supervised_by),
        Deed::Gave { mg } | Deed::Part { mg } | Deed::Ended { given_mg: Some(mg) }
            if !(*mg > 0.0 && *mg <= 2000.0) =>
        {
            vec![FieldProblem::new("mg", "The amount is not above 0 mg.", "Type milligrams, for example 10.")]
        }
        Deed::Seated { chair } if chair.trim().is_empty() => {
            vec![FieldProblem::new("chair", "No chair is chosen.", "Choose one from the list.")]
        }
        _ => Vec::new(),
    }
}

fn impossible_start(dose: Dose, supervised_by: &str) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if let Some((field, what, remedy)) = impossible_dose(dose) {
        problems.push(FieldProblem::new(field, what, remedy));
    }
    if supervised_by.trim().is_empty() {
        problems.push(FieldProblem::new(
            "supervised_by",
            "Nobody is named who supervises.",
            "Every session has a supervising clinician: type the name.",
        ));
    }
    problems
}

fn impossible_reading(reading: &Reading) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut refuse =
        |field: &str, what: &str, remedy: &str| problems.push(FieldProblem::new(field, what, remedy));
    if reading.is_empty() {
        refuse("pressure", "Nothing was entered.", "Type at least one reading.");
    }
    if let Some((systolic, diastolic)) = reading.pressure {
        if !(40..=300).contains(&systolic) || !(20..=200).contains(&diastolic) {
            refuse("pressure", "This blood pressure cannot be meant.", "Type it as 128/80.");
        } else if diastolic >= systolic {
            refuse("pressure", "The lower value is not below the upper one.", "Type it as 128/80.");
        }
    }
    if reading.pulse.is_some_and(|pulse| !(20..=250).contains(&pulse)) {
        refuse("pulse", "This pulse cannot be meant.", "Type 20 to 250 beats a minute.");
    }
    if reading.oxygen_percent.is_some_and(|percent| !(50..=100).contains(&percent)) {
        refuse("oxygen_percent", "This saturation cannot be meant.", "Type 50 to 100 %.");
    }
    if reading.moaas.is_some_and(|score| score > 5) {
        refuse("moaas", "MOAA/S goes from 0 to 5.", "5 is awake, 0 is no answer to pain.");
    }
    if reading.observed.is_some_and(|all| all.iter().any(|value| *value > 3)) {
        refuse(
            "observed",
            "Each of the four questions goes from 0 to 3.",
            "0 is not at all, 3 is very much.",
        );
    }
    if reading.pain.is_some_and(|pain| pain > 10) {
        refuse("pain", "Pain goes from 0 to 10.", "0 is none, 10 is the worst.");
    }
    problems
}
