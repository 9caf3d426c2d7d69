//! Stories of courses in Markdown that a clinician can review, and the program has to keep.
//!
//! A story (`scenarios/*.md`) has a title, the promises it is about, a few sentences, and three tables:
//! the course, what happened, and what Evenkeel says as of a day. `scenarios/README.md` says how to
//! write one. A word that is not understood stops the run and names its line: nothing is passed over.

mod expect;
mod happened;
mod markdown;
mod render;
mod run;
mod session;
mod settings;

use jiff::civil::Date;

pub use render::rendered;

use expect::Expected;
use happened::Happened;
use settings::Settings;

/// A story, read.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Name of its file, without the folder.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Ids of the promises it is about, such as `W3`.
    pub promises: Vec<String>,
    /// What it tells, as paragraphs.
    pub tells: Vec<String>,
    settings: Settings,
    happened: Vec<Happened>,
    expected: Vec<Expected>,
}

/// Why a story cannot be run, or did not come out as written: file, line and words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("scenarios/{file}:{line}: {what}")]
pub struct Wrong {
    file: String,
    line: usize,
    what: String,
}

/// A cell that could not be understood, before its file is known.
type Unread = String;

impl Scenario {
    /// Reads a story. `file` is its name, for messages.
    ///
    /// # Errors
    /// The first thing that is missing or not understood.
    pub fn read(file: &str, text: &str) -> Result<Self, Wrong> {
        let story = markdown::read(text);
        let wrong = |line: usize, what: String| Wrong { file: file.to_owned(), line, what };
        let table = |heading: &str| {
            let rows = story.table(heading);
            if rows.is_empty() {
                return Err(wrong(1, format!("there is no table under the heading {heading:?}")));
            }
            Ok(rows)
        };
        let mut settings = Settings::default();
        for row in table("The course")? {
            settings.set(row.cell(0), row.cell(1)).map_err(|what| wrong(row.line, what))?;
        }
        let happened = table("What happened")?
            .iter()
            .map(|row| Happened::read(row).map_err(|what| wrong(row.line, what)))
            .collect::<Result<_, _>>()?;
        let expected = table("What Evenkeel says")?
            .iter()
            .map(|row| Expected::read(row).map_err(|what| wrong(row.line, what)))
            .collect::<Result<_, _>>()?;
        let promises = story.promises();
        if promises.is_empty() {
            return Err(wrong(1, "no line names the promises, for example \"Promises: W3\"".to_owned()));
        }
        let (title, tells) = (story.title.clone(), story.tells());
        Ok(Self { file: file.to_owned(), title, promises, tells, settings, happened, expected })
    }

    fn wrong(&self, line: usize, what: String) -> Wrong {
        Wrong { file: self.file.clone(), line, what }
    }
}

/// A day, or an instant with the clinic's zone: `2026-03-09T03:30:00Z[America/New_York]` is the evening
/// of the 8th in New York.
fn day(text: &str) -> Result<Date, Unread> {
    if text.contains('[') {
        let instant: jiff::ZonedDateTime =
            text.parse().map_err(|e| format!("{text:?} is no instant: {e}"))?;
        return Ok(instant.date());
    }
    text.parse().map_err(|e| format!("{text:?} is no day: {e}"))
}

/// A number at the start of a text, and the words after it.
fn number(text: &str) -> Result<(f64, &str), Unread> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let value = digits.parse().map_err(|_| format!("{text:?} does not start with a number"))?;
    Ok((value, rest.trim()))
}

/// A whole number of its type.
fn whole<T: std::str::FromStr>(text: &str) -> Result<T, Unread> {
    text.trim().parse().map_err(|_| format!("{text:?} is not a whole number that fits"))
}

/// A word of a closed list.
fn word<T: evenkeel_care::closed_list::Word>(text: &str) -> Result<T, Unread> {
    T::parse(text.trim()).map_err(|unknown| unknown.to_string())
}
