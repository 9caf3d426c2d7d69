//! People who sign in, and their credentials.

use crate::db::sql;
use crate::error::StoreError;
use crate::ids::{AccountId, ClinicId, PatientId};
use crate::row::{Field, Record};
use crate::source::Source;
use crate::tx::Tx;
use crate::values::Recorded;

evenkeel_care::closed_list!(
    /// In which role a person signs in.
    Role, "role", {
        /// Prescribes, decides on findings.
        Prescriber => "prescriber",
        /// Gives sessions, enters scores.
        Nurse => "nurse",
        /// Sees the course, enters scores.
        Therapist => "therapist",
        /// Makes appointments; sees no scores.
        FrontDesk => "front_desk",
        /// Runs the installation.
        Admin => "admin",
        /// A patient, for their own course.
        Patient => "patient",
    }
);

word_cells!(Role);

/// A person to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Unique in the clinic; case and surrounding blanks do not count.
    pub sign_in_name: String,
    /// The name shown to others.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// For a patient's account: whose.
    pub patient_id: Option<PatientId>,
}

record! {
    /// A person who signs in.
    pub struct Account {
        /// Id.
        pub id: AccountId,
        /// Clinic.
        pub clinic_id: ClinicId,
        /// Lower-cased.
        pub sign_in_name: String,
        /// The name shown to others.
        pub display_name: String,
        /// The role.
        pub role: Role,
        /// For a patient's account: whose.
        pub patient_id: Option<PatientId>,
        /// Who made it, and when.
        pub recorded: Recorded,
    }
}

record! {
    /// What a person signs in with. The newest version is in force.
    pub struct Credential {
        /// From 1.
        pub version: i64,
        /// Argon2 hash, as its text form.
        pub password_hash: String,
        /// Secret of the one-time codes, if they are set up.
        pub totp_secret: Option<Secret>,
        /// Who set it, and when.
        pub recorded: Recorded,
    }
}

/// A secret that is kept sealed and does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Field for Option<Secret> {
    fn field(record: &Record<'_>, column: &str) -> Result<Self, StoreError> {
        let Some(sealed) = record.get::<Vec<u8>>(column)? else { return Ok(None) };
        let row = uuid::Uuid::field(record, "id")?;
        Ok(Some(Secret(record.vault.field_key().open(row, column, &sealed)?)))
    }
}

fn folded(sign_in_name: &str) -> String {
    sign_in_name.trim().to_lowercase()
}

/// Lets a person in. A name already taken in this clinic is a [`StoreError::Conflict`].
pub async fn add(tx: &mut Tx, new: &NewAccount) -> Result<AccountId, StoreError> {
    let id = AccountId(tx.new_id());
    let query = sql(
        "INSERT INTO account (id, clinic_id, sign_in_name, display_name, role, patient_id, recorded_at, \
         recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(tx.clinic())
    .bind(folded(&new.sign_in_name))
    .bind(&new.display_name)
    .bind(new.role)
    .bind(new.patient_id)
    .recorded(tx);
    tx.insert(query, "sign-in name").await?;
    Ok(id)
}

/// One account.
pub async fn get(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    account: AccountId,
) -> Result<Option<Account>, StoreError> {
    let query = sql("SELECT * FROM account WHERE clinic_id = $1 AND id = $2").bind(clinic).bind(account);
    from.into().optional(query).await
}

/// The account with this sign-in name.
pub async fn find(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    sign_in_name: &str,
) -> Result<Option<Account>, StoreError> {
    let query = sql("SELECT * FROM account WHERE clinic_id = $1 AND sign_in_name = $2")
        .bind(clinic)
        .bind(folded(sign_in_name));
    from.into().optional(query).await
}

/// Every account of a clinic, by sign-in name.
pub async fn list(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Vec<Account>, StoreError> {
    from.into()
        .all(sql("SELECT * FROM account WHERE clinic_id = $1 ORDER BY sign_in_name").bind(clinic))
        .await
}

/// How many accounts a clinic has.
pub async fn count(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<i64, StoreError> {
    from.into().count(sql("SELECT COUNT(*) AS n FROM account WHERE clinic_id = $1").bind(clinic)).await
}

/// Puts a password hash and, if given, a one-time-code secret in force.
pub async fn set_credential(
    tx: &mut Tx,
    account: AccountId,
    password_hash: &str,
    totp_secret: Option<&Secret>,
) -> Result<(), StoreError> {
    let (id, clinic) = (tx.new_id(), tx.clinic());
    let store = tx.store();
    let sealed = totp_secret
        .map(|secret| store.vault().field_key().seal(store.dice(), id, "totp_secret", &secret.0))
        .transpose()?;
    let query = sql("INSERT INTO account_credential (id, clinic_id, account_id, version, password_hash, totp_secret, \
         recorded_at, recorded_by, recorded_by_name) \
         VALUES ($1, $2, $3, (SELECT COALESCE(MAX(version), 0) + 1 FROM account_credential WHERE account_id = $3), \
         $4, $5, $6, $7, $8)")
    .bind(id)
    .bind(clinic)
    .bind(account)
    .bind(password_hash)
    .bind(sealed)
    .recorded(tx);
    tx.insert(query, "password").await
}

/// The credential in force.
pub async fn credential(
    from: impl Into<Source<'_>>,
    clinic: ClinicId,
    account: AccountId,
) -> Result<Option<Credential>, StoreError> {
    let query = sql("SELECT * FROM account_credential WHERE clinic_id = $1 AND account_id = $2 \
         ORDER BY version DESC LIMIT 1")
    .bind(clinic)
    .bind(account);
    from.into().optional(query).await
}

/// Marks a one-time-code step as used; `false`: it was used before, so the code is refused.
pub async fn use_totp_step(tx: &mut Tx, account: AccountId, step: i64) -> Result<bool, StoreError> {
    let query = sql("INSERT INTO totp_use (clinic_id, account_id, step, used_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id, step) DO NOTHING")
    .bind(tx.clinic())
    .bind(account)
    .bind(step)
    .bind(tx.now());
    Ok(tx.execute(query).await? == 1)
}
