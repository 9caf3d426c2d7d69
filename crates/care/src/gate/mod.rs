//! What must hold before, during or after a session: spacing, dose, blood pressure, observation,
//! supervision. What was already given is kept readable: a past breach warns, a planned one stops.

mod benzodiazepine;
mod discharge;
mod medication;
mod pressure;
mod rems;
mod screening;
mod session;
mod spacing;
mod weight;

pub use spacing::spacing;

use crate::finding::{Finding, FindingState};
use crate::knowledge::Knowledge;
use crate::message::Message;
use crate::record::{CourseRecord, Session};
use crate::review::Facts;
use crate::rules::RuleHead;

/// All gates of a record: every warning and stop, and one `clear` for each rule whose inputs were
/// there and in order.
pub(crate) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = spacing::findings(facts);
    let sessions: Vec<&Session> =
        facts.done.iter().chain(facts.coming.iter().filter(|s| s.date == facts.today())).copied().collect();
    for check in CHECKS {
        found.extend(loud_or_last_clear(facts, &sessions, check));
    }
    found.extend(screening::findings(facts));
    found.extend(medication::findings(facts));
    found.extend(rems::finding(facts));
    // A planned dose that would stop is seen before its day; what only asks for a second person, on it.
    let ahead = facts.coming.iter().filter(|s| s.date > facts.today());
    found.extend(
        ahead.filter_map(|s| session::dose(facts, s, Asked::Loud)).filter(|f| f.state == FindingState::Stop),
    );
    found.into_iter().map(|finding| overridden(facts.course, finding)).collect()
}

/// Which findings of a check are asked for. A course has one clear session after the other, and of these
/// only the last is told: the others are not even put into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Warnings and stops.
    Loud,
    /// `clear` as well.
    All,
}

impl Asked {
    /// Whether a finding in this state is asked for.
    fn wants(self, state: FindingState) -> bool {
        self == Self::All || state != FindingState::Clear
    }
}

/// A check of one session; nothing where it does not apply, or where its finding is not asked for.
type Check = fn(&Facts<'_>, &Session, Asked) -> Option<Finding>;

/// The checks that look at one session at a time.
const CHECKS: [Check; 9] = [
    session::dose,
    weight::weight,
    session::blood_pressure,
    pressure::at_minute,
    session::observation,
    session::supervision,
    discharge::list,
    discharge::ride,
    discharge::driving,
];

/// Warnings and stops of one rule; if there are none, its last `clear`.
fn loud_or_last_clear(facts: &Facts<'_>, sessions: &[&Session], check: Check) -> Vec<Finding> {
    let loud: Vec<Finding> = sessions.iter().filter_map(|s| check(facts, s, Asked::Loud)).collect();
    if !loud.is_empty() {
        return loud;
    }
    sessions.iter().rev().find_map(|s| check(facts, s, Asked::All)).into_iter().collect()
}

/// A stop that a prescriber has overridden with a reason warns, and says who and why. What cannot be
/// overridden stays.
fn overridden(course: &CourseRecord, mut finding: Finding) -> Finding {
    use crate::finding::Caveat;
    if finding.state != FindingState::Stop || finding.caveats.contains(&Caveat::NoOverride) {
        return finding;
    }
    let decision = course
        .decisions
        .iter()
        .filter(|d| d.rule.eq_ignore_ascii_case(&finding.rule) && d.date == finding.date)
        .filter(|d| d.by.is_some() && d.reason.as_deref().is_some_and(|r| !r.trim().is_empty()))
        .min_by_key(|d| (&d.by, &d.reason));
    if let Some(d) = decision {
        finding.state = FindingState::Warn;
        finding.because.push(
            Message::new("gate.overridden")
                .with("by", d.by.as_deref().unwrap_or_default())
                .with("reason", d.reason.as_deref().unwrap_or_default()),
        );
    }
    finding
}

/// A gate finding with its first reason and, in the trace, what was compared with what.
pub(crate) fn gate(
    knowledge: &Knowledge,
    rule: &RuleHead,
    state: FindingState,
    date: jiff::civil::Date,
    because: Message,
) -> Finding {
    let mut finding = knowledge.finding(rule, state, date);
    finding.trace.push(because.clone());
    finding.because.push(because);
    finding.trace.push(
        Message::new("trace.state")
            .with("state", state)
            .with("rule", &rule.id)
            .with("revision", &rule.revision),
    );
    finding
}

/// A gate whose input is not there on the session's own day.
fn missing(facts: &Facts<'_>, rule: &RuleHead, session: &Session, what: &[&str]) -> Option<Finding> {
    (session.date == facts.today() && !what.is_empty()).then(|| {
        let because = Message::new("gate.missing")
            .with("date", session.date)
            .with("what", what.join(", ").replace('_', " "));
        let mut finding = gate(facts.knowledge, rule, FindingState::Warn, session.date, because);
        finding.missing = what.iter().map(|key| Message::new(*key)).collect();
        finding
    })
}
