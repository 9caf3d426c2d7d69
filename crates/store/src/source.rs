//! Where a read looks: the store as it stands, or a transaction with what it has written so far.

use crate::db::{Conn, On, Query};
use crate::dialect::Dialect;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::{Count, FromRecord};
use crate::tx::Tx;

/// Made from `&store` or `&mut tx`.
pub struct Source<'a> {
    pub(crate) on: On<'a>,
    pub(crate) store: &'a Store,
}

impl<'a> From<&'a Store> for Source<'a> {
    fn from(store: &'a Store) -> Self {
        Self { on: On::Readers(store.db()), store }
    }
}

impl<'a> From<&'a mut Tx> for Source<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        let (conn, store) = tx.parts();
        Self { on: On::Conn(conn), store }
    }
}

impl<'a> From<&'a mut Source<'_>> for Source<'a> {
    fn from(source: &'a mut Source<'_>) -> Self {
        let store = source.store;
        Self { on: source.again(), store }
    }
}

impl Source<'_> {
    pub(crate) fn dialect(&self) -> Dialect {
        self.store.db().dialect()
    }

    fn again(&mut self) -> On<'_> {
        match &mut self.on {
            On::Readers(db) => On::Readers(db),
            On::Writer(db) => On::Writer(db),
            On::Conn(conn) => On::Conn(conn),
        }
    }

    pub(crate) async fn all<T: FromRecord>(&mut self, query: Query) -> Result<Vec<T>, StoreError> {
        let store = self.store;
        query.all(self.again(), store.vault()).await
    }

    pub(crate) async fn optional<T: FromRecord>(&mut self, query: Query) -> Result<Option<T>, StoreError> {
        let store = self.store;
        query.optional(self.again(), store.vault()).await
    }

    /// The row, or [`StoreError::NotFound`] naming `what`.
    pub(crate) async fn one<T: FromRecord>(
        &mut self,
        query: Query,
        what: &'static str,
    ) -> Result<T, StoreError> {
        self.optional(query).await?.ok_or(StoreError::NotFound { what })
    }

    /// The column `n` of a counting query.
    pub(crate) async fn count(&mut self, query: Query) -> Result<i64, StoreError> {
        Ok(self.optional::<Count>(query).await?.map_or(0, |count| count.0))
    }
}

/// One moment of the store.
pub(crate) struct Snapshot<'a> {
    conn: Conn,
    store: &'a Store,
}

impl<'a> Snapshot<'a> {
    /// Begins a snapshot, so that several reads see one moment.
    pub(crate) async fn of(store: &'a Store) -> Result<Self, StoreError> {
        Ok(Self { conn: store.db().begin_snapshot().await?, store })
    }

    pub(crate) fn source(&mut self) -> Source<'_> {
        Source { on: On::Conn(&mut self.conn), store: self.store }
    }
}
