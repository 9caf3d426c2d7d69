//! Which dose a plan goes on with.

use jiff::civil::Date;

use super::{DoseCheck, DoseLevel, check_dose, phase_after};
use crate::dose::Dose;
use crate::knowledge::Knowledge;
use crate::protocol::Protocol;
use crate::record::{CourseRecord, Session, SessionStatus};

/// The latest dose a plan may carry on: given by the protocol's own route and not above the limit from
/// which a second person confirms. What had to be confirmed was meant for its day alone; it becomes
/// part of the plan only by a decision. A dose that cannot be judged (mg without a weight) is not carried
/// on either.
pub fn dose_to_carry_on(
    knowledge: &Knowledge,
    protocol: &Protocol,
    record: &CourseRecord,
) -> Option<(Date, Dose)> {
    let mut done: Vec<&Session> =
        record.sessions.iter().filter(|s| s.status == SessionStatus::Done).collect();
    done.sort_by_key(|s| s.date);
    let usual = |(given, session): (usize, &&Session)| {
        let check = DoseCheck {
            protocol,
            phase: phase_after(protocol, given),
            route: session.route,
            dose: session.dose?,
            weight: session.weight_kg,
            date: session.date,
        };
        let level = check_dose(knowledge, &check).level;
        (session.route == protocol.route && level == DoseLevel::Ok).then_some((check.date, check.dose))
    };
    done.iter().enumerate().filter_map(usual).next_back()
}
