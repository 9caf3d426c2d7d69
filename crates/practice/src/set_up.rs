//! The first administrator: a one-time link on the console, a password, a one-time code.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use evenkeel_store::account::{self, NewAccount, Role, Secret};
use evenkeel_store::clinic::{self, ClinicDetails};
use evenkeel_store::{ActorRef, ClinicId, SetupLinkId, login_session, setup_link};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::context::Practice;
use crate::refusal::{FieldProblem, Refusal};
use crate::secrets;

const LINK_LASTS: SignedDuration = SignedDuration::from_hours(24);
const ENROLMENT_LASTS: SignedDuration = SignedDuration::from_mins(15);

/// What the first administrator fills in.
#[derive(Debug, Clone, Default)]
pub struct SetupForm {
    /// The clinic's name.
    pub clinic_name: String,
    /// ISO country code, two letters.
    pub country: String,
    /// IANA time zone.
    pub zone: String,
    /// The crisis line the clinic confirms.
    pub crisis_number: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's e-mail address: the sign-in name.
    pub email: String,
    /// The password.
    pub password: String,
    /// Outside the US: the responsible person's full name, typed to accept decision hints in writing.
    /// Empty: hints stay off.
    pub accept_hints: String,
}

/// What the responsible person accepts by typing their name. Kept with who and when in the audit trail.
pub const HINTS_TEXT: &str = "Decision hints (options at checkpoints and the forecast) are not approved as a medical \
                              device outside the United States. I am responsible for this clinic, I have assessed them \
                              under the law that applies here, and I accept their use by its clinicians.";

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

struct Enrolment {
    link: SetupLinkId,
    clinic: ClinicId,
    form: SetupForm,
    password_hash: String,
    secret: Vec<u8>,
    until: Timestamp,
}

impl Practice {
    /// Whether nobody can sign in yet.
    pub async fn needs_setup(&self) -> Result<bool, Refusal> {
        for clinic in clinic::list(self.store()).await? {
            if account::count(self.store(), clinic.clinic_id).await? > 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A fresh one-time link token for the first administrator; `None` once there is somebody.
    pub async fn first_link(&self) -> Result<Option<String>, Refusal> {
        if !self.needs_setup().await? {
            return Ok(None);
        }
        let clinic = self.the_clinic().await?;
        Ok(Some(self.new_setup_link(clinic, Role::Admin).await?))
    }

    /// A one-time link token by which somebody of `role` sets a password. Good for 24 hours.
    pub async fn new_setup_link(&self, clinic: ClinicId, role: Role) -> Result<String, Refusal> {
        let token = self.new_key();
        let mut tx = self.store().tx(clinic, &ActorRef::system("set-up"), None).await?.fresh()?;
        let id = setup_link::add(&mut tx, &token, role, None, later(self.now(), LINK_LASTS)).await?;
        tx.audit("setup_link.make", id, &role)?;
        tx.commit().await?;
        Ok(token)
    }

    /// Step 1: everything but the one-time code. Nothing is written yet.
    pub async fn setup_clinic(&self, token: &str, form: SetupForm) -> Result<TotpEnrolment, Refusal> {
        let link = setup_link::find(self.store(), token).await?.ok_or_else(spent_link)?;
        let form = SetupForm { email: form.email.trim().to_lowercase(), ..form };
        check(&form)?;
        let (password, salt) = (form.password.clone(), self.chance::<16>());
        let password_hash = off_the_loop(move || secrets::hash_password(&password, &salt)).await??;
        let secret = self.chance::<{ secrets::TOTP_SECRET_BYTES }>().to_vec();
        let ticket = self.new_key();
        let enrolment = enrolment(&secret, &form.email, &ticket)?;
        let until = later(self.now(), ENROLMENT_LASTS);
        let form = SetupForm { password: String::new(), ..form };
        let waiting = Enrolment { link: link.id, clinic: link.clinic_id, form, password_hash, secret, until };
        self.pending().put(ticket, waiting, self.now());
        Ok(enrolment)
    }

    /// Step 2: the code proves that the authenticator works. Clinic and administrator are written,
    /// the link is spent, and the administrator is signed in.
    pub async fn confirm_totp(&self, ticket: &str, code: &str) -> Result<String, Refusal> {
        let waiting = self.pending().take(ticket, self.now()).ok_or_else(spent_link)?;
        let step = secrets::totp_step(&waiting.secret, &waiting.form.email, code, self.now());
        let Some(step) = step? else {
            self.pending().put(ticket.to_owned(), waiting, self.now());
            return Err(Refusal::field(
                "code",
                "This code is not the one of now.",
                "Check the clock of your phone, wait for the next code and type that.",
            ));
        };
        self.write_first_administrator(&waiting, step).await
    }

    async fn write_first_administrator(&self, waiting: &Enrolment, step: u64) -> Result<String, Refusal> {
        let actor = ActorRef::system("set-up");
        let mut tx = self.store().tx(waiting.clinic, &actor, None).await?.fresh()?;
        if !setup_link::use_up(&mut tx, waiting.link).await? {
            return Err(spent_link());
        }
        let seen =
            clinic::get(&mut tx, waiting.clinic).await?.ok_or_else(|| Refusal::not_found("This clinic"))?;
        let details = details(&waiting.form);
        clinic::change(&mut tx, seen.version, &details).await?;
        if details.hints_accepted && !in_us(&waiting.form) {
            let accepted = serde_json::json!({ "text": HINTS_TEXT });
            tx.audit("clinic.accept_hints", waiting.clinic, &accepted)?;
        }
        let new = NewAccount {
            sign_in_name: waiting.form.email.clone(),
            display_name: waiting.form.name.trim().to_owned(),
            role: Role::Admin,
            patient_id: None,
        };
        let account = account::add(&mut tx, &new).await?;
        let secret = Secret(waiting.secret.clone());
        account::set_credential(&mut tx, account, &waiting.password_hash, Some(&secret)).await?;
        account::use_totp_step(&mut tx, account, i64::try_from(step).unwrap_or(i64::MAX)).await?;
        let token = self.new_key();
        login_session::open(&mut tx, account, &token, self.session_ends()).await?;
        tx.audit("clinic.set_up", waiting.clinic, &())?;
        tx.audit("account.add", account, &"admin")?;
        tx.commit().await?;
        Ok(token)
    }
}

impl Pending {
    fn put(&self, ticket: String, waiting: Enrolment, now: Timestamp) {
        let mut all = self.by_ticket.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, e| e.until > now);
        all.insert(ticket, waiting);
    }

    fn take(&self, ticket: &str, now: Timestamp) -> Option<Enrolment> {
        let mut all = self.by_ticket.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(ticket).filter(|e| e.until > now)
    }
}

/// Runs slow work where it holds nobody up.
pub(crate) async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| {
        tracing::error!(%cause, "work did not finish");
        Refusal::Unavailable {
            what: "This could not be finished. Nothing was saved; try again.".into(),
            id: String::new(),
        }
    })
}

pub(crate) fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn spent_link() -> Refusal {
    Refusal::not_found(
        "This set-up link is spent or too old. Restart `evenkeel serve`: it prints a new one. The link",
    )
}

fn details(form: &SetupForm) -> ClinicDetails {
    let number = form.crisis_number.trim();
    ClinicDetails {
        name: form.clinic_name.trim().to_owned(),
        country: form.country.trim().to_uppercase(),
        zone: form.zone.trim().to_owned(),
        crisis_text: (!number.is_empty()).then(|| format!("Call {number} now, day or night.")),
        crisis_number: (!number.is_empty()).then(|| number.to_owned()),
        // Decision hints are on in the US; elsewhere the responsible person accepts them first.
        hints_accepted: in_us(form) || !form.accept_hints.trim().is_empty(),
    }
}

fn in_us(form: &SetupForm) -> bool {
    form.country.trim().eq_ignore_ascii_case("US")
}

fn check(form: &SetupForm) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    let mut need = |field: &str, value: &str, what: &str, remedy: &str, fine: bool| {
        if value.trim().is_empty() || !fine {
            problems.push(FieldProblem::new(field, what, remedy));
        }
    };
    need("clinic_name", &form.clinic_name, "The clinic has no name.", "Type the name patients know.", true);
    let country = form.country.trim();
    let two_letters = country.len() == 2 && country.chars().all(|c| c.is_ascii_alphabetic());
    need(
        "country",
        country,
        "The country is two letters.",
        "Type its ISO code, for example US.",
        two_letters,
    );
    let zone_known = TimeZone::get(form.zone.trim()).is_ok();
    need("zone", &form.zone, "This time zone is not known.", "Take one like America/New_York.", zone_known);
    let digits = form.crisis_number.chars().filter(char::is_ascii_digit).count() >= 2;
    need(
        "crisis_number",
        &form.crisis_number,
        "The crisis line is missing.",
        "Type the number patients shall call, in the US 988.",
        digits,
    );
    need("name", &form.name, "Your name is missing.", "Type it as colleagues shall read it.", true);
    let email_like = form.email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
    need(
        "email",
        &form.email,
        "This is not an e-mail address.",
        "Type one like name@clinic.org.",
        email_like,
    );
    let accepted = form.accept_hints.trim();
    if !accepted.is_empty() && !accepted.eq_ignore_ascii_case(form.name.trim()) {
        problems.push(FieldProblem::new(
            "accept_hints",
            "The name typed to accept decision hints is not yours.",
            "Type your full name as above, or leave it empty to keep hints off.",
        ));
    }
    if let Err(Refusal::Invalid(more)) = secrets::check_new_password(&form.password, &form.email) {
        problems.extend(more);
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

fn enrolment(secret: &[u8], email: &str, ticket: &str) -> Result<TotpEnrolment, Refusal> {
    let unavailable = |cause: &dyn std::fmt::Display| {
        tracing::error!(%cause, "an enrolment could not be drawn");
        Refusal::Unavailable {
            what: "The one-time code cannot be set up at the moment.".into(),
            id: String::new(),
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
