//! Slow work as rows, written in the transaction of its cause. A job may run twice (a worker that
//! stopped in the middle), so its work must be safe to repeat.

use jiff::{SignedDuration, Timestamp};

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, JobId};
use crate::open::Store;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::JsonText;

evenkeel_care::closed_list!(
    /// Where a job stands.
    JobState, "job state", {
        /// To be done.
        Waiting => "waiting",
        /// Being done.
        Running => "running",
        /// Done.
        Done => "done",
        /// Given up after repeated failures; somebody should look.
        Dead => "dead",
    }
);

word_cells!(JobState);

record! {
    /// A job.
    pub struct Job {
        /// Id.
        pub id: JobId,
        /// The clinic.
        pub clinic_id: ClinicId,
        /// What kind of work.
        pub kind: String,
        /// Its input.
        pub payload: JsonText,
        /// Not before.
        pub run_after: Timestamp,
        /// How often it has been taken, this time included.
        pub attempts: i64,
        /// Where it stands.
        pub state: JobState,
        /// What the last failure said.
        pub last_error: Option<String>,
    }
}

/// Adds a job, to be run not before `run_after`.
pub async fn add(
    tx: &mut Tx,
    kind: &str,
    payload: &JsonText,
    run_after: Timestamp,
) -> Result<JobId, StoreError> {
    let id = JobId(tx.new_id());
    let query =
        sql("INSERT INTO job (id, clinic_id, kind, payload, run_after, attempts, state, created_at) \
         VALUES ($1, $2, $3, $4, $5, 0, 'waiting', $6)")
        .bind(id)
        .bind(tx.clinic())
        .bind(kind)
        .bind(payload)
        .bind(run_after)
        .bind(tx.now());
    tx.insert(query, "job").await?;
    Ok(id)
}

/// Takes the next job of any clinic: one that waits, or one whose worker has been silent for longer
/// than `lease`. Two workers never take the same one.
pub async fn take(store: &Store, worker: &str, lease: SignedDuration) -> Result<Option<Job>, StoreError> {
    let now = store.now();
    let silent_since = now.checked_sub(lease).unwrap_or(Timestamp::UNIX_EPOCH);
    let query = sql(format!(
        "UPDATE job SET state = 'running', attempts = attempts + 1, taken_at = $1, taken_by = $2 \
         WHERE id = (SELECT id FROM job WHERE (state = 'waiting' AND run_after <= $1) \
         OR (state = 'running' AND taken_at < $3) ORDER BY run_after, id LIMIT 1{}) RETURNING *",
        store.db().dialect().skip_locked()
    ))
    .bind(now)
    .bind(worker)
    .bind(silent_since);
    store.write_returning(query).await
}

/// Marks it done, in the transaction that keeps its result.
pub async fn finish(tx: &mut Tx, id: JobId) -> Result<(), StoreError> {
    let query = sql("UPDATE job SET state = 'done', finished_at = $3 WHERE clinic_id = $1 AND id = $2")
        .bind(tx.clinic())
        .bind(id)
        .bind(tx.now());
    tx.execute(query).await.map(drop)
}

/// Whether a job has been done: by another worker meanwhile, while this one was slow.
pub async fn is_done(from: impl Into<Source<'_>>, clinic: ClinicId, id: JobId) -> Result<bool, StoreError> {
    let query =
        sql("SELECT COUNT(*) AS n FROM job WHERE clinic_id = $1 AND id = $2 AND state = 'done'").bind(clinic);
    Ok(from.into().count(query.bind(id)).await? > 0)
}

/// Notes a failure: it waits until `retry_at`, or is given up with `None`.
pub async fn fail(
    store: &Store,
    clinic: ClinicId,
    id: JobId,
    error: &str,
    retry_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let state = if retry_at.is_some() { JobState::Waiting } else { JobState::Dead };
    let query = sql(
        "UPDATE job SET state = $3, last_error = $4, run_after = COALESCE($5, run_after), taken_at = NULL \
         WHERE clinic_id = $1 AND id = $2",
    )
    .bind(clinic)
    .bind(id)
    .bind(state)
    .bind(error)
    .bind(retry_at);
    store.write(query).await.map(drop)
}

/// How many jobs of a clinic stand so.
pub async fn count(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    state: JobState,
) -> Result<i64, StoreError> {
    let query =
        sql("SELECT COUNT(*) AS n FROM job WHERE clinic_id = $1 AND state = $2").bind(clinic).bind(state);
    from.into().count(query).await
}

record! {
    /// The jobs of one state, in the whole installation.
    pub struct Tally {
        /// The state.
        pub state: JobState,
        /// How many.
        pub n: i64,
        /// When the one that has been due the longest became due.
        pub oldest: Timestamp,
    }
}

/// The jobs that are not done, by state, whatever their clinic; a state without jobs is absent.
/// Those that are not due yet are not counted.
pub async fn tally(store: &Store) -> Result<Vec<Tally>, StoreError> {
    let query = sql("SELECT state, COUNT(*) AS n, MIN(run_after) AS oldest FROM job \
         WHERE state = 'running' OR state = 'dead' OR (state = 'waiting' AND run_after <= $1) GROUP BY state ORDER BY state")
    .bind(store.now());
    Source::from(store).all(query).await
}

/// The jobs of a clinic that were given up, newest first.
pub async fn given_up(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    most: i64,
) -> Result<Vec<Job>, StoreError> {
    let query = sql("SELECT * FROM job WHERE clinic_id = $1 AND state = 'dead' \
         ORDER BY run_after DESC, id DESC LIMIT $2")
    .bind(clinic)
    .bind(most);
    from.into().all(query).await
}
