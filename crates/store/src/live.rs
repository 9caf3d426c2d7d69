//! A count of a clinic's commits: who watches a live page compares it, in whatever process the commit was made.

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;

record! {
    /// The count.
    struct Mark {
        /// Commits so far.
        seq: i64,
    }
}

/// Counts the commit under way. Reads leave no mark, else a watched page would wake itself.
pub(crate) async fn count(tx: &mut Tx) -> Result<(), StoreError> {
    let query = sql("INSERT INTO commit_mark (clinic_id, seq) VALUES ($1, 1) \
                     ON CONFLICT (clinic_id) DO UPDATE SET seq = commit_mark.seq + 1")
    .bind(tx.clinic());
    tx.execute(query).await.map(drop)
}

/// How many commits the clinic has seen.
pub async fn seq(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<i64, StoreError> {
    let query = sql("SELECT seq FROM commit_mark WHERE clinic_id = $1").bind(clinic);
    let mark: Option<Mark> = from.into().optional(query).await?;
    Ok(mark.map_or(0, |mark| mark.seq))
}
