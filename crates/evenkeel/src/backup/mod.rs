//! A backup: the record as text, encrypted in the age format (age-encryption.org/v1), in one file.

mod keep;
mod lock;
mod trial;

pub use keep::{keep, let_go};
pub use lock::{Unlock, recipients};
pub use trial::{chains, keys_for, settle_in, try_restore};

use std::io::{BufRead, BufReader};
use std::path::Path;

use age::stream::StreamReader;
use evenkeel_store::portable::{self, Head};

use crate::cli::exit::{Exit, Fault};
use crate::cli::output;

/// An open backup, read as far as its head.
pub struct Opened {
    /// What it says of itself.
    pub head: Head,
    /// The tables.
    pub rest: BufReader<StreamReader<BufReader<std::fs::File>>>,
}

/// Opens a backup with whatever key fits.
pub fn open(file: &Path, unlock: &Unlock) -> Result<Opened, Exit> {
    let place = file.display().to_string();
    let read = std::fs::File::open(file).map_err(|cause| {
        Exit::bad_input(Fault::new(
            &place,
            "it cannot be opened",
            cause.to_string(),
            "Name the file of a backup",
        ))
    })?;
    let encrypted = age::Decryptor::new_buffered(BufReader::new(read)).map_err(|cause| {
        Exit::bad_input(Fault::new(
            &place,
            "it is not a backup",
            cause.to_string(),
            "Name a file that `evenkeel backup` wrote",
        ))
    })?;
    let keys = unlock.keys(file)?;
    let plain = encrypted.decrypt(keys.iter().map(|key| key as &dyn age::Identity)).map_err(|cause| {
        Exit::bad_input(Fault::new(
            &place,
            "none of the keys at hand opens it",
            format!("{cause}; tried: {}", unlock.tried(file)),
            "Name the backup.key that belongs to it with --backup-key",
        ))
    })?;
    let mut rest = BufReader::new(plain);
    let head = portable::head(&mut rest as &mut (dyn BufRead + Send)).map_err(of_portable)?;
    Ok(Opened { head, rest })
}

/// What went wrong with a backup or a place, as a command ends by it.
pub fn of_portable(error: portable::PortableError) -> Exit {
    use portable::PortableError as E;
    match error {
        E::Damaged { .. } | E::Newer { .. } | E::NotEmpty { .. } => Exit::bad_input(error),
        E::Store(_) | E::Open(_) | E::Io(_) | E::Circle => Exit::cannot_run(error),
    }
}

/// Says on standard error how far a long copy has come: each table once it has many rows.
pub fn progress() -> impl FnMut(&str, u64) + Send {
    let mut told = 0;
    move |table, rows| {
        if rows / 20_000 > told {
            output::note(&format!("{table}: {rows} rows so far"));
        }
        told = rows / 20_000;
    }
}
