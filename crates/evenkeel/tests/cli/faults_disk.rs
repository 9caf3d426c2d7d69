//! A disk that fills up, and a folder nobody may write: told kindly, and nothing acknowledged is lost.

use std::path::Path;
use std::process::Command;

use evenkeel_testkit::folder::TempFolder;

use crate::doctor::doctor;
use crate::import::nimh;
use crate::server::{Server, links};

/// Runs a script in which `$ek` is the binary, `$data` the folder and `$csv` the shipped data set.
fn script(prelude: &[&str], text: &str, data: &Path) -> (Option<i32>, String) {
    let words = [prelude, &["sh", "-c", text]].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    let out = command
        .env("ek", env!("CARGO_BIN_EXE_evenkeel"))
        .env("data", data)
        .env("csv", nimh())
        .output()
        .expect("a shell");
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    (out.status.code(), said)
}

/// A disk of 500 kB in a name space of its own, for as long as the script runs.
const REAL_DISK: &str = r#"
set -e
mount -t tmpfs -o size=500k none "$data"
set +e
"$ek" import scores "$csv" --data "$data"; echo "full: $?"
"$ek" import scores "$csv" --data "$data"; echo "full again: $?"
mount -o remount,size=20m "$data"
"$ek" doctor --data "$data"; echo "doctor: $?"
"$ek" import scores "$csv" --data "$data"; echo "roomy: $?"
"$ek" import scores "$csv" --data "$data"; echo "once more: $?"
"$ek" doctor --data "$data"; echo "doctor: $?"
"#;

/// The same with files that may not grow, where nothing may be mounted. The signal that comes with
/// that limit is ignored, so that the write itself fails.
const LIMITED_FILES: &str = r#"
(trap '' XFSZ; ulimit -f 400; "$ek" import scores "$csv" --data "$data"; echo "full: $?"
"$ek" import scores "$csv" --data "$data"; echo "full again: $?")
"$ek" doctor --data "$data"; echo "doctor: $?"
"$ek" import scores "$csv" --data "$data"; echo "roomy: $?"
"$ek" import scores "$csv" --data "$data"; echo "once more: $?"
"$ek" doctor --data "$data"; echo "doctor: $?"
"#;

const OWN_MOUNTS: [&str; 4] = ["unshare", "--mount", "--map-root-user", "--"];

fn check(said: &str, full: &str) {
    assert!(said.contains("full: 3"), "{said}");
    assert!(said.contains("full again: 3"), "{said}");
    assert!(said.contains(full), "{said}");
    assert!(said.contains("of this was saved"), "{said}");
    assert!(said.contains("roomy: 0"), "{said}");
    assert!(said.contains("added: 0 patients, 0 sessions, 0 scores; already there: 370"), "{said}");
    assert_eq!(said.matches("doctor: 0").count(), 2, "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_full_disk_is_told_and_the_import_goes_on_once_there_is_room() {
    let folder = TempFolder::new();
    let may_mount = script(&OWN_MOUNTS, r#"mount -t tmpfs none "$data""#, folder.path()).0 == Some(0);
    if may_mount {
        let (_, said) = script(&OWN_MOUNTS, REAL_DISK, folder.path());
        check(&said, "The disk is full");
    } else {
        let (_, said) = script(&[], LIMITED_FILES, folder.path());
        check(&said, "The disk");
    }
}

#[test]
fn files_that_may_not_grow_are_told_and_the_import_goes_on_without_the_limit() {
    let folder = TempFolder::new();
    let (_, said) = script(&[], LIMITED_FILES, folder.path());
    check(&said, "The disk");
}

/// Lets files of a running program grow to so many bytes, as a disk does that fills up or is cleared.
fn let_files_grow_to(bytes: &str, pid: u32) {
    let set =
        Command::new("prlimit").arg(format!("--fsize={bytes}")).args(["--pid", &pid.to_string()]).status();
    assert!(set.is_ok_and(|status| status.success()), "prlimit");
}

#[test]
fn a_site_whose_disk_is_full_says_so_and_goes_on_once_there_is_room() {
    let folder = TempFolder::new();
    let data = folder.path().join("demo");
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "trap '' XFSZ; exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_evenkeel"),
        "demo",
        "--patients",
        "1",
    ]);
    command.args(["--today", "2026-03-03", "--data"]).arg(&data);
    let server = Server::try_start(&mut command).expect("it starts");
    let nurse = server.enter("nurse");
    let course =
        links(&server.page(&nurse, "/patients").body, "/courses/").first().expect("a course").clone();
    let check_ins = format!("{course}/check-ins");
    let enter = |key: &str, total: &str| {
        let fields = [("instrument", "QIDS16"), ("date", "2026-03-03"), ("total", total), ("key", key)];
        server.form(&nurse, &check_ins, &fields)
    };
    let_files_grow_to("0:unlimited", server.pid());
    for _ in 0..3 {
        let refused = enter("one-key", "11");
        assert_eq!(refused.status, 503, "{}", refused.head);
        assert!(refused.body.contains("<h1") && refused.body.contains("saved"), "{}", refused.body);
        assert_eq!(server.ask("GET", "/healthz", &[], b"").status, 503);
    }
    let_files_grow_to("unlimited:unlimited", server.pid());
    assert_eq!(server.ask("GET", "/healthz", &[], b"").status, 200);
    assert_eq!(enter("one-key", "11").status, 303, "the same form goes through now");
    assert_eq!(server.page(&nurse, &course).status, 200);
    assert!(server.stop().0.success());
    assert_eq!(doctor(&data).code, 0);
}
