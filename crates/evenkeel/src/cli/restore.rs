//! `evenkeel restore FROM`.

use std::path::PathBuf;

use crate::backup::{self, Unlock};
use crate::cli::exit::{Ended, Exit};
use crate::cli::output;
use crate::place::Place;
use crate::runtime::block_on;

/// A backup back into an empty place: a data folder without a record, or an empty PostgreSQL database.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The file of a backup.
    from: PathBuf,
    /// The key that opens it. Without it: backup.key in the data folder, or beside the backup.
    #[arg(long, value_name = "FILE", env = "EVENKEEL_BACKUP_KEY")]
    backup_key: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

impl Restore {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        block_on(self.restore())
    }

    async fn restore(&self) -> Ended {
        let folder = self.place.folder();
        let unlock = Unlock { named: self.backup_key.clone(), folder: folder.clone() };
        let mut opened = backup::open(&self.from, &unlock)?;
        let keys = backup::keys_for(&folder, &opened.head)?;
        let store = backup::settle_in(&opened.head, &mut opened.rest, self.place.location(), keys).await?;
        let wrong = backup::chains(&store).await;
        store.close().await;
        let wrong = wrong?.wrong;
        if !wrong.is_empty() {
            return Err(Exit::found_wanting(format!(
                "Restored, but {}. Try an older backup in another place and compare.",
                wrong.join("; ")
            )));
        }
        output::text(&format!(
            "Restored into {}; the audit chain holds. `evenkeel serve` goes on from here.",
            self.place.location()
        ))
    }
}
