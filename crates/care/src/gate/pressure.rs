//! M3: the blood pressure in the middle of a session, when it is highest. Esketamine: a required field of
//! the monitoring form. Other routes: where the protocol's timeline asks for it.

use super::{Asked, gate};
use crate::condition::Route;
use crate::finding::{Finding, FindingState};
use crate::message::Message;
use crate::protocol::{Observed, TimepointKind};
use crate::record::{Session, SessionStatus};
use crate::rems::near;
use crate::review::Facts;

/// Clear with a reading near the minute, a warning without one on the day itself. What the reading is worth
/// is not judged: no threshold during a session was found in a source.
pub(super) fn at_minute(facts: &Facts<'_>, session: &Session, asked: Asked) -> Option<Finding> {
    if session.status != SessionStatus::Done {
        return None;
    }
    let rule = &facts.knowledge.rules.m3;
    let minute = minute(facts, session)?;
    let reading = i32::try_from(minute)
        .ok()
        .and_then(|minute| near(&session.blood_pressures, minute, rule.params.within_minutes));
    let values = |key: &str| {
        Message::new(key)
            .with("date", session.date)
            .with("minute", minute)
            .with("within", rule.params.within_minutes)
    };
    let Some(bp) = reading else {
        return (session.date == facts.today()).then(|| {
            let because = values("m3.missing");
            let mut finding = gate(facts.knowledge, &rule.rule, FindingState::Warn, session.date, because);
            finding.missing.push(Message::new("bp_at_minute"));
            finding
        });
    };
    asked.wants(FindingState::Clear).then(|| {
        let because = values("m3.clear")
            .with("systolic", bp.systolic)
            .with("diastolic", bp.diastolic)
            .with("taken", bp.minute);
        gate(facts.knowledge, &rule.rule, FindingState::Clear, session.date, because)
    })
}

/// The minute at which a pressure is asked for: by the protocol's timeline where the session keeps to its
/// route, and always for esketamine.
fn minute(facts: &Facts<'_>, session: &Session) -> Option<u32> {
    let timeline = &facts.protocol.monitoring.timeline;
    let asked = timeline
        .iter()
        .filter(|_| facts.protocol.route == session.route)
        .filter(|point| point.when == TimepointKind::At && point.takes.contains(&Observed::BloodPressure))
        .find_map(|point| point.minutes);
    let nasal = session.route == Route::NasalEsketamine;
    asked.or_else(|| nasal.then_some(facts.knowledge.rules.m3.params.nasal_minute))
}
