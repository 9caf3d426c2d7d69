//! Who acts: a signed-in person, or the program itself.

use evenkeel_store::account::Role;
use evenkeel_store::{AccountId, ActorRef, ClinicId, PatientId};

/// Who acts, in which clinic, in which role. Made by signing in (or by the program for its own
/// work); every function of this crate takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account; `None` for the program itself (an import, a job, the demo's history).
    pub account: Option<AccountId>,
    /// The clinic.
    pub clinic: ClinicId,
    /// Display name, as decisions show it.
    pub name: String,
    /// The role.
    pub role: Role,
    /// For a patient's account: which patient.
    pub patient: Option<PatientId>,
    /// The address the request came from, for the audit line.
    pub from: Option<String>,
}

impl Actor {
    /// The program itself, working for a clinic.
    pub fn program(clinic: ClinicId, name: &str) -> Self {
        Self { account: None, clinic, name: name.to_owned(), role: Role::Admin, patient: None, from: None }
    }

    /// The same as the record writes it down.
    pub(crate) fn to_ref(&self) -> ActorRef {
        let role = if self.account.is_some() { self.role.to_string() } else { "system".to_owned() };
        ActorRef { account: self.account, name: self.name.clone(), role, from: self.from.clone() }
    }
}
