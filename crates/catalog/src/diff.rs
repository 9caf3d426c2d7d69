//! What a clinic's own folder changes: shipped value beside own value, key by key.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use evenkeel_care::knowledge::{Change, Overlay};
use toml::Value;

use crate::files::Files;

/// The overlay of `dir`, with all it changes.
pub(crate) fn overlay(dir: &Path, shipped: &Files, own: &Files) -> Overlay {
    let name = dir.file_name().map_or_else(|| "clinic".to_owned(), |n| n.to_string_lossy().into_owned());
    Overlay { name, digest: own.digest(), changes: changes(shipped, own) }
}

/// Changed files with their changed keys. Cases are the clinic's agreement with itself, not content.
fn changes(shipped: &Files, own: &Files) -> BTreeMap<String, Vec<Change>> {
    let is_toml = |path: &str| Path::new(path).extension().is_some_and(|e| e == "toml");
    let content = own.iter().filter(|(path, _)| is_toml(path) && !path.ends_with(".cases.toml"));
    let of_file = content.filter_map(|(path, file)| {
        let changed = match shipped.get(path) {
            None => vec![Change { key: String::new(), shipped: None, own: Some(path.to_owned()) }],
            Some(before) => between(&values(&before.text), &values(&file.text)),
        };
        (!changed.is_empty()).then(|| (path.to_owned(), changed))
    });
    of_file.collect()
}

fn between(shipped: &BTreeMap<String, String>, own: &BTreeMap<String, String>) -> Vec<Change> {
    let keys: BTreeSet<&String> = shipped.keys().chain(own.keys()).collect();
    keys.into_iter()
        .map(|key| Change {
            key: key.clone(),
            shipped: shipped.get(key).cloned(),
            own: own.get(key).cloned(),
        })
        .filter(|change| change.shipped != change.own)
        .collect()
}

/// Every value of a file by its path, as a reader writes it. A file that cannot be read has none; that
/// is told elsewhere.
pub(crate) fn values(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Ok(table) = text.parse::<toml::Table>() {
        walk("", &Value::Table(table), &mut found);
    }
    found
}

fn walk(path: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Table(table) => {
            for (key, inner) in table {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(&path, inner, found);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_table) => {
            for (i, inner) in items.iter().enumerate() {
                walk(&format!("{path}[{i}]"), inner, found);
            }
        }
        _ => {
            found.insert(path.to_owned(), shown(value));
        }
    }
}

/// A value as a reader writes it: 20 for 20.0, words without quotes, lists with commas.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) if items.iter().any(Value::is_array) => {
            items.iter().map(|item| format!("[{}]", shown(item))).collect::<Vec<_>>().join(", ")
        }
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shipped: &str, own: &str, said: &[&str]) {
        let words: Vec<String> = between(&values(shipped), &values(own)).iter().map(Change::words).collect();
        assert_eq!(words, said);
    }

    #[test]
    fn a_change_is_said_as_shipped_and_own() {
        check("[params]\nx = 20.0", "[params]\nx = 25.0", &["x 20 → 25"]);
        check("[params]\nx = 20.0", "[params]\nx = 20", &[]);
        check("[params]\nx = [1, 2]", "[params]\nx = [1, 3]", &["x 1, 2 → 1, 3"]);
        check(
            "[[phases]]\n[phases.dose]\nstart = 0.5",
            "[[phases]]\n[phases.dose]\nstart = 0.4",
            &["phases[0].dose.start 0.5 → 0.4"],
        );
    }

    #[test]
    fn what_was_added_or_taken_out_is_said() {
        check("[params]\nx = 1", "[params]\nx = 1\ny = true", &["y added: yes"]);
        check("[params]\nx = 1\ny = \"a\"", "[params]\nx = 1", &["y taken out (shipped: a)"]);
    }
}
