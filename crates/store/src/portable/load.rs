//! A text back to a record, all or nothing.

use std::io::BufRead;
use std::sync::Arc;

use super::lines::{Begin, Head, Reader, Sum};
use super::schema::{Column, Table, tables};
use super::{PortableError, TableSum, Tell, Value};
use crate::clock::{Clock, Dice};
use crate::db::{Conn, On, placeholders, sql};
use crate::migrate;
use crate::open::{Store, StoreConfig};
use crate::source::Source;

/// Parameters of one statement: within the limits of both engines (32,766 and 65,535).
const PARAMETERS: usize = 8_000;

/// Makes the record of a backup in an empty place: its schema as it was, its rows, in one transaction. Interrupted, nothing
/// is left. Opening the place afterwards brings the schema up to date and checks the key.
///
/// # Errors
/// [`PortableError::NotEmpty`] if there is a record, [`PortableError::Newer`], [`PortableError::Damaged`].
pub async fn load(
    config: StoreConfig,
    head: &Head,
    clock: Arc<dyn Clock>,
    dice: Arc<dyn Dice>,
    from: &mut (dyn BufRead + Send),
    tell: Tell<'_>,
) -> Result<Vec<TableSum>, PortableError> {
    let place = config.location.to_string();
    let file = config.location.file().map(std::path::Path::to_owned);
    let store = Store::bare(config, clock, dice).await?;
    let done = fill(&store, &place, head, from, tell).await;
    store.close().await;
    if let (Err(error), Some(file)) = (&done, file)
        && !matches!(error, PortableError::NotEmpty { .. })
    {
        // The file was made by this call and holds nothing.
        let _ = std::fs::remove_file(file);
    }
    done
}

async fn fill(
    store: &Store,
    place: &str,
    head: &Head,
    from: &mut (dyn BufRead + Send),
    tell: Tell<'_>,
) -> Result<Vec<TableSum>, PortableError> {
    let mut conn = store.db().begin().await?;
    migrate::begin_empty(&mut conn, store.vault(), place, head.schema_version, store.now()).await?;
    let known = tables(&mut Source { on: On::Conn(&mut conn), store }).await?;
    let mut reader = Reader::new(from, 1);
    let mut sums = Vec::new();
    while let Some(begin) = reader.begin(sums.len())? {
        let columns = columns_of(&known, &begin).ok_or_else(|| {
            reader.damaged(&format!("this program does not know the table {} or a column of it", begin.table))
        })?;
        let mut sum = Sum::of(&begin.table);
        loop {
            let (rows, end) = reader.rows(&mut sum, (PARAMETERS / columns.len().max(1)).clamp(1, 500))?;
            insert(&mut conn, &begin.table, &columns, rows)
                .await?
                .ok_or_else(|| reader.damaged("a value is of another type"))?;
            tell(&begin.table, sum.rows());
            if let Some(whole) = end {
                sums.push(whole);
                break;
            }
        }
    }
    conn.commit().await?;
    Ok(sums)
}

/// The columns of a table in the order of the text.
fn columns_of(known: &[Table], begin: &Begin) -> Option<Vec<Column>> {
    let table = known.iter().find(|table| table.name == begin.table)?;
    begin
        .columns
        .iter()
        .map(|name| table.columns.iter().find(|column| column.name == *name).cloned())
        .collect()
}

/// Inserts rows by one statement; `None` if a value does not fit its column.
async fn insert(
    conn: &mut Conn,
    table: &str,
    columns: &[Column],
    rows: Vec<Vec<Value>>,
) -> Result<Option<()>, PortableError> {
    if rows.is_empty() {
        return Ok(Some(()));
    }
    let width = columns.len();
    let names: Vec<_> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let places: Vec<_> =
        (0..rows.len()).map(|n| format!("({})", placeholders(n * width + 1, width))).collect();
    let mut query =
        sql(format!("INSERT INTO \"{table}\" ({}) VALUES {}", names.join(", "), places.join(", ")));
    for row in rows {
        if row.len() != width {
            return Ok(None);
        }
        for (value, column) in row.into_iter().zip(columns) {
            let Some(arg) = value.arg(column.kind) else { return Ok(None) };
            query = query.bind_arg(arg);
        }
    }
    query.execute(On::Conn(conn)).await?;
    Ok(Some(()))
}
