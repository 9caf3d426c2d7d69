//! A record held against a backup of it: what was recorded then must still be there, as it was.

use std::collections::HashSet;
use std::io::BufRead;

use sha2::{Digest, Sha256};

use super::lines::{Begin, Reader, Sum};
use super::schema::{Table, tables};
use super::write::each_row;
use super::{PortableError, Tell, Value};
use crate::open::Store;
use crate::source::{Snapshot, Source};

/// One table of a backup beside the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Its name.
    pub table: String,
    /// Rows in the backup.
    pub in_backup: u64,
    /// Rows in the record.
    pub in_record: u64,
    /// Rows of the backup that the record no longer has as they were.
    pub gone: u64,
    /// Whether its rows are facts, by the backup: then none may be gone.
    pub facts: bool,
    /// Whether the record no longer guards these facts against change: somebody took the trigger away.
    pub unguarded: bool,
}

/// Compares a backup, after its head, with a record that has gone on since.
///
/// # Errors
/// [`PortableError::Damaged`] if the backup is not whole, [`PortableError::Store`] if the record cannot be read.
pub async fn compare(
    store: &Store,
    from: &mut (dyn BufRead + Send),
    tell: Tell<'_>,
) -> Result<Vec<Compared>, PortableError> {
    let mut snapshot = Snapshot::of(store).await?;
    let mut record = snapshot.source();
    let known = tables(&mut record).await?;
    let mut reader = Reader::new(from, 1);
    let mut compared: Vec<Compared> = Vec::new();
    while let Some(begin) = reader.begin(compared.len())? {
        let table = of_backup(&known, &begin).ok_or_else(|| {
            reader.damaged(&format!("the record has no table {} with such columns", begin.table))
        })?;
        let (mut rows, in_backup) = hashes(&mut reader, &table.name)?;
        let in_record = strike(&mut record, &table, &mut rows, tell).await?;
        let gone = rows.len() as u64;
        let unguarded = begin.facts && !table.guarded;
        compared.push(Compared {
            table: table.name,
            in_backup,
            in_record,
            gone,
            facts: begin.facts,
            unguarded,
        });
    }
    Ok(compared)
}

/// The record's table with the columns that the backup has: later ones are not compared.
fn of_backup(known: &[Table], begin: &Begin) -> Option<Table> {
    let mut table = known.iter().find(|table| table.name == begin.table)?.clone();
    table.columns.retain(|column| begin.columns.contains(&column.name));
    (table.columns.len() == begin.columns.len()).then_some(table)
}

fn hashes(reader: &mut Reader<'_>, table: &str) -> Result<(HashSet<[u8; 32]>, u64), PortableError> {
    let (mut sum, mut all) = (Sum::of(table), HashSet::new());
    loop {
        let (rows, end) = reader.rows(&mut sum, 500)?;
        for row in rows {
            all.insert(hash(&row)?);
        }
        if let Some(end) = end {
            return Ok((all, end.rows));
        }
    }
}

/// Strikes out the rows that are still there; answers how many the record has.
async fn strike(
    record: &mut Source<'_>,
    table: &Table,
    rows: &mut HashSet<[u8; 32]>,
    tell: Tell<'_>,
) -> Result<u64, PortableError> {
    let mut seen: u64 = 0;
    each_row(record, table, tell, &mut |row| {
        seen += 1;
        rows.remove(&hash(row)?);
        Ok(())
    })
    .await?;
    Ok(seen)
}

fn hash(row: &[Value]) -> Result<[u8; 32], PortableError> {
    let text = serde_json::to_vec(&row).map_err(std::io::Error::from)?;
    Ok(Sha256::digest(&text).into())
}
