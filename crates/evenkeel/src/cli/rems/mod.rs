//! `evenkeel rems FILE`: the REMS monitoring forms of a course's esketamine sessions, as far as the
//! record fills them, and what is missing.

mod out;

use clap::Args;
use evenkeel_care::condition::Route;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::record::{CourseRecord, Session, SessionStatus};
use evenkeel_care::rems::{FormDraft, MonitoringForm, Told, fill};
use evenkeel_care::review;
use jiff::civil::Date;

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::input::Text;
use crate::cli::review::{read_course, refused};
use crate::cli::{output, shipped};
use crate::formats::civil_date::CivilDate;

/// Fills the REMS monitoring form of each esketamine session given, and lists what is missing. A draft:
/// the certified setting completes and sends the official form.
#[derive(Args)]
pub struct Rems {
    /// A course record (schema evenkeel-course/1); - reads standard input
    file: String,
    /// Only the session of this day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    date: Option<CivilDate>,
    /// Print JSON (schema evenkeel-rems/1)
    #[arg(long)]
    json: bool,
}

impl Rems {
    /// Reads the record and prints a draft for each session.
    pub fn run(&self) -> Ended {
        let (file, record) = read_course(&self.file)?;
        let catalog = shipped::catalog()?;
        let knowledge = catalog.knowledge();
        review::review(&record, knowledge).map_err(|refusal| refused(&file, &refusal))?;
        let sessions = given(&record, self.date.map(|date| date.0));
        if let (true, Some(date)) = (sessions.is_empty(), self.date) {
            return Err(no_session(&file, date.0));
        }
        let drafts = drafts(knowledge, &record, &sessions);
        let out = out::RemsOut::new(&record, &drafts);
        if self.json { output::json(&out) } else { output::text(&out.words()) }
    }
}

/// Esketamine sessions given, by date.
fn given(record: &CourseRecord, on: Option<Date>) -> Vec<&Session> {
    let wanted = |s: &&Session| {
        s.status == SessionStatus::Done
            && s.route == Route::NasalEsketamine
            && on.is_none_or(|date| s.date == date)
    };
    let mut sessions: Vec<&Session> = record.sessions.iter().filter(wanted).collect();
    sessions.sort_by_key(|s| s.date);
    sessions
}

fn drafts<'a>(
    knowledge: &'a Knowledge,
    record: &CourseRecord,
    sessions: &[&Session],
) -> Vec<(&'a MonitoringForm, FormDraft)> {
    let draft = |session: &&Session| {
        let form = knowledge.form_on(session.date)?;
        Some((form, fill(knowledge, form, record, session, &Told::new())))
    };
    sessions.iter().filter_map(draft).collect()
}

fn no_session(file: &Text, date: Date) -> Exit {
    Exit::bad_input(Fault::new(
        format!("{}: sessions", file.name),
        format!("no esketamine session was given on {date}"),
        "a form belongs to a session that was given",
        "Name the day of one, or leave --date out",
    ))
}
