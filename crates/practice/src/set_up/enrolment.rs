//! Enrolments between their two steps: the password is typed, the one-time code not yet shown to work.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use evenkeel_store::setup_link::SetupLink;
use jiff::Timestamp;
use qrcode::QrCode;
use qrcode::render::svg;

use super::SetupForm;
use crate::refusal::Refusal;
use crate::secrets;

/// What an authenticator needs.
#[derive(Debug, Clone)]
pub struct TotpEnrolment {
    /// The secret, to be typed.
    pub secret_base32: String,
    /// The same as an address.
    pub otpauth_uri: String,
    /// The same as a picture.
    pub qr_svg: String,
    /// Names this enrolment in the next step.
    pub ticket: String,
}

/// Enrolments between their two steps. They live in memory: after a restart the link still works.
#[derive(Default)]
pub struct Pending {
    by_ticket: Mutex<HashMap<String, Enrolment>>,
}

pub(super) struct Enrolment {
    pub(super) link: SetupLink,
    pub(super) sets_up_clinic: bool,
    pub(super) form: SetupForm,
    pub(super) password_hash: String,
    pub(super) secret: Vec<u8>,
    pub(super) until: Timestamp,
}

impl Pending {
    pub(super) fn put(&self, ticket: String, waiting: Enrolment, now: Timestamp) {
        let mut all = self.by_ticket.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, e| e.until > now);
        all.insert(ticket, waiting);
    }

    pub(super) fn take(&self, ticket: &str, now: Timestamp) -> Option<Enrolment> {
        let mut all = self.by_ticket.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(ticket).filter(|e| e.until > now)
    }
}

pub(super) fn enrolment(secret: &[u8], email: &str, ticket: &str) -> Result<TotpEnrolment, Refusal> {
    let unavailable = |cause: &dyn std::fmt::Display| {
        tracing::error!(%cause, "an enrolment could not be drawn");
        Refusal::Unavailable {
            what: "The one-time code cannot be set up at the moment.".into(),
            cause: String::new(),
        }
    };
    let uri = secrets::totp(secret, email)?.to_url().map_err(|e| unavailable(&e))?;
    let qr = QrCode::new(uri.as_bytes()).map_err(|e| unavailable(&e))?;
    let qr_svg = qr.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    // Only the element: the XML declaration has no place inside a page.
    let qr_svg = qr_svg.find("<svg").and_then(|at| qr_svg.get(at..)).unwrap_or_default().to_owned();
    Ok(TotpEnrolment {
        secret_base32: secrets::base32(secret),
        otpauth_uri: uri,
        qr_svg,
        ticket: ticket.to_owned(),
    })
}
