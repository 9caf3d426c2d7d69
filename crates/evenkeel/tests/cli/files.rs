//! Files that cannot be read at all, and the streams.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{file, refused, run};

const COMMANDS: [&str; 2] = ["forecast", "review"];

#[test]
fn a_missing_file_is_told_with_its_path() {
    for command in COMMANDS {
        refused(
            &[command, "no/such/file.json"],
            "",
            2,
            &["no/such/file.json", "no such file", "Check the path"],
        );
    }
    refused(&["plan", "--course", "no/such/file.json"], "", 2, &["no/such/file.json", "no such file"]);
}

#[test]
fn a_folder_is_not_a_file() {
    for command in COMMANDS {
        refused(&[command, env!("CARGO_TARGET_TMPDIR")], "", 2, &["it is a folder", "Name the file"]);
    }
}

#[test]
fn an_empty_file_says_so() {
    for command in COMMANDS {
        refused(&[command, &file("empty.json", "")], "", 2, &["empty.json", "it is empty"]);
        refused(&[command, "-"], " \n", 2, &["-: it is empty"]);
    }
}

#[test]
fn text_that_is_not_json_is_told_with_its_line() {
    for command in COMMANDS {
        refused(&[command, "-"], "{\"id\": \"c1\",\n'day': 1}", 2, &["-: line 2, column 1", "not JSON"]);
        refused(&[command, "-"], "{\"id\": \"c1\"", 2, &["line 1", "not JSON"]);
        refused(&[command, "-"], "date;score\n2026-01-01;20\n", 2, &["line 1", "not JSON"]);
        refused(&[command, "-"], "[]", 2, &["expected an object"]);
        refused(&[command, "-"], "12", 2, &["expected an object"]);
        let deep = "[".repeat(100_000);
        refused(&[command, "-"], &format!("{{\"x\":{deep}"), 2, &["not JSON"]);
    }
}

#[test]
fn bytes_that_are_not_text_are_told_with_their_line() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("latin1.json");
    fs::write(&path, b"{\"id\":\n\"M\xfcller\"}").expect("a temporary file");
    let path = path.to_str().expect("UTF-8");
    for command in COMMANDS {
        refused(&[command, path], "", 2, &["line 2", "not UTF-8", "Save the file as UTF-8"]);
    }
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_before_it_is_read() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large.json");
    fs::File::create(&path).and_then(|file| file.set_len(100 << 20)).expect("a sparse file");
    let path = path.to_str().expect("UTF-8");
    for command in COMMANDS {
        refused(&[command, path], "", 2, &["larger than 32 MiB", "split the file"]);
    }
    fs::remove_file(path).expect("remove it again");
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let run = run(&["score", "phq9", "--json"], "\u{feff}[0,0,0,0,0,0,0,0,0]");
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn words_of_the_command_line_that_are_not_known_end_with_2() {
    refused(&["forcast"], "", 2, &["forcast"]);
    refused(&["forecast"], "", 2, &["<FILE>"]);
    refused(&["review", "-", "--yaml"], "", 2, &["--yaml"]);
    refused(&[], "", 2, &["Usage"]);
}

#[test]
fn a_full_disk_ends_with_3_and_says_so() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device that is always full");
    let run = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .args(["plan", "--protocol", "iv-mood-6", "--start", "2026-01-05", "--json"])
        .stdout(full)
        .output()
        .expect("the binary starts");
    let said = String::from_utf8(run.stderr).expect("UTF-8");
    assert_eq!(run.status.code(), Some(3), "{said}");
    assert!(said.contains("standard output") && said.contains("Free space"), "{said}");
}

#[test]
fn a_reader_that_leaves_early_ends_the_run_quietly() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/gold_public.json");
    let mut child = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .arg("forecast")
        .arg(gold)
        .arg("--json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().expect("stderr").read_to_string(&mut said).expect("UTF-8");
    assert_eq!((child.wait().expect("it ends").code(), said.as_str()), (Some(0), ""));
}
