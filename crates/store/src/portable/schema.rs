//! Which tables there are, as the engine itself says: nothing is listed by hand, so nothing can be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use super::PortableError;
use crate::db::sql;
use crate::error::StoreError;
use crate::source::Source;

/// What a column holds, on the engine at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Real,
    Text,
    Bytes,
    Id,
    Flag,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// A table: its columns by name, and its primary key in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) key: Vec<String>,
    /// Whether its rows are facts, which nothing may change.
    pub(crate) guarded: bool,
}

record! {
    /// A column, as the engine's catalogue has it.
    struct Listed {
        /// The table.
        table_name: String,
        /// The column.
        column_name: String,
        /// Its declared type.
        kind: String,
        /// Its place in the primary key, from 1; 0 outside.
        key_place: i64,
    }
}

record! {
    /// One table refers to another.
    struct Refers {
        /// The table.
        table_name: String,
        /// What it refers to.
        needs: String,
    }
}

record! {
    /// A table of facts.
    struct Guarded {
        /// The table.
        table_name: String,
    }
}

/// The table that counts the migrations is no part of the record.
const NOT_OURS: &str = "schema_version";

/// All tables, those a table refers to before it.
pub(crate) async fn tables(from: &mut Source<'_>) -> Result<Vec<Table>, PortableError> {
    let dialect = from.dialect();
    let listed: Vec<Listed> = from.all(sql(dialect.columns())).await?;
    let refers: Vec<Refers> = from.all(sql(dialect.references())).await?;
    let mut tables: BTreeMap<String, (Table, BTreeMap<i64, String>)> = BTreeMap::new();
    for line in listed.into_iter().filter(|line| line.table_name != NOT_OURS) {
        let kind = kind(&line.kind).ok_or_else(|| unknown(&line))?;
        let (table, key) = tables.entry(line.table_name.clone()).or_default();
        table.name = line.table_name;
        if line.key_place > 0 {
            key.insert(line.key_place, line.column_name.clone());
        }
        table.columns.push(Column { name: line.column_name, kind });
    }
    let mut tables: Vec<Table> = tables
        .into_values()
        .map(|(table, key)| Table { key: key.into_values().collect(), ..table })
        .collect();
    let guarded: Vec<Guarded> = from.all(sql(dialect.guarded())).await?;
    for table in &mut tables {
        table.guarded = guarded.iter().any(|g| g.table_name == table.name);
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
    }
    let needs = refers.into_iter().filter(|r| r.table_name != r.needs).map(|r| (r.table_name, r.needs));
    in_order(tables, &needs.collect())
}

fn kind(declared: &str) -> Option<Kind> {
    Some(match declared.to_ascii_lowercase().as_str() {
        "integer" | "bigint" | "smallint" => Kind::Int,
        "real" | "double precision" => Kind::Real,
        "text" => Kind::Text,
        "blob" | "bytea" => Kind::Bytes,
        "uuid" => Kind::Id,
        "boolean" => Kind::Flag,
        _ => return None,
    })
}

fn unknown(line: &Listed) -> PortableError {
    let column = format!("{}.{}", line.table_name, line.column_name);
    StoreError::Unreadable { column, why: format!("its type is {}", line.kind) }.into()
}

/// Takes in turn, by name, each table whose references have all been taken.
fn in_order(mut rest: Vec<Table>, needs: &BTreeSet<(String, String)>) -> Result<Vec<Table>, PortableError> {
    let mut taken: Vec<Table> = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let ready = rest.iter().position(|table| {
            let missing = |other: &Table| needs.contains(&(table.name.clone(), other.name.clone()));
            !rest.iter().any(missing)
        });
        taken.push(rest.remove(ready.ok_or(PortableError::Circle)?));
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Table {
        Table { name: name.to_owned(), ..Table::default() }
    }

    #[test]
    fn what_is_referred_to_comes_first_and_a_circle_is_named() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let all = || ["audit", "clinic", "patient"].map(named).to_vec();
        let needs = BTreeSet::from([pair("audit", "patient"), pair("patient", "clinic")]);
        let names: Vec<_> = in_order(all(), &needs).unwrap().into_iter().map(|t| t.name).collect();
        assert_eq!(names, ["clinic", "patient", "audit"]);
        let circle = BTreeSet::from([pair("audit", "patient"), pair("patient", "audit")]);
        assert!(matches!(in_order(all(), &circle), Err(PortableError::Circle)));
    }
}
