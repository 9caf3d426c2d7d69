//! `evenkeel move-database`.

use std::io::{BufReader, BufWriter, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use evenkeel_store::Store;
use evenkeel_store::portable::{self, TableSum};

use crate::backup::{self, of_portable, progress};
use crate::cli::exit::{Ended, Exit};
use crate::cli::output;
use crate::clock::{RealClock, RealDice};
use crate::place::Place;
use crate::runtime::block_on;

/// The whole record to another place, on the same engine or the other, row by row, all or nothing. Stop the
/// product first: what is written meanwhile stays behind.
#[derive(Debug, clap::Args)]
pub struct MoveDatabase {
    /// The data folder to move to; it takes the key with it.
    #[arg(long, value_name = "DIR")]
    to_data: PathBuf,
    /// The PostgreSQL database to move to: postgres://user:password@host:5432/name. Without it: SQLite in --to-data.
    #[arg(long, value_name = "URL", hide_env_values = true)]
    to_database: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl MoveDatabase {
    /// Runs the command: exit 1 if what arrived is not what left.
    pub fn run(&self) -> Ended {
        block_on(self.carry())
    }

    async fn carry(&self) -> Ended {
        self.place.must_exist()?;
        let to = Place { data: Some(self.to_data.clone()), database: self.to_database.clone() };
        let store = self.place.open(Arc::new(RealClock), Arc::new(RealDice)).await?;
        let carried = carry(&store, &to).await;
        store.close().await;
        let (left, there) = carried?;
        let arrived = portable::sums(&there, &mut progress()).await.map_err(of_portable);
        let chains = backup::chains(&there).await;
        there.close().await;
        if arrived? != left || !chains?.wrong.is_empty() {
            return Err(Exit::found_wanting(
                "What arrived is not what left. Go on with the old place, empty the new one and try again.",
            ));
        }
        let rows: u64 = left.iter().map(|sum| sum.rows).sum();
        output::text(&format!(
            "{rows} rows of {} tables are in {}, the same as in {}, which was left as it is.",
            left.len(),
            to.location(),
            self.place.location()
        ))
    }
}

/// Writes into a pipe on a thread of its own, and loads from it here: nothing readable touches a disk.
async fn carry(store: &Store, to: &Place) -> Result<(Vec<TableSum>, Store), Exit> {
    let (from_pipe, into_pipe) = std::io::pipe().map_err(Exit::cannot_run)?;
    let handle = tokio::runtime::Handle::current();
    let source = store.clone();
    let writing = tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::new(into_pipe);
        let sums = handle.block_on(portable::write(&source, &mut out, &mut |_, _| {}))?;
        out.flush()?;
        Ok::<_, portable::PortableError>(sums)
    });
    let loading = load(BufReader::new(from_pipe), to).await;
    let left = writing.await.map_err(Exit::cannot_run)?;
    // Where nobody reads on, writing fails too; why loading ended says more.
    let there = loading?;
    Ok((left.map_err(of_portable)?, there))
}

async fn load(mut from: BufReader<std::io::PipeReader>, to: &Place) -> Result<Store, Exit> {
    let head = portable::head(&mut from).map_err(of_portable)?;
    let keys = backup::keys_for(&to.folder(), &head)?;
    backup::settle_in(&head, &mut from, to.location(), keys).await
}
