//! Trial files as TOML: every fault with file, line or path, what, why and what to do.

use evenkeel_forecast::Model;
use evenkeel_forecast::trial::{Trial, TrialError, TrialFile};
use serde::de::DeserializeOwned;

use crate::cli::exit::{Exit, Fault};

/// Reads and checks a trial file; `name` is what it is spoken of by.
pub fn trial(name: &str, text: &str, model: &Model) -> Result<Trial, Exit> {
    let file: TrialFile = toml(name, text)?;
    Trial::new(model, &file).map_err(|error| refused(name, &error))
}

/// Why a text is not what it should be: the line, the path where there is one, and the message.
pub struct Broken {
    /// From 1.
    pub line: usize,
    /// Such as `arm[0].entry`; empty for the file as a whole.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

/// Reads any TOML text into its type; an unknown key is refused.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Broken> {
    let broken = |path: String, error: &toml::de::Error| {
        let line = error
            .span()
            .map_or(1, |span| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count());
        let path = if path == "." { String::new() } else { path };
        Broken { line, path, message: error.message().replace('\n', " ") }
    };
    let read = toml::Deserializer::parse(text).map_err(|error| broken(String::new(), &error))?;
    serde_path_to_error::deserialize(read).map_err(|error| broken(error.path().to_string(), error.inner()))
}

/// The same, told as a command tells it.
pub fn toml<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Exit> {
    read(text).map_err(|Broken { line, path, message }| {
        let place = if path.is_empty() {
            format!("{name}: line {line}")
        } else {
            format!("{name}: line {line}: {path}")
        };
        let why = "nothing is guessed, converted or left unread";
        let remedy = "Correct it; docs/API.md, section 12, describes what may stand there";
        Exit::bad_input(Fault::new(place, message, why, remedy))
    })
}

/// A fault of a file's content.
pub fn refused(name: &str, error: &TrialError) -> Exit {
    Exit::bad_input(Fault::new(format!("{name}: {}", error.path), &error.what, &error.why, &error.what_to_do))
}
