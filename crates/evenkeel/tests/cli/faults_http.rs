//! Whatever a client sends: an answer below 500, nobody's words in the log, and a record that stays sound.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpStream;

use evenkeel_testkit::folder::TempFolder;

use crate::doctor::doctor;
use crate::server::{Reply, Server, encode, links, reply};

pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
/// What nobody should find in a log.
pub const MARK: &str = "Zebedee";

/// A demo with what it shows to a prescriber.
pub struct Site {
    folder: TempFolder,
    pub server: Server,
    prescriber: String,
    course: String,
    patient: String,
}

impl Site {
    /// Starts one.
    pub fn new() -> Self {
        let folder = TempFolder::new();
        let server = Server::demo(&folder.path().join("demo"));
        let prescriber = server.enter("prescriber");
        let list = server.page(&prescriber, "/patients").body;
        let course = links(&list, "/courses/").first().expect("a course").clone();
        let page = server.page(&prescriber, &course).body;
        let patient = links(&page, "/patients/").into_iter().find(|link| link.len() > 40).expect("a patient");
        Self { folder, server, prescriber, course, patient }
    }

    /// Every route that takes something, with real ids and with others.
    pub fn paths(&self) -> Vec<String> {
        let ids = [
            self.course.trim_start_matches("/courses/").to_owned(),
            self.patient.trim_start_matches("/patients/").to_owned(),
            "00000000-0000-0000-0000-000000000000".to_owned(),
            "not-an-id".to_owned(),
            "%00%ff".to_owned(),
            "1'%20OR%20'1'='1".to_owned(),
        ];
        let mut paths: Vec<String> = [
            "/",
            "/sign-in",
            "/sign-out",
            "/patients",
            "/patients/search",
            "/patients/new",
            "/front-desk",
            "/my-course",
            "/demo",
            "/demo/day",
            "/setup/x",
            "/setup/x/code",
            "/healthz",
            "/assets/x/app.css",
            "/nowhere",
        ]
        .map(str::to_owned)
        .to_vec();
        for id in &ids {
            for rest in
                ["", "/sessions", "/missed", "/check-ins", "/decisions", "/share", "?instrument=x&done=%ff"]
            {
                paths.push(format!("/courses/{id}{rest}"));
            }
            for start in ["/patients", "/demo/as", "/setup"] {
                paths.push(format!("{start}/{id}"));
            }
            paths.push(format!("/patients/{id}/courses/new"));
        }
        paths
    }

    /// Ends it: the record is sound, and the log holds neither a fault nor anybody's words.
    pub fn close(self) {
        assert_eq!(self.server.ask("GET", "/healthz", &[], b"").status, 200);
        let (ended, said) = self.server.stop();
        assert!(ended.success(), "{said}");
        let chart = doctor(&self.folder.path().join("demo"));
        assert_eq!(chart.code, 0, "{}{}", chart.stdout, chart.stderr);
        let log = said
            .lines()
            .filter(|line| line.contains("Z\u{1b}[0m") || line.contains("INFO") || line.contains("ERROR"));
        for line in log {
            for words in [MARK, "Castellano", "Okafor", "panicked", "ERROR"] {
                assert!(!line.contains(words), "{line}");
            }
        }
        assert!(!said.contains("panicked"), "{said}");
    }
}

/// An answer that is no fault of ours.
pub fn check(what: &str, reply: &Reply) {
    assert!((200..500).contains(&reply.status), "{what}: {}\n{}", reply.head, reply.body);
}

#[test]
fn damaged_requests_meet_no_fault() {
    let site = Site::new();
    let me = ("cookie", site.prescriber.as_str());
    let large = "note=".to_owned() + &MARK.repeat(10 << 20 >> 3);
    let mut many = String::new();
    for n in 0..4000 {
        write!(many, "item_{n}=1&").expect("a string takes text");
    }
    for path in site.paths().iter().filter(|path| *path != "/demo/day" && *path != "/sign-out") {
        let send = |headers: &[(&str, &str)], body: &[u8]| {
            check(path, &site.server.ask("POST", path, headers, body));
        };
        send(&[me], b"");
        send(&[me, FORM], b"");
        send(&[me, FORM], b"\xff\xfe=\x00&%zz=%&&&==&a");
        send(&[me, FORM], many.as_bytes());
        send(&[me, ("content-type", "application/json")], b"{\"date\":");
        send(&[me, ("content-type", "multipart/form-data")], b"--x");
        for method in ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "BREW"] {
            check(path, &site.server.ask(method, path, &[me], b""));
        }
    }
    for path in ["/sign-in", "/patients/new", &format!("{}/check-ins", site.course)] {
        let reply = site.server.ask("POST", path, &[me, FORM], large.as_bytes());
        assert_eq!(reply.status, 413, "{path}: {}", reply.head);
    }
    site.close();
}

#[test]
fn forms_of_other_sites_and_strangers_change_nothing() {
    let site = Site::new();
    let check_ins = format!("{}/check-ins", site.course);
    let before = site.server.page(&site.prescriber, &site.course).body.len();
    let body = encode(&[("instrument", "PHQ9"), ("total", "3"), ("date", "2026-03-03"), ("key", "cross-1")]);
    let send = |headers: &[(&str, &str)]| site.server.ask("POST", &check_ins, headers, body.as_bytes());
    let me = ("cookie", site.prescriber.as_str());
    for foreign in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        assert_eq!(send(&[me, FORM, foreign]).status, 403, "{foreign:?}");
    }
    assert_eq!(send(&[FORM]).status, 401);
    assert_eq!(
        send(&[FORM, ("cookie", "evenkeel=0123456789abcdef0123456789abcdef0123456789abcdef")]).status,
        401
    );
    for role in ["front-desk", "patient", "admin"] {
        let cookie = site.server.enter(role);
        assert_eq!(send(&[FORM, ("cookie", &cookie)]).status, 403, "{role}");
    }
    for role in ["front-desk", "patient"] {
        let cookie = site.server.enter(role);
        assert_eq!(site.server.page(&cookie, &site.course).status, 403, "{role}");
        assert_eq!(site.server.page(&cookie, &site.patient).status, 403, "{role}");
    }
    let after = site.server.page(&site.prescriber, &site.course).body.len();
    assert_eq!(before, after, "nothing was added");
    site.close();
}

#[test]
fn slow_and_broken_connections_hold_nobody_up() {
    let site = Site::new();
    let mut slow: Vec<TcpStream> = (0..50)
        .map(|n| {
            let mut wire = TcpStream::connect(site.server.address()).expect("a connection");
            let part: &[u8] = match n % 3 {
                0 => b"",
                1 => b"GET / HT",
                _ => b"POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\nemail=",
            };
            wire.write_all(part).expect("it is sent");
            wire
        })
        .collect();
    assert_eq!(site.server.page(&site.prescriber, "/patients").status, 200);
    for damaged in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n",
        "\u{16}\u{3}\u{1}",
    ] {
        let mut wire = TcpStream::connect(site.server.address()).expect("a connection");
        wire.write_all(damaged.as_bytes()).expect("it is sent");
        wire.shutdown(std::net::Shutdown::Write).expect("no more");
        if let Ok(answer) = reply(&mut wire) {
            assert_eq!(answer.status, 400, "{damaged:?}");
        }
    }
    // Somebody asks for a page and leaves before it comes.
    for _ in 0..20 {
        let mut wire = TcpStream::connect(site.server.address()).expect("a connection");
        write!(wire, "GET {} HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", site.course, site.prescriber)
            .expect("it is sent");
    }
    assert_eq!(site.server.page(&site.prescriber, &site.course).status, 200);
    slow.truncate(3);
    // Three of them are still there when the site is asked to stop: they are cut off in time.
    site.close();
}
