//! The asynchronous runtime of the commands that need one, and what stops them.

use std::future::Future;

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
