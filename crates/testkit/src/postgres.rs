//! A private PostgreSQL for contract tests.
//!
//! `EVENKEEL_TEST_POSTGRES` names a server to use (a superuser's address; `./test` starts one for
//! the whole run). Without it the first test of a process starts a server of its own in a temporary
//! folder, reachable by its socket only, without durability; it stops when the process ends.
//!
//! PostgreSQL refuses to run as root, so root starts it as the user `postgres`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The variable that names a server.
pub const VARIABLE: &str = "EVENKEEL_TEST_POSTGRES";

/// Makes an empty database and answers its address.
///
/// # Panics
/// If PostgreSQL is not installed or does not start: these tests are never passed over in silence.
pub fn new_database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let server = server();
    let made = run(Command::new(bin("psql")).args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]).args([
        "-d",
        server,
        "-c",
        &format!("DROP DATABASE IF EXISTS {name}"),
        "-c",
        &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"),
    ]));
    assert!(made.is_ok(), "cannot make a database on {server}: {}", made.err().unwrap_or_default());
    with_database(server, &name)
}

/// The address of the server's own database.
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var(VARIABLE) {
        Ok(url) if !url.is_empty() => url,
        _ => {
            let started = start();
            assert!(
                started.is_ok(),
                "the private PostgreSQL did not start: {}",
                started.err().unwrap_or_default()
            );
            started.unwrap_or_default()
        }
    })
}

/// The same server, another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) =
        url.split_once('?').map_or((url, None), |(address, options)| (address, Some(options)));
    let host = address.rsplit_once('/').map_or(address, |(host, _)| host);
    options.map_or_else(|| format!("{host}/{name}"), |options| format!("{host}/{name}?{options}"))
}

fn start() -> Result<String, String> {
    let folder = std::env::temp_dir().join(format!("evenkeel-pg-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let root = is_root();
    if root {
        run(Command::new("chown").arg("postgres").arg(&folder))?;
    }
    let data = folder.join("data");
    run(as_server_user(root, "initdb").arg("-D").arg(&data).args([
        "-U",
        "test",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]))?;
    let options = format!(
        "-c listen_addresses='' -k {} -c fsync=off -c full_page_writes=off -c max_connections=200",
        folder.display()
    );
    run(as_server_user(root, "pg_ctl")
        .arg("-D")
        .arg(&data)
        .args(["-w", "-s", "-o", &options, "-l"])
        .arg(folder.join("log"))
        .arg("start"))?;
    stop_with_this_process(root, &folder)?;
    Ok(format!("postgres://test@localhost/postgres?host={}", folder.display()))
}

/// A shell waits on a pipe that this process holds open. However the process ends, the pipe closes;
/// then the shell stops the server and removes its folder.
fn stop_with_this_process(root: bool, folder: &Path) -> Result<(), String> {
    let user = if root { "runuser -u postgres -- " } else { "" };
    let script = format!(
        "read -r _; {user}{} -D {folder}/data -m immediate -s stop; rm -rf {folder}",
        bin("pg_ctl").display(),
        folder = folder.display()
    );
    let mut watcher = Command::new("sh");
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut watcher, 0);
    let child = watcher
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| e.to_string())?;
    // The child is never waited for: it must outlive this process, and its pipe must stay open.
    std::mem::forget(child);
    Ok(())
}

fn as_server_user(root: bool, program: &str) -> Command {
    if root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(bin(program));
        command
    } else {
        Command::new(bin(program))
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// The newest installed program of this name.
///
/// # Panics
/// If PostgreSQL is not installed.
fn bin(program: &str) -> PathBuf {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| {
            entries.filter_map(Result::ok).map(|entry| entry.path().join("bin").join(program)).collect()
        })
        .unwrap_or_default();
    versions.retain(|path| path.exists());
    versions.sort();
    let newest = versions.pop();
    assert!(
        newest.is_some(),
        "the tests on PostgreSQL need it installed (no /usr/lib/postgresql/*/bin/{program}): apt-get install postgresql, or name a server in {VARIABLE}. To leave them out on purpose: ./test quick"
    );
    newest.unwrap_or_default()
}

fn run(command: &mut Command) -> Result<(), String> {
    let out = command.stdin(Stdio::null()).output().map_err(|e| format!("{command:?}: {e}"))?;
    if out.status.success() {
        return Ok(());
    }
    Err(format!(
        "{command:?}: {}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_takes_its_place_in_the_address() {
        assert_eq!(with_database("postgres://t@h:5/postgres", "a"), "postgres://t@h:5/a");
        assert_eq!(with_database("postgres://t@h/postgres?host=/x/y", "a"), "postgres://t@h/a?host=/x/y");
    }
}
