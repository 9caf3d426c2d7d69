//! Staff come in by a one-time link: the first administrator from the console, everybody else from
//! `evenkeel link`. A password, then a one-time code that proves the authenticator works.

mod enrolment;
mod form;

use evenkeel_store::account::{self, NewAccount, Role, Secret};
use evenkeel_store::setup_link::SetupLink;
use evenkeel_store::{ActorRef, ClinicId, Tx, clinic, login_session, setup_link};
use jiff::{SignedDuration, Timestamp};

pub use enrolment::{Pending, TotpEnrolment};
pub use form::SetupForm;

use crate::context::Practice;
use crate::hints::{HintsForm, keep_word};
use crate::refusal::Refusal;
use crate::secrets;
use enrolment::{Enrolment, enrolment};
use form::{check, check_person, details, in_us};

/// What the person who sets the clinic up is called with their acceptance of hints.
const AT_SET_UP: &str = "clinic’s lead, at set-up";

const LINK_LASTS: SignedDuration = SignedDuration::from_hours(24);
const ENROLMENT_LASTS: SignedDuration = SignedDuration::from_mins(15);

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

    /// What a link is for: the role it gives, and whether the clinic itself is still to be set up.
    pub async fn link(&self, token: &str) -> Result<Link, Refusal> {
        let link = setup_link::find(self.store(), token).await?.ok_or_else(spent_link)?;
        let first = account::count(self.store(), link.clinic_id).await? == 0;
        Ok(Link { role: link.role, sets_up_clinic: first })
    }

    /// Step 1: everything but the one-time code. Nothing is written yet.
    pub async fn setup_clinic(&self, token: &str, form: SetupForm) -> Result<TotpEnrolment, Refusal> {
        let link = setup_link::find(self.store(), token).await?.ok_or_else(spent_link)?;
        let form = SetupForm { email: form.email.trim().to_lowercase(), ..form };
        let sets_up_clinic = self.link(token).await?.sets_up_clinic;
        if sets_up_clinic { check(&form) } else { check_person(&form) }?;
        if account::find(self.store(), link.clinic_id, &form.email).await?.is_some() {
            return Err(Refusal::field(
                "email",
                "Somebody signs in with this e-mail address already.",
                "Use your own, or sign in.",
            ));
        }
        let (password, salt) = (form.password.clone(), self.chance::<16>());
        let password_hash = off_the_loop(move || secrets::hash_password(&password, &salt)).await??;
        let secret = self.chance::<{ secrets::TOTP_SECRET_BYTES }>().to_vec();
        let ticket = self.new_key();
        let enrolment = enrolment(&secret, &form.email, &ticket)?;
        let until = later(self.now(), ENROLMENT_LASTS);
        let form = SetupForm { password: String::new(), ..form };
        let waiting = Enrolment { link, sets_up_clinic, form, password_hash, secret, until };
        self.pending().put(ticket, waiting, self.now());
        Ok(enrolment)
    }

    /// Step 2: the code proves that the authenticator works. The account (and the clinic, by its first
    /// administrator) is written, the link is spent, and the person is signed in.
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
        self.write_account(&waiting, step).await
    }

    async fn write_account(&self, waiting: &Enrolment, step: u64) -> Result<String, Refusal> {
        let actor = ActorRef::system("set-up");
        let SetupLink { id, clinic_id, role, .. } = waiting.link;
        let mut tx = self.store().tx(clinic_id, &actor, None).await?.fresh()?;
        if !setup_link::use_up(&mut tx, id).await? {
            return Err(spent_link());
        }
        if waiting.sets_up_clinic {
            write_clinic(&mut tx, &waiting.form).await?;
        }
        let new = NewAccount {
            sign_in_name: waiting.form.email.clone(),
            display_name: waiting.form.name.trim().to_owned(),
            role,
            patient_id: None,
        };
        let account = account::add(&mut tx, &new).await?;
        let secret = Secret(waiting.secret.clone());
        account::set_credential(&mut tx, account, &waiting.password_hash, Some(&secret)).await?;
        account::use_totp_step(&mut tx, account, i64::try_from(step).unwrap_or(i64::MAX)).await?;
        let token = self.new_key();
        login_session::open(&mut tx, account, &token, self.session_ends()).await?;
        tx.audit("account.add", account, &role)?;
        tx.commit().await?;
        Ok(token)
    }
}

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The role it gives.
    pub role: Role,
    /// The clinic is described with it: the first administrator's link.
    pub sets_up_clinic: bool,
}

/// The clinic as its first administrator describes it.
async fn write_clinic(tx: &mut Tx, form: &SetupForm) -> Result<(), Refusal> {
    let id = tx.clinic();
    let seen = clinic::get(&mut *tx, id).await?.ok_or_else(|| Refusal::not_found("This clinic"))?;
    let details = details(form);
    clinic::change(tx, seen.version, &details).await?;
    tx.audit("clinic.set_up", id, &())?;
    if details.hints_accepted && !in_us(form) {
        let (name, role) = (form.accept_hints.clone(), AT_SET_UP.to_owned());
        keep_word(tx, id, &HintsForm { seen_version: 0, accept: true, name, role }).await?;
    }
    Ok(())
}

/// Runs slow work where it holds nobody up.
pub(crate) async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| {
        tracing::error!(%cause, "work did not finish");
        Refusal::Unavailable {
            what: "This could not be finished. Nothing was saved; try again.".into(),
            cause: String::new(),
        }
    })
}

pub(crate) fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn spent_link() -> Refusal {
    Refusal::not_found("This set-up link is spent or too old. Ask the clinic's lead for a new one. The link")
}
