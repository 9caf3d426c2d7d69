//! What each level requires (D20–D23), as the rule files say it. The engine only finds the list; the
//! clinic does the work and documents it.

use crate::finding::Finding;
use crate::knowledge::Knowledge;
use crate::rules::RequiredAction;

/// The actions a finding requires, in the order in which they are done; empty when it requires none
/// (another kind of rule, or a quiet finding).
pub fn required_actions<'a>(knowledge: &'a Knowledge, finding: &Finding) -> &'a [RequiredAction] {
    use crate::finding::FindingState::{High, Low, Moderate, Screen};
    let rules = &knowledge.rules;
    match finding.state {
        Screen => &rules.d20.params.actions,
        Low => &rules.d21.params.actions,
        Moderate => &rules.d22.params.actions,
        High => &rules.d23.params.actions,
        _ => &[],
    }
}

/// The actions that must be on record before the level may be closed and are not among `documented`
/// (their keys). Empty: a clinician may close it. Nothing else ever closes it.
pub fn undocumented<'a>(actions: &'a [RequiredAction], documented: &[&str]) -> Vec<&'a RequiredAction> {
    actions.iter().filter(|a| a.document_before_closing && !documented.contains(&a.key.as_str())).collect()
}
