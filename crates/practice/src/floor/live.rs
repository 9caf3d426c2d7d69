//! Waking live pages: one look a second at the clinic's count of commits, shared by everybody who watches, so that a
//! commit in another process wakes them too.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use evenkeel_store::{ClinicId, live};
use tokio::sync::watch;

use crate::actor::Actor;
use crate::context::Practice;
use crate::refusal::Refusal;
use crate::rights::Right;

/// How often the count is read while somebody watches.
const EVERY: Duration = Duration::from_secs(1);

/// The clinics that somebody watches.
#[derive(Debug, Default)]
pub struct Live {
    watched: Mutex<HashMap<ClinicId, watch::Sender<i64>>>,
}

impl Practice {
    /// Tells the clinic's count of commits now and whenever it has changed. Ends with the program.
    pub async fn watch(&self, actor: &Actor) -> Result<watch::Receiver<i64>, Refusal> {
        actor.must(Right::ReadFrontDesk)?;
        let seq = live::seq(self.store(), actor.clinic).await?;
        let clinic = actor.clinic;
        let mut watched = self.live().watched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = watched.get(&clinic) {
            return Ok(known.subscribe());
        }
        let (sender, receiver) = watch::channel(seq);
        watched.insert(clinic, sender);
        drop(watched);
        tokio::spawn(self.clone().look(clinic));
        Ok(receiver)
    }

    /// Ends every watch: the program stops.
    pub fn stop_watching(&self) {
        self.live().watched.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Looks until nobody watches any more.
    async fn look(self, clinic: ClinicId) {
        loop {
            tokio::time::sleep(EVERY).await;
            // A database that does not answer for a moment wakes nobody; the next look will.
            let seq = live::seq(self.store(), clinic).await.ok();
            let mut watched = self.live().watched.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(sender) = watched.get(&clinic) else { return };
            if sender.receiver_count() == 0 {
                watched.remove(&clinic);
                return;
            }
            if let Some(seq) = seq {
                sender.send_if_modified(|known| std::mem::replace(known, seq) != seq);
            }
        }
    }
}
