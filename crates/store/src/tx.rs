//! The one way to write: one clinic, one actor, all or nothing.

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::audit::{self, Draft, Subject};
use crate::db::{Conn, On, Query, sql};
use crate::error::StoreError;
use crate::ids::{AccountId, ClinicId};
use crate::open::Store;
use crate::row::FromRecord;
use crate::source::Source;
use crate::values::{Inserted, JsonText};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorRef {
    /// The account; `None` for the program itself (an import, the worker, the demo).
    pub account: Option<AccountId>,
    /// The name to show beside what was done.
    pub name: String,
    /// The role in which it was done, for example `prescriber` or `system`.
    pub role: String,
    /// Where the request came from (an address), if it came from somewhere.
    pub from: Option<String>,
}

impl ActorRef {
    /// The program itself, doing `name` ("import", "worker").
    pub fn system(name: &str) -> Self {
        Self { account: None, name: name.to_owned(), role: "system".to_owned(), from: None }
    }

    /// What tells this actor's idempotency keys from everybody else's.
    fn key_space(&self) -> String {
        self.account.map_or_else(|| format!("system:{}", self.name), |id| id.to_string())
    }
}

/// A transaction begun, or the outcome of the same request done before.
#[expect(clippy::large_enum_variant, reason = "one per request, moved once; a box would only be in the way")]
pub enum Begun {
    /// Nothing has been done under this key: go on, then commit.
    Fresh(Tx),
    /// The request has been done; this was its outcome (JSON, as given to [`Tx::commit_with`]).
    Replayed(JsonText),
}

/// An open transaction. Dropped without a commit, it never happened.
pub struct Tx {
    conn: Conn,
    store: Store,
    clinic: ClinicId,
    actor: ActorRef,
    now: Timestamp,
    audit: Vec<Draft>,
    key: Option<String>,
}

record! {
    /// The outcome kept for a key.
    struct Kept {
        /// JSON.
        outcome: Option<JsonText>,
    }
}

impl Store {
    /// Begins a transaction. With an idempotency key, a request that was already done under it is
    /// not begun again: its outcome comes back. Two at once: the second waits for the first.
    pub async fn tx(
        &self,
        clinic: ClinicId,
        actor: &ActorRef,
        key: Option<&str>,
    ) -> Result<Begun, StoreError> {
        let mut tx = self.begin(clinic, actor).await?;
        let Some(key) = key else { return Ok(Begun::Fresh(tx)) };
        if tx.claim(key).await? {
            tx.key = Some(key.to_owned());
            return Ok(Begun::Fresh(tx));
        }
        let query =
            sql("SELECT outcome FROM idempotency WHERE clinic_id = $1 AND actor = $2 AND request_key = $3")
                .bind(clinic)
                .bind(actor.key_space())
                .bind(key);
        let kept: Kept = Source::from(&mut tx).one(query, "request").await?;
        Ok(Begun::Replayed(kept.outcome.map_or_else(|| JsonText::of(&()), Ok)?))
    }

    /// Begins the transaction in which a new clinic is made; see [`crate::clinic::add`].
    pub async fn tx_for_new_clinic(&self, actor: &ActorRef) -> Result<Tx, StoreError> {
        let clinic = ClinicId(self.new_id(self.now()));
        self.begin(clinic, actor).await
    }

    async fn begin(&self, clinic: ClinicId, actor: &ActorRef) -> Result<Tx, StoreError> {
        Ok(Tx {
            conn: self.db().begin().await?,
            store: self.clone(),
            clinic,
            actor: actor.clone(),
            now: self.now(),
            audit: Vec::new(),
            key: None,
        })
    }
}

impl Begun {
    /// The transaction, where no idempotency key was given and a replay cannot be.
    pub fn fresh(self) -> Result<Tx, StoreError> {
        match self {
            Self::Fresh(tx) => Ok(tx),
            Self::Replayed(_) => Err(StoreError::Conflict { what: "request" }),
        }
    }
}

impl Tx {
    /// The clinic.
    pub fn clinic(&self) -> ClinicId {
        self.clinic
    }

    /// Who acts.
    pub fn actor(&self) -> &ActorRef {
        &self.actor
    }

    /// The instant of everything this transaction writes.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Says what was done or seen. At least one line is required before a commit. `action` is a
    /// key like `session.give`; `detail` carries keys and values, never a patient's own words.
    pub fn audit(
        &mut self,
        action: &str,
        subject: impl Into<Subject>,
        detail: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.audit_result(action, subject, "done", detail)
    }

    /// The same with a result other than `done`: `refused`, `failed`.
    pub fn audit_result(
        &mut self,
        action: &str,
        subject: impl Into<Subject>,
        result: &str,
        detail: &impl Serialize,
    ) -> Result<(), StoreError> {
        let draft = Draft {
            action: action.to_owned(),
            subject: subject.into(),
            result: result.to_owned(),
            detail: JsonText::of(detail)?,
        };
        self.audit.push(draft);
        Ok(())
    }

    /// Keeps everything. Once this returns, it is on disk.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.commit_with(&()).await
    }

    /// Keeps everything, and `outcome` for whoever repeats the request.
    pub async fn commit_with(mut self, outcome: &impl Serialize) -> Result<(), StoreError> {
        if self.audit.is_empty() {
            return Err(StoreError::NoAuditLine);
        }
        if let Some(key) = self.key.take() {
            self.keep_outcome(&key, &JsonText::of(outcome)?).await?;
        }
        crate::live::count(&mut self).await?;
        self.close().await
    }

    /// Keeps that somebody looked: nothing a live page shows has changed.
    pub(crate) async fn commit_look(self) -> Result<(), StoreError> {
        self.close().await
    }

    async fn close(mut self) -> Result<(), StoreError> {
        let drafts = std::mem::take(&mut self.audit);
        audit::append(&mut self, drafts).await?;
        self.conn.commit().await
    }

    /// Takes the key for this transaction; `false`: it was taken before. PostgreSQL waits here for
    /// another transaction that holds the same key; SQLite has one writer anyway.
    async fn claim(&mut self, key: &str) -> Result<bool, StoreError> {
        let query = sql(
            "INSERT INTO idempotency (clinic_id, actor, request_key, created_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (clinic_id, actor, request_key) DO NOTHING",
        )
        .bind(self.clinic)
        .bind(self.actor.key_space())
        .bind(key)
        .bind(self.now);
        Ok(self.execute(query).await? == 1)
    }

    async fn keep_outcome(&mut self, key: &str, outcome: &JsonText) -> Result<(), StoreError> {
        let query = sql(
            "UPDATE idempotency SET outcome = $4 WHERE clinic_id = $1 AND actor = $2 AND request_key = $3",
        )
        .bind(self.clinic)
        .bind(self.actor.key_space())
        .bind(key)
        .bind(outcome);
        self.execute(query).await.map(drop)
    }

    pub(crate) fn parts(&mut self) -> (&mut Conn, &Store) {
        (&mut self.conn, &self.store)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn new_id(&self) -> Uuid {
        self.store.new_id(self.now)
    }

    pub(crate) async fn execute(&mut self, query: Query) -> Result<u64, StoreError> {
        query.execute(On::Conn(&mut self.conn)).await
    }

    /// A write that two people may race for: a clash of versions is told as a conflict over `what`.
    pub(crate) async fn insert(&mut self, query: Query, what: &'static str) -> Result<(), StoreError> {
        match self.execute(query).await {
            Ok(_) => Ok(()),
            Err(StoreError::Conflict { .. }) => Err(StoreError::Conflict { what }),
            Err(error) => Err(error),
        }
    }

    /// An insert with a natural key: if a row with `key` is there already, nothing is written and
    /// `lookup` (`$1` clinic, `$2` key, answers `id`) finds it.
    pub(crate) async fn insert_keyed<T: FromRecord>(
        &mut self,
        insert: Query,
        lookup: &'static str,
        key: Option<&str>,
        new: T,
    ) -> Result<Inserted<T>, StoreError> {
        if self.execute(insert).await? == 1 {
            return Ok(Inserted::Added(new));
        }
        let query = sql(lookup).bind(self.clinic).bind(key);
        Source::from(self).one(query, "record").await.map(Inserted::AlreadyThere)
    }

    pub(crate) async fn returning<T: FromRecord>(&mut self, query: Query) -> Result<Option<T>, StoreError> {
        let Self { conn, store, .. } = self;
        query.optional(On::Conn(conn), store.vault()).await
    }
}

impl Query {
    /// The three columns every fact ends with: when, by which account, by whom.
    pub(crate) fn recorded(self, tx: &Tx) -> Self {
        self.bind(tx.now).bind(tx.actor.account).bind(&tx.actor.name)
    }
}
