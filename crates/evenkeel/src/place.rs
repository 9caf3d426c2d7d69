//! Where a clinic's record is: a data folder with an encrypted SQLite file, or a PostgreSQL server.

use std::path::PathBuf;
use std::sync::Arc;

use evenkeel_catalog::Catalog;
use evenkeel_practice::{Practice, PracticeConfig};
use evenkeel_store::{Clock, Dice, Location, OpenError, Store, StoreConfig, keys};

use crate::cli::exit::Exit;
use crate::clock::{RealClock, RealDice};

/// Name of the environment variable that holds the key instead of the key file.
pub const KEY_VARIABLE: &str = "EVENKEEL_KEY";
const DEFAULT_FOLDER: &str = "evenkeel-data";

/// The options that say where the record is.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Place {
    /// Data folder: the database and its key. Made if it is missing.
    #[arg(long, value_name = "DIR", env = "EVENKEEL_DATA")]
    pub data: Option<PathBuf>,
    /// PostgreSQL instead of the embedded database: postgres://user:password@host:5432/name
    #[arg(long, value_name = "URL", env = "EVENKEEL_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

impl Place {
    /// The data folder.
    pub fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_FOLDER))
    }

    /// The database itself.
    pub fn location(&self) -> Location {
        match &self.database {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::in_folder(&self.folder()),
        }
    }

    /// Refuses a place without a record, for a command that makes none.
    pub fn must_exist(&self) -> Result<(), Exit> {
        if self.exists() {
            return Ok(());
        }
        Err(Exit::bad_input(format!(
            "There is no record in {}. Name its folder with --data; `evenkeel serve` makes one.",
            self.folder().display()
        )))
    }

    /// Opens the record, bringing its schema up to date.
    pub async fn open(&self, clock: Arc<dyn Clock>, dice: Arc<dyn Dice>) -> Result<Store, Exit> {
        let folder = self.folder();
        let variable = std::env::var(KEY_VARIABLE).ok();
        let keys = keys::load_or_create(&folder, variable.as_deref(), &RealDice).map_err(Exit::cannot_run)?;
        Store::open(StoreConfig::new(self.location(), keys), clock, dice).await.map_err(|error| match error {
            OpenError::Address { .. } => Exit::bad_input(error),
            other => Exit::cannot_run(other),
        })
    }

    /// The practice on this record, with the machine's clock and dice.
    /// (The catalog is boxed: it would be carried through every wait.)
    pub async fn practice(&self, catalog: Box<Catalog>) -> Result<Practice, Exit> {
        let store = self.open(Arc::new(RealClock), Arc::new(RealDice)).await?;
        let (clock, dice) = (Arc::new(RealClock), Arc::new(RealDice));
        Practice::new(PracticeConfig { store, catalog: *catalog, clock, dice, demo: None })
            .map_err(Exit::cannot_run)
    }

    /// The same for a command that makes no record of its own.
    pub async fn existing(&self, catalog: Box<Catalog>) -> Result<Practice, Exit> {
        self.must_exist()?;
        self.practice(catalog).await
    }

    /// Whether there is a record already.
    pub fn exists(&self) -> bool {
        self.database.is_some()
            || matches!(Location::in_folder(&self.folder()), Location::Sqlite(file) if file.exists())
    }
}
