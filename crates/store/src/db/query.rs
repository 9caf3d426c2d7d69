//! A query: one SQL text with `$1` placeholders and its parameters, and the rows it answers.

use std::borrow::Cow;
use std::fmt::Display;

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Postgres, Row, Sqlite, Type, TypeInfo, ValueRef};

use super::{Conn, Db, Engine, On};
use crate::error::StoreError;
use crate::portable::Value;
use crate::row::{Arg, Bind, FromRecord};
use crate::sealed::Vault;

/// One SQL text with its parameters.
pub(crate) struct Query {
    sql: Cow<'static, str>,
    args: Vec<Arg>,
}

/// Starts a query. Texts are written here in the source, never built from input; lists of
/// placeholders are the only part that is ever put together.
pub(crate) fn sql(text: impl Into<Cow<'static, str>>) -> Query {
    Query { sql: text.into(), args: Vec::new() }
}

/// `$first, $first+1, …`: placeholders for a list of `count` values.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Builds the engine's own query from `$query`.
macro_rules! built {
    ($query:expr, $engine:ty) => {{
        let Query { sql, args } = $query;
        let mut built = sqlx::query::<$engine>(AssertSqlSafe(sql));
        for arg in args {
            built = match arg {
                Arg::Text(v) => built.bind(v),
                Arg::Int(v) => built.bind(v),
                Arg::Real(v) => built.bind(v),
                Arg::Flag(v) => built.bind(v),
                Arg::Blob(v) => built.bind(v),
                Arg::Id(v) => built.bind(v),
            };
        }
        built
    }};
}

impl Query {
    pub(crate) fn bind(mut self, value: impl Bind) -> Self {
        self.args.push(value.arg());
        self
    }

    /// Runs it; answers how many rows it touched.
    pub(crate) async fn execute(self, mut on: On<'_>) -> Result<u64, StoreError> {
        on.refuse_after_a_failure()?;
        let result = on!(&mut on, e => built!(self, E).execute(e).await.map(|done| done.rows_affected()));
        on.note(result.map_err(StoreError::from))
    }

    /// Binds a parameter that is one already.
    pub(crate) fn bind_arg(mut self, arg: Arg) -> Self {
        self.args.push(arg);
        self
    }

    pub(crate) async fn all<T: FromRecord>(
        self,
        mut on: On<'_>,
        vault: &Vault,
    ) -> Result<Vec<T>, StoreError> {
        #[cfg(test)]
        crate::walks::remember(&self.sql);
        on.refuse_after_a_failure()?;
        let result = on!(&mut on, e => match built!(self, E).fetch_all(e).await {
            Ok(rows) => rows.iter().map(|row| T::from_record(&Record { row: row.into(), vault })).collect(),
            Err(error) => Err(error.into()),
        });
        on.note(result)
    }

    pub(crate) async fn optional<T: FromRecord>(
        self,
        mut on: On<'_>,
        vault: &Vault,
    ) -> Result<Option<T>, StoreError> {
        #[cfg(test)]
        crate::walks::remember(&self.sql);
        on.refuse_after_a_failure()?;
        let result = on!(&mut on, e => match built!(self, E).fetch_optional(e).await {
            Ok(row) => row.map(|row| T::from_record(&Record { row: (&row).into(), vault })).transpose(),
            Err(error) => Err(error.into()),
        });
        on.note(result)
    }
}

/// One row that was read, with what is needed to open its sealed columns.
pub(crate) struct Record<'a> {
    row: AnyRow<'a>,
    pub(crate) vault: &'a Vault,
}

enum AnyRow<'a> {
    Lite(&'a SqliteRow),
    Pg(&'a PgRow),
}

impl<'a> From<&'a SqliteRow> for AnyRow<'a> {
    fn from(row: &'a SqliteRow) -> Self {
        Self::Lite(row)
    }
}

impl<'a> From<&'a PgRow> for AnyRow<'a> {
    fn from(row: &'a PgRow) -> Self {
        Self::Pg(row)
    }
}

impl Record<'_> {
    /// Every column in the order it was selected, as the engine stores it.
    pub(crate) fn plain(&self) -> Result<Vec<Value>, StoreError> {
        let values = match self.row {
            AnyRow::Lite(row) => (0..row.len()).map(|at| plain_lite(row, at)).collect::<Result<_, _>>(),
            AnyRow::Pg(row) => (0..row.len()).map(|at| plain_pg(row, at)).collect(),
        };
        values.map_err(|error| self.unreadable("a row", &error))
    }

    /// The raw value of a column.
    pub(crate) fn get<T>(&self, column: &str) -> Result<Option<T>, StoreError>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>,
        for<'c> &'c str: ColumnIndex<SqliteRow> + ColumnIndex<PgRow>,
    {
        match self.row {
            AnyRow::Lite(row) => row.try_get::<Option<T>, _>(column),
            AnyRow::Pg(row) => row.try_get::<Option<T>, _>(column),
        }
        .map_err(|e| self.unreadable(column, &e))
    }

    #[expect(clippy::unused_self, reason = "it reads as a sentence about the record at every call")]
    pub(crate) fn unreadable(&self, column: &str, why: &dyn Display) -> StoreError {
        StoreError::Unreadable { column: column.to_owned(), why: why.to_string() }
    }
}

fn plain_lite(row: &SqliteRow, at: usize) -> Result<Value, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    match raw.type_info().name() {
        "INTEGER" => row.try_get_unchecked(at).map(Value::Int),
        "REAL" => row.try_get_unchecked(at).map(Value::Real),
        "TEXT" => row.try_get_unchecked(at).map(Value::Text),
        "BLOB" => row.try_get_unchecked(at).map(Value::Bytes),
        other => Err(sqlx::Error::Decode(format!("values of type {other} are not kept").into())),
    }
}

fn plain_pg(row: &PgRow, at: usize) -> Result<Value, sqlx::Error> {
    let raw = row.try_get_raw(at)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    match raw.type_info().name() {
        "INT8" => row.try_get(at).map(Value::Int),
        "INT4" => row.try_get::<i32, _>(at).map(|v| Value::Int(v.into())),
        "INT2" => row.try_get::<i16, _>(at).map(|v| Value::Int(v.into())),
        "BOOL" => row.try_get::<bool, _>(at).map(|v| Value::Int(v.into())),
        "FLOAT8" => row.try_get(at).map(Value::Real),
        "TEXT" => row.try_get(at).map(Value::Text),
        "BYTEA" => row.try_get(at).map(Value::Bytes),
        "UUID" => row.try_get::<uuid::Uuid, _>(at).map(|v| Value::Bytes(v.as_bytes().to_vec())),
        other => Err(sqlx::Error::Decode(format!("values of type {other} are not kept").into())),
    }
}
