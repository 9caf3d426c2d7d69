//! Demo mode: one sign-in link a role, and a clock that a visitor may move.

use evenkeel_store::account::{self, NewAccount, Role};
use evenkeel_store::{AccountId, Clock, PatientId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::actor::Actor;
use crate::context::Practice;
use crate::refusal::Refusal;

/// A clock that can be moved. Only the demo has one.
pub trait DemoClock: Clock {
    /// From now on it is `to`, going on from there.
    fn travel(&self, to: Timestamp);
}

/// What the demo's front page offers.
#[derive(Debug, Clone)]
pub struct Demo {
    /// One entry a role.
    pub roles: Vec<DemoRole>,
    /// The demo's today.
    pub today: Date,
}

/// A role to try.
#[derive(Debug, Clone)]
pub struct DemoRole {
    /// The role.
    pub role: Role,
    /// Name of the person.
    pub name: String,
    /// What its page shows.
    pub lands_on: &'static str,
}

/// Hour of the day at which the demo wakes up after a move.
const OPENING_HOUR: i8 = 9;

impl Practice {
    /// The roles of the demo; `None` outside demo mode.
    pub async fn demo(&self) -> Result<Option<Demo>, Refusal> {
        if self.demo_clock().is_none() {
            return Ok(None);
        }
        let clinic = self.the_clinic().await?;
        let mut roles: Vec<DemoRole> = Vec::new();
        for account in account::list(self.store(), clinic).await? {
            if roles.iter().all(|r| r.role != account.role) {
                roles.push(DemoRole {
                    role: account.role,
                    name: account.display_name,
                    lands_on: lands_on(account.role),
                });
            }
        }
        roles.sort_by_key(|r| r.role);
        Ok(Some(Demo { roles, today: self.today(clinic).await? }))
    }

    /// Moves the demo's clock forward to the morning of a day, so that a visitor can live through a course.
    pub async fn demo_travel(&self, to: Date) -> Result<(), Refusal> {
        let Some(clock) = self.demo_clock() else { return Err(Refusal::not_found("This page")) };
        let clinic = self.clinic(self.the_clinic().await?).await?;
        let today = self.today(clinic.clinic_id).await?;
        if to < today {
            return Err(Refusal::field(
                "to",
                "The demo's clock only goes forward.",
                "Choose today or a later day.",
            ));
        }
        let furthest = today.checked_add(jiff::Span::new().days(731)).unwrap_or(today);
        if to > furthest {
            return Err(Refusal::field("to", "That is over two years away.", "Choose a nearer day."));
        }
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let morning = to.at(OPENING_HOUR, 0, 0, 0).to_zoned_datetime(zone).map_err(|_| {
            Refusal::field("to", "This day does not exist in the clinic's zone.", "Choose another day.")
        })?;
        if morning.timestamp() > self.now() {
            let before = self.now();
            clock.travel(morning.timestamp());
            self.pulse().carry(before, self.now());
        }
        Ok(())
    }

    /// Adds an account that signs in by the demo's links only: it has no password.
    pub async fn add_demo_account(
        &self,
        actor: &Actor,
        role: Role,
        name: &str,
        patient: Option<PatientId>,
    ) -> Result<AccountId, Refusal> {
        let mut tx = self.begin_unkeyed(actor).await?;
        let new = NewAccount {
            sign_in_name: format!("{role}@demo.invalid"),
            display_name: name.to_owned(),
            role,
            patient_id: patient,
        };
        let id = account::add(&mut tx, &new).await?;
        tx.audit("account.add", id, &role)?;
        tx.commit().await?;
        Ok(id)
    }
}

fn lands_on(role: Role) -> &'static str {
    match role {
        Role::Prescriber => "Patients, the course page with the answer, and the decisions",
        Role::Nurse => "Patients; giving sessions and entering check-ins",
        Role::Therapist => "Patients; reading courses and entering check-ins",
        Role::FrontDesk => "Who comes when; no scores anywhere",
        Role::Admin => "Patients, read only",
        Role::Patient => "One's own plan, scores and the crisis line",
    }
}
