//! Personal words under a patient's own key.
//!
//! XChaCha20-Poly1305 (24-byte nonces may be rolled). The associated data is the row's id and the
//! column's name, so that a sealed value moved to another row or column does not open.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use uuid::Uuid;

use crate::clock::Dice;
use crate::error::StoreError;
use crate::keys::MasterKeys;
use crate::row::{Field, Record};

/// Format of a sealed value: this byte, 24 bytes of nonce, the sealed bytes.
const FORMAT: u8 = 1;

/// A person's words, or what is left of them once the patient's key is destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// As written.
    Text(String),
    /// The patient has been erased.
    Erased,
}

impl Note {
    /// The words, unless erased.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Erased => None,
        }
    }
}

/// The keys a store holds while it is open.
pub(crate) struct Vault {
    field: Key,
    index: [u8; 32],
}

/// One key for sealing.
#[derive(Clone)]
pub(crate) struct Key([u8; 32]);

impl Vault {
    pub(crate) fn new(keys: &MasterKeys) -> Self {
        Self { field: Key(keys.field_key()), index: keys.index_key() }
    }

    /// For what belongs to no patient (a staff member's one-time-code secret).
    pub(crate) fn field_key(&self) -> &Key {
        &self.field
    }

    pub(crate) fn index_key(&self) -> &[u8; 32] {
        &self.index
    }

    /// Makes a data key; answers the key and its wrapped form.
    pub(crate) fn new_data_key(&self, dice: &dyn Dice, patient: Uuid) -> Result<(Key, Vec<u8>), StoreError> {
        let mut bytes = [0_u8; 32];
        dice.fill(&mut bytes);
        let wrapped = self.field.seal(dice, patient, "data_key", &bytes)?;
        Ok((Key(bytes), wrapped))
    }

    /// Opens a wrapped data key.
    pub(crate) fn unwrap(&self, patient: Uuid, wrapped: &[u8]) -> Result<Key, StoreError> {
        let bytes = self.field.open(patient, "data_key", wrapped)?;
        bytes.try_into().map(Key).map_err(|_| damaged("data_key"))
    }
}

impl Key {
    /// Seals `plain` for one column of one row.
    pub(crate) fn seal(
        &self,
        dice: &dyn Dice,
        row: Uuid,
        column: &str,
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0_u8; 24];
        dice.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: &associated(row, column) };
        let sealed =
            self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| StoreError::Unreadable {
                column: column.to_owned(),
                why: "the value is too long to be sealed".to_owned(),
            })?;
        let mut out = Vec::with_capacity(1 + nonce.len() + sealed.len());
        out.push(FORMAT);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    pub(crate) fn open(&self, row: Uuid, column: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (nonce, body) = sealed
            .split_first()
            .filter(|(format, _)| **format == FORMAT)
            .and_then(|(_, rest)| rest.split_first_chunk::<24>())
            .ok_or_else(|| damaged(column))?;
        let payload = Payload { msg: body, aad: &associated(row, column) };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).map_err(|_| damaged(column))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

fn associated(row: Uuid, column: &str) -> Vec<u8> {
    [row.as_bytes().as_slice(), column.as_bytes()].concat()
}

fn damaged(column: &str) -> StoreError {
    StoreError::Unreadable {
        column: column.to_owned(),
        why: "the sealed value does not open with its key".to_owned(),
    }
}

/// Opens a sealed column of the row whose id is in `row`. The query brings the patient's id as
/// `key_patient` and the wrapped key as `key_wrapped`.
pub(crate) fn read_sealed(record: &Record<'_>, row: &str, column: &str) -> Result<Option<Note>, StoreError> {
    read_sealed_as(record, row, column, column)
}

/// The same where the query calls the column otherwise than the table it was sealed in.
pub(crate) fn read_sealed_as(
    record: &Record<'_>,
    row: &str,
    column: &str,
    sealed_as: &str,
) -> Result<Option<Note>, StoreError> {
    let Some(sealed) = record.get::<Vec<u8>>(column)? else { return Ok(None) };
    let Some(wrapped) = record.get::<Vec<u8>>("key_wrapped")? else { return Ok(Some(Note::Erased)) };
    let key = record.vault.unwrap(Uuid::field(record, "key_patient")?, &wrapped)?;
    let plain = key.open(Uuid::field(record, row)?, sealed_as, &sealed)?;
    String::from_utf8(plain).map(|text| Some(Note::Text(text))).map_err(|e| record.unreadable(column, &e))
}

impl Field for Option<Note> {
    fn field(record: &Record<'_>, column: &str) -> Result<Self, StoreError> {
        read_sealed(record, "id", column)
    }
}
