//! Where a clinical number or wording comes from.

use serde::{Deserialize, Serialize};

use crate::field_problem::FieldProblem;
use crate::finding::Grade;

/// One source of a clinical file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What is shown on screen: DOI, label set id, guideline name and year.
    pub citation: String,
    /// How good the source is.
    pub grade: Grade,
    /// Which of the file's numbers or words rest on it.
    pub supports: String,
    /// The page where it was read; never shown on screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<String>,
}

/// Problems of a list of sources: at least one, none of them empty.
pub(crate) fn problems(sources: &[Source]) -> Vec<FieldProblem> {
    const WHY: &str = "a number without a source cannot be argued with.";
    const DO: &str = "name the paper, guideline or label, or grade it D and say that it is a default.";
    if sources.is_empty() {
        return vec![FieldProblem::new("sources", "no source is named.", WHY, DO)];
    }
    let empty = |text: &str| text.trim().is_empty();
    sources
        .iter()
        .enumerate()
        .filter(|(_, source)| empty(&source.citation) || empty(&source.supports))
        .map(|(i, _)| {
            let what = "the citation, or what it supports, is empty.";
            FieldProblem::new(format!("sources[{i}]"), what, WHY, DO)
        })
        .collect()
}
