//! `evenkeel-review/1`: the findings of a course, as sentences.

use evenkeel_care::finding::{Caveat, Choice, Finding, FindingKind, FindingState, Grade};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::message::Message;
use evenkeel_care::review::{Phase, Review};
use jiff::civil::Date;
use serde::Serialize;

/// A review as it is printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewOut {
    schema: &'static str,
    /// The course's id; null where the record has none.
    id: Option<String>,
    phase: Phase,
    sessions_done: usize,
    findings: Vec<FindingOut>,
}

/// A finding as it is printed, here and by `evenkeel score`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingOut {
    rule: String,
    kind: FindingKind,
    state: FindingState,
    date: Date,
    instrument: Option<InstrumentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_on: Option<Date>,
    because: Vec<String>,
    /// Keys of what is missing: a key of the record, or of the text table.
    missing: Vec<String>,
    /// The same in words.
    missing_words: Vec<String>,
    options: Vec<Choice>,
    caveats: Vec<Caveat>,
    sources: Vec<String>,
    grade: Grade,
    revision: String,
    overlay: Option<String>,
    trace: Vec<String>,
}

impl ReviewOut {
    /// Says `review` in sentences.
    pub fn new(review: &Review, say: impl Fn(&Message) -> String + Copy) -> Self {
        Self {
            schema: "evenkeel-review/1",
            id: Some(review.id.clone()).filter(|id| !id.is_empty()),
            phase: review.phase,
            sessions_done: review.sessions_done,
            findings: review.findings.iter().map(|finding| FindingOut::new(finding, say)).collect(),
        }
    }
}

impl FindingOut {
    /// Says `finding` in sentences.
    pub fn new(finding: &Finding, say: impl Fn(&Message) -> String + Copy) -> Self {
        let said = |messages: &[Message]| messages.iter().map(say).collect();
        Self {
            rule: finding.rule.clone(),
            kind: finding.kind,
            state: finding.state,
            date: finding.date,
            instrument: finding.instrument,
            due_on: finding.due_on,
            because: said(&finding.because),
            missing: finding.missing.iter().map(|message| message.key.clone()).collect(),
            missing_words: said(&finding.missing),
            options: finding.options.clone(),
            caveats: finding.caveats.clone(),
            sources: finding.sources.clone(),
            grade: finding.grade,
            revision: finding.revision.clone(),
            overlay: finding.overlay.clone(),
            trace: said(&finding.trace),
        }
    }
}
