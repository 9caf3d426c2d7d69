//! Sentences as keys with values. What is stored is never a finished sentence in one language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A sentence to be said in the reader's language: a key of the text table in `clinical/texts` (or
/// of a rule's own texts) and the values its placeholders take.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Message {
    /// The key, for example `d11.change`.
    pub key: String,
    /// Values by placeholder name; numbers are already rounded as they shall be read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

impl Message {
    /// A sentence without placeholders.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), values: BTreeMap::new() }
    }

    /// The same sentence with one more value.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "values are small: `.with(\"to\", 17)` reads as a sentence"
    )]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.insert(name.to_owned(), value.to_string());
        self
    }

    /// Fills `{name}` placeholders of `template` with this message's values. A placeholder without
    /// a value stays as it is, so that the gap can be seen (and is caught by `evenkeel check`).
    pub fn fill(&self, template: &str) -> String {
        self.values
            .iter()
            .fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_take_their_values() {
        let m = Message::new("d11.change").with("from", 20).with("to", 17);
        assert_eq!(m.fill("PHQ-9 {from} → {to}"), "PHQ-9 20 → 17");
    }

    #[test]
    fn a_missing_value_stays_visible() {
        assert_eq!(Message::new("x").fill("{from}"), "{from}");
    }
}
