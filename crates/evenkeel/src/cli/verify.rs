//! `evenkeel verify`.

use std::path::PathBuf;
use std::sync::Arc;

use evenkeel_store::{Store, portable, upkeep};

use crate::backup::{self, Unlock, of_portable, progress};
use crate::cli::exit::{Ended, Exit};
use crate::cli::output;
use crate::clock::{RealClock, RealDice};
use crate::place::Place;
use crate::runtime::block_on;

/// Proves the record: the audit chain line by line, the file itself, and, with a backup, that every fact of
/// it is still there as it was.
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// A backup of this record to hold it against.
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
    /// The key that opens the backup. Without it: backup.key in the data folder, or beside the backup.
    #[arg(long, value_name = "FILE", env = "EVENKEEL_BACKUP_KEY")]
    backup_key: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

impl Verify {
    /// Runs the command: exit 1 if something does not hold.
    pub fn run(&self) -> Ended {
        block_on(self.verify())
    }

    async fn verify(&self) -> Ended {
        self.place.must_exist()?;
        let store = self.place.open(Arc::new(RealClock), Arc::new(RealDice)).await?;
        let mut wrong = Vec::new();
        let done = self.look(&store, &mut wrong).await;
        store.close().await;
        done?;
        match wrong.as_slice() {
            [] => output::text("All of it holds."),
            some => Err(Exit::found_wanting(format!(
                "{}\nStop writing, keep the database as it is, restore a backup in another place and compare.",
                some.join("\n")
            ))),
        }
    }

    async fn look(&self, store: &Store, wrong: &mut Vec<String>) -> Ended {
        let chains = backup::chains(store).await?;
        for line in &chains.holding {
            output::text(line)?;
        }
        wrong.extend(chains.wrong);
        let damage = upkeep::damage(store).await.map_err(Exit::cannot_run)?;
        if damage.is_empty() {
            output::text("the database's own check finds no damage")?;
        }
        wrong.extend(damage.into_iter().map(|said| format!("the database's own check: {said}")));
        match &self.backup {
            Some(file) => self.beside(store, file, wrong).await,
            None => Ok(()),
        }
    }

    async fn beside(&self, store: &Store, file: &std::path::Path, wrong: &mut Vec<String>) -> Ended {
        let unlock = Unlock { named: self.backup_key.clone(), folder: self.place.folder() };
        let mut opened = backup::open(file, &unlock)?;
        let tables =
            portable::compare(store, &mut opened.rest, &mut progress()).await.map_err(of_portable)?;
        let (mut same, mut later) = (0, 0);
        for table in tables.iter().filter(|table| table.facts) {
            if table.gone > 0 {
                wrong.push(format!(
                    "{}: {} of {} rows of the backup are missing or changed",
                    table.table, table.gone, table.in_backup
                ));
            }
            if table.unguarded {
                wrong.push(format!("{}: the guard against changes has been taken away", table.table));
            }
            same += table.in_backup - table.gone.min(table.in_backup);
            later += table.in_record.saturating_sub(table.in_backup - table.gone.min(table.in_backup));
        }
        output::text(&format!(
            "beside the backup of {}: {same} facts are as they were, {later} were recorded since",
            opened.head.taken_at
        ))
    }
}
