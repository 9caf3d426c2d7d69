//! What whoever runs the program sees of it: the log, the figures, the status. Never a person's data.

use std::io::Write as _;
use std::net::TcpStream;
use std::process::Command;

use evenkeel_testkit::folder::TempFolder;

use crate::import::arg;
use crate::server::{Reply, Server, links, patiently, reply};

/// A demo that says all it can and gives figures.
fn talkative(folder: &TempFolder) -> Server {
    let data = folder.path().join("demo");
    let mut command = Command::new(env!("CARGO_BIN_EXE_evenkeel"));
    command
        .args(["demo", "--patients", "2", "--today", "2026-03-03", "--metrics", "127.0.0.1:0"])
        .args(["--data", arg(&data)])
        .env("EVENKEEL_LOG", "debug");
    Server::try_start(&mut command).expect("it starts")
}

/// Asks the listener of the monitoring.
fn figures(server: &Server, path: &str) -> Reply {
    let address = patiently(|| {
        let said = server.said();
        let rest = said.split("monitoring are at http://").nth(1)?;
        Some(rest.split('/').next()?.to_owned())
    });
    let address = address.expect("it says where the figures are");
    let mut wire = TcpStream::connect(&address).expect("it listens");
    write!(wire, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("it reads");
    reply(&mut wire).expect("an answer")
}

/// The value of the form's field.
fn value(page: &str, action: &str, field: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).expect("the form");
    let rest = form.split(&format!("name=\"{field}\" value=\"")).nth(1).expect("the field");
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn no_name_phone_score_or_search_term_reaches_the_log() {
    let folder = TempFolder::new();
    let server = talkative(&folder);
    let cookie = server.enter("prescriber");
    let page = server.page(&cookie, "/patients/new").body;
    let key = value(&page, "/patients/new", "key");
    let patient = [
        ("key", key.as_str()),
        ("name", "Quirina Zuckmayer"),
        ("phone", "555-867-5309"),
        ("birth_date", "1961-09-17"),
        ("record_number", "K-77431"),
    ];
    assert_eq!(server.form(&cookie, "/patients/new", &patient).status, 303);
    let found = server.form(&cookie, "/patients/search", &[("q", "zuckmay")]);
    assert!(found.body.contains("Quirina Zuckmayer"));
    let course =
        links(&server.page(&cookie, "/patients").body, "/courses/").first().expect("a course").clone();
    let page = server.page(&cookie, &course).body;
    let (to, key) = (format!("{course}/check-ins"), value(&page, &format!("{course}/check-ins"), "key"));
    let check_in =
        [("key", key.as_str()), ("instrument", "MADRS"), ("date", "2026-03-03"), ("total", "98765.4321")];
    assert_eq!(server.form(&cookie, &to, &check_in).status, 422, "out of range: refused, with the value");
    let wrong = [("name", "quirina@zuckmayer.example"), ("password", "correct horse"), ("code", "424242")];
    server.form("", "/sign-in", &wrong);
    server.page(&cookie, "/patients?q=zuckmay");
    server.page("", "/setup/a-secret-that-was-typed");
    let (ended, said) = server.stop();
    assert!(ended.success(), "{said}");
    assert!(said.contains("request{id=") && said.contains("job{id="), "requests and jobs have ids: {said}");
    // The demo's own list of sign-in links names who is signed in by it; it is no line of the log.
    let log: Vec<&str> = said.lines().filter(|line| !line.contains("/demo/as/")).collect();
    let lower = log.join("\n").to_lowercase();
    for private in [
        "quirina",
        "zuckmay",
        "867-5309",
        "1961-09-17",
        "k-77431",
        "98765",
        "correct horse",
        "424242",
        "okafor",
        "castellano",
        "555-01",
        "a-secret-that-was-typed",
    ] {
        assert!(!lower.contains(private), "{private} reached the log");
    }
}

#[test]
fn figures_are_on_their_own_listener_and_name_routes_only() {
    let folder = TempFolder::new();
    let server = talkative(&folder);
    let cookie = server.enter("nurse");
    let course =
        links(&server.page(&cookie, "/patients").body, "/courses/").first().expect("a course").clone();
    assert_eq!(server.page(&cookie, &course).status, 200);
    assert_eq!(server.page(&cookie, &course).status, 200);
    assert_eq!(server.ask("GET", "/metrics", &[], b"").status, 404, "not where people come in");
    let told = figures(&server, "/metrics");
    assert_eq!((told.status, told.header("content-type")), (200, "text/plain; version=0.0.4"));
    for line in [
        "evenkeel_http_requests_total{method=\"GET\",route=\"/courses/{id}\",status=\"200\"} 2",
        "evenkeel_http_request_seconds_count{method=\"GET\",route=\"/courses/{id}\"} 2",
        "evenkeel_jobs{state=\"dead\"} 0",
        "evenkeel_jobs_oldest_seconds 0",
        "evenkeel_record_readable 1",
        "evenkeel_held_forecasts_total 1",
        "evenkeel_database_connections{pool=\"writer\",state=\"most\"} 1",
    ] {
        assert!(told.body.lines().any(|said| said == line), "{line}\n{}", told.body);
    }
    let id = course.trim_start_matches("/courses/");
    assert!(!told.body.contains(id) && !told.body.contains("Okafor"), "{}", told.body);
    assert_eq!(figures(&server, "/patients").status, 404, "no pages there");
    assert_eq!(server.ask("GET", "/readyz", &[], b"").body, "ok\n");
    assert!(server.stop().0.success());
}

#[test]
fn figures_are_off_unless_asked_for() {
    let folder = TempFolder::new();
    let server = Server::demo(&folder.path().join("demo"));
    assert_eq!(server.ask("GET", "/metrics", &[], b"").status, 404);
    assert!(!server.said().contains("monitoring"));
    assert!(server.stop().0.success());
}
