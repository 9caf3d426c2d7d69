//! A plan as text for the terminal.

use std::fmt::Write as _;

use evenkeel_care::ladder::Ladder;
use evenkeel_care::message::Message;
use evenkeel_care::protocol::Protocol;
use evenkeel_care::schedule::{PlannedSession, PlannedStatus};
use evenkeel_catalog::Catalog;
use jiff::civil::Date;

/// A line a session: number, day, phase, the days to which it could be moved, and why that day. A reason
/// that holds for several sessions in a row is said at the first of them.
pub fn words(
    sessions: &[PlannedSession],
    protocol: &Protocol,
    ladder: Option<&Ladder>,
    catalog: &Catalog,
) -> String {
    let then = ladder.map_or("induction only".to_owned(), |ladder| format!("then {}", ladder.name));
    let mut out = format!("{} ({}), {then}\n\n", protocol.name, protocol.id);
    let _ = writeln!(out, "  n  {:<15}  {:<11}  may be moved between", "day", "phase");
    let mut before: &[Message] = &[];
    for session in sessions {
        let PlannedSession { n, date, phase, .. } = session;
        let _ = write!(out, "{n:>3}  {}  {phase:<11}  ", day(*date));
        match session.status {
            PlannedStatus::Done => out.push_str("given\n"),
            PlannedStatus::Planned => {
                let _ = writeln!(out, "{} and {}", session.earliest, session.latest);
            }
        }
        for reason in session.why.iter().filter(|reason| !before.contains(reason)) {
            let _ = writeln!(out, "       {}", catalog.say(reason));
        }
        before = &session.why;
    }
    out
}

fn day(date: Date) -> String {
    date.strftime("%a %d %b %Y").to_string()
}
