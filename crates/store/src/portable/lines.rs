//! The text of a backup, line by line.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{PortableError, TableSum, Value};
use crate::keys::hex;

/// Name of the form.
const FORM: &str = "evenkeel-backup/1";

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// `evenkeel-backup/1`.
    pub schema: String,
    /// When the record looked like this.
    pub taken_at: jiff::Timestamp,
    /// The version of the database's schema.
    pub schema_version: i64,
    /// The key of the installation, 64 hexadecimal digits: without it personal fields stay closed.
    pub key: String,
}

impl Head {
    pub(super) fn new(taken_at: jiff::Timestamp, schema_version: i64, key: String) -> Self {
        Self { schema: FORM.to_owned(), taken_at, schema_version, key }
    }
}

/// A table begins.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begin {
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    /// Whether its rows are facts, which nothing may change.
    pub(super) facts: bool,
}

/// A table ends.
#[derive(Debug, Serialize, Deserialize)]
struct End {
    #[serde(rename = "end")]
    table: String,
    rows: u64,
    sha256: String,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
struct Last {
    tables: usize,
}

/// Writes lines, and sums up the rows of the table under way.
pub(super) struct Writer<'a> {
    out: &'a mut (dyn Write + Send),
    sum: Sha256,
    rows: u64,
}

impl<'a> Writer<'a> {
    pub(super) fn new(out: &'a mut (dyn Write + Send)) -> Self {
        Self { out, sum: Sha256::new(), rows: 0 }
    }

    fn line(&mut self, line: &impl Serialize) -> Result<Vec<u8>, PortableError> {
        let mut text = serde_json::to_vec(line).map_err(std::io::Error::from)?;
        text.push(b'\n');
        self.out.write_all(&text)?;
        Ok(text)
    }

    pub(super) fn head(&mut self, head: &Head) -> Result<(), PortableError> {
        self.line(head).map(drop)
    }

    pub(super) fn begin(&mut self, begin: &Begin) -> Result<(), PortableError> {
        (self.sum, self.rows) = (Sha256::new(), 0);
        self.line(begin).map(drop)
    }

    pub(super) fn row(&mut self, row: &[Value]) -> Result<(), PortableError> {
        let text = self.line(&row)?;
        self.sum.update(&text);
        self.rows += 1;
        Ok(())
    }

    pub(super) fn end(&mut self, table: &str) -> Result<TableSum, PortableError> {
        let sha256 = hex(&std::mem::replace(&mut self.sum, Sha256::new()).finalize());
        self.line(&End { table: table.to_owned(), rows: self.rows, sha256: sha256.clone() })?;
        Ok(TableSum { table: table.to_owned(), rows: self.rows, sha256 })
    }

    pub(super) fn last(&mut self, tables: usize) -> Result<(), PortableError> {
        self.line(&Last { tables })?;
        Ok(self.out.flush()?)
    }
}

/// Reads lines, and says of what is wrong where it is.
pub(super) struct Reader<'a> {
    from: &'a mut (dyn BufRead + Send),
    at: u64,
    line: Vec<u8>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(from: &'a mut (dyn BufRead + Send), at: u64) -> Self {
        Self { from, at, line: Vec::new() }
    }

    fn next(&mut self) -> Result<&[u8], PortableError> {
        self.line.clear();
        self.at += 1;
        let read = self.from.read_until(b'\n', &mut self.line).map_err(|cause| match cause.kind() {
            // A changed byte is found by the encryption, not by us.
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => {
                self.damaged(&cause.to_string())
            }
            _ => cause.into(),
        })?;
        if read == 0 || self.line.last() != Some(&b'\n') {
            return Err(self.damaged("it ends here, before its last line"));
        }
        Ok(&self.line)
    }

    pub(super) fn damaged(&self, why: &str) -> PortableError {
        PortableError::Damaged { line: self.at, why: why.to_owned() }
    }

    fn parse<T: for<'de> Deserialize<'de>>(&self, line: &[u8]) -> Result<T, PortableError> {
        serde_json::from_slice(line).map_err(|cause| self.damaged(&cause.to_string()))
    }

    /// The next table, or `None` after the last.
    pub(super) fn begin(&mut self, seen: usize) -> Result<Option<Begin>, PortableError> {
        let line = self.next()?.to_owned();
        if let Ok(last) = serde_json::from_slice::<Last>(&line) {
            let whole = last.tables == seen;
            return if whole { Ok(None) } else { Err(self.damaged("tables are missing")) };
        }
        self.parse(&line).map(Some)
    }

    /// The next rows of the table under way, no more than `most`; with the sum once it ends.
    pub(super) fn rows(
        &mut self,
        sum: &mut Sum,
        most: usize,
    ) -> Result<(Vec<Vec<Value>>, Option<TableSum>), PortableError> {
        let mut rows = Vec::new();
        while rows.len() < most {
            let line = self.next()?.to_owned();
            if !line.starts_with(b"[") {
                let end: End = self.parse(&line)?;
                return sum
                    .close(&end)
                    .map(|sum| (rows, Some(sum)))
                    .ok_or_else(|| self.damaged("the rows of the table are not those that were written"));
            }
            sum.add(&line);
            rows.push(self.parse(&line)?);
        }
        Ok((rows, None))
    }
}

/// The sum of a table that is being read.
pub(super) struct Sum {
    table: String,
    state: Sha256,
    rows: u64,
}

impl Sum {
    pub(super) fn of(table: &str) -> Self {
        Self { table: table.to_owned(), state: Sha256::new(), rows: 0 }
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    fn add(&mut self, line: &[u8]) {
        self.state.update(line);
        self.rows += 1;
    }

    fn close(&mut self, end: &End) -> Option<TableSum> {
        let sha256 = hex(&std::mem::replace(&mut self.state, Sha256::new()).finalize());
        let same = end.table == self.table && end.rows == self.rows && end.sha256 == sha256;
        same.then(|| TableSum { table: self.table.clone(), rows: self.rows, sha256 })
    }
}

/// Reads the first line.
///
/// # Errors
/// [`PortableError::Damaged`] if it is no backup of this form.
pub fn head(from: &mut (dyn BufRead + Send)) -> Result<Head, PortableError> {
    let mut reader = Reader::new(from, 0);
    let line = reader.next()?.to_owned();
    let head: Head = reader.parse(&line)?;
    if head.schema == FORM {
        Ok(head)
    } else {
        Err(reader.damaged(&format!("it is of another form, {}", head.schema)))
    }
}

/// Reads a whole backup after its head, and answers the sums of its tables.
///
/// # Errors
/// [`PortableError::Damaged`] at the first line that is not as it was written.
pub fn check(from: &mut (dyn BufRead + Send)) -> Result<Vec<TableSum>, PortableError> {
    let mut reader = Reader::new(from, 1);
    let mut sums = Vec::new();
    while let Some(begin) = reader.begin(sums.len())? {
        let mut sum = Sum::of(&begin.table);
        loop {
            if let (_, Some(whole)) = reader.rows(&mut sum, 500)? {
                sums.push(whole);
                break;
            }
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut text = Vec::new();
        let mut writer = Writer::new(&mut text);
        writer.head(&Head::new(jiff::Timestamp::UNIX_EPOCH, 7, "00".to_owned())).unwrap();
        let begin = Begin { table: "clinic".to_owned(), columns: vec!["id".to_owned()], facts: true };
        writer.begin(&begin).unwrap();
        writer.row(&[Value::Int(1)]).unwrap();
        writer.row(&[Value::Int(2)]).unwrap();
        writer.end("clinic").unwrap();
        writer.last(1).unwrap();
        text
    }

    fn read(text: &[u8]) -> Result<Vec<TableSum>, PortableError> {
        let mut from = text;
        head(&mut from)?;
        check(&mut from)
    }

    #[test]
    fn every_cut_and_every_changed_row_is_found() {
        let whole = sample();
        assert_eq!(read(&whole).unwrap()[0].rows, 2);
        for cut in 0..whole.len() {
            assert!(matches!(read(&whole[..cut]), Err(PortableError::Damaged { .. })), "cut at {cut}");
        }
        let text = String::from_utf8(whole).unwrap();
        for (from, to) in [
            ("[2]", "[3]"),
            ("[2]\n", ""),
            ("\"rows\":2", "\"rows\":1"),
            ("{\"tables\":1}", "{\"tables\":2}"),
        ] {
            assert!(read(text.replace(from, to).as_bytes()).is_err(), "{from} to {to}");
        }
    }
}
