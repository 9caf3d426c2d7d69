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
                (8, include_str!("../migrations/sqlite/0008_calendar.sql")),
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
                (8, include_str!("../migrations/postgres/0008_calendar.sql")),
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

    /// Every column of every table: table, column, declared type, place in the primary key (0: none).
    pub(crate) fn columns(self) -> &'static str {
        match self {
            Self::Lite => {
                "SELECT m.name AS table_name, p.name AS column_name, p.type AS kind, p.pk AS key_place \
                 FROM sqlite_schema m, pragma_table_info(m.name) p \
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, p.cid"
            }
            Self::Pg => {
                "SELECT t.relname::text AS table_name, a.attname::text AS column_name, \
                 format_type(a.atttypid, NULL) AS kind, \
                 COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint AS key_place \
                 FROM pg_catalog.pg_class t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 \
                 AND NOT a.attisdropped LEFT JOIN pg_catalog.pg_index i ON i.indrelid = t.oid AND i.indisprimary \
                 WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace \
                 ORDER BY table_name, a.attnum"
            }
        }
    }

    /// Which table refers to which.
    pub(crate) fn references(self) -> &'static str {
        match self {
            Self::Lite => {
                "SELECT DISTINCT m.name AS table_name, f.\"table\" AS needs \
                 FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
            }
            Self::Pg => {
                "SELECT DISTINCT t.relname::text AS table_name, n.relname::text AS needs \
                 FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class t ON t.oid = c.conrelid \
                 JOIN pg_catalog.pg_class n ON n.oid = c.confrelid \
                 WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace"
            }
        }
    }

    /// The tables of facts: those that triggers guard against change.
    pub(crate) fn guarded(self) -> &'static str {
        match self {
            Self::Lite => {
                "SELECT DISTINCT tbl_name AS table_name FROM sqlite_schema \
                 WHERE type = 'trigger' AND name = tbl_name || '_no_update'"
            }
            Self::Pg => {
                "SELECT DISTINCT t.relname::text AS table_name FROM pg_catalog.pg_trigger g \
                 JOIN pg_catalog.pg_class t ON t.oid = g.tgrelid \
                 WHERE t.relnamespace = current_schema()::regnamespace AND g.tgname = t.relname || '_no_change'"
            }
        }
    }

    /// What finds damage in the file itself, each answering a line for what it found, or "ok". PostgreSQL
    /// checks its pages as it reads them, if its cluster was made with checksums.
    pub(crate) fn integrity(self) -> &'static [&'static str] {
        match self {
            Self::Lite => &[
                "PRAGMA cipher_integrity_check",
                "PRAGMA integrity_check",
                "SELECT \"table\" || ' refers to a row of ' || parent || ' that is not there' AS said FROM pragma_foreign_key_check",
            ],
            Self::Pg => &[],
        }
    }

    /// Orders texts byte by byte. PostgreSQL would order them by the language of the database.
    pub(crate) fn byte_order(self) -> &'static str {
        match self {
            Self::Lite => "",
            Self::Pg => " COLLATE \"C\"",
        }
    }

    /// Lets rows refer to rows of the same transaction that come later. PostgreSQL looks at the end of each statement.
    pub(crate) fn later_references(self) -> Option<&'static str> {
        match self {
            Self::Lite => Some("PRAGMA defer_foreign_keys = ON"),
            Self::Pg => None,
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
