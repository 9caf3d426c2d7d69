//! A record to its text.

use std::io::Write;

use super::lines::{Begin, Head, Writer};
use super::schema::{Table, tables};
use super::{PortableError, TableSum, Tell, Value};
use crate::db::{placeholders, sql};
use crate::error::StoreError;
use crate::open::Store;
use crate::row::FromRecord;
use crate::source::{Snapshot, Source};

/// How many rows are read at once.
const PAGE: usize = 500;

/// Writes the record as it stands at one moment, while others go on working; answers the sums of its tables.
///
/// # Errors
/// [`PortableError::Store`] if it cannot be read, [`PortableError::Io`] if `out` takes no more.
pub async fn write(
    store: &Store,
    out: &mut (dyn Write + Send),
    tell: Tell<'_>,
) -> Result<Vec<TableSum>, PortableError> {
    let mut snapshot = Snapshot::of(store).await?;
    let mut from = snapshot.source();
    let mut writer = Writer::new(out);
    let version = from.count(sql("SELECT MAX(version) AS n FROM schema_version")).await?;
    writer.head(&Head::new(store.now(), version, store.key_text()))?;
    let mut sums = Vec::new();
    for table in tables(&mut from).await? {
        write_table(&mut from, &table, &mut writer, tell).await?;
        sums.push(writer.end(&table.name)?);
    }
    writer.last(sums.len())?;
    Ok(sums)
}

/// The sums alone.
///
/// # Errors
/// As [`write`].
pub async fn sums(store: &Store, tell: Tell<'_>) -> Result<Vec<TableSum>, PortableError> {
    write(store, &mut std::io::sink(), tell).await
}

struct Plain(Vec<Value>);

impl FromRecord for Plain {
    fn from_record(record: &crate::row::Record<'_>) -> Result<Self, StoreError> {
        record.plain().map(Self)
    }
}

async fn write_table(
    from: &mut Source<'_>,
    table: &Table,
    writer: &mut Writer<'_>,
    tell: Tell<'_>,
) -> Result<(), PortableError> {
    let columns = table.columns.iter().map(|column| column.name.clone()).collect();
    writer.begin(&Begin { table: table.name.clone(), columns, facts: table.guarded })?;
    each_row(from, table, tell, &mut |row| writer.row(row)).await
}

/// Walks the rows of a table by its primary key, a page at a time.
pub(super) async fn each_row(
    from: &mut Source<'_>,
    table: &Table,
    tell: Tell<'_>,
    take: &mut (dyn FnMut(&[Value]) -> Result<(), PortableError> + Send),
) -> Result<(), PortableError> {
    let texts = Texts::of(table, from.dialect().byte_order());
    let mut after: Option<Vec<Value>> = None;
    let mut done: u64 = 0;
    loop {
        let text = if after.is_none() { &texts.first } else { &texts.next };
        let mut query = sql(text.clone());
        for (value, column) in after.iter().flatten().zip(&texts.key) {
            let arg = value.clone().arg(column.1).ok_or_else(|| unreadable(table, &column.0))?;
            query = query.bind_arg(arg);
        }
        let rows: Vec<Plain> = from.all(query).await?;
        for Plain(row) in &rows {
            take(row)?;
        }
        done += rows.len() as u64;
        tell(&table.name, done);
        let Some(Plain(last)) = rows.last().filter(|_| rows.len() == PAGE && !texts.key.is_empty()) else {
            return Ok(());
        };
        after = Some(texts.key_of(table, last));
    }
}

fn unreadable(table: &Table, column: &str) -> StoreError {
    StoreError::Unreadable {
        column: format!("{}.{column}", table.name),
        why: "it is of another type".to_owned(),
    }
}

/// The statements of a table: its first page, and the page after a key.
struct Texts {
    first: String,
    next: String,
    key: Vec<(String, super::schema::Kind)>,
}

impl Texts {
    /// Names come from the engine's own catalogue, never from input. `bytes`: how texts are ordered byte
    /// by byte, whatever the language of the database.
    fn of(table: &Table, bytes: &str) -> Self {
        use super::schema::Kind;
        let kind_of =
            |name: &str| table.columns.iter().find(|c| c.name == name).map_or(Kind::Bytes, |c| c.kind);
        let key: Vec<_> = table.key.iter().map(|name| (name.clone(), kind_of(name))).collect();
        let list = |names: Vec<String>| names.join(", ");
        let columns = list(table.columns.iter().map(|c| format!("\"{}\"", c.name)).collect());
        let ordered = list(
            key.iter()
                .map(|(name, kind)| format!("\"{name}\"{}", if *kind == Kind::Text { bytes } else { "" }))
                .collect(),
        );
        let from = format!("SELECT {columns} FROM \"{}\"", table.name);
        let first =
            if key.is_empty() { from.clone() } else { format!("{from} ORDER BY {ordered} LIMIT {PAGE}") };
        let next = format!(
            "{from} WHERE ({ordered}) > ({}) ORDER BY {ordered} LIMIT {PAGE}",
            placeholders(1, key.len())
        );
        Self { first, next, key }
    }

    fn key_of(&self, table: &Table, row: &[Value]) -> Vec<Value> {
        let place = |name: &str| table.columns.iter().position(|column| column.name == name);
        self.key.iter().filter_map(|(name, _)| row.get(place(name)?).cloned()).collect()
    }
}
