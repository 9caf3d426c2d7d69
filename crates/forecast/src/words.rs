//! An answer in words. The words are rendered from the answer whenever they are wanted; only the numbers are kept.
//!
//! Rules of the wording (docs/MODEL.md): never a single number, but a median with the ranges of one half and of eight in
//! ten, and what it rests on; the population's figure beside the patient's; which response is meant; and, while a
//! questionnaire still looks back to the days before the first session, no sentence that says or implies that a response
//! is unlikely.

mod ahead;
mod clinician;
mod patient;
mod phrases;
mod until_response;
mod what_if;

pub use clinician::clinician;
pub use patient::patient;
pub use what_if::{may_be_told, or_beyond, too_early};

use crate::answer::{Answer, Words};
use crate::model::Model;

/// Both texts, for the caller to attach to the answer.
pub fn both(answer: &Answer, population: &Answer, model: &Model) -> Words {
    Words { clinician: clinician(answer, population, model), patient: patient(answer, population, model) }
}
