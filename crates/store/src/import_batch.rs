//! Imports, with what they added and what they refused.

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{ClinicId, ImportBatchId};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// An import to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImportBatch {
    /// The dataset.
    pub dataset: String,
    /// The file's name, without its folder.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// SHA-256 of the mapping.
    pub map_sha256: String,
    /// Counts and refused lines.
    pub report: JsonText,
}

record! {
    /// An import.
    pub struct ImportBatch {
        /// Id.
        pub id: ImportBatchId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// The dataset.
        pub dataset: String,
        /// The file's name.
        pub file_name: String,
        /// SHA-256 of the file.
        pub file_sha256: String,
        /// SHA-256 of the mapping.
        pub map_sha256: String,
        /// Counts and refused lines.
        pub report: JsonText,
        /// Who ran it, and when.
        pub recorded: Recorded,
    }
}

/// Notes an import.
pub async fn add(tx: &mut Tx, new: &NewImportBatch) -> Result<ImportBatchId, StoreError> {
    let id = ImportBatchId(tx.new_id());
    let query =
        sql("INSERT INTO import_batch (id, clinic_id, dataset, file_name, file_sha256, map_sha256, report, \
         recorded_at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id)
        .bind(tx.clinic())
        .bind(&new.dataset)
        .bind(&new.file_name)
        .bind(&new.file_sha256)
        .bind(&new.map_sha256)
        .bind(&new.report)
        .recorded(tx);
    tx.insert(query, "import").await?;
    Ok(id)
}

/// Imports of a clinic, newest first.
pub async fn list(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Vec<ImportBatch>, StoreError> {
    from.into()
        .all(sql("SELECT * FROM import_batch WHERE clinic_id = $1 ORDER BY id DESC").bind(clinic))
        .await
}
