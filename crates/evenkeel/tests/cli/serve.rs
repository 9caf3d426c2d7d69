//! `evenkeel serve`: addresses, the set-up link, and how it ends.

use std::net::TcpListener;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use evenkeel_testkit::folder::TempFolder;

use crate::doctor::doctor;
use crate::import::arg;
use crate::run::refused;
use crate::server::{Server, patiently, signal};

fn serve(folder: &TempFolder) -> Server {
    Server::start(&["serve", "--data", arg(folder.path())])
}

#[test]
fn the_first_start_prints_a_link_and_writes_in_the_given_folder_alone() {
    let folder = TempFolder::new();
    let server = serve(&folder);
    let link = patiently(|| {
        let said = server.said();
        said.split_once("/setup/")
            .and_then(|(_, rest)| rest.split_once('\n'))
            .map(|(link, _)| link.to_owned())
    });
    let link = link.expect("a set-up link");
    assert_eq!(server.ask("GET", &format!("/setup/{link}"), &[], b"").status, 200);
    assert_eq!(server.ask("GET", "/setup/another", &[], b"").status, 404);
    assert_eq!(server.ask("GET", "/healthz", &[], b"").status, 200);
    assert_eq!(server.ask("GET", "/demo", &[], b"").status, 404, "no demo links outside the demo");
    let (ended, said) = server.stop();
    assert!(ended.success(), "{said}");
    let log = said.lines().filter(|line| !line.contains("First start") && !line.starts_with("http://"));
    assert!(!log.into_iter().any(|line| line.contains(&link)), "the link is a secret: {said}");
}

#[test]
fn an_address_that_cannot_be_used_is_told_before_anything_is_made() {
    let folder = TempFolder::new();
    let data = folder.path().join("data");
    let refuse = |address: &str, code: i32, words: &[&str]| {
        refused(&["serve", "--data", arg(&data), "--listen", address], "", code, words);
        assert!(!data.exists());
    };
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = taken.local_addr().map(|a| (taken, a.to_string())).expect("its address");
    refuse(&taken.1, 3, &["Another program already listens", "choose another port"]);
    for address in ["nonsense", "8080", "127.0.0.1", "127.0.0.1:99999", "localhost:8080"] {
        refuse(address, 2, &[address, "this is not an address", "--listen 127.0.0.1:8080"]);
    }
}

#[test]
fn a_data_folder_that_cannot_be_made_is_told() {
    let folder = TempFolder::new();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "mine").expect("a file");
    let below = file.join("data");
    for data in [&file, &below] {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--data", arg(data)];
        refused(&serve, "", 3, &["a-file", "Check that the folder exists and"]);
    }
    assert_eq!(std::fs::read(&file).expect("it is there"), b"mine");
}

#[test]
fn two_programs_on_one_file_wait_for_each_other() {
    let folder = TempFolder::new();
    let one = serve(&folder);
    let other = serve(&folder);
    for _ in 0..20 {
        assert_eq!(one.ask("GET", "/healthz", &[], b"").status, 200);
        assert_eq!(other.ask("GET", "/healthz", &[], b"").status, 200);
    }
    assert_eq!(doctor(folder.path()).code, 0, "a third one may look");
    assert!(one.stop().0.success());
    assert_eq!(other.ask("GET", "/healthz", &[], b"").status, 200);
    assert!(other.stop().0.success());
}

#[test]
fn asked_to_stop_during_requests_it_ends_cleanly_and_opens_again() {
    let folder = TempFolder::new();
    let data = folder.path().join("demo");
    let server = Server::demo(&data);
    let cookie = server.enter("nurse");
    let answered = AtomicUsize::new(0);
    let (pid, ready) = (server.pid(), std::sync::Barrier::new(5));
    std::thread::scope(|all| {
        for _ in 0..4 {
            all.spawn(|| {
                ready.wait();
                // Until nobody listens any more. A request that was taken is answered to its end.
                while let Ok(reply) = server.try_ask("GET", "/patients", &[("cookie", &cookie)], b"") {
                    assert!(reply.status == 200 && reply.body.contains("</html>"), "{}", reply.head);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        ready.wait();
        std::thread::sleep(std::time::Duration::from_millis(200));
        signal("TERM", pid);
    });
    let (ended, said) = server.stopped();
    assert!(ended.success(), "{said}");
    assert!(answered.load(Ordering::Relaxed) > 0);
    assert_eq!(doctor(&data).code, 0);
    let mut again = Command::new(env!("CARGO_BIN_EXE_evenkeel"));
    let again = Server::try_start(again.args(["serve", "--data", arg(&data)])).expect("it opens again");
    assert!(!again.said().contains("/setup/"), "there are accounts already");
}
