//! Finding a patient by name or record number without keeping either readable.
//!
//! Each beginning (2 to 12 letters) of each word of the name, and each word of the record number,
//! is kept as HMAC-SHA256 under a key of the clinic's own. Equal beginnings have equal tokens
//! within one clinic, so the index tells how many patients share a beginning, and no more.

use std::collections::BTreeSet;

use crate::db::{Query, placeholders, sql};
use crate::error::StoreError;
use crate::ids::{ClinicId, PatientId};
use crate::keys::mac;
use crate::patient::{Details, Patient, by_ids};
use crate::source::Source;
use crate::tx::Tx;

const SHORTEST: usize = 2;
const LONGEST: usize = 12;
/// More hits than this are too many to be read; they are cut before they are opened.
const MOST_HITS: u32 = 500;

/// Patients whose name or record number has, for each word of `query`, a word that begins with it;
/// by name, at most `limit`.
pub async fn search(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    query: &str,
    limit: u32,
) -> Result<Vec<Patient>, StoreError> {
    let mut from = from.into();
    let wanted = words(query);
    let index_key = *from.store.vault().index_key();
    let tokens: BTreeSet<[u8; 32]> = wanted
        .iter()
        .filter(|word| word.chars().count() >= SHORTEST)
        .map(|word| token(&index_key, clinic, &first(word, LONGEST)))
        .collect();
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let hits = patients_with_all(&mut from, clinic, &tokens).await?;
    let mut found = by_ids(&mut from, clinic, &hits).await?;
    found.retain(|patient| patient.person.known().is_some_and(|details| matches_all(details, &wanted)));
    found
        .sort_by_cached_key(|patient| (patient.person.name().unwrap_or_default().to_lowercase(), patient.id));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

async fn patients_with_all(
    from: &mut Source<'_>,
    clinic: ClinicId,
    tokens: &BTreeSet<[u8; 32]>,
) -> Result<Vec<PatientId>, StoreError> {
    let text = format!(
        "SELECT patient_id AS id FROM patient_token WHERE clinic_id = $1 AND token IN ({}) GROUP BY patient_id \
         HAVING COUNT(*) = ${} ORDER BY patient_id LIMIT ${}",
        placeholders(2, tokens.len()),
        tokens.len() + 2,
        tokens.len() + 3,
    );
    let query = tokens.iter().fold(sql(text).bind(clinic), Query::bind);
    from.all(query.bind(i64::try_from(tokens.len()).unwrap_or(i64::MAX)).bind(MOST_HITS)).await
}

/// Writes the tokens of a patient's newest details in place of the older ones.
pub(crate) async fn index(tx: &mut Tx, patient: PatientId, details: &Details) -> Result<(), StoreError> {
    let clinic = tx.clinic();
    let query =
        sql("DELETE FROM patient_token WHERE clinic_id = $1 AND patient_id = $2").bind(clinic).bind(patient);
    tx.execute(query).await?;
    let index_key = *tx.store().vault().index_key();
    let tokens: Vec<[u8; 32]> =
        beginnings(details).iter().map(|text| token(&index_key, clinic, text)).collect();
    if tokens.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> = (0..tokens.len()).map(|n| format!("($1, ${}, $2)", n + 3)).collect();
    let text = format!("INSERT INTO patient_token (clinic_id, token, patient_id) VALUES {}", rows.join(", "));
    let query = tokens.iter().fold(sql(text).bind(clinic).bind(patient), Query::bind);
    tx.execute(query).await.map(drop)
}

fn token(index_key: &[u8; 32], clinic: ClinicId, text: &str) -> [u8; 32] {
    mac(index_key, &[clinic.0.as_bytes(), text.as_bytes()])
}

fn beginnings(details: &Details) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for word in searchable(details) {
        let letters = word.chars().count().min(LONGEST);
        all.extend((SHORTEST..=letters).map(|n| first(&word, n)));
    }
    all
}

/// The words a search may begin with: those of the name and of the record number.
fn searchable(details: &Details) -> Vec<String> {
    let mut all = words(&details.name);
    all.extend(details.record_number.iter().flat_map(|number| words(number)));
    all
}

fn matches_all(details: &Details, wanted: &[String]) -> bool {
    let have = searchable(details);
    wanted.iter().all(|word| have.iter().any(|other| other.starts_with(word.as_str())))
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn first(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}
