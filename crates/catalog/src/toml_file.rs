//! Typed reading of a TOML file, and the line on which a field stands.

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use crate::files::File;
use crate::problem::Problem;

/// Reads a file into its type. What does not fit is told with its line.
pub(crate) fn read<T: DeserializeOwned>(file: &File) -> Result<T, Problem> {
    toml::from_str(&file.text).map_err(|error| {
        let message = error.message();
        let (why, remedy) = advice(message);
        let line = error.span().map_or(1, |span| line_at(&file.text, span.start));
        Problem::new(&file.shown, line, message, why, remedy)
    })
}

/// Why a reading error matters and what to do, by its kind.
fn advice(message: &str) -> (&'static str, &'static str) {
    if message.contains("unknown field") {
        (
            "a word that nothing reads is usually a misspelled one, and its setting would silently not hold",
            "use one of the names listed, or remove the line",
        )
    } else if message.contains("missing field") {
        (
            "without it the file does not say all that a finding must show",
            "add the field; a neighbouring file shows how",
        )
    } else if message.contains("invalid type") || message.contains("is not a known") {
        ("the value is not of the kind this field has", "write it the way a neighbouring file does")
    } else if message.contains("date is not valid") || message.contains("failed to parse") {
        (
            "a day that does not exist cannot be compared with any other",
            "write a day that exists, as \"2026-11-24\"",
        )
    } else if message.contains("duplicate key") {
        ("two values for one name: it is not clear which one holds", "keep one of the two")
    } else {
        ("the file cannot be read, so none of it holds", "correct the line; a neighbouring file shows how")
    }
}

/// The line, from 1, of a byte offset.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The line on which a field stands, for example `params.first_day` or `bands[2].lo`. A field that
/// is not there stands where its nearest parent does.
pub fn line_of(text: &str, field: &str) -> usize {
    let Ok(table) = DeTable::parse(text) else { return 1 };
    let mut offset = 0;
    let mut value: Option<&DeValue<'_>> = None;
    for step in steps(field) {
        let next = match (&step, value) {
            (Step::Key(key), None) => entry(table.get_ref(), key),
            (Step::Key(key), Some(DeValue::Table(inner))) => entry(inner, key),
            (Step::Index(i), Some(DeValue::Array(items))) => {
                items.get(*i).map(|item| (item.span().start, item.get_ref()))
            }
            _ => None,
        };
        let Some((at, inner)) = next else { break };
        offset = at;
        value = Some(inner);
    }
    line_at(text, offset)
}

/// Offset and value of a key in a table.
fn entry<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<(usize, &'t DeValue<'i>)> {
    table
        .iter()
        .find(|(name, _)| name.get_ref() == key)
        .map(|(name, value)| (name.span().start, value.get_ref()))
}

/// One step of a field's path.
enum Step {
    Key(String),
    Index(usize),
}

/// The steps of `bands[2].lo`: a key, an index, a key.
fn steps(field: &str) -> Vec<Step> {
    field
        .split('.')
        .flat_map(|part| {
            let mut pieces = part.split('[');
            let key = pieces.next().filter(|k| !k.is_empty()).map(|k| Step::Key(k.to_owned()));
            let indices = pieces.filter_map(|p| p.trim_end_matches(']').parse().ok()).map(Step::Index);
            key.into_iter().chain(indices.collect::<Vec<_>>())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id = \"x\"\n\n[params]\nfirst_day = 1\n\n[[bands]]\nlo = 0\n\n[[bands]]\nlo = 5\n";

    fn check(field: &str, line: usize) {
        assert_eq!(line_of(TEXT, field), line, "{field}");
    }

    #[test]
    fn a_field_is_found_on_its_line() {
        check("id", 1);
        check("params.first_day", 4);
        check("bands[1].lo", 10);
    }

    #[test]
    fn a_missing_field_is_told_where_its_table_stands() {
        check("params.last_day", 3);
        check("nothing", 1);
    }
}
