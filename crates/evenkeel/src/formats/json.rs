//! Strict reading of JSON: every error with its path, every unknown key reported.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

/// In which way a JSON text is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fashion {
    /// The text is not JSON at that place.
    NotJson,
    /// A required key is not there.
    Missing,
    /// A key stands twice in one object.
    Twice,
    /// A value is of another type, or not on its list.
    Value,
}

/// Where a JSON text is wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFault {
    /// In which way.
    pub fashion: Fashion,
    /// Path of the value (`sessions[2].date`); empty for the whole text.
    pub path: String,
    /// Line and column, where the text itself is broken.
    pub line: Option<(usize, usize)>,
    /// What is wrong, in a reader's words.
    pub what: String,
}

impl JsonFault {
    /// `line 3, column 5`, or the path, or "the whole file".
    pub fn place(&self) -> String {
        match (self.line, self.path.is_empty()) {
            (Some((line, column)), _) => format!("line {line}, column {column}"),
            (None, true) => "the whole file".to_owned(),
            (None, false) => self.path.clone(),
        }
    }

    /// Why it cannot be used.
    pub fn why(&self) -> &'static str {
        match self.fashion {
            Fashion::NotJson => "only JSON can be read here",
            Fashion::Missing => "there is no default for it",
            Fashion::Twice => "the two could disagree, and one would be lost",
            Fashion::Value => "nothing is guessed or converted",
        }
    }

    /// What puts it right.
    pub fn remedy(&self) -> &'static str {
        match self.fashion {
            Fashion::NotJson => "Correct the text there",
            Fashion::Missing => "Add it; docs/API.md names the required keys",
            Fashion::Twice => "Keep one of the two",
            Fashion::Value => "Correct the value; docs/API.md describes what may stand there",
        }
    }
}

/// Reads `text` as a `T`. Keys that `T` does not know are ignored and named to `unknown`.
pub fn read<T: DeserializeOwned>(text: &str, mut unknown: impl FnMut(String)) -> Result<T, JsonFault> {
    let text = with_named_non_numbers(text);
    let mut json = serde_json::Deserializer::from_str(&text);
    let mut ignored = |path: serde_ignored::Path<'_>| unknown(dotted(&path));
    let value = serde_path_to_error::deserialize(serde_ignored::Deserializer::new(&mut json, &mut ignored))
        .map_err(|error| fault(&error))?;
    json.end().map_err(|error| broken(&error))?;
    Ok(value)
}

fn fault(error: &serde_path_to_error::Error<serde_json::Error>) -> JsonFault {
    let inner = error.inner();
    if !inner.is_data() {
        return broken(inner);
    }
    let path = match error.path().to_string() {
        root if root == "." => String::new(),
        path => path,
    };
    let said = without_position(&inner.to_string());
    // These two concern a key of the object at `path`, not the object.
    let of_key = |start: &str| said.strip_prefix(start).and_then(|rest| rest.strip_suffix('`'));
    let (fashion, path, what) = match (of_key("missing field `"), of_key("duplicate field `")) {
        (Some(key), _) => (Fashion::Missing, joined(&path, key), "it is missing".to_owned()),
        (None, Some(key)) => {
            (Fashion::Twice, joined(&path, key), "duplicate: the key stands there twice".to_owned())
        }
        (None, None) => (Fashion::Value, path, plain(&said)),
    };
    JsonFault { fashion, path, line: None, what }
}

fn broken(error: &serde_json::Error) -> JsonFault {
    let said = without_position(&error.to_string());
    let (fashion, what) = if said == "number out of range" {
        (Fashion::Value, "number out of range: it is too large to be used".to_owned())
    } else {
        (Fashion::NotJson, format!("this is not JSON ({said})"))
    };
    JsonFault { fashion, path: String::new(), line: Some((error.line(), error.column())), what }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// `serde_json` ends its messages with the position; it is said at the start here.
fn without_position(said: &str) -> String {
    said.rsplit_once(" at line ").map_or(said, |(said, _)| said).to_owned()
}

/// The library's words for types, in a reader's words.
fn plain(said: &str) -> String {
    const WORDS: [(&str, &str); 22] = [
        (
            "data did not match any variant of untagged enum AcuteGap",
            "expected a number of days, or a list of them",
        ),
        ("invalid type: ", ""),
        ("invalid value: ", ""),
        ("expected f64", "expected a number"),
        ("expected u8", "expected a whole number from 0 to 255"),
        ("expected u16", "expected a whole number of 0 or more"),
        ("expected u32", "expected a whole number of 0 or more"),
        ("expected i32", "expected a whole number"),
        ("expected a sequence", "expected a list"),
        ("expected a map", "expected an object"),
        ("expected a boolean", "expected true or false"),
        ("expected a string", "expected text in quotes"),
        ("string \"NaN\"", "NaN (not a number)"),
        ("string \"Infinity\"", "Infinity (not a number that can be used)"),
        ("string \"-Infinity\"", "-Infinity (not a number that can be used)"),
        ("string \"", "the text \""),
        ("sequence", "a list"),
        ("map, ", "an object, "),
        ("integer `", "the number `"),
        ("floating point `", "the number `"),
        ("boolean `", "the value `"),
        ("`", ""),
    ];
    WORDS.iter().fold(said.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
}

fn dotted(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path;
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}[{index}]", dotted(parent)),
        Path::Map { parent, key } => joined(&dotted(parent), key),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => {
            dotted(parent)
        }
    }
}

/// Some programs write `NaN` and `Infinity`, which JSON does not have. They are put in quotes, so that the
/// refusal can name the value's path instead of a column.
fn with_named_non_numbers(text: &str) -> Cow<'_, str> {
    if !["NaN", "Infinity"].iter().any(|word| text.contains(word)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let (mut quoted, mut escaped) = (false, false);
    while let Some(next) = rest.chars().next() {
        let word =
            ["NaN", "Infinity", "-Infinity"].into_iter().find(|word| !quoted && rest.starts_with(word));
        let taken = if let Some(word) = word {
            out.extend(["\"", word, "\""]);
            word.len()
        } else {
            quoted ^= next == '"' && !escaped;
            escaped = quoted && next == '\\' && !escaped;
            out.push(next);
            next.len_utf8()
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Row {
        score: f64,
        list: Option<Vec<Row>>,
    }

    fn check(text: &str, place: &str, words: &str) {
        let fault = read::<Row>(text, |_| ()).unwrap_err();
        assert_eq!(fault.place(), place);
        assert!(fault.what.contains(words), "{:?} does not say {words:?}", fault.what);
    }

    #[test]
    fn every_fault_has_its_place() {
        check(r#"{"list":[{"score":1}]}"#, "score", "missing");
        check(
            r#"{"score":1,"list":[{"score":1},{"score":"2"}]}"#,
            "list[1].score",
            "the text \"2\", expected a number",
        );
        check(r#"{"score":NaN}"#, "score", "NaN (not a number), expected a number");
        check(r#"{"score":1,"list":[{"score":-Infinity}]}"#, "list[0].score", "-Infinity");
        check(r#"{"score":1,"score":2}"#, "score", "duplicate");
        check("{\"score\":1,\n}", "line 2, column 1", "not JSON");
        check("{\"score\":1} x", "line 1, column 13", "not JSON");
        check("{\"score\":1e400}", "line 1, column 14", "too large");
        check("[]", "the whole file", "expected");
    }

    #[test]
    fn unknown_keys_are_named_with_their_path() {
        let mut unknown = Vec::new();
        let read = read::<Row>(r#"{"score":1,"x":1,"list":[{"score":2,"y":{}}]}"#, |path| unknown.push(path));
        assert!(read.is_ok());
        assert_eq!(unknown, ["x", "list[0].y"]);
    }

    #[test]
    fn words_in_quotes_stay_what_they_are() {
        assert_eq!(
            with_named_non_numbers(r#"{"a":"NaN \" NaN","b":NaN}"#),
            r#"{"a":"NaN \" NaN","b":"NaN"}"#
        );
    }
}
