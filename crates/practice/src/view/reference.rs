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
