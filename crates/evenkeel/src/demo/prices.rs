//! Invented prices of the demo clinic, of the size that clinics in the United States publish for cash payers.

use std::collections::BTreeMap;

use evenkeel_practice::{Actor, Practice, PricesForm, Refusal, Role};

/// Dollars for one session, by route or protocol.
const DOLLARS: [(&str, &str); 5] =
    [("iv", "450"), ("im", "350"), ("sc", "350"), ("nasal_esketamine", "390"), ("pain-2h-80mg", "900")];

/// The clinic's lead sets them.
pub async fn set(practice: &Practice, staff: &[Actor]) -> Result<(), Refusal> {
    let Some(lead) = staff.iter().find(|a| a.role == Role::Admin) else { return Ok(()) };
    let amounts: BTreeMap<String, String> =
        DOLLARS.map(|(key, price)| (key.to_owned(), price.to_owned())).into();
    let form = PricesForm { seen_version: 0, currency: "USD".to_owned(), amounts };
    practice.set_prices(lead, form, "demo-prices").await.map(drop)
}
