//! What can go wrong, in sentences that say what, why and what to do.

use std::path::PathBuf;

/// A read or a write that did not succeed. Nothing of the transaction was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk (or the room allotted to the database) is full.
    #[error(
        "The disk is full, so nothing of this was saved. What was saved before is safe. Free some space, then try again."
    )]
    Full,
    /// The database may not be written.
    #[error(
        "The database cannot be written (it is read-only for this program), so nothing was saved. Check the owner and mode of the data folder, and whether its disk is mounted read-only."
    )]
    ReadOnly,
    /// The disk failed, or what is on it is damaged.
    #[error(
        "The disk could not be read or written ({0}). Nothing of this was saved. Check the disk, then run `evenkeel doctor`."
    )]
    Disk(String),
    /// Another program held the database for too long.
    #[error(
        "The database was busy with another program's work and did not become free in time. Nothing was saved. Try again."
    )]
    Busy,
    /// The database server cannot be reached.
    #[error(
        "The database cannot be reached ({0}). Nothing was saved. Check that the server runs and that the address and password are right."
    )]
    Unreachable(String),
    /// An earlier step of this transaction failed; nothing more is run in it.
    #[error("An earlier step of this change failed, so nothing of it was saved.")]
    Stopped,
    /// Somebody else wrote first: the caller shows both versions.
    #[error(
        "Somebody else changed this {what} first. Nothing was overwritten: look at their version, then decide again."
    )]
    Conflict {
        /// What both wanted to write.
        what: &'static str,
    },
    /// There is no such row in this clinic.
    #[error("There is no such {what} in this clinic.")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// The row names something that does not exist in this clinic.
    #[error("What this refers to does not exist in this clinic; nothing was saved.")]
    DanglingReference,
    /// The patient's data key has been destroyed: nothing personal can be written any more.
    #[error("This patient's personal data has been erased; nothing can be added.")]
    Erased,
    /// A transaction was to be kept without an audit line: a fault of the program.
    #[error(
        "This change carries no audit line and was not saved. This is a fault in Evenkeel; please report it."
    )]
    NoAuditLine,
    /// A fact was to be changed or deleted: a fault of the program.
    #[error(
        "A recorded fact would have been changed; it was not. This is a fault in Evenkeel; please report it."
    )]
    FactsAreKept,
    /// A stored value cannot be read.
    #[error(
        "A stored value cannot be read ({column}: {why}). The database may be damaged: run `evenkeel doctor`."
    )]
    Unreadable {
        /// The column.
        column: String,
        /// Why it cannot be read.
        why: String,
    },
    /// Anything else the database said.
    #[error("The database refused: {0}")]
    Database(String),
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key does not fit the database.
    #[error(
        "The key does not open {place}. It was made with another key. Put back the `evenkeel.key` that belongs to this database (or set EVENKEEL_KEY to it). Nothing was changed."
    )]
    WrongKey {
        /// The database.
        place: String,
    },
    /// There is a database but no key.
    #[error(
        "{place} exists, but its key does not: {} is missing and EVENKEEL_KEY is not set. Put the key back from where it is kept; without it the database cannot be read. No new key was made.",
        key_file.display()
    )]
    KeyMissing {
        /// The database.
        place: String,
        /// Where the key should be.
        key_file: PathBuf,
    },
    /// The key itself is at fault.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// The file is something else.
    #[error(
        "{place} is not an Evenkeel database ({why}). Name another data folder, or restore a backup. Nothing was changed."
    )]
    NotOurs {
        /// The file.
        place: String,
        /// What gives it away.
        why: &'static str,
    },
    /// The database was written by a newer Evenkeel.
    #[error(
        "{place} was written by a newer Evenkeel (its schema is {found}, this program knows {known}). Use the newer program, or restore a backup made before the update. Nothing was changed."
    )]
    NewerSchema {
        /// The database.
        place: String,
        /// Its schema version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// A migration that was already applied reads differently in this program.
    #[error(
        "{place} was set up with a different text of migration {version} than this program carries. Use the program that made it, or restore a backup. Nothing was changed."
    )]
    OtherMigration {
        /// The database.
        place: String,
        /// Which migration.
        version: i64,
    },
    /// The address cannot be understood.
    #[error(
        "The database address cannot be read ({why}). It looks like `postgres://user:password@host:5432/name`."
    )]
    Address {
        /// Why.
        why: String,
    },
    /// The folder or file cannot be used.
    #[error(
        "{place} cannot be opened ({why}). Check that the folder exists and that this user may read and write it."
    )]
    Unusable {
        /// The file or folder.
        place: String,
        /// Why.
        why: String,
    },
    /// Anything the store itself reports while opening.
    #[error("{place}: {source}")]
    Store {
        /// The database.
        place: String,
        /// The cause.
        source: StoreError,
    },
}
