//! Small values that rows share.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::ids::AccountId;
use crate::row::{Field, Record};

/// JSON kept letter for letter, so that years later it reads as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonText(String);

impl JsonText {
    /// The JSON of `value`.
    pub fn of(value: &impl Serialize) -> Result<Self, StoreError> {
        serde_json::to_string(value)
            .map(Self)
            .map_err(|e| StoreError::Unreadable { column: "json".to_owned(), why: e.to_string() })
    }

    /// Keeps a text that is JSON already, as it stands.
    pub fn from_text(text: String) -> Result<Self, StoreError> {
        match serde_json::from_str::<serde::de::IgnoredAny>(&text) {
            Ok(_) => Ok(Self(text)),
            Err(e) => Err(StoreError::Unreadable { column: "json".to_owned(), why: e.to_string() }),
        }
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_str(&self.0)
            .map_err(|e| StoreError::Unreadable { column: "json".to_owned(), why: e.to_string() })
    }
}

cell!(JsonText => Text: |json| json.0.clone(), |text| Ok::<_, std::convert::Infallible>(JsonText(text)));

/// Who entered a row, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// When.
    pub at: Timestamp,
    /// By which account; `None` for the program itself (an import, a job).
    pub by: Option<AccountId>,
    /// By whom, as shown at that time.
    pub by_name: String,
}

impl Field for Recorded {
    fn field(record: &Record<'_>, _column: &str) -> Result<Self, StoreError> {
        Ok(Self {
            at: Timestamp::field(record, "recorded_at")?,
            by: Option::field(record, "recorded_by")?,
            by_name: String::field(record, "recorded_by_name")?,
        })
    }
}

/// What became of an insert that carries a natural key (`source_key`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted<T> {
    /// It is new.
    Added(T),
    /// A row with this natural key was there already; nothing was written.
    AlreadyThere(T),
}

impl<T: Copy> Inserted<T> {
    /// The row's id, new or old.
    pub fn id(&self) -> T {
        match self {
            Self::Added(id) | Self::AlreadyThere(id) => *id,
        }
    }

    /// Whether a row was written.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Added(_))
    }
}

/// Out of rows with what each corrects, those that hang together with `of`. Rows come oldest first,
/// so that a correction comes after what it corrects.
pub(crate) fn chain_of<T: Copy + Ord>(rows: &[(T, Option<T>)], of: T) -> std::collections::BTreeSet<T> {
    let mut chain = std::collections::BTreeSet::from([of]);
    for (id, corrects) in rows.iter().rev() {
        if chain.contains(id) {
            chain.extend(corrects);
        }
    }
    for (id, corrects) in rows {
        if corrects.is_some_and(|old| chain.contains(&old)) {
            chain.insert(*id);
        }
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [(u8, Option<u8>); 5] = [(1, None), (2, None), (3, Some(1)), (4, Some(2)), (5, Some(3))];

    fn check(of: u8, chain: &[u8]) {
        assert_eq!(chain_of(&ROWS, of).into_iter().collect::<Vec<_>>(), chain);
    }

    #[test]
    fn a_chain_is_the_same_from_each_of_its_links() {
        check(1, &[1, 3, 5]);
        check(3, &[1, 3, 5]);
        check(5, &[1, 3, 5]);
        check(4, &[2, 4]);
    }

    #[test]
    fn json_is_kept_letter_for_letter() {
        let text = r#"{"b": 1.50, "a": [1,2]}"#.to_owned();
        assert_eq!(JsonText::from_text(text.clone()).unwrap().as_str(), text);
        assert!(JsonText::from_text("{".to_owned()).is_err());
    }
}
