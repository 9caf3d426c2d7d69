//! What one session costs in a clinic, version by version.

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::ClinicId;
use crate::source::Source;
use crate::tx::Tx;
use crate::values::{JsonText, Recorded};

/// Prices to be put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPriceSetting {
    /// Three-letter code of ISO 4217, "USD".
    pub currency: String,
    /// Whole minor units (cents) by route or protocol, as JSON; what is in it is the caller's.
    pub prices: JsonText,
}

record! {
    /// Prices as they are kept; the newest version is in force.
    pub struct PriceSetting {
        /// From 1.
        pub version: i64,
        /// Three-letter code of ISO 4217, "USD".
        pub currency: String,
        /// Whole minor units (cents) by route or protocol, as JSON.
        pub prices: JsonText,
        /// Who set them, and when.
        pub recorded: Recorded,
    }
}

/// Puts prices in force; `seen_version` is the one the change was made from, 0 if there was none.
/// Somebody else's change meanwhile is a [`StoreError::Conflict`].
pub async fn confirm(tx: &mut Tx, seen_version: i64, new: &NewPriceSetting) -> Result<i64, StoreError> {
    let version = seen_version + 1;
    let query = sql(
        "INSERT INTO price_setting (id, clinic_id, version, currency, prices, recorded_at, recorded_by, \
         recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tx.new_id())
    .bind(tx.clinic())
    .bind(version)
    .bind(&new.currency)
    .bind(&new.prices)
    .recorded(tx);
    tx.insert(query, "clinic's prices").await?;
    Ok(version)
}

/// The prices in force; `None`: the clinic has not set any.
pub async fn newest(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
) -> Result<Option<PriceSetting>, StoreError> {
    let query = sql("SELECT * FROM price_setting WHERE clinic_id = $1 ORDER BY version DESC LIMIT 1");
    from.into().optional(query.bind(clinic)).await
}
