//! D4: remission or response that has lasted for weeks.

use crate::finding::FindingState;
use crate::instrument::InstrumentId;
use crate::message::Message;
use crate::review::Facts;
use crate::schedule::days::between;

/// "Stable remission" or "stable response" in words; `None` where neither is shown. Weeks count back from
/// today; the last score of a week speaks for it, and a week without a score speaks for nothing.
pub(super) fn message(facts: &Facts<'_>, id: InstrumentId) -> Option<Message> {
    let params = &facts.knowledge.rules.d4.params;
    let longest = params.remission_weeks.max(params.response_weeks);
    let states: Vec<Option<FindingState>> = (0..longest).map(|week| state_of(facts, id, week)).collect();
    let remission = |state: &&Option<FindingState>| **state == Some(FindingState::Remission);
    let better = |state: &Option<FindingState>| {
        matches!(state, Some(FindingState::Remission | FindingState::Response))
    };
    // It must hold now: the past alone is not stable.
    if !states.first().is_some_and(better) {
        return None;
    }
    let weeks = states.iter().take(params.remission_weeks).filter(remission).count();
    if weeks >= params.remission_at_least && states.first().is_some_and(|s| remission(&s)) {
        let of = params.remission_weeks;
        return Some(Message::new("d4.remission").with("weeks", weeks).with("of", of));
    }
    let recent = states.get(..params.response_weeks)?;
    recent.iter().all(better).then(|| Message::new("d4.response").with("weeks", params.response_weeks))
}

/// The state of the last score of the week that ends `week` weeks before today.
fn state_of(facts: &Facts<'_>, id: InstrumentId, week: usize) -> Option<FindingState> {
    let week = i64::try_from(week).ok()?;
    let in_week = |days: i64| days / 7 == week;
    let m = facts.check_ins(id).iter().rfind(|m| in_week(between(m.date, facts.today())))?;
    Some(super::state_of(facts, &facts.baseline(id)?, m))
}
