//! Standard output carries the answer alone; everything else goes to standard error.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::cli::exit::{Ended, Exit};

/// Prints `text` as it is, with a line end if it has none.
pub fn text(text: &str) -> Ended {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let mut out = io::stdout().lock();
    write!(out, "{text}{end}").and_then(|()| out.flush()).map_err(|error| Exit::from_stdout(&error))
}

/// Prints one JSON value, indented.
pub fn json<T: Serialize>(value: &T) -> Ended {
    let printed = serde_json::to_string_pretty(value)
        .map_err(|error| Exit::cannot_run(format!("the answer could not be written as JSON: {error}")))?;
    text(&printed)
}

/// Says one line on standard error. If even that fails there is nobody left to tell.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// `text` without control characters: a name from a file must not steer the terminal. Line ends stay.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[31m\r\nb"), "a\u{fffd}[31m\u{fffd}\nb");
    }
}
