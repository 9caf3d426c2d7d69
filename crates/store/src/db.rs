//! The two engines behind one door. Only this file and `dialect.rs` know that there are two.
//!
//! A query (`db/query.rs`) runs on a pool or inside a transaction of either engine.

use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;
use sqlx::{Executor, Postgres, Sqlite, Transaction};

use crate::dialect::Dialect;
use crate::error::StoreError;
use crate::threads;
use crate::upkeep::Pool;

/// An open database.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// SQLite: many readers, one writer; `threads` is the name of the threads of its connections.
    Lite { readers: SqlitePool, writer: SqlitePool, threads: Arc<str> },
    /// PostgreSQL.
    Pg(PgPool),
}

/// A transaction on either engine; dropped without [`Conn::commit`], it never happened.
///
/// Once a statement has failed nothing more is run in it. PostgreSQL insists on that; SQLite may have
/// rolled back by itself (a full disk), and what came after would be kept piece by piece.
pub(crate) struct Conn {
    engine: Engine,
    failed: bool,
}

enum Engine {
    /// A connection of the pool with a transaction begun on it. Going back to the pool it is rolled
    /// back (see `dialect/connect.rs`); the driver's own transaction would be stuck after a commit
    /// that failed.
    Lite(PoolConnection<Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

/// Where one query runs.
pub(crate) enum On<'a> {
    Readers(&'a Db),
    Writer(&'a Db),
    Conn(&'a mut Conn),
}

/// Runs the same expression on whichever engine `$on` is; `$e` is its executor.
/// `E` names that engine.
macro_rules! on {
    ($on:expr, $e:ident => $body:expr) => {
        match $on {
            On::Readers(Db::Lite { readers: $e, .. }) | On::Writer(Db::Lite { writer: $e, .. }) => {
                type E = Sqlite;
                $body
            }
            On::Readers(Db::Pg($e)) | On::Writer(Db::Pg($e)) => {
                type E = Postgres;
                $body
            }
            On::Conn(Conn { engine: Engine::Lite(connection), .. }) => {
                type E = Sqlite;
                let $e = &mut **connection;
                $body
            }
            On::Conn(Conn { engine: Engine::Pg(tx), .. }) => {
                type E = Postgres;
                let $e = &mut **tx;
                $body
            }
        }
    };
}

mod query;

pub(crate) use query::{Query, Record, placeholders, sql};

impl On<'_> {
    fn refuse_after_a_failure(&self) -> Result<(), StoreError> {
        match self {
            On::Conn(Conn { failed: true, .. }) => Err(StoreError::Stopped),
            _ => Ok(()),
        }
    }

    /// Remembers a failure of the engine. A row that cannot be read leaves the transaction whole.
    fn note<T>(self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let (On::Conn(conn), Err(error)) = (self, &result) {
            conn.failed |= !matches!(error, StoreError::Unreadable { .. });
        }
        result
    }
}

impl Db {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Lite { .. } => Dialect::Lite,
            Self::Pg(_) => Dialect::Pg,
        }
    }

    /// How many connections there are, pool by pool.
    pub(crate) fn pools(&self) -> Vec<Pool> {
        match self {
            Self::Lite { readers, writer, .. } => {
                vec![of_pool("readers", readers), of_pool("writer", writer)]
            }
            Self::Pg(pool) => vec![of_pool("all", pool)],
        }
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock at once, so that two
    /// writers queue instead of one failing in the middle.
    pub(crate) async fn begin(&self) -> Result<Conn, StoreError> {
        match self {
            Self::Lite { writer, .. } => Conn::lite(writer, "BEGIN IMMEDIATE").await,
            Self::Pg(pool) => Ok(Conn::pg(pool.begin().await?)),
        }
    }

    /// Begins a transaction that only reads, and sees one moment throughout.
    pub(crate) async fn begin_snapshot(&self) -> Result<Conn, StoreError> {
        match self {
            Self::Lite { readers, .. } => Conn::lite(readers, "BEGIN").await,
            Self::Pg(pool) => {
                Ok(Conn::pg(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?))
            }
        }
    }

    /// For a database that nobody closed: closes SQLite's connections before the program can end, on
    /// a thread of its own because a destructor cannot wait for a future. Bounded, because what
    /// the connections wait for may be standing still: they come back to their pool by a task, and on a
    /// runtime of one thread that task waits for this destructor. There, await [`Self::close`] instead.
    pub(crate) fn close_at_the_last_moment(&self) {
        let Self::Lite { writer, threads, .. } = self else { return };
        if writer.is_closed() {
            return;
        }
        let (db, threads) = (self.clone(), threads.clone());
        let closing = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
            runtime.map(|runtime| {
                runtime.block_on(async {
                    let closed = tokio::time::timeout(Duration::from_millis(500), db.close()).await;
                    threads::ended(&threads).await;
                    closed.is_ok()
                })
            })
        });
        if !matches!(closing.join(), Ok(Ok(true))) {
            tracing::warn!("the database was not closed in time");
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Lite { readers, writer, threads } => {
                readers.close().await;
                writer.close().await;
                threads::ended(threads).await;
            }
            Self::Pg(pool) => pool.close().await,
        }
    }
}

fn of_pool<E: sqlx::Database>(name: &'static str, pool: &sqlx::Pool<E>) -> Pool {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    Pool { name, open: pool.size(), idle, most: pool.options().get_max_connections() }
}

impl Conn {
    async fn lite(pool: &SqlitePool, begin: &'static str) -> Result<Self, StoreError> {
        let mut connection = pool.acquire().await?;
        connection.execute(begin).await?;
        Ok(Self { engine: Engine::Lite(connection), failed: false })
    }

    fn pg(tx: Transaction<'static, Postgres>) -> Self {
        Self { engine: Engine::Pg(tx), failed: false }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Lite(_) => Dialect::Lite,
            Engine::Pg(_) => Dialect::Pg,
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        if self.failed {
            return Err(StoreError::Stopped);
        }
        match self.engine {
            Engine::Lite(mut connection) => {
                let done = connection.execute("COMMIT").await;
                connection.return_to_pool().await;
                done.map(|_| ())?;
            }
            Engine::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Runs several statements without parameters (migrations).
    pub(crate) async fn script(&mut self, script: &'static str) -> Result<(), StoreError> {
        match &mut self.engine {
            Engine::Lite(connection) => sqlx::raw_sql(script).execute(&mut **connection).await.map(|_| ())?,
            Engine::Pg(tx) => sqlx::raw_sql(script).execute(&mut **tx).await.map(|_| ())?,
        }
        Ok(())
    }
}
