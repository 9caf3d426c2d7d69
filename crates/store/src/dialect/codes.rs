//! What the engines' error codes mean.

use crate::error::StoreError;

pub(super) fn code_of(error: &sqlx::Error) -> Option<String> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).map(std::borrow::Cow::into_owned)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(e) if e.is_unique_violation() => Self::Conflict { what: "record" },
            sqlx::Error::Database(e) if e.is_foreign_key_violation() => Self::DanglingReference,
            sqlx::Error::Database(_) => by_code(&code_of(&error).unwrap_or_default(), error.to_string()),
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed => {
                Self::Unreachable(error.to_string())
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::RowNotFound => Self::NotFound { what: "record" },
            _ => Self::Database(error.to_string()),
        }
    }
}

/// What the engine's code means. PostgreSQL's has five letters (its manual, appendix A); SQLite's is
/// a number whose low byte is the kind (sqlite.org/rescode.html).
fn by_code(code: &str, said: String) -> StoreError {
    let lite = if code.len() == 5 { None } else { code.parse::<i32>().ok() };
    match (code, lite.map(|code| code & 0xff)) {
        ("53100", _) | (_, Some(13)) => StoreError::Full,
        // The file that readers and writer share could not grow: SQLITE_IOERR_SHMSIZE.
        _ if lite == Some(4874) => StoreError::Full,
        ("58030" | "XX001" | "XX002", _) | (_, Some(10 | 11 | 26)) => StoreError::Disk(said),
        ("25006" | "42501", _) | (_, Some(8)) => StoreError::ReadOnly,
        ("55P03" | "40001" | "40P01" | "53300", _) | (_, Some(5 | 6)) => StoreError::Busy,
        ("28P01" | "28000" | "3D000" | "57P01" | "57P03", _) | (_, Some(14)) => StoreError::Unreachable(said),
        // Raised by the triggers that keep facts as they are: SQLite says SQLITE_CONSTRAINT_TRIGGER.
        ("EK001", _) => StoreError::FactsAreKept,
        _ if lite == Some(1811) => StoreError::FactsAreKept,
        _ => StoreError::Database(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, begins: &str) {
        let error = format!("{:?}", by_code(code, "said".to_owned()));
        assert!(error.starts_with(begins), "{code}: {error}");
    }

    #[test]
    fn codes_of_both_engines_mean_the_same() {
        check("53100", "Full");
        check("13", "Full");
        check("4874", "Full");
        check("522", "Disk");
        check("XX001", "Disk");
        check("25006", "ReadOnly");
        check("1032", "ReadOnly");
        check("517", "Busy");
        check("40P01", "Busy");
        check("57P01", "Unreachable");
        check("14", "Unreachable");
        check("EK001", "FactsAreKept");
        check("1811", "FactsAreKept");
        check("42601", "Database");
        check("", "Database");
    }
}
