//! `evenkeel migrate`.

use std::sync::Arc;

use evenkeel_store::upkeep;

use crate::cli::exit::{Ended, Exit};
use crate::cli::output;
use crate::clock::{RealClock, RealDice};
use crate::place::Place;
use crate::runtime::block_on;

/// Brings the schema of a record up to date, all or nothing, without serving. `evenkeel serve` does the same at
/// its start; programs that start at once wait for each other.
#[derive(Debug, clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Place,
}

impl Migrate {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        block_on(self.migrate())
    }

    async fn migrate(&self) -> Ended {
        self.place.must_exist()?;
        let store = self.place.open(Arc::new(RealClock), Arc::new(RealDice)).await?;
        let standing = upkeep::standing(&store).await.map_err(Exit::cannot_run);
        store.close().await;
        let standing = standing?;
        output::text(&format!("The schema is at version {}, the newest this program knows.", standing.schema))
    }
}
