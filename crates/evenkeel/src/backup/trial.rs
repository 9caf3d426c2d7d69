//! A backup is proved by restoring it: into a folder of its own, which goes again.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use evenkeel_store::portable::{self, Head, TableSum};
use evenkeel_store::{Location, MasterKeys, Store, StoreConfig, audit, clinic, keys};

use super::{Unlock, of_portable, open, progress};
use crate::cli::exit::Exit;
use crate::clock::{RealClock, RealDice};
use crate::place::KEY_VARIABLE;

/// A folder that is removed when it is dropped.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing is lost if it stays: it is encrypted, and the next trial replaces it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Restores a backup below `folder`, opens it, reads every row and every chain, and removes it again. Answers what is
/// wrong, in sentences: nothing, if the backup is good.
pub async fn try_restore(
    file: &Path,
    unlock: &Unlock,
    folder: &Path,
    sums: &[TableSum],
) -> Result<Vec<String>, Exit> {
    let scratch = Scratch(folder.join("test-restore"));
    let _ = std::fs::remove_dir_all(&scratch.0);
    let mut opened = open(file, unlock)?;
    let keys = MasterKeys::from_backup(&scratch.0, &opened.head.key).map_err(Exit::bad_input)?;
    let store = settle_in(&opened.head, &mut opened.rest, Location::in_folder(&scratch.0), keys).await?;
    let there = portable::sums(&store, &mut progress()).await.map_err(of_portable);
    let chains = chains(&store).await;
    store.close().await;
    let mut wrong = chains?.wrong;
    let same = there? == sums;
    if !same {
        wrong.push("what was restored is not what was written".to_owned());
    }
    Ok(wrong)
}

/// Loads what was opened into an empty place, and opens that.
pub async fn settle_in(
    head: &Head,
    rest: &mut (dyn BufRead + Send),
    to: Location,
    keys: MasterKeys,
) -> Result<Store, Exit> {
    let config = StoreConfig::new(to, keys);
    let again = config.clone();
    let (clock, dice) = (Arc::new(RealClock), Arc::new(RealDice));
    portable::load(config, head, clock.clone(), dice.clone(), rest, &mut progress())
        .await
        .map_err(of_portable)?;
    Store::open(again.with_key_in_place(), clock, dice).await.map_err(Exit::cannot_run)
}

/// The key for a new place: the one that came along. A key that is there already, in the folder or in the
/// environment, must be the same.
pub fn keys_for(folder: &Path, head: &Head) -> Result<MasterKeys, Exit> {
    let variable = std::env::var(KEY_VARIABLE).ok();
    let there = keys::load_or_create(folder, variable.as_deref(), &RealDice).map_err(Exit::cannot_run)?;
    let came = MasterKeys::from_backup(folder, &head.key).map_err(Exit::bad_input)?;
    if there.is_new() {
        return Ok(came);
    }
    if there.is(&came) {
        return Ok(there);
    }
    Err(Exit::bad_input(format!(
        "{} (or {KEY_VARIABLE}) is another key than the one this record was made with. Name an empty folder, or take the key away. Nothing was changed.",
        there.file().display()
    )))
}

/// The audit chains of a record: a line for each clinic whose chain holds, and what is wrong with the others.
#[derive(Debug, Default)]
pub struct Chains {
    /// What holds.
    pub holding: Vec<String>,
    /// What does not.
    pub wrong: Vec<String>,
}

/// Walks the audit chain of every clinic.
pub async fn chains(store: &Store) -> Result<Chains, Exit> {
    let mut chains = Chains::default();
    for found in clinic::list(store).await.map_err(Exit::cannot_run)? {
        let name = format!("audit chain of clinic {}", found.clinic_id);
        match audit::verify_chain(store, found.clinic_id).await.map_err(Exit::cannot_run)? {
            audit::Chain::Whole { lines, .. } => chains.holding.push(format!("{name}: {lines} lines hold")),
            audit::Chain::Broken { seq, why } => {
                chains.wrong.push(format!("{name}: broken at line {seq}: {why}"));
            }
        }
    }
    Ok(chains)
}
