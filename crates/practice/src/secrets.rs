//! Passwords and one-time codes, by their libraries: argon2id (RFC 9106) and TOTP (RFC 6238).

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use jiff::Timestamp;
use totp_rs::{Builder, Secret, Totp};

use crate::refusal::Refusal;

/// Shortest password taken. Length is the one rule that helps (NIST SP 800-63B §5.1.1).
pub const PASSWORD_MIN_CHARS: usize = 12;
/// Longest password taken, so that nobody makes the server hash a book.
const PASSWORD_MAX_CHARS: usize = 200;
/// Bytes of a one-time-code secret (160 bits, RFC 4226 §4).
pub const TOTP_SECRET_BYTES: usize = 20;
const ISSUER: &str = "Evenkeel";

/// Refuses a password that is too short, too long or just the sign-in name.
pub fn check_new_password(password: &str, sign_in_name: &str) -> Result<(), Refusal> {
    let chars = password.chars().count();
    if chars < PASSWORD_MIN_CHARS {
        return Err(Refusal::field(
            "password",
            format!("The password has {chars} characters; it needs at least {PASSWORD_MIN_CHARS}."),
            "Take a sentence of four or more words that nobody would guess.",
        ));
    }
    if chars > PASSWORD_MAX_CHARS {
        return Err(Refusal::field(
            "password",
            "The password is too long.",
            "Take fewer than 200 characters.",
        ));
    }
    if password.to_lowercase().contains(&sign_in_name.to_lowercase()) {
        return Err(Refusal::field(
            "password",
            "The password contains the e-mail address.",
            "Take another one.",
        ));
    }
    Ok(())
}

/// The PHC string of a password under a fresh salt. Takes about 60 ms on purpose: call it off the
/// event loop.
pub fn hash_password(password: &str, salt: &[u8; 16]) -> Result<String, Refusal> {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|cause| unavailable(&cause))
}

/// Whether the password fits the hash. Takes as long as hashing.
pub fn password_fits(password: &str, hash: &str) -> bool {
    password.chars().count() <= PASSWORD_MAX_CHARS
        && Argon2::default().verify_password(password.as_bytes(), hash).is_ok()
}

/// A hash no password fits, so that an unknown sign-in name takes as long as a wrong password.
pub const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ib2R5$QM9EnSGWY4QjQaBr8CHt+DNHI7zdYCNPv0fhvbdUjwc";

/// The one-time-code generator of an account.
pub fn totp(secret: &[u8], account: &str) -> Result<Totp, Refusal> {
    Builder::new()
        .with_secret(Secret::new(secret.into()))
        .with_account_name(account.replace(':', "."))
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(|cause| unavailable(&cause))
}

/// The step a code belongs to, if it is right now (or one step early or late). A step may be used
/// once; the caller keeps count.
pub fn totp_step(secret: &[u8], account: &str, code: &str, now: Timestamp) -> Result<Option<u64>, Refusal> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    Ok(if digits.len() == 6 { totp(secret, account)?.check(&digits, seconds) } else { None })
}

/// A secret as people type it into an authenticator.
pub fn base32(secret: &[u8]) -> String {
    Secret::new(secret.into()).to_base32()
}

fn unavailable(cause: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%cause, "a password or one-time code could not be worked with");
    Refusal::Unavailable {
        what: "The sign-in cannot be checked at the moment. Try again.".into(),
        cause: cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hash = hash_password("four calm green words", b"0123456789abcdef").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(password_fits("four calm green words", &hash));
        assert!(!password_fits("four calm green word", &hash));
    }

    #[test]
    fn nobody_is_a_hash_that_can_be_checked() {
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok());
        assert!(!password_fits("", NOBODY));
    }

    #[test]
    fn a_code_is_good_for_its_step_and_its_neighbours() {
        let secret = [7_u8; TOTP_SECRET_BYTES];
        let at = Timestamp::from_second(1_700_000_000).unwrap();
        let code = totp(&secret, "a@b").unwrap().generate(1_700_000_000).to_string();
        assert!(totp_step(&secret, "a@b", &code, at).unwrap().is_some());
        assert!(
            totp_step(&secret, "a@b", &code, Timestamp::from_second(1_700_000_300).unwrap())
                .unwrap()
                .is_none()
        );
        assert!(totp_step(&secret, "a@b", "12345", at).unwrap().is_none());
    }

    #[test]
    fn short_passwords_and_the_own_name_are_refused() {
        assert!(check_new_password("short", "a@b.c").is_err());
        assert!(check_new_password("me@clinic.example is me", "me@clinic.example").is_err());
        assert!(check_new_password("four calm green words", "me@clinic.example").is_ok());
    }
}
