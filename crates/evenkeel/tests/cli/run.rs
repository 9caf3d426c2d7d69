//! Runs the binary and looks at what it says.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What a run said.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `evenkeel ARGS` with `input` on standard input.
pub fn run(args: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // A command that refuses early never reads its input, and that is no fault of the test.
    let _ = child.stdin.take().expect("stdin").write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    Run {
        code: status.code().expect("it ends by itself"),
        stdout: String::from_utf8(stdout).expect("UTF-8"),
        stderr: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// Runs a command that must succeed and print one JSON value and nothing else.
pub fn json(args: &[&str], input: &str) -> Value {
    let run = run(args, input);
    assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{args:?} printed no JSON: {error}"))
}

/// Runs a command that must refuse with `code`, say every one of `words`, and print nothing else.
pub fn refused(args: &[&str], input: &str, code: i32, words: &[&str]) {
    let run = run(args, input);
    assert_eq!(run.code, code, "{args:?} with {input}\nsaid {}", run.stderr);
    assert_eq!(run.stdout, "", "a refusal prints no answer");
    for word in words {
        assert!(run.stderr.contains(word), "{args:?}: {:?} does not say {word:?}", run.stderr);
    }
}

/// `text` with each `from` replaced by its `to`; every one of them must occur.
pub fn with(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from:?} does not occur");
        text.replacen(from, to, 1)
    })
}

/// A file in the test's own folder.
pub fn file(name: &str, text: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("a temporary file");
    path.to_str().expect("UTF-8").to_owned()
}

/// Compares `value` with `tests/golden/NAME`; with EVENKEEL_WRITE_GOLDEN set, writes it instead.
pub fn golden(name: &str, value: &Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let text = serde_json::to_string_pretty(value).expect("JSON") + "\n";
    if std::env::var_os("EVENKEEL_WRITE_GOLDEN").is_some() {
        fs::write(&path, text).expect("a golden file");
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{name} differs. Look at the difference; if it is meant, run the test with EVENKEEL_WRITE_GOLDEN=1.\n{text}"
    );
}
