//! Where a database is.

use std::fmt;
use std::path::{Path, PathBuf};

/// Where the data is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// An encrypted file.
    Sqlite(PathBuf),
    /// A PostgreSQL database, by its address.
    Postgres(String),
}

impl Location {
    /// The file inside a data folder: `DIR/evenkeel.db`.
    pub fn in_folder(dir: &Path) -> Self {
        Self::Sqlite(dir.join("evenkeel.db"))
    }

    /// The file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

impl fmt::Display for Location {
    /// As it may be shown: an address without its user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
                let after_user = after_scheme.rsplit_once('@').map_or(after_scheme, |(_, rest)| rest);
                let shown = after_user.split('?').next().unwrap_or_default();
                write!(f, "the PostgreSQL database {shown}")
            }
        }
    }
}

impl fmt::Debug for Location {
    /// The same: an address with its password must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
