//! Limits and duties of the rules on suicidal thoughts and behaviour (D20–D26).

use serde::{Deserialize, Serialize};

use crate::closed_list;
use crate::finding::FindingState;

closed_list!(
    /// Who does something that a level of risk requires.
    ActionOwner, "action owner", {
        /// Whoever is in contact with the patient when the level is found.
        Contact => "contact",
        /// A clinician of the clinic.
        Clinician => "clinician",
        /// The prescriber responsible for the course.
        Prescriber => "prescriber",
    }
);

closed_list!(
    /// By when something that a level of risk requires is done.
    ActionTime, "action time", {
        /// At once; nothing else comes before it.
        AtOnce => "at_once",
        /// Before the contact ends.
        SameContact => "same_contact",
        /// Before the day ends, in the clinic's zone.
        SameDay => "same_day",
        /// At the next visit or review.
        NextVisit => "next_visit",
    }
);

/// One thing a level of risk requires: who does it, by when, and whether it must be on record before
/// the level can be closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequiredAction {
    /// Short name in lower case, unique within its rule; documentation refers to it.
    pub key: String,
    /// Who does it.
    pub who: ActionOwner,
    /// By when.
    pub when: ActionTime,
    /// Whether the level can be closed only when this is documented.
    pub document_before_closing: bool,
    /// The action in one plain sentence.
    pub says: String,
}

/// D20: item 9 of the PHQ-9.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemNine {
    /// The item's number, from 1.
    pub item_number: usize,
    /// The answer from which a screen is required.
    pub screen_from_answer: u8,
    /// What has to be done.
    pub actions: Vec<RequiredAction>,
}

/// D21, D22: a level that follows from the answers alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuicideRisk {
    /// What has to be done.
    pub actions: Vec<RequiredAction>,
}

/// D23: a high level on the screener.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HighSuicideRisk {
    /// The rules a clinician may decide on to close a high level.
    pub closed_by_decision_on: Vec<String>,
    /// Choices that are a step on the way, not the closing.
    pub choices_that_do_not_close: Vec<String>,
    /// What has to be done.
    pub actions: Vec<RequiredAction>,
}

/// D25: the crisis wording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrisisWording {
    /// Findings of these rules bring the crisis wording onto the same response.
    pub shown_with: Vec<String>,
}

/// D26: a level that nobody has acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// The levels that are timed.
    pub levels: Vec<FindingState>,
    /// In opening hours: minutes the first person told has to acknowledge.
    pub acknowledge_within_minutes: u32,
    /// Minutes after which the next person (or the same one on call) is called again, until somebody
    /// acknowledges.
    pub call_again_every_minutes: u32,
}
