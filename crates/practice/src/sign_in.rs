//! Signing in and out: password, one-time code, a token in the browser.

use evenkeel_store::account::{self, Account, Credential, Role};
use evenkeel_store::{audit, clinic, login_session, sign_in as attempts};
use jiff::{SignedDuration, Timestamp};

use crate::actor::Actor;
use crate::context::Practice;
use crate::refusal::Refusal;
use crate::secrets;
use crate::set_up::{later, off_the_loop};

const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(12);
const IDLE_LASTS: SignedDuration = SignedDuration::from_mins(30);
/// A session's last use is written down at most this often.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(1);
const WRONG_TRIES: i64 = 5;
const WRONG_WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// The demo's clock is moved by weeks: its sessions last.
const DEMO_LASTS: SignedDuration = SignedDuration::from_hours(24 * 3650);

impl Practice {
    /// Signs in. Whatever is wrong, the answer is the same and takes as long.
    pub async fn sign_in(&self, email: &str, password: &str, code: &str) -> Result<String, Refusal> {
        let found = self.find_account(email).await?;
        let clinic = match &found {
            Some((account, _)) => account.clinic_id,
            None => self.the_clinic().await?,
        };
        let since = self.now().checked_sub(WRONG_WINDOW).unwrap_or(Timestamp::MIN);
        if attempts::failures_since(self.store(), clinic, email, since).await? >= WRONG_TRIES {
            return Err(Refusal::field(
                "password",
                "Too many wrong attempts for this e-mail address.",
                "Wait 15 minutes, then try again, or ask the clinic's lead.",
            ));
        }
        let hash =
            found.as_ref().map_or_else(|| secrets::NOBODY.to_owned(), |(_, c)| c.password_hash.clone());
        let typed = password.to_owned();
        let fits = off_the_loop(move || secrets::password_fits(&typed, &hash)).await?;
        let token = match found {
            Some((account, credential)) if fits => self.second_factor(&account, &credential, code).await?,
            _ => None,
        };
        attempts::note(self.store(), clinic, email, None, token.is_some()).await?;
        token.ok_or_else(|| {
            Refusal::field(
                "password",
                "E-mail address, password or code is not right.",
                "Check all three. The code changes every 30 seconds and works once.",
            )
        })
    }

    async fn find_account(&self, email: &str) -> Result<Option<(Account, Credential)>, Refusal> {
        for clinic in clinic::list(self.store()).await? {
            if let Some(account) = account::find(self.store(), clinic.clinic_id, email).await?
                && let Some(credential) =
                    account::credential(self.store(), clinic.clinic_id, account.id).await?
            {
                return Ok(Some((account, credential)));
            }
        }
        Ok(None)
    }

    /// The password was right; now the code, once. `None`: it was not.
    async fn second_factor(
        &self,
        account: &Account,
        credential: &Credential,
        code: &str,
    ) -> Result<Option<String>, Refusal> {
        let Some(secret) = &credential.totp_secret else { return Ok(None) };
        let Some(step) = secrets::totp_step(&secret.0, &account.sign_in_name, code, self.now())? else {
            return Ok(None);
        };
        let mut tx = self.store().tx(account.clinic_id, &actor_of(account).to_ref(), None).await?.fresh()?;
        if !account::use_totp_step(&mut tx, account.id, i64::try_from(step).unwrap_or(i64::MAX)).await? {
            return Ok(None);
        }
        let token = self.new_key();
        login_session::open(&mut tx, account.id, &token, self.session_ends()).await?;
        tx.audit("account.sign_in", account.id, &())?;
        tx.commit().await?;
        Ok(Some(token))
    }

    /// Signs a visitor of the demo in under a role. Outside demo mode there is no such door.
    pub async fn demo_sign_in(&self, role: Role) -> Result<String, Refusal> {
        if self.demo_clock().is_none() {
            return Err(Refusal::not_found("This page"));
        }
        let clinic = self.the_clinic().await?;
        let accounts = account::list(self.store(), clinic).await?;
        let account =
            accounts.into_iter().find(|a| a.role == role).ok_or_else(|| Refusal::not_found("This role"))?;
        let mut tx = self.store().tx(clinic, &actor_of(&account).to_ref(), None).await?.fresh()?;
        let token = self.new_key();
        login_session::open(&mut tx, account.id, &token, self.session_ends()).await?;
        tx.audit("account.demo_sign_in", account.id, &())?;
        tx.commit().await?;
        Ok(token)
    }

    /// Signs out: the token is worth nothing from now on.
    pub async fn sign_out(&self, token: &str) -> Result<(), Refusal> {
        let Some(session) = login_session::find(self.store(), token).await? else { return Ok(()) };
        let Some(account) = account::get(self.store(), session.clinic_id, session.account_id).await? else {
            return Ok(());
        };
        let mut tx = self.store().tx(session.clinic_id, &actor_of(&account).to_ref(), None).await?.fresh()?;
        login_session::end(&mut tx, session.id).await?;
        tx.audit("account.sign_out", account.id, &())?;
        tx.commit().await?;
        Ok(())
    }

    /// Who holds this token, if it is good: not ended, not expired, used within the last half hour.
    pub async fn who(&self, token: &str) -> Result<Option<Actor>, Refusal> {
        let Some(session) = login_session::find(self.store(), token).await? else { return Ok(None) };
        let now = self.now();
        let idle = now.duration_since(session.last_seen_at);
        if self.demo_clock().is_none() && (idle > IDLE_LASTS || session.expires_at <= now) {
            return Ok(None);
        }
        if idle > TOUCH_AFTER {
            login_session::touch(self.store(), session.clinic_id, session.id).await?;
        }
        let account = account::get(self.store(), session.clinic_id, session.account_id).await?;
        Ok(account.as_ref().map(actor_of))
    }

    /// Writes down that somebody was refused.
    pub async fn note_refusal(&self, actor: &Actor, action: &str, why: &Refusal) -> Result<(), Refusal> {
        let mut tx = self.begin_unkeyed(actor).await?;
        let kind = match why {
            Refusal::NotAllowed { .. } => "not_allowed",
            Refusal::NotFound { .. } => "not_found",
            _ => "refused",
        };
        tx.audit_result(action, audit::Subject::named("page"), "refused", &kind)?;
        Ok(tx.commit().await?)
    }

    /// When a browser session made now ends.
    pub(crate) fn session_ends(&self) -> Timestamp {
        later(self.now(), if self.demo_clock().is_some() { DEMO_LASTS } else { SESSION_LASTS })
    }
}

fn actor_of(account: &Account) -> Actor {
    Actor {
        account: Some(account.id),
        clinic: account.clinic_id,
        name: account.display_name.clone(),
        role: account.role,
        patient: account.patient_id,
        from: None,
    }
}
