//! One value of a row, the same from either engine: a UUID is its 16 bytes, a yes or no is 1 or 0.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::schema::Kind;
use crate::row::Arg;

/// A value. In JSON: `null`, a whole number, a text, `{"real":"0.5"}` (the shortest digits that read back
/// the same), `{"b64":"…"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Null,
    Int(i64),
    Text(String),
    Real { real: String },
    Bytes { b64: String },
}

impl From<Value> for Written {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(v) => Self::Int(v),
            Value::Text(v) => Self::Text(v),
            Value::Real(v) => Self::Real { real: v.to_string() },
            Value::Bytes(v) => Self::Bytes { b64: STANDARD_NO_PAD.encode(v) },
        }
    }
}

impl TryFrom<Written> for Value {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        Ok(match written {
            Written::Null => Self::Null,
            Written::Int(v) => Self::Int(v),
            Written::Text(v) => Self::Text(v),
            Written::Real { real } => {
                Self::Real(real.parse().map_err(|_| format!("{real} is not a number"))?)
            }
            Written::Bytes { b64 } => {
                Self::Bytes(STANDARD_NO_PAD.decode(b64).map_err(|e| format!("base64: {e}"))?)
            }
        })
    }
}

impl Value {
    /// The value as a parameter for a column of this kind; `None` if it does not fit.
    pub(crate) fn arg(self, kind: Kind) -> Option<Arg> {
        Some(match (kind, self) {
            (Kind::Int, Self::Null) => Arg::Int(None),
            (Kind::Int, Self::Int(v)) => Arg::Int(Some(v)),
            (Kind::Flag, Self::Null) => Arg::Flag(None),
            (Kind::Flag, Self::Int(v)) => Arg::Flag(Some(v != 0)),
            (Kind::Real, Self::Null) => Arg::Real(None),
            (Kind::Real, Self::Real(v)) => Arg::Real(Some(v)),
            (Kind::Text, Self::Null) => Arg::Text(None),
            (Kind::Text, Self::Text(v)) => Arg::Text(Some(v)),
            (Kind::Bytes, Self::Null) => Arg::Blob(None),
            (Kind::Bytes, Self::Bytes(v)) => Arg::Blob(Some(v)),
            (Kind::Id, Self::Null) => Arg::Id(None),
            (Kind::Id, Self::Bytes(v)) => Arg::Id(Some(Uuid::from_slice(&v).ok()?)),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_back_as_it_was() {
        let row = vec![
            Value::Null,
            Value::Int(i64::MIN),
            Value::Real(0.1 + 0.2),
            Value::Real(1e-300),
            Value::Text("Zoë \"q\"\n{\"real\":\"1\"}".to_owned()),
            Value::Bytes(vec![0, 255, 7]),
            Value::Bytes(Vec::new()),
        ];
        let text = serde_json::to_string(&row).unwrap();
        assert!(!text.contains('\n'));
        assert_eq!(serde_json::from_str::<Vec<Value>>(&text).unwrap(), row);
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        assert!(Value::Text("1".to_owned()).arg(Kind::Int).is_none());
        assert!(Value::Bytes(vec![1]).arg(Kind::Id).is_none());
        assert!(serde_json::from_str::<Value>("{\"real\":\"x\"}").is_err());
    }
}
