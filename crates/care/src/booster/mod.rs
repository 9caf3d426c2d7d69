//! Signs that the effect fades (D32, D33, D37), with exposure beside them (X11). They never stand in the
//! place of safety: while a safety concern is open they are printed and offer nothing.

mod fading;
mod shrinking;
mod signs;

use crate::finding::{Caveat, Finding, FindingKind};
use crate::message::Message;
use crate::review::Facts;

/// Every sign that calls for a look, or one quiet finding; and the check-in that soft signs bring forward.
pub(crate) fn findings(facts: &Facts<'_>, safety_concern: bool) -> Vec<Finding> {
    let mut found = fading::findings(facts);
    found.extend(shrinking::finding(facts));
    if found.is_empty() {
        found.push(fading::quiet(facts));
    } else if safety_concern {
        found.iter_mut().for_each(safety_first);
    }
    found.extend(signs::finding(facts));
    found.into_iter().map(Finding::concluded).collect()
}

/// A booster never stands in the place of what safety requires: it is shown, and nothing is offered.
fn safety_first(finding: &mut Finding) {
    debug_assert_eq!(finding.kind, FindingKind::Booster, "only a booster is held back");
    finding.options.clear();
    finding.caveats.push(Caveat::SafetyFirst);
    finding.because.push(Message::new("d32.safety_first"));
}
