//! The asynchronous runtime of the commands that need one, and what stops them.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::signal::unix::{SignalKind, signal};

use crate::cli::exit::{Ended, Exit};

/// Runs `work` to its end.
pub fn block_on(work: impl Future<Output = Ended>) -> Ended {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Exit::cannot_run(format!(
                "The program's runtime cannot start ({error}). Free some memory and try again."
            ))
        })?
        .block_on(work)
}

/// Ends when somebody asks the program to: Ctrl-C, or a service manager's TERM. It listens from the call on, within
/// the runtime; whoever tells others that the program is there calls it before.
pub fn asked_to_stop() -> impl Future<Output = ()> {
    let (interrupted, terminated) = (heard(SignalKind::interrupt()), heard(SignalKind::terminate()));
    async {
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
}

/// Ends at the first signal of a kind from the call on; never where it cannot be listened to.
fn heard(kind: SignalKind) -> impl Future<Output = ()> {
    let listening = signal(kind);
    async {
        match listening {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    }
}

/// Runs `work` on a thread of its own. Once somebody asks the program to stop, `work` sees it in the flag and ends
/// with what it has.
pub fn stoppable(work: impl FnOnce(&AtomicBool) -> Ended + Send + 'static) -> Ended {
    block_on(async move {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let stopped = asked_to_stop();
        let mut working = tokio::task::spawn_blocking(move || work(&seen));
        tokio::select! {
            done = &mut working => return ended(done),
            () = stopped => stop.store(true, Ordering::Relaxed),
        }
        ended(working.await)
    })
}

fn ended(done: Result<Ended, tokio::task::JoinError>) -> Ended {
    done.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(error) => Err(Exit::cannot_run(error)),
    })
}
