//! `evenkeel plan`: the dates of a course's sessions, from a protocol or from a course that has begun.

mod calendar;
mod words;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clap::Args;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::ladder::Ladder;
use evenkeel_care::message::Message;
use evenkeel_care::protocol::{PhaseName, Protocol};
use evenkeel_care::record::CourseRecord;
use evenkeel_care::review;
use evenkeel_care::schedule::{self, PlanRequest, PlannedSession, PlannedStatus, Weekdays};
use evenkeel_catalog::Catalog;
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::review::{read_course, refused};
use crate::cli::{output, shipped};
use crate::clock::RealClock;
use crate::formats::civil_date::CivilDate;

/// Prints the planned sessions of a protocol, or of a course that has begun.
#[derive(Args)]
pub struct Plan {
    /// The protocol, such as iv-mood-6
    #[arg(long, value_name = "ID", required_unless_present = "course", conflicts_with = "course")]
    protocol: Option<String>,
    /// The day from which the first session is planned, YYYY-MM-DD
    #[arg(long, value_name = "DATE", required_unless_present = "course", conflicts_with = "course")]
    start: Option<CivilDate>,
    /// Plan the rest of this course record; - reads standard input
    #[arg(long, value_name = "FILE")]
    course: Option<String>,
    /// Weekdays on which sessions may fall, such as mon,wed,fri
    #[arg(long, value_name = "DAYS", value_parser = weekdays)]
    weekdays: Option<Weekdays>,
    /// The ladder of maintenance; none: plan the induction only
    #[arg(long, value_name = "ID")]
    ladder: Option<String>,
    /// Days on which the clinic is closed
    #[arg(long, value_name = "DATE,DATE", value_delimiter = ',')]
    closed: Vec<CivilDate>,
    /// Weekdays on which the clinic is open; without it every day counts
    #[arg(long, value_name = "DAYS", value_parser = weekdays)]
    open: Option<Weekdays>,
    /// How many days ahead to plan
    #[arg(long, value_name = "N", default_value_t = 365)]
    days: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Print an iCalendar file of all-day events
    #[arg(long, conflicts_with = "json")]
    ics: bool,
}

fn weekdays(text: &str) -> Result<Weekdays, String> {
    text.parse::<Weekdays>().map_err(|unknown| unknown.to_string())
}

/// A plan with what it came from.
#[derive(Serialize)]
struct PlanOut<'a> {
    schema: &'static str,
    protocol: &'a str,
    ladder: Option<&'a str>,
    sessions: Vec<SessionOut>,
    notes: Vec<String>,
}

/// One session of a plan as it is printed.
#[derive(Serialize)]
struct SessionOut {
    n: u32,
    date: Date,
    phase: PhaseName,
    earliest: Date,
    latest: Date,
    status: PlannedStatus,
    why: Vec<String>,
}

impl Plan {
    /// Plans and prints.
    pub fn run(&self) -> Ended {
        let catalog = shipped::catalog()?;
        let knowledge = catalog.knowledge();
        let course = self.course.as_deref().map(read_course).transpose()?;
        if let Some((file, record)) = &course {
            review::review(record, knowledge).map_err(|refusal| refused(file, &refusal))?;
        }
        let record = course.as_ref().map(|(_, record)| record);
        let id = record.map(|record| &record.protocol).or(self.protocol.as_ref()).map_or("", String::as_str);
        let protocol = protocol(knowledge, id)?;
        let ladder = self.ladder(knowledge, protocol)?;
        let request = PlanRequest { ladder, ..self.request(protocol, record) };
        let sessions =
            schedule::plan(&request).map_err(|refusal| Exit::bad_input(format!("plan: {refusal}.")))?;
        if self.ics {
            let name = name(record, protocol, &sessions);
            return output::text(&calendar::calendar(&sessions, &name, RealClock::now()));
        }
        let notes = schedule::notes(&request, &sessions);
        self.print(&sessions, &notes, &request, &catalog)
    }

    fn request<'a>(&self, protocol: &'a Protocol, record: Option<&CourseRecord>) -> PlanRequest<'a> {
        let closed: BTreeSet<Date> = self.closed.iter().map(|date| date.0).collect();
        let (base, ahead) = match (record, self.start) {
            (Some(record), _) => {
                let base = PlanRequest::of_course(record, protocol);
                let ahead = record.today.since(base.start).map_or(0, |span| span.get_days());
                (base, u32::try_from(ahead).unwrap_or(0))
            }
            (None, start) => (PlanRequest::new(protocol, start.map_or(Date::ZERO, |date| date.0)), 0),
        };
        let open_days = self.open.unwrap_or(Weekdays::ALL);
        PlanRequest {
            weekdays: self.weekdays,
            open_days,
            closed,
            days: self.days.saturating_add(ahead),
            ..base
        }
    }

    /// The ladder asked for; unasked only where it is part of the protocol.
    fn ladder<'a>(&self, knowledge: &'a Knowledge, protocol: &Protocol) -> Result<Option<&'a Ladder>, Exit> {
        let unasked = protocol.plans_ladder_unasked.then_some(&protocol.default_ladder);
        let id = match self.ladder.as_deref() {
            Some("none") => return Ok(None),
            Some(id) => id,
            None => match unasked {
                None => return Ok(None),
                Some(id) => id,
            },
        };
        let ladder = knowledge.ladders.get(id).ok_or_else(|| {
            let known: Vec<&str> = knowledge.ladders.keys().map(String::as_str).chain(["none"]).collect();
            unknown("--ladder", "ladder", id, &known, "maintenance intervals come from its file")
        })?;
        Ok(Some(ladder))
    }

    fn print(
        &self,
        sessions: &[PlannedSession],
        notes: &[Message],
        request: &PlanRequest<'_>,
        catalog: &Catalog,
    ) -> Ended {
        let (protocol, ladder) = (request.protocol, request.ladder);
        if !self.json {
            let mut text = words::words(sessions, protocol, ladder, catalog);
            for note in notes {
                let _ = write!(text, "\n{}\n", catalog.say(note));
            }
            return output::text(&text);
        }
        let out = |session: &PlannedSession| SessionOut {
            n: session.n,
            date: session.date,
            phase: session.phase,
            earliest: session.earliest,
            latest: session.latest,
            status: session.status,
            why: session.why.iter().map(|message| catalog.say(message)).collect(),
        };
        output::json(&PlanOut {
            schema: "evenkeel-plan/1",
            protocol: &protocol.id,
            ladder: ladder.map(|ladder| ladder.id.as_str()),
            sessions: sessions.iter().map(out).collect(),
            notes: notes.iter().map(|note| catalog.say(note)).collect(),
        })
    }
}

/// What tells one plan from another: the course, or the protocol with its first day.
fn name(record: Option<&CourseRecord>, protocol: &Protocol, sessions: &[PlannedSession]) -> String {
    match record.filter(|record| !record.id.is_empty()) {
        Some(record) => format!("course {}", record.id),
        None => format!("{} {:?}", protocol.id, sessions.first().map(|session| session.date)),
    }
}

fn protocol<'a>(knowledge: &'a Knowledge, id: &str) -> Result<&'a Protocol, Exit> {
    knowledge.protocols.get(id).ok_or_else(|| {
        let known: Vec<&str> = knowledge.protocols.keys().map(String::as_str).collect();
        unknown("--protocol", "protocol", id, &known, "sessions and their spacing come from its file")
    })
}

fn unknown(option: &str, kind: &str, id: &str, known: &[&str], why: &str) -> Exit {
    let remedy = format!("Use one of {}", known.join(", "));
    Exit::bad_input(Fault::new(option, format!("there is no {kind} {id:?}"), why, remedy))
}
