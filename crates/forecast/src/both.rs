//! Two independent pieces of work at once. What comes out does not depend on how they are spread.

use crate::dispatch;
use std::panic::resume_unwind;
use std::thread::{Builder, scope};

/// The results of both; `one` runs on a thread of its own if the machine has one to give.
pub fn both<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    let order = dispatch::order();
    scope(|all| {
        let started = Builder::new().spawn_scoped(all, || dispatch::forced(order, &one));
        let other = other();
        let one = match started.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(done)) => done,
            // The panic goes on in the caller, as if there had been no thread.
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => one(),
        };
        (one, other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_results_come_back_in_their_places() {
        assert_eq!(both(|| 1, || "two"), (1, "two"));
    }
}
