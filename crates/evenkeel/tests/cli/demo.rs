//! `evenkeel demo`: the same seed makes the same clinic, and it never writes into another.

use std::fs;

use evenkeel_testkit::folder::TempFolder;

use crate::doctor::doctor;
use crate::import::arg;
use crate::run::refused;
use crate::server::{Server, links};

/// The list of patients and the first invented patient's course, as a prescriber sees them.
fn seen(seed: &str, folder: &TempFolder) -> (Vec<String>, String) {
    let data = folder.path().join("demo");
    let server = Server::start(&[
        "demo",
        "--patients",
        "3",
        "--today",
        "2026-03-03",
        "--seed",
        seed,
        "--data",
        arg(&data),
    ]);
    let cookie = server.enter("prescriber");
    let courses = links(&server.page(&cookie, "/patients").body, "/courses/");
    let first = courses.first().expect("a course").clone();
    let page = server.page(&cookie, &first);
    assert_eq!(page.status, 200);
    let (ended, _) = server.stop();
    assert!(ended.success());
    // The forms' keys are fresh chance on every view.
    let page = page
        .body
        .split("name=\"key\" value=\"")
        .map(|part| part.split_once('"').map_or(part, |(_, rest)| rest));
    (courses, page.collect())
}

#[test]
fn the_same_seed_makes_the_same_clinic() {
    let folders = [TempFolder::new(), TempFolder::new(), TempFolder::new()];
    let (courses, page) = seen("7", &folders[0]);
    let (again, page_again) = seen("7", &folders[1]);
    assert_eq!(courses, again, "ids");
    assert_eq!(page, page_again, "scores, plan, forecast");
    let (other, _) = seen("8", &folders[2]);
    assert_ne!(courses, other);
}

#[test]
fn two_demos_run_side_by_side_and_leave_a_sound_record() {
    let folders = [TempFolder::new(), TempFolder::new()];
    let data = folders.each_ref().map(|folder| folder.path().join("demo"));
    let servers = data.each_ref().map(|data| Server::demo(data));
    for server in &servers {
        for role in ["prescriber", "nurse", "therapist", "front-desk", "admin", "patient"] {
            let cookie = server.enter(role);
            let landing =
                server.ask("GET", &format!("/demo/as/{role}"), &[], b"").header("location").to_owned();
            assert_eq!(server.page(&cookie, &landing).status, 200, "{role} at {landing}");
        }
    }
    for (server, data) in servers.into_iter().zip(&data) {
        let (ended, said) = server.stop();
        assert!(ended.success(), "{said}");
        assert_eq!(doctor(data).code, 0);
    }
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    let folder = TempFolder::new();
    fs::write(folder.path().join("thesis.txt"), "mine").expect("a file");
    let demo = ["demo", "--listen", "127.0.0.1:0", "--data", arg(folder.path())];
    refused(&demo, "", 2, &["this folder is not empty", "never writes into another", "Name an empty folder"]);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
}

#[test]
fn an_impossible_day_is_refused() {
    let refuse = |day: &str, words: &[&str]| {
        refused(&["demo", "--listen", "127.0.0.1:0", "--today", day], "", 2, words);
    };
    refuse("2026-02-30", &["2026-02-30", "--today"]);
    refuse("9999-12-31", &["the years 2000 to 2100"]);
    refuse("1850-01-01", &["the years 2000 to 2100"]);
}

#[test]
fn a_temporary_demo_leaves_nothing_behind() {
    let folder = TempFolder::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_evenkeel"));
    command.args(["demo", "--patients", "1", "--today", "2026-03-03"]).env("TMPDIR", folder.path());
    let server = Server::try_start(&mut command).expect("it starts");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    assert!(server.stop().0.success());
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
}
