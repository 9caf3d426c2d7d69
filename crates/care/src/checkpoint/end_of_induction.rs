//! D12: the end of the induction.

use super::{Check, Seen, after_session, conclude};
use crate::finding::{Caveat, Finding, FindingState};
use crate::message::Message;
use crate::progress;
use crate::review::Facts;

/// Response or remission: on to maintenance. Anything less, or new suicidal thoughts: a prescriber
/// looks at the options.
pub(super) fn finding(facts: &Facts<'_>) -> Finding {
    let rule = &facts.knowledge.rules.d12;
    let check = match Check::open(facts, rule, after_session(facts, rule)) {
        Ok(check) => check,
        Err(not_due) => return *not_due,
    };
    let (m, late) = match check.seen() {
        Seen::Score(m, late) => (m, late),
        Seen::Waiting => return check.without_score(false),
        Seen::Missed => return check.without_score(true),
    };
    let Some(baseline) = facts.baseline(facts.course.primary) else {
        return check.without_baseline(m, "baseline");
    };
    let judged = progress::judge(facts, &baseline, m);
    let params = &rule.params;
    let ideation = progress::new_suicidal_ideation(facts, facts.course.primary, check.until(m));
    let (state, key, options) = match judged.state {
        _ if ideation.is_some() => (FindingState::Review, "d12.ideation", &params.options_review),
        FindingState::NotAssessable => return check.without_baseline(m, "baseline_in_range"),
        FindingState::Response | FindingState::Remission => {
            (FindingState::Continue, "d12.response", &params.options_continue)
        }
        FindingState::PartialResponse | FindingState::Improved => {
            (FindingState::Review, "d12.partial", &params.options_partial)
        }
        _ => (FindingState::Review, "d12.none", &params.options_review),
    };
    let mut finding = check.finding(state, Some(m));
    if let Some((_, reason)) = ideation {
        // What the total says of a response must not stand beside new suicidal thoughts.
        finding.because.push(reason);
        finding.because.extend(judged.because.into_iter().next());
        finding.caveats.push(Caveat::SafetyFirst);
    } else {
        finding.because = judged.because;
    }
    finding.because.push(Message::new(key));
    finding.options.clone_from(options);
    check.caveats(m, late, &mut finding);
    finding.trace.extend(judged.trace);
    finding.trace.push(Message::new("trace.progress").with("state", judged.state));
    conclude(finding)
}
