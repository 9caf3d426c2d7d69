//! Secret tokens are kept as their SHA-256 only: whoever reads the table cannot use them.

use sha2::{Digest, Sha256};

/// What is kept of a token. A fast hash is right here: a token is 32 random bytes, not a password.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
