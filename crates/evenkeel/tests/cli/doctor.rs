//! `evenkeel doctor` on what is well and what is not. It names the remedy and changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use evenkeel_testkit::folder::TempFolder;

use crate::import::{arg, import_into};
use crate::run::{Run, run};

/// What doctor says of a folder.
pub fn doctor(folder: &Path) -> Run {
    run(&["doctor", "--data", arg(folder)], "")
}

fn check(chart: &Run, code: i32, words: &[&str]) {
    assert_eq!(chart.code, code, "{}{}", chart.stdout, chart.stderr);
    for word in words {
        assert!(chart.stdout.contains(word), "{word:?} in {}", chart.stdout);
    }
}

#[test]
fn a_healthy_record_is_well() {
    let folder = TempFolder::new();
    import_into(folder.path());
    let chart = doctor(folder.path());
    check(
        &chart,
        0,
        &[
            "forecast model 1.1",
            "opens with its key",
            "can be written",
            "audit chain of",
            "no job was given up",
        ],
    );
    assert!(!chart.stdout.contains("problem"), "{}", chart.stdout);
}

#[test]
fn where_nothing_is_nothing_is_made() {
    let folder = TempFolder::new();
    let nowhere = folder.path().join("nowhere");
    check(&doctor(&nowhere), 0, &["there is no record in", "`evenkeel serve` makes one"]);
    assert!(!nowhere.exists());
}

#[test]
fn a_key_that_is_missing_wrong_malformed_or_open_is_told_with_its_remedy() {
    let folder = TempFolder::new();
    import_into(folder.path());
    let key = folder.path().join("evenkeel.key");
    let right = fs::read_to_string(&key).expect("the key");
    let put = |text: &str, mode| {
        fs::write(&key, text).expect("the key is written");
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("its mode is set");
        doctor(folder.path())
    };
    check(
        &put(&"ab".repeat(32), 0o600),
        1,
        &["does not open", "Put back the `evenkeel.key`", "Nothing was changed"],
    );
    check(&put("hunter2", 0o600), 1, &["evenkeel.key is not a key", "64 hexadecimal digits"]);
    check(&put(&right, 0o644), 1, &["can be read by other users", "chmod 600"]);
    fs::remove_file(&key).expect("the key is removed");
    check(&doctor(folder.path()), 1, &["evenkeel.key is missing", "Put the key back", "No new key was made"]);
    assert!(!key.exists());
    check(&put(&right, 0o600), 0, &["opens with its key"]);
}

#[test]
fn a_key_in_the_environment_goes_before_the_file() {
    let folder = TempFolder::new();
    import_into(folder.path());
    let with = |key: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evenkeel"));
        let out = command.args(["doctor", "--data", arg(folder.path())]).env("EVENKEEL_KEY", key).output();
        let out = out.expect("the binary runs");
        (out.status.code(), String::from_utf8(out.stdout).expect("UTF-8"))
    };
    let (code, said) = with(&"ab".repeat(32));
    assert!(code == Some(1) && said.contains("(or set EVENKEEL_KEY to it)"), "{said}");
    let (code, said) = with("not a key");
    assert!(code == Some(1) && said.contains("EVENKEEL_KEY is not a key"), "{said}");
    let right = fs::read_to_string(folder.path().join("evenkeel.key")).expect("the key");
    fs::remove_file(folder.path().join("evenkeel.key")).expect("the key is removed");
    assert_eq!(with(&right).0, Some(0));
}

#[test]
fn a_file_that_is_no_database_is_told_and_kept() {
    let folder = TempFolder::new();
    let file = folder.path().join("evenkeel.db");
    fs::write(&file, "Dear diary").expect("a text");
    check(&doctor(folder.path()), 1, &["is not an Evenkeel database", "Name another data folder"]);
    assert_eq!(fs::read(&file).expect("it is there"), b"Dear diary");
}

#[test]
fn a_damaged_file_is_told() {
    let folder = TempFolder::new();
    import_into(folder.path());
    let file = folder.path().join("evenkeel.db");
    let mut bytes = fs::read(&file).expect("the database");
    // Every page carries a code of its own: damage is noticed as soon as the page is read.
    for page in bytes.chunks_mut(4096).skip(1) {
        page[100..116].fill(0);
    }
    fs::write(&file, &bytes).expect("it is damaged");
    let chart = doctor(folder.path());
    assert_eq!(chart.code, 1, "{}{}", chart.stdout, chart.stderr);
    assert!(chart.stdout.contains("problem") && !chart.stderr.contains("panicked"), "{}", chart.stdout);
    let serve = run(&["serve", "--listen", "127.0.0.1:0", "--data", arg(folder.path())], "");
    assert!(serve.code == 3 && !serve.stderr.contains("panicked"), "{} {}", serve.code, serve.stderr);
}
