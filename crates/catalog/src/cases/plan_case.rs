//! Cases of a protocol: a start and the dates it must give.

use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::protocol::PlanCase;
use evenkeel_care::schedule::{self, PlanRequest};

use super::{differ, refusal};

/// How the outcome differs from what the case expects.
pub(super) fn differs(knowledge: &Knowledge, stem: &str, case: &PlanCase) -> Option<String> {
    let Some(protocol) = knowledge.protocols.get(stem) else {
        return Some(format!("there is no protocol {stem}"));
    };
    let mut request = PlanRequest::new(protocol, case.start);
    if let Some(words) = &case.weekdays {
        match words.parse() {
            Ok(days) => request.weekdays = Some(days),
            Err(wrong) => return refusal(case.refused.as_deref(), &format!("{wrong}")),
        }
    }
    if let Some(id) = &case.ladder {
        let Some(ladder) = knowledge.ladders.get(id) else { return Some(format!("there is no ladder {id}")) };
        request.ladder = Some(ladder);
    }
    request.closed = case.closed.iter().copied().collect();
    request.done.clone_from(&case.done);
    request.not_before = case.today;
    request.days = case.days.unwrap_or(request.days);
    match (schedule::plan(&request), &case.refused) {
        (Ok(plan), None) => differ(
            "the dates",
            &case.dates.iter().map(ToString::to_string).collect::<Vec<_>>(),
            &schedule::dates(&plan).iter().map(ToString::to_string).collect::<Vec<_>>(),
        ),
        (Ok(_), Some(words)) => Some(format!("it was planned, expected a refusal with the words {words:?}")),
        (Err(wrong), expected) => refusal(expected.as_deref(), &wrong.to_string()),
    }
}
