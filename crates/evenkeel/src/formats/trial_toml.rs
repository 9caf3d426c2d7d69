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

/// Reads any TOML text into its type.
pub fn toml<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Exit> {
    let broken = |path: String, error: &toml::de::Error| {
        let line = error
            .span()
            .map_or(1, |span| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count());
        let place = if path.is_empty() || path == "." {
            format!("{name}: line {line}")
        } else {
            format!("{name}: line {line}: {path}")
        };
        let why = "nothing is guessed, converted or left unread";
        Exit::bad_input(Fault::new(
            place,
            error.message().replace('\n', " "),
            why,
            "Correct it; docs/API.md, section 12, describes what may stand there",
        ))
    };
    let read = toml::Deserializer::parse(text).map_err(|error| broken(String::new(), &error))?;
    serde_path_to_error::deserialize(read).map_err(|error| broken(error.path().to_string(), error.inner()))
}

/// A fault of a file's content.
pub fn refused(name: &str, error: &TrialError) -> Exit {
    Exit::bad_input(Fault::new(format!("{name}: {}", error.path), &error.what, &error.why, &error.what_to_do))
}
