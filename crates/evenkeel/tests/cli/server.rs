//! Runs `evenkeel serve` or `evenkeel demo`, and speaks HTTP to it over a plain socket.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a start, an answer or a stop may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often is looked.
const LOOKS: u32 = 3000;

/// What `look` finds within a minute.
pub fn patiently<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    (0..LOOKS).find_map(|_| {
        let found = look();
        if found.is_none() {
            std::thread::sleep(PATIENCE / LOOKS);
        }
        found
    })
}

/// A running site.
pub struct Server {
    child: Child,
    address: String,
    said: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    /// The value of a header; empty if it was not sent.
    pub fn header(&self, name: &str) -> &str {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value.trim())
    }
}

impl Server {
    /// Starts `evenkeel ARGS --listen 127.0.0.1:0` and waits until it answers.
    pub fn start(args: &[&str]) -> Self {
        Self::try_start(Command::new(env!("CARGO_BIN_EXE_evenkeel")).args(args))
            .unwrap_or_else(|said| panic!("{args:?} did not start: {said}"))
    }

    /// The demo with two invented patients, opened on a fixed day, kept in `folder`.
    pub fn demo(folder: &Path) -> Self {
        let folder = folder.to_str().expect("UTF-8");
        Self::start(&["demo", "--patients", "2", "--today", "2026-03-03", "--data", folder])
    }

    /// Starts a prepared command; what it said, if it ends instead.
    pub fn try_start(command: &mut Command) -> Result<Self, String> {
        let mut child = command
            .args(["--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let said = Arc::new(Mutex::new(String::new()));
        let stdout = child.stdout.take().expect("stdout");
        let stderr = child.stderr.take().expect("stderr");
        let readers = vec![follow(stdout, &said), follow(stderr, &said)];
        let mut server = Self { child, address: String::new(), said, readers };
        let address = patiently(|| {
            let ended = server.child.try_wait().expect("a status").is_some();
            let said = server.said();
            let told = ["Evenkeel is at http://", "Evenkeel demo: open http://"]
                .iter()
                .find_map(|words| said.split(words).nth(1)?.split(['/', '\n']).next())
                .filter(|address| TcpStream::connect(address).is_ok());
            if ended { Some(None) } else { told.map(|address| Some(address.to_owned())) }
        });
        let Some(Some(address)) = address else {
            let _ = server.child.kill();
            let _ = server.child.wait();
            return Err(server.all_said());
        };
        server.address = address;
        Ok(server)
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What was written on both streams so far.
    pub fn said(&self) -> String {
        self.said.lock().expect("no reader panicked").clone()
    }

    fn all_said(&mut self) -> String {
        for reader in self.readers.drain(..) {
            reader.join().expect("the streams were read");
        }
        self.said()
    }

    /// One request on a connection of its own.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        self.try_ask(method, path, headers, body).unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    /// The same, where the connection may break.
    pub fn try_ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Reply> {
        let mut wire = TcpStream::connect(&self.address)?;
        wire.set_read_timeout(Some(PATIENCE))?;
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n").expect("a string takes text");
        }
        if !body.is_empty() || method == "POST" {
            write!(head, "content-length: {}\r\n", body.len()).expect("a string takes text");
        }
        head.push_str("\r\n");
        wire.write_all(head.as_bytes())?;
        // A body that is too long is refused before it has been read to its end.
        let _ = wire.write_all(body);
        reply(&mut wire)
    }

    /// Goes in as a role of the demo; the cookie to send.
    pub fn enter(&self, role: &str) -> String {
        let reply = self.ask("GET", &format!("/demo/as/{role}"), &[], b"");
        assert_eq!(reply.status, 303, "{role}: {reply:?}");
        reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }

    /// A page as somebody who is signed in.
    pub fn page(&self, cookie: &str, path: &str) -> Reply {
        self.ask("GET", path, &[("cookie", cookie)], b"")
    }

    /// Sends a form as somebody who is signed in.
    pub fn form(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        let headers = [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded")];
        self.ask("POST", path, &headers, encode(fields).as_bytes())
    }

    /// The process's id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop as a service manager does; its status and all it said.
    pub fn stop(self) -> (ExitStatus, String) {
        signal("TERM", self.pid());
        self.stopped()
    }

    /// Waits for the end it was asked for; its status and all it said.
    pub fn stopped(mut self) -> (ExitStatus, String) {
        let status = patiently(|| self.child.try_wait().expect("a status"));
        let status = status.unwrap_or_else(|| panic!("it did not stop: {}", self.said()));
        (status, self.all_said())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to one process.
pub fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status();
    assert!(sent.is_ok_and(|status| status.success()), "kill -{name} {pid}");
}

fn follow(from: impl io::Read + Send + 'static, into: &Arc<Mutex<String>>) -> JoinHandle<()> {
    let into = Arc::clone(into);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let mut said = into.lock().expect("no reader panicked");
            said.push_str(&line);
            said.push('\n');
        }
    })
}

/// Reads to the end of the answer.
pub fn reply(wire: &mut TcpStream) -> io::Result<Reply> {
    let mut bytes = Vec::new();
    match wire.read_to_end(&mut bytes) {
        // The rest of a body that was refused makes the system reset the connection after the answer.
        Err(error) if bytes.is_empty() => return Err(error),
        _ => {}
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("no answer: {head:?}")))?;
    Ok(Reply { status, head: head.to_owned(), body: body.to_owned() })
}

/// A form as a browser writes it.
pub fn encode(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect::<String>()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// Every address of the page that begins with `start`, in order, once.
pub fn links(page: &str, start: &str) -> Vec<String> {
    let mut found: Vec<String> = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with(start))
        .map(str::to_owned)
        .collect();
    found.dedup();
    found
}
