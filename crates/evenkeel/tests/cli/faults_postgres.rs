//! PostgreSQL that is away, goes away, or holds something else.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use evenkeel_testkit::folder::TempFolder;
use evenkeel_testkit::postgres::new_database;

use crate::import::{arg, nimh};
use crate::run::{refused, run};
use crate::server::{Server, patiently};

#[test]
fn an_address_that_cannot_be_reached_or_read_is_told_without_its_password() {
    let folder = TempFolder::new();
    let data = folder.path().join("data");
    let refuse = |url: &str, code: i32, words: &[&str]| {
        for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["import", "scores", &nimh()]] {
            let args = [command, &["--database", url, "--data", arg(&data)]].concat();
            refused(&args, "", code, words);
            let said = run(&args, "");
            assert!(!said.stderr.contains("s3cret"), "{}", said.stderr);
            assert!(!data.exists(), "{url}");
        }
    };
    refuse(
        "postgres://clinic:s3cret@127.0.0.1:1/x",
        3,
        &["127.0.0.1:1/x", "cannot be reached", "Check that the server runs"],
    );
    refuse("mysql://clinic:s3cret@127.0.0.1/x", 2, &["postgres://user:password@host:5432/name"]);
    refuse("clinic", 2, &["postgres://user:password@host:5432/name"]);
    refuse("", 2, &["postgres://user:password@host:5432/name"]);
}

fn psql(url: &str, text: &str) {
    let done =
        Command::new("psql").args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text]).output();
    let done = done.expect("psql");
    assert!(done.status.success(), "{text}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn postgres_takes_an_import_once_and_tells_a_newer_schema_and_a_broken_chain() {
    let folder = TempFolder::new();
    let url = new_database();
    let on = |args: &[&str]| run(&[args, &["--database", &url, "--data", arg(folder.path())]].concat(), "");
    assert_eq!(
        on(&["import", "scores", &nimh()]).stdout.trim(),
        "added: 35 patients, 60 sessions, 275 scores; already there: 0; refused lines: 0"
    );
    let again = on(&["import", "scores", &nimh()]);
    assert!(
        again.stdout.starts_with("added: 0 patients, 0 sessions, 0 scores; already there: 370"),
        "{}",
        again.stdout
    );
    assert_eq!(on(&["doctor"]).code, 0);

    psql(
        &url,
        "ALTER TABLE audit DISABLE TRIGGER USER; UPDATE audit SET actor_name = 'somebody else' WHERE seq = 9",
    );
    let chart = on(&["doctor"]);
    assert_eq!(chart.code, 1);
    assert!(
        chart.stdout.contains("chain is broken at line 9") && chart.stdout.contains("restore a backup"),
        "{}",
        chart.stdout
    );

    psql(&url, "INSERT INTO schema_version (version, digest, applied_at) VALUES (999, 'of the future', 0)");
    let newer = on(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(newer.code, 3);
    for words in [
        "was written by a newer Evenkeel",
        "its schema is 999",
        "Use the newer program",
        "Nothing was changed",
    ] {
        assert!(newer.stderr.contains(words), "{}", newer.stderr);
    }
    std::fs::remove_file(folder.path().join("evenkeel.key")).expect("the key is removed");
    psql(&url, "DELETE FROM schema_version WHERE version = 999");
    let keyless = on(&["doctor"]);
    assert!(keyless.code == 1 && keyless.stdout.contains("No new key was made"), "{}", keyless.stdout);
}

/// A way to the server that can be cut.
struct Wire {
    port: u16,
    open: Arc<AtomicBool>,
}

impl Wire {
    /// To the server of `url`, which is reached by its socket.
    fn to(url: &str) -> Self {
        let folder = url
            .split("host=")
            .nth(1)
            .expect("a server reached by its socket")
            .split('&')
            .next()
            .expect("a folder");
        let socket = format!("{folder}/.s.PGSQL.5432");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let open = Arc::new(AtomicBool::new(true));
        let is_open = Arc::clone(&open);
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if is_open.load(Ordering::SeqCst)
                    && let Ok(far) = UnixStream::connect(&socket)
                {
                    join(near, far, &is_open);
                }
            }
        });
        Self { port, open }
    }

    fn set(&self, open: bool) {
        self.open.store(open, Ordering::SeqCst);
    }
}

/// Carries bytes both ways until the wire is cut.
fn join(near: TcpStream, far: UnixStream, open: &Arc<AtomicBool>) {
    let limit = Some(Duration::from_millis(50));
    near.set_read_timeout(limit).and_then(|()| far.set_read_timeout(limit)).expect("a limit");
    let (near_too, far_too) = (near.try_clone().expect("a clone"), far.try_clone().expect("a clone"));
    for (mut from, mut to) in [
        (Box::new(near) as Box<dyn io::Read + Send>, Box::new(far_too) as Box<dyn io::Write + Send>),
        (Box::new(far), Box::new(near_too)),
    ] {
        let open = Arc::clone(open);
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while open.load(Ordering::SeqCst) {
                match from.read(&mut bytes) {
                    Ok(0) => break,
                    Ok(n) if to.write_all(&bytes[..n]).is_err() => break,
                    Ok(_) => {}
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(_) => break,
                }
            }
        });
    }
}

#[test]
fn a_postgres_that_goes_away_and_comes_back_is_told_and_found_again() {
    let folder = TempFolder::new();
    let url = new_database();
    let wire = Wire::to(&url);
    let name = url.split('?').next().and_then(|address| address.rsplit('/').next()).expect("a name");
    let through = format!("postgres://test@127.0.0.1:{}/{name}", wire.port);
    let server = Server::start(&["serve", "--database", &through, "--data", arg(folder.path())]);
    let health = || server.ask("GET", "/healthz", &[], b"");
    assert_eq!(health().status, 200);
    wire.set(false);
    std::thread::sleep(Duration::from_millis(200));
    let away = health();
    assert_eq!(away.status, 503, "{}", away.body);
    assert!(away.body.contains("cannot be reached"), "{}", away.body);
    let page = server.ask(
        "GET",
        "/patients",
        &[("cookie", "evenkeel=0123456789abcdef0123456789abcdef0123456789abcdef")],
        b"",
    );
    assert_eq!(page.status, 503, "{}", page.head);
    assert!(page.body.contains("<h1") && !page.body.contains("127.0.0.1:"), "{}", page.body);
    let ready = || server.ask("GET", "/readyz", &[], b"");
    let away = ready();
    assert_eq!(away.status, 503);
    assert!(
        away.body.contains("The record cannot be read") && !away.body.contains("127.0.0.1"),
        "{}",
        away.body
    );
    wire.set(true);
    assert!(patiently(|| (health().status == 200).then_some(())).is_some(), "it was not found again");
    assert_eq!(ready().body, "ok\n");
    assert!(server.stop().0.success());
}
