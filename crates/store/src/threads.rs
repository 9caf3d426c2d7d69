//! The threads of SQLite's connections. They answer that a connection is closed before they are gone, or
//! close one that nobody awaits; SQLCipher and OpenSSL clean up at the program's exit, and crash it if such a
//! thread is still at work. So each database names its threads, and closing it waits until they are gone.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A name for the threads of one database, its own in this process. Systems keep 15 letters of it.
pub(crate) fn name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("evk-db-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Waits until no thread of this name is left; a second at most, because one may be standing still.
pub(crate) async fn ended(name: &str) {
    for _ in 0..200 {
        match left(name) {
            Some(false) => return,
            Some(true) => tokio::time::sleep(Duration::from_millis(5)).await,
            // Where threads cannot be listed: long enough for a connection that has answered.
            None => return tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    tracing::warn!("a thread of the database has not ended in time");
}

/// Whether a thread of this name is left; `None` where the system does not list them.
fn left(name: &str) -> Option<bool> {
    let mut threads = std::fs::read_dir("/proc/self/task").ok()?;
    let named = |entry: std::fs::DirEntry| {
        std::fs::read_to_string(entry.path().join("comm")).is_ok_and(|found| found.trim_end() == name)
    };
    Some(threads.any(|entry| entry.is_ok_and(named)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn closing_waits_for_the_named_threads_and_no_others() {
        let (own, other) = (name(), name());
        let spawn = |name: &String, millis| {
            let (begun, seen) = std::sync::mpsc::channel();
            let sleeps = move || {
                begun.send(()).unwrap();
                std::thread::sleep(Duration::from_millis(millis));
            };
            let thread = std::thread::Builder::new().name(name.clone()).spawn(sleeps).unwrap();
            seen.recv().unwrap();
            thread
        };
        let (short, long) = (spawn(&own, 60), spawn(&other, 2000));
        ended(&own).await;
        assert_eq!((left(&own), left(&other)), (Some(false), Some(true)));
        short.join().unwrap();
        long.join().unwrap();
    }
}
