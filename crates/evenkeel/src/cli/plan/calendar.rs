//! A plan as an iCalendar file (RFC 5545): all-day events that hold nothing of a patient.

use evenkeel_care::schedule::{PlannedSession, PlannedStatus};
use icalendar::{Calendar, Component as _, Event, Property};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::shipped::sha256;

/// One event a session. What is planned again under the same `name` keeps its UIDs, so that importing it
/// once more moves the events instead of doubling them; the name itself cannot be read from them.
pub fn calendar(sessions: &[PlannedSession], name: &str, now: Timestamp) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Evenkeel//Evenkeel//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    let digest = sha256(name.as_bytes());
    let plan = digest.get(..20).unwrap_or_default();
    for session in sessions {
        calendar.push(event(session, &format!("{plan}-{}@evenkeel.invalid", session.n), now));
    }
    calendar.to_string()
}

fn event(session: &PlannedSession, uid: &str, now: Timestamp) -> Event {
    let next = session.date.tomorrow().unwrap_or(session.date);
    let state = if session.status == PlannedStatus::Done { "given" } else { "planned" };
    let mut event = Event::new();
    event
        .uid(uid)
        .add_property("DTSTAMP", now.strftime("%Y%m%dT%H%M%SZ").to_string())
        .append_property(day("DTSTART", session.date))
        .append_property(day("DTEND", next))
        .summary(&format!("Session {} ({state})", session.n))
        .add_property("TRANSP", "OPAQUE");
    if session.status == PlannedStatus::Planned {
        event.description(&format!("May be moved between {} and {}", session.earliest, session.latest));
    }
    event.done()
}

fn day(key: &str, date: Date) -> Property {
    let mut property = Property::new(key, date.strftime("%Y%m%d").to_string());
    property.add_parameter("VALUE", "DATE");
    property.done()
}
