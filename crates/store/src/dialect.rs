//! What differs between SQLite and PostgreSQL, each with the reason.

mod codes;
mod connect;
mod location;

pub(crate) use connect::{connect, foreign};
pub use location::Location;

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Lite,
    Pg,
}

/// A migration: its version and its text.
pub(crate) type Migration = (i64, &'static str);

impl Dialect {
    /// Types differ (BLOB and UUID, INTEGER and BIGINT), so each engine has its own migrations.
    pub(crate) fn migrations(self) -> &'static [Migration] {
        match self {
            Self::Lite => &[
                (1, include_str!("../migrations/sqlite/0001_foundations.sql")),
                (2, include_str!("../migrations/sqlite/0002_safety.sql")),
                (3, include_str!("../migrations/sqlite/0003_clinical.sql")),
                (4, include_str!("../migrations/sqlite/0004_confirmed.sql")),
                (5, include_str!("../migrations/sqlite/0005_discharge.sql")),
                (6, include_str!("../migrations/sqlite/0006_prices.sql")),
                (7, include_str!("../migrations/sqlite/0007_sittings.sql")),
                (9, include_str!("../migrations/sqlite/0009_lists.sql")),
                (10, include_str!("../migrations/sqlite/0010_therapy.sql")),
            ],
            Self::Pg => &[
                (1, include_str!("../migrations/postgres/0001_foundations.sql")),
                (2, include_str!("../migrations/postgres/0002_safety.sql")),
                (3, include_str!("../migrations/postgres/0003_clinical.sql")),
                (4, include_str!("../migrations/postgres/0004_confirmed.sql")),
                (5, include_str!("../migrations/postgres/0005_discharge.sql")),
                (6, include_str!("../migrations/postgres/0006_prices.sql")),
                (7, include_str!("../migrations/postgres/0007_sittings.sql")),
                (9, include_str!("../migrations/postgres/0009_lists.sql")),
                (10, include_str!("../migrations/postgres/0010_therapy.sql")),
            ],
        }
    }

    /// The table the migrations are counted in.
    pub(crate) fn schema_table(self) -> &'static str {
        match self {
            Self::Lite => {
                "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, digest TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT"
            }
            Self::Pg => {
                "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY, digest TEXT NOT NULL, applied_at BIGINT NOT NULL)"
            }
        }
    }

    /// Whether the table of migrations exists, as a count `n`.
    pub(crate) fn schema_table_exists(self) -> &'static str {
        match self {
            Self::Lite => {
                "SELECT COUNT(*) AS n FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'"
            }
            Self::Pg => {
                "SELECT COUNT(*) AS n FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'"
            }
        }
    }

    /// Several PostgreSQL programs may start at once: one migrates, the others wait. SQLite's write
    /// lock does the same.
    pub(crate) fn migration_lock(self) -> Option<&'static str> {
        match self {
            Self::Lite => None,
            Self::Pg => Some("SELECT pg_advisory_xact_lock(7165065848231)"),
        }
    }

    /// Holds the rows a statement selects until the transaction ends. SQLite has one writer anyway.
    pub(crate) fn hold(self) -> &'static str {
        match self {
            Self::Lite => "",
            Self::Pg => " FOR NO KEY UPDATE",
        }
    }

    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lite => "SQLite (SQLCipher)",
            Self::Pg => "PostgreSQL",
        }
    }

    /// Bytes on disk, as a count `n`: each engine keeps its own books.
    pub(crate) fn size(self) -> &'static str {
        match self {
            Self::Lite => "SELECT page_count * page_size AS n FROM pragma_page_count(), pragma_page_size()",
            Self::Pg => "SELECT pg_database_size(current_database()) AS n",
        }
    }

    /// Leaves no older page behind. PostgreSQL's own log is the operator's to keep.
    pub(crate) fn settle(self) -> Option<&'static str> {
        match self {
            Self::Lite => Some("PRAGMA wal_checkpoint(TRUNCATE)"),
            Self::Pg => None,
        }
    }

    /// Takes a row nobody else is taking. SQLite has one writer anyway.
    pub(crate) fn skip_locked(self) -> &'static str {
        match self {
            Self::Lite => "",
            Self::Pg => " FOR UPDATE SKIP LOCKED",
        }
    }
}
