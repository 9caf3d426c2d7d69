//! Closed lists: the words a record, a file or a form may use, and no others.

use std::fmt;

/// A word that is not on its list. The text names the list and every word it allows, so that the
/// person who typed it can correct it without looking anything up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is not a known {list}: use one of {allowed}")]
pub struct UnknownWord {
    /// Which list was asked, in the field's words ("route", "instrument").
    pub list: &'static str,
    /// What was given.
    pub given: String,
    /// The allowed words, comma-separated.
    pub allowed: String,
}

impl UnknownWord {
    /// Builds the refusal for `given` on `list`.
    pub fn new(list: &'static str, given: &str, allowed: &[&str]) -> Self {
        Self { list, given: given.to_owned(), allowed: allowed.join(", ") }
    }
}

/// A value of a closed list: it has exactly one spelling, everywhere.
pub trait Word: Copy + Sized + fmt::Display + 'static {
    /// Every value, in the list's order.
    const ALL: &'static [Self];
    /// The one spelling, as it stands in records, files and the database.
    fn as_str(self) -> &'static str;
    /// Reads the spelling back.
    fn parse(word: &str) -> Result<Self, UnknownWord>;
}

/// Declares an enum whose variants have one spelling each, with parsing, printing and serde.
#[macro_export]
macro_rules! closed_list {
    ($(#[$meta:meta])* $name:ident, $list:literal, { $($(#[$vmeta:meta])* $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $crate::closed_list::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn as_str(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
            fn parse(word: &str) -> Result<Self, $crate::closed_list::UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::closed_list::UnknownWord::new($list, word, &[$($word),+])),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::closed_list::Word::as_str(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::closed_list::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> { $crate::closed_list::Word::parse(word) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str($crate::closed_list::Word::as_str(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let word = <String as serde::Deserialize>::deserialize(d)?;
                $crate::closed_list::Word::parse(&word).map_err(serde::de::Error::custom)
            }
        }
    };
}
