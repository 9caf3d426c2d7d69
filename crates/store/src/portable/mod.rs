//! A record as plain rows, table by table: what a backup holds, what moves from one engine to the other, and
//! what two records are compared by.
//!
//! The form is a text of lines, the same from either engine (`evenkeel-backup/1`):
//!
//! 1. a head: the form's name, when it was taken, the schema's version, the key of the installation;
//! 2. for each table, those it refers to first: its name and columns (by name), a line a row (by primary
//!    key), then how many rows these were and the SHA-256 of their lines;
//! 3. a last line that counts the tables. Without it the text was cut off.
//!
//! The text holds the key and is to be encrypted by whoever writes it to a disk.

mod compare;
mod lines;
mod load;
mod schema;
mod value;
mod write;

use std::io;

pub use compare::{Compared, compare};
pub use lines::{Head, check, head};
pub use load::load;
pub(crate) use value::Value;
pub use write::{sums, write};

use crate::error::{OpenError, StoreError};

/// One table of a record, in one line: equal sums mean equal rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSum {
    /// Its name.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over its rows' lines, hexadecimal.
    pub sha256: String,
}

/// Told after every few hundred rows: the table, and its rows so far.
pub type Tell<'a> = &'a mut (dyn FnMut(&str, u64) + Send);

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum PortableError {
    /// The record could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The place could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The backup's file could not be read or written.
    #[error("The backup could not be read or written: {0}. Check the disk and the rights of its folder.")]
    Io(#[from] io::Error),
    /// The text is not a whole backup.
    #[error("The backup is damaged at line {line}: {why}. Nothing of it was used. Take another backup.")]
    Damaged {
        /// Which line, from 1.
        line: u64,
        /// How.
        why: String,
    },
    /// Written by a newer program.
    #[error(
        "The backup was made by a newer Evenkeel (its schema is {found}, this program knows {known}). Use the newer program."
    )]
    Newer {
        /// The backup's.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// There is a record already.
    #[error(
        "{place} holds a record already, and a backup is only restored into an empty place. Name another folder or database. Nothing was changed."
    )]
    NotEmpty {
        /// The place.
        place: String,
    },
    /// Tables refer to each other in a circle: a fault of the program.
    #[error("The tables refer to each other in a circle. This is a fault in Evenkeel; please report it.")]
    Circle,
}
