//! How a command ends: with a code that scripts can rely on, and a sentence for the person.

use std::fmt;
use std::io;
use std::process::ExitCode;

use evenkeel_practice::Refusal;

use crate::cli::output;

/// Checked and found wanting: the command worked, what it looked at has problems.
const FOUND_WANTING: u8 = 1;
/// What was given cannot be used.
const BAD_INPUT: u8 = 2;
/// The machine does not let the program work: disk, port, database.
const CANNOT_RUN: u8 = 3;

/// An end that is not success: code and message. The message goes to standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exit {
    code: u8,
    message: String,
}

/// What every command returns.
pub type Ended = Result<(), Exit>;

impl Exit {
    /// Code 1: the command did its work and found problems, which it has already printed.
    pub fn found_wanting(message: impl Into<String>) -> Self {
        Self { code: FOUND_WANTING, message: message.into() }
    }

    /// Code 2: the input cannot be used.
    pub fn bad_input(message: impl fmt::Display) -> Self {
        Self { code: BAD_INPUT, message: message.to_string() }
    }

    /// Code 3: the machine stands in the way.
    pub fn cannot_run(message: impl fmt::Display) -> Self {
        Self { code: CANNOT_RUN, message: message.to_string() }
    }

    /// Code 3 for what the practice could not do, told as the operator needs it.
    pub fn refused(refusal: &Refusal) -> Self {
        Self::cannot_run(refusal.for_operator())
    }

    /// Nobody reads standard output any more (`evenkeel … | head`): that is an end, not a fault.
    pub fn from_stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self { code: 0, message: String::new() };
        }
        Self::cannot_run(Fault::new(
            "standard output",
            "it cannot be written to",
            error.to_string(),
            "Free space on the disk or choose another place for the output",
        ))
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Says the message and turns the end into the process's code.
pub fn code(ended: Ended) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(Exit { code, message }) => {
            if !message.is_empty() {
                output::note(&message);
            }
            ExitCode::from(code)
        }
    }
}

/// What is wrong with something a person gave: where, what, why it cannot be used, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File with line or path (`record.json: sessions[2].date`); `-` is standard input.
    pub place: String,
    /// What was found.
    pub what: String,
    /// Why it cannot be used.
    pub why: String,
    /// What puts it right.
    pub remedy: String,
}

impl Fault {
    /// Builds a fault; no part ends in a full stop, [`fmt::Display`] sets them.
    pub fn new(
        place: impl Into<String>,
        what: impl Into<String>,
        why: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { place: place.into(), what: what.into(), why: why.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what, why, remedy } = self;
        write!(f, "{place}: {what}. {}. {}.", upper_first(why), upper_first(remedy))
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_what_why_and_what_to_do() {
        let fault = Fault::new("a.json: today", "missing", "a review needs its day", "Add \"today\"");
        assert_eq!(fault.to_string(), "a.json: today: missing. A review needs its day. Add \"today\".");
    }

    #[test]
    fn a_reader_that_left_is_not_a_fault() {
        let gone = io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(Exit::from_stdout(&gone), Exit { code: 0, message: String::new() });
    }
}
