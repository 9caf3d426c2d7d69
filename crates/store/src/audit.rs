//! The audit chain of a clinic: who saw or did what, when, from where, with what result.
//!
//! Each line's hash is SHA-256 over the previous line's hash and the line itself, so that a line
//! that was changed, removed or slipped in breaks the chain. The chain's end is kept apart, so that
//! lines cut off at the end are missed too.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{AccountId, ClinicId};
use crate::open::Store;
use crate::source::{Snapshot, Source};
use crate::tx::{ActorRef, Tx};
use crate::values::JsonText;

/// What an audit line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The kind of thing, for example `course`.
    pub kind: String,
    /// Which one, if it has an id.
    pub id: Option<Uuid>,
}

impl Subject {
    /// A subject without an id, for example a list.
    pub fn named(kind: &str) -> Self {
        Self { kind: kind.to_owned(), id: None }
    }
}

/// A line not yet in the chain.
pub(crate) struct Draft {
    pub(crate) action: String,
    pub(crate) subject: Subject,
    pub(crate) result: String,
    pub(crate) detail: JsonText,
}

record! {
    /// A line of the chain.
    pub struct AuditLine {
        /// The clinic.
        pub clinic_id: ClinicId,
        /// Its place in the clinic's chain, from 1.
        pub seq: i64,
        /// When.
        pub at: Timestamp,
        /// Which account; `None` for the program itself.
        pub actor_id: Option<AccountId>,
        /// Whose name was shown.
        pub actor_name: String,
        /// In which role.
        pub actor_role: String,
        /// From where.
        pub actor_from: Option<String>,
        /// What was done or seen.
        pub action: String,
        /// About what kind of thing.
        pub subject_kind: String,
        /// About which one.
        pub subject_id: Option<Uuid>,
        /// With what result.
        pub result: String,
        /// Keys and values.
        pub detail: JsonText,
        /// Hash of the line before; 32 zero bytes before the first.
        pub previous_hash: [u8; 32],
        /// Hash of this line.
        pub hash: [u8; 32],
    }
}

record! {
    /// The end of a chain.
    struct Head {
        /// The last line's place.
        seq: i64,
        /// The last line's hash.
        hash: [u8; 32],
    }
}

/// How a chain stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// Every line follows from the one before, up to the kept end.
    Whole {
        /// How many lines.
        lines: i64,
        /// The last line's hash.
        hash: [u8; 32],
    },
    /// The chain breaks.
    Broken {
        /// At which line.
        seq: i64,
        /// How.
        why: &'static str,
    },
}

/// Adds one line in a transaction of its own: somebody looked at something.
pub async fn saw(
    store: &Store,
    clinic: ClinicId,
    actor: &ActorRef,
    action: &str,
    subject: impl Into<Subject> + Send,
) -> Result<(), StoreError> {
    let mut tx = store.tx(clinic, actor, None).await?.fresh()?;
    tx.audit(action, subject, &serde_json::Map::new())?;
    tx.commit_look().await
}

/// The same for a list: the line names everybody who was shown.
pub async fn saw_all(
    store: &Store,
    clinic: ClinicId,
    actor: &ActorRef,
    action: &str,
    subject: Subject,
    shown: &BTreeSet<Uuid>,
) -> Result<(), StoreError> {
    let mut tx = store.tx(clinic, actor, None).await?.fresh()?;
    tx.audit(action, subject, &Shown { shown })?;
    tx.commit_look().await
}

/// Who was shown.
#[derive(Serialize)]
struct Shown<'a> {
    shown: &'a BTreeSet<Uuid>,
}

/// Lines about one subject (or all, with `None`), newest first.
pub async fn list(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    subject: Option<Uuid>,
    limit: u32,
) -> Result<Vec<AuditLine>, StoreError> {
    let query = sql("SELECT * FROM audit WHERE clinic_id = $1 AND ($2 IS NULL OR subject_id = $2) \
         ORDER BY seq DESC LIMIT $3")
    .bind(clinic)
    .bind(subject)
    .bind(limit);
    from.into().all(query).await
}

/// Reads the whole chain of a clinic and says whether it holds.
pub async fn verify_chain(store: &Store, clinic: ClinicId) -> Result<Chain, StoreError> {
    let mut snapshot = Snapshot::of(store).await?;
    verify(snapshot.source(), clinic).await
}

async fn verify(mut from: Source<'_>, clinic: ClinicId) -> Result<Chain, StoreError> {
    const PAGE: u32 = 1000;
    let head: Head =
        from.one(sql("SELECT seq, hash FROM audit_head WHERE clinic_id = $1").bind(clinic), "clinic").await?;
    let mut last = Head { seq: 0, hash: [0; 32] };
    loop {
        let query = sql("SELECT * FROM audit WHERE clinic_id = $1 AND seq > $2 ORDER BY seq LIMIT $3")
            .bind(clinic)
            .bind(last.seq)
            .bind(PAGE);
        let lines: Vec<AuditLine> = from.all(query).await?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if let Some(why) = what_is_wrong(&last, &line)? {
                return Ok(Chain::Broken { seq: line.seq, why });
            }
            last = Head { seq: line.seq, hash: line.hash };
        }
    }
    if last == head {
        Ok(Chain::Whole { lines: last.seq, hash: last.hash })
    } else {
        Ok(Chain::Broken { seq: last.seq + 1, why: "lines at the end are missing" })
    }
}

fn what_is_wrong(last: &Head, line: &AuditLine) -> Result<Option<&'static str>, StoreError> {
    if line.seq != last.seq + 1 {
        return Ok(Some("a line is missing before it"));
    }
    if line.previous_hash != last.hash {
        return Ok(Some("it does not follow from the line before"));
    }
    Ok((hash_of(line)? != line.hash).then_some("it was changed"))
}

/// Adds the transaction's lines. The chain's end is locked only now, at the very end, so that
/// transactions of one clinic wait for each other as briefly as can be.
pub(crate) async fn append(tx: &mut Tx, drafts: Vec<Draft>) -> Result<(), StoreError> {
    let clinic = tx.clinic();
    let count = i64::try_from(drafts.len()).unwrap_or(i64::MAX);
    let query = sql("UPDATE audit_head SET seq = seq + $2 WHERE clinic_id = $1 RETURNING seq, hash")
        .bind(clinic)
        .bind(count);
    let head: Head = tx.returning(query).await?.ok_or(StoreError::NotFound { what: "clinic" })?;
    let mut last = Head { seq: head.seq - count, hash: head.hash };
    for draft in drafts {
        let line = line_after(&last, tx, draft)?;
        insert(tx, &line).await?;
        last = Head { seq: line.seq, hash: line.hash };
    }
    tx.execute(sql("UPDATE audit_head SET hash = $2 WHERE clinic_id = $1").bind(clinic).bind(last.hash))
        .await?;
    Ok(())
}

fn line_after(last: &Head, tx: &Tx, draft: Draft) -> Result<AuditLine, StoreError> {
    let actor = tx.actor();
    let mut line = AuditLine {
        clinic_id: tx.clinic(),
        seq: last.seq + 1,
        at: tx.now(),
        actor_id: actor.account,
        actor_name: actor.name.clone(),
        actor_role: actor.role.clone(),
        actor_from: actor.from.clone(),
        action: draft.action,
        subject_kind: draft.subject.kind,
        subject_id: draft.subject.id,
        result: draft.result,
        detail: draft.detail,
        previous_hash: last.hash,
        hash: [0; 32],
    };
    line.hash = hash_of(&line)?;
    Ok(line)
}

async fn insert(tx: &mut Tx, line: &AuditLine) -> Result<(), StoreError> {
    let query =
        sql("INSERT INTO audit (clinic_id, seq, at, actor_id, actor_name, actor_role, actor_from, action, \
         subject_kind, subject_id, result, detail, previous_hash, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
        .bind(line.clinic_id)
        .bind(line.seq)
        .bind(line.at)
        .bind(line.actor_id)
        .bind(&line.actor_name)
        .bind(&line.actor_role)
        .bind(&line.actor_from)
        .bind(&line.action)
        .bind(&line.subject_kind)
        .bind(line.subject_id)
        .bind(&line.result)
        .bind(&line.detail)
        .bind(line.previous_hash)
        .bind(line.hash);
    tx.insert(query, "audit line").await
}

/// The line as it is hashed: its fields in this order, as JSON, so that no two lines read alike.
#[derive(Serialize)]
struct Canonical<'a>(
    ClinicId,
    i64,
    i64,
    Option<AccountId>,
    &'a str,
    &'a str,
    Option<&'a str>,
    &'a str,
    &'a str,
    Option<Uuid>,
    &'a str,
    &'a str,
);

fn hash_of(line: &AuditLine) -> Result<[u8; 32], StoreError> {
    let canonical = JsonText::of(&Canonical(
        line.clinic_id,
        line.seq,
        line.at.as_microsecond(),
        line.actor_id,
        &line.actor_name,
        &line.actor_role,
        line.actor_from.as_deref(),
        &line.action,
        &line.subject_kind,
        line.subject_id,
        &line.result,
        line.detail.as_str(),
    ))?;
    let mut hasher = Sha256::new();
    hasher.update(line.previous_hash);
    hasher.update(canonical.as_str().as_bytes());
    Ok(hasher.finalize().into())
}
