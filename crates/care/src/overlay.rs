//! A clinic's own folder over the shipped one, and what it changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A clinic's own folder in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlay {
    /// Name of the folder.
    pub name: String,
    /// SHA-256 of its files, hexadecimal.
    pub digest: String,
    /// What differs from the shipped content, by file (`rules/d11.toml`), in the order of the keys.
    #[serde(default)]
    pub changes: BTreeMap<String, Vec<Change>>,
}

/// One value that the clinic changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Path of the key inside the file, `params.continue_percent`; empty: the whole file is the clinic's.
    pub key: String,
    /// The shipped value; `None`: there is none.
    pub shipped: Option<String>,
    /// The clinic's value; `None`: the clinic took it out.
    pub own: Option<String>,
}

impl Change {
    /// "continue_percent 20 → 25".
    pub fn words(&self) -> String {
        let key =
            self.key.strip_prefix("params.").or_else(|| self.key.strip_prefix("rule.")).unwrap_or(&self.key);
        match (&self.shipped, &self.own) {
            _ if key.is_empty() => "this file is the clinic's own".to_owned(),
            (Some(shipped), Some(own)) => format!("{key} {shipped} → {own}"),
            (None, Some(own)) => format!("{key} added: {own}"),
            (Some(shipped), None) => format!("{key} taken out (shipped: {shipped})"),
            (None, None) => key.to_owned(),
        }
    }

    /// Whether it changes a number or a list the rule applies, not only its words.
    pub fn is_param(&self) -> bool {
        self.key.starts_with("params.")
    }
}

impl Overlay {
    /// What the clinic changed in a file, `rules/d11.toml`.
    pub fn of_file(&self, path: &str) -> &[Change] {
        self.changes.get(path).map_or(&[], Vec::as_slice)
    }

    /// What the clinic changed in a rule, by the id of its row, `D11`.
    pub fn of_rule(&self, id: &str) -> &[Change] {
        self.of_file(&format!("rules/{}.toml", id.to_lowercase()))
    }
}
