//! Opening a database, and the handle that everything else takes.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::clock::{Clock, Dice, IdMaker};
use crate::db::{Db, On, Query};
use crate::dialect::{self, Location};
use crate::error::{OpenError, StoreError};
use crate::keys::{self, MasterKeys};
use crate::migrate;
use crate::portable::PortableError;
use crate::row::FromRecord;
use crate::sealed::Vault;

/// What [`Store::open`] needs.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// Where the data is.
    pub location: Location,
    /// The key, from [`crate::keys::load_or_create`].
    pub keys: MasterKeys,
    /// How many connections may read at once.
    pub readers: u32,
    /// The largest number of 4096-byte pages the SQLite file may grow to; `None`: no limit. Beyond
    /// it a write answers [`StoreError::Full`].
    pub max_pages: Option<u32>,
}

impl StoreConfig {
    /// Usual settings: four readers, no limit.
    pub fn new(location: Location, keys: MasterKeys) -> Self {
        Self { location, keys, readers: 4, max_pages: None }
    }
}

impl StoreConfig {
    /// The same once the key is known to be written.
    #[must_use]
    pub fn with_key_in_place(mut self) -> Self {
        self.keys.is_in_place();
        self
    }
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    vault: Vault,
    clock: Arc<dyn Clock>,
    dice: Arc<dyn Dice>,
    ids: IdMaker,
    keys: MasterKeys,
}

impl Drop for Inner {
    /// The last handle is gone without [`Store::close`].
    fn drop(&mut self) {
        self.db.close_at_the_last_moment();
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Opens the database, makes it if there is none, and brings its schema up to date.
    pub async fn open(
        mut config: StoreConfig,
        clock: Arc<dyn Clock>,
        dice: Arc<dyn Dice>,
    ) -> Result<Self, OpenError> {
        prepare_key(&mut config)?;
        let db = dialect::connect(&config).await?;
        let vault = Vault::new(&config.keys);
        if let Err(error) = migrate::bring_up_to_date(&db, &vault, &mut config, clock.now()).await {
            db.close().await;
            return Err(error);
        }
        Ok(Self::over(db, vault, config.keys, clock, dice))
    }

    /// Connects to an empty place without making a schema in it; the key is written first.
    pub(crate) async fn bare(
        mut config: StoreConfig,
        clock: Arc<dyn Clock>,
        dice: Arc<dyn Dice>,
    ) -> Result<Self, PortableError> {
        if config.location.file().is_some_and(|file| std::fs::metadata(file).is_ok_and(|meta| meta.len() > 0))
        {
            return Err(PortableError::NotEmpty { place: config.location.to_string() });
        }
        prepare_key(&mut config)?;
        config.keys.write().map_err(OpenError::from)?;
        let db = dialect::connect(&config).await?;
        let vault = Vault::new(&config.keys);
        Ok(Self::over(db, vault, config.keys, clock, dice))
    }

    fn over(db: Db, vault: Vault, keys: MasterKeys, clock: Arc<dyn Clock>, dice: Arc<dyn Dice>) -> Self {
        Self { inner: Arc::new(Inner { db, vault, clock, dice, ids: IdMaker::default(), keys }) }
    }

    /// The key of the installation, as its file holds it: for a backup that will be encrypted.
    pub(crate) fn key_text(&self) -> String {
        self.inner.keys.text()
    }

    /// The present instant, cut to the microseconds that are stored.
    pub fn now(&self) -> Timestamp {
        let now = self.inner.clock.now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Closes every connection; to be awaited before the program ends. On SQLite this also folds the
    /// write-ahead log into the file, and SQLCipher crashes the program at its exit if a connection
    /// is still being closed then.
    pub async fn close(&self) {
        self.inner.db.close().await;
    }

    /// Writes nothing of consequence, so that `/healthz` knows whether writing works. There and back:
    /// SQLite does not write a row that stays as it is.
    pub async fn can_write(&self) -> Result<(), StoreError> {
        let mut conn = self.db().begin().await?;
        conn.script("UPDATE instance SET created_at = created_at + 1").await?;
        conn.script("UPDATE instance SET created_at = created_at - 1").await?;
        conn.commit().await
    }

    /// Folds SQLite's write-ahead log into the file and empties it, so that no older page remains.
    /// PostgreSQL needs nothing of the kind.
    pub async fn settle(&self) -> Result<(), StoreError> {
        match self.db().dialect().settle() {
            Some(text) => self.write(crate::db::sql(text)).await.map(drop),
            None => Ok(()),
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    pub(crate) fn dice(&self) -> &dyn Dice {
        self.inner.dice.as_ref()
    }

    pub(crate) fn new_id(&self, now: Timestamp) -> Uuid {
        self.inner.ids.next(now, self.dice())
    }

    /// One write outside a transaction, for what is not a fact (a sign-in's last seen, a job).
    pub(crate) async fn write(&self, query: Query) -> Result<u64, StoreError> {
        query.execute(On::Writer(self.db())).await
    }

    /// The same, with `RETURNING`.
    pub(crate) async fn write_returning<T: FromRecord>(&self, query: Query) -> Result<Option<T>, StoreError> {
        query.optional(On::Writer(self.db()), self.vault()).await
    }
}

/// A new key is written before a new file is made; an existing file without its key is refused, and
/// so is nothing silently made beside it. For PostgreSQL this is decided once connected.
fn prepare_key(config: &mut StoreConfig) -> Result<(), OpenError> {
    let Some(path) = config.location.file() else { return Ok(()) };
    let is_there = std::fs::metadata(path).is_ok_and(|meta| meta.len() > 0);
    if config.keys.is_unwritten() && is_there {
        if let Some(why) = dialect::foreign(path) {
            return Err(OpenError::NotOurs { place: config.location.to_string(), why });
        }
        let key_file = config.keys.file().to_owned();
        return Err(OpenError::KeyMissing { place: config.location.to_string(), key_file });
    }
    if let Some(dir) = path.parent() {
        keys::make_folder(dir)
            .map_err(|e| OpenError::Unusable { place: dir.display().to_string(), why: e.to_string() })?;
    }
    Ok(config.keys.write()?)
}
