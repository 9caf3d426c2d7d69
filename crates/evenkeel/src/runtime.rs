//! The asynchronous runtime of the commands that need one, and what stops them.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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

/// Ends when somebody asks the program to: Ctrl-C, or a service manager's TERM.
pub async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupted => {}
        () = terminated => {}
    }
}

/// Runs `work` on a thread of its own. Once somebody asks the program to stop, `work` sees it in the flag and ends
/// with what it has.
pub fn stoppable(work: impl FnOnce(&AtomicBool) -> Ended + Send + 'static) -> Ended {
    block_on(async move {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let mut working = tokio::task::spawn_blocking(move || work(&seen));
        tokio::select! {
            done = &mut working => return ended(done),
            () = asked_to_stop() => stop.store(true, Ordering::Relaxed),
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
