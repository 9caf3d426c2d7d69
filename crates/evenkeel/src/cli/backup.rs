//! `evenkeel backup TO`.

use std::path::PathBuf;
use std::sync::Arc;

use crate::backup::{self, Unlock};
use crate::cli::exit::{Ended, Exit};
use crate::cli::output;
use crate::clock::{RealClock, RealDice};
use crate::place::Place;
use crate::runtime::block_on;

/// An encrypted copy of the whole record, while the clinic goes on working, proved by restoring it.
#[derive(Debug, clap::Args)]
pub struct TakeBackup {
    /// A new file, or a folder, which gets a file named by the time.
    to: PathBuf,
    /// To whom it is encrypted (age1…); may be given several times. Without it: the data folder's own
    /// backup.key, made at the first backup.
    #[arg(long, value_name = "AGE1…", env = "EVENKEEL_BACKUP_RECIPIENT", value_delimiter = ',')]
    recipient: Vec<String>,
    /// The key that opens it, for the test restore, if it is not the data folder's own.
    #[arg(long, value_name = "FILE", env = "EVENKEEL_BACKUP_KEY")]
    backup_key: Option<PathBuf>,
    /// Leave out the test restore: for a machine that must not hold the key that opens backups.
    #[arg(long)]
    untested: bool,
    /// In a folder: keep this many of the newest, and let the older ones go once this one is proved.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    #[command(flatten)]
    place: Place,
}

impl TakeBackup {
    /// Runs the command: exit 1 if the test restore finds something wrong.
    pub fn run(&self) -> Ended {
        block_on(self.make())
    }

    async fn make(&self) -> Ended {
        self.place.must_exist()?;
        let folder = self.place.folder();
        let recipients = backup::recipients(&self.recipient, &folder)?;
        let store = self.place.open(Arc::new(RealClock), Arc::new(RealDice)).await?;
        let kept = backup::keep(&store, &self.to, &recipients, RealClock::now()).await;
        store.close().await;
        let kept = kept?;
        let rows: u64 = kept.sums.iter().map(|sum| sum.rows).sum();
        output::text(&format!(
            "{}: {} tables, {rows} rows, {} bytes, encrypted.",
            kept.file.display(),
            kept.sums.len(),
            kept.bytes
        ))?;
        if self.untested {
            output::note("It was not tried. Try it where its key is: evenkeel verify --backup FILE");
        } else {
            let unlock = Unlock { named: self.backup_key.clone(), folder: folder.clone() };
            let wrong = backup::try_restore(&kept.file, &unlock, &folder, &kept.sums).await?;
            if !wrong.is_empty() {
                return Err(Exit::found_wanting(format!(
                    "The test restore failed: {}. Do not rely on this backup; run `evenkeel doctor`.",
                    wrong.join("; ")
                )));
            }
            output::text("Test restore: every row is there, and the audit chain holds.")?;
        }
        self.let_go()
    }

    fn let_go(&self) -> Ended {
        let Some(most) = self.keep.filter(|_| self.to.is_dir()) else { return Ok(()) };
        let gone = backup::let_go(&self.to, most.into()).map_err(|cause| {
            Exit::cannot_run(format!(
                "An old backup in {} could not be removed: {cause}. The new one is there.",
                self.to.display()
            ))
        })?;
        for file in gone {
            output::note(&format!("let go: {}", file.display()));
        }
        Ok(())
    }
}
