//! How a course runs by a protocol, as lanes: dates of an example course, planned by the code that plans real ones.

use evenkeel_care::ladder::Ladder;
use evenkeel_care::protocol::{PhaseName, Protocol};
use evenkeel_care::schedule::{self, PlanRequest, PlannedSession};
use jiff::civil::{Date, date};

use crate::context::Practice;
use crate::view::reference::{LaneView, LanesView, MarkView};

/// The example begins on a Monday, so that weekly rhythms are those a clinic would choose. The year means nothing.
const EXAMPLE_STARTS: Date = date(2026, 1, 5);
/// The year of the example, days.
const YEAR: u32 = 364;

impl Practice {
    /// The first weeks, to the end of the induction, and the year; `None` if the protocol cannot be planned.
    pub(crate) fn lanes(&self, protocol: &Protocol) -> Option<LanesView> {
        let ladder = self.knowledge().ladders.get(&protocol.default_ladder);
        let request = PlanRequest { ladder, days: YEAR, ..PlanRequest::new(protocol, EXAMPLE_STARTS) };
        let planned = schedule::plan(&request).ok()?;
        let last = planned.iter().filter(|s| s.phase == PhaseName::Induction).map(|s| day(s.date)).max()?;
        let checks = self.checks(protocol, &planned, last);
        let first_weeks = u32::try_from(last / 7 + 2).unwrap_or(4).max(4);
        Some(LanesView {
            first_weeks,
            weeks: YEAR / 7,
            sessions: LaneView { name: "Sessions".to_owned(), marks: planned.iter().map(session).collect() },
            checks: LaneView { name: "Checks by the rules".to_owned(), marks: checks },
            ladder: ladder.map(|ladder| rungs(ladder, last)),
        })
    }

    /// When each check's time comes in the example.
    fn checks(&self, protocol: &Protocol, planned: &[PlannedSession], last: i64) -> Vec<MarkView> {
        let mut marks: Vec<MarkView> = protocol
            .checkpoints
            .iter()
            .map(|check| {
                let at = match check.after_session {
                    Some(n) => planned.iter().find(|s| s.n == n).map_or(last, |s| day(s.date)),
                    None if check.rule == "D13" => self.first_review(planned, last),
                    None => last,
                };
                let title = self.knowledge().rule(&check.rule).map_or("", |rule| rule.title.as_str());
                MarkView::at(at, check.rule.clone(), format!("{} {title}, day {at}", check.rule))
            })
            .collect();
        marks.sort_by_key(|mark| mark.from_day);
        marks
    }

    /// The maintenance review: after so many sessions or months, whichever comes first (D13).
    fn first_review(&self, planned: &[PlannedSession], last: i64) -> i64 {
        let params = &self.knowledge().rules.d13.params;
        let months = jiff::Span::new().months(params.every_months);
        let ended = EXAMPLE_STARTS.saturating_add(jiff::Span::new().days(last));
        let by_months = day(ended.saturating_add(months));
        let nth = params.every_sessions.saturating_sub(1);
        let by_sessions =
            planned.iter().filter(|s| s.phase == PhaseName::Maintenance).nth(nth).map(|s| day(s.date));
        by_sessions.map_or(by_months, |by| by.min(by_months))
    }
}

/// Days since the first day of the example.
fn day(date: Date) -> i64 {
    i64::from((date - EXAMPLE_STARTS).get_days())
}

fn session(planned: &PlannedSession) -> MarkView {
    let (at, earliest, latest) = (day(planned.date), day(planned.earliest), day(planned.latest));
    let room = if earliest == latest {
        String::new()
    } else {
        format!(" (alone it may move between day {earliest} and {latest})")
    };
    MarkView::at(at, planned.n.to_string(), format!("session {}, day {at}{room}", planned.n))
}

fn rungs(ladder: &Ladder, last: i64) -> LaneView {
    let mut from = last;
    let marks = ladder
        .rungs
        .iter()
        .map(|rung| {
            let to =
                rung.until_day.map_or(i64::from(YEAR), |until| last + i64::from(until)).min(i64::from(YEAR));
            let pair =
                rung.pair_days.map_or_else(String::new, |days| format!(", two each time, {days} days apart"));
            let words = format!(
                "one every {} days, {} to {} allowed{pair}, from day {from} to {to}",
                rung.every_days, rung.earliest_days, rung.latest_days
            );
            let mark =
                MarkView { from_day: from, to_day: to, label: format!("every {} d", rung.every_days), words };
            from = to;
            mark
        })
        .filter(|mark| mark.from_day < mark.to_day)
        .collect();
    LaneView { name: format!("Maintenance: {}", ladder.name), marks }
}
