//! Reads a file or standard input, and says in a sentence why it could not be read.

use std::fs::File;
use std::io::{self, Read};

use crate::cli::exit::{Exit, Fault};

/// More than this is not a file of this program, but a slip. (The longest real record is some 100 kB.)
const LARGEST_MIB: u64 = 32;

/// A text with the name it is spoken of by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The path as given; `-` is standard input.
    pub name: String,
    /// Its content, without a byte-order mark.
    pub text: String,
}

/// Reads the file at `path`, or standard input for `-`.
pub fn read(path: &str) -> Result<Text, Exit> {
    let bytes = if path == "-" { limited(path, io::stdin().lock())? } else { limited(path, open(path)?)? };
    let text = String::from_utf8(bytes).map_err(|error| not_text(path, &error))?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if text.trim().is_empty() {
        return Err(refuse(
            path,
            "it is empty",
            "there is nothing to work on",
            "Check the path, or the program that wrote it",
        ));
    }
    Ok(Text { name: path.to_owned(), text })
}

fn open(path: &str) -> Result<File, Exit> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let about = file.metadata().map_err(|error| unreadable(path, &error))?;
    if about.is_dir() {
        return Err(refuse(path, "it is a folder", "a file is needed", "Name the file in it"));
    }
    if about.len() > LARGEST_MIB << 20 {
        return Err(too_large(path));
    }
    Ok(file)
}

fn limited(path: &str, from: impl Read) -> Result<Vec<u8>, Exit> {
    let mut bytes = Vec::new();
    let limit = (LARGEST_MIB << 20) + 1;
    let read = from.take(limit).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if u64::try_from(read).is_ok_and(|read| read == limit) { Err(too_large(path)) } else { Ok(bytes) }
}

fn unreadable(path: &str, error: &io::Error) -> Exit {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => refuse(
            path,
            "there is no such file",
            "nothing could be read",
            "Check the path, or give - for standard input",
        ),
        io::ErrorKind::IsADirectory => {
            refuse(path, "it is a folder", "a file is needed", "Name the file in it")
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidFilename => {
            refuse(path, "this is not a file name", error.to_string(), "Check the path")
        }
        _ => Exit::cannot_run(Fault::new(
            path,
            "it cannot be read",
            error.to_string(),
            "Check the file's permissions and the disk",
        )),
    }
}

fn too_large(path: &str) -> Exit {
    refuse(
        path,
        format!("it is larger than {LARGEST_MIB} MiB"),
        "no course or case file is that large",
        "Check the path, or split the file",
    )
}

fn not_text(path: &str, error: &std::string::FromUtf8Error) -> Exit {
    let good = error.utf8_error().valid_up_to();
    let line = 1 + error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count();
    refuse(
        &format!("{path}: line {line}"),
        "it is not UTF-8 text",
        format!("byte {} cannot be read as a character", good + 1),
        "Save the file as UTF-8",
    )
}

fn refuse(place: &str, what: impl Into<String>, why: impl Into<String>, remedy: &str) -> Exit {
    Exit::bad_input(Fault::new(place, what, why, remedy))
}
