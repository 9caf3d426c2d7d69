//! What the clinic's knowledge looks like on screen: rules, protocols, and what is published.

use evenkeel_care::evidence::EvidenceAnswer;
use jiff::civil::Date;

use super::outcomes::OwnOutcomes;

/// The evidence page.
#[derive(Debug, Clone)]
pub struct EvidencePage {
    /// What is published on the question.
    pub answer: EvidenceAnswer,
    /// The clinic's own courses on the same question; `None` for a role that reads no charts.
    pub own: Option<OwnOutcomes>,
    /// Words in the address that are on no list, each said with its list.
    pub unknown: Vec<String>,
}

/// The list of rules.
#[derive(Debug, Clone)]
pub struct RulesPage {
    /// Name of the clinic's own folder, if one is in force.
    pub overlay: Option<String>,
    /// The rules, in their order.
    pub rules: Vec<RuleLine>,
}

/// A rule in the list.
#[derive(Debug, Clone)]
pub struct RuleLine {
    /// Id, "D11".
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind in words.
    pub kind: String,
    /// The logic in one sentence.
    pub why: String,
    /// Grade in words.
    pub grade: String,
    /// Revision.
    pub revision: String,
    /// The day from which it holds.
    pub effective: Date,
    /// What the clinic changed, "continue_percent 20 → 25".
    pub changed: Vec<String>,
}

/// One rule, whole.
#[derive(Debug, Clone)]
pub struct RulePage {
    /// What the list shows of it.
    pub line: RuleLine,
    /// Name of the clinic's own folder, if it changes this rule.
    pub changed_by: Option<String>,
    /// Facts of the record it reads.
    pub inputs: Vec<String>,
    /// Its numbers.
    pub numbers: Vec<NumberView>,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// The thirteen source attributes: name and value.
    pub attributes: Vec<(&'static str, String)>,
}

/// A number of a rule or a protocol.
#[derive(Debug, Clone)]
pub struct NumberView {
    /// Its name, as in the file with spaces.
    pub name: String,
    /// The value in force.
    pub value: String,
    /// The shipped value, where the clinic's differs.
    pub shipped: Option<String>,
}

/// A source.
#[derive(Debug, Clone)]
pub struct SourceView {
    /// As shown: DOI, PubMed id, label, guideline.
    pub citation: String,
    /// Address, where it begins with a DOI.
    pub link: Option<String>,
    /// Grade in words.
    pub grade: String,
    /// What rests on it.
    pub supports: String,
}

/// The list of protocols.
#[derive(Debug, Clone)]
pub struct ProtocolsPage {
    /// Name of the clinic's own folder, if one is in force.
    pub overlay: Option<String>,
    /// The protocols, those for imported research last.
    pub protocols: Vec<ProtocolView>,
}

/// A protocol.
#[derive(Debug, Clone)]
pub struct ProtocolView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// "Depression, anxiety · IV".
    pub treats: String,
    /// Only for imported research.
    pub research_only: bool,
    /// What the evidence shows.
    pub evidence: String,
    /// Grade in words.
    pub grade: String,
    /// Revision.
    pub revision: String,
    /// The day from which it holds.
    pub effective: Date,
    /// Phases, spacing, monitoring, ladder: a heading and its numbers.
    pub parts: Vec<(String, Vec<NumberView>)>,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// What the clinic changed.
    pub changed: Vec<String>,
}

/// How an example course runs by a protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanesView {
    /// Weeks to the end of the induction, and one more.
    pub first_weeks: u32,
    /// Weeks of the whole example.
    pub weeks: u32,
    /// The sessions.
    pub sessions: LaneView,
    /// The checks by the rules.
    pub checks: LaneView,
    /// The steps of the ladder, where there is a maintenance.
    pub ladder: Option<LaneView>,
}

/// One lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneView {
    /// Its name.
    pub name: String,
    /// What happens in it.
    pub marks: Vec<MarkView>,
}

/// A day, or a stretch of days, of the example; day 0 is its first session's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkView {
    /// First day.
    pub from_day: i64,
    /// Last day.
    pub to_day: i64,
    /// A few letters.
    pub label: String,
    /// The same in words.
    pub words: String,
}

impl MarkView {
    pub(crate) fn at(day: i64, label: String, words: String) -> Self {
        Self { from_day: day, to_day: day, label, words }
    }
}

/// The model behind the forecasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelCard {
    /// Version of the model in force.
    pub version: String,
    /// SHA-256 of the prior's file.
    pub prior_sha256: String,
}

/// One protocol, whole.
#[derive(Debug, Clone)]
pub struct ProtocolPage {
    /// Its numbers and sources.
    pub protocol: ProtocolView,
    /// How a course runs by it; `None` if it plans none (imported research).
    pub lanes: Option<LanesView>,
    /// Courses of the clinic that have not ended, by the revision they run by.
    pub under_way: Vec<OnRevision>,
}

/// Courses on one revision of a protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRevision {
    /// The revision.
    pub revision: String,
    /// How many courses.
    pub courses: i64,
}
