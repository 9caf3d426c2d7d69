//! The clinic as every page shows it, and the one clinic a fresh database begins with.

use evenkeel_care::message::Message;
use evenkeel_store::clinic::{self, Clinic, ClinicDetails};
use evenkeel_store::{ActorRef, ClinicId};

use crate::actor::Actor;
use crate::context::{Practice, today_in};
use crate::refusal::Refusal;
use crate::safety::InForce;
use crate::view::people::ClinicView;

/// Said until the clinic has named its own crisis line.
const NO_CRISIS_LINE: &str = "Call your local emergency number now.";

/// Said until the clinic has confirmed when somebody reads what comes in.
const NOBODY_WATCHES: &str =
    "Do not count on anybody watching what is written here. If you need help, please call.";

impl Practice {
    /// Whether the record can be written: what a load balancer and a worried nurse want to know.
    pub async fn health(&self) -> Result<(), Refusal> {
        self.store().can_write().await.map_err(|error| {
            let cause = error.to_string();
            Refusal::Unavailable { what: cause.clone(), cause }
        })
    }

    /// The actor's clinic, for the frame of a page.
    pub async fn clinic_view(&self, actor: &Actor) -> Result<ClinicView, Refusal> {
        let in_force = InForce::of(self.store(), actor.clinic).await?;
        Ok(self.show_clinic(&self.clinic(actor.clinic).await?, &in_force))
    }

    /// Refuses where decision hints have not been accepted (outside the US).
    pub(crate) async fn must_have_hints(&self, actor: &Actor) -> Result<(), Refusal> {
        if self.clinic(actor.clinic).await?.hints_accepted {
            return Ok(());
        }
        Err(Refusal::NotAllowed {
            what: "decision hints are off until the clinic's responsible person accepts them".into(),
        })
    }

    pub(crate) fn show_clinic(&self, clinic: &Clinic, in_force: &InForce) -> ClinicView {
        let confirmed = in_force.confirmed.as_ref();
        let watched = in_force
            .hours
            .in_words()
            .map(|hours| self.knowledge().say(&Message::new("d25.patient_inbox").with("hours", hours)));
        ClinicView {
            name: clinic.name.clone(),
            crisis_text: clinic.crisis_text.clone().unwrap_or_else(|| NO_CRISIS_LINE.to_owned()),
            crisis_number: clinic.crisis_number.clone().unwrap_or_default(),
            emergency_number: confirmed.map(|k| k.emergency_number.clone()).unwrap_or_default(),
            watched: watched.unwrap_or_else(|| NOBODY_WATCHES.to_owned()),
            safety_confirmed: confirmed.is_some(),
            hints: clinic.hints_accepted,
            today: today_in(&clinic.zone, self.now()),
        }
    }

    /// The clinic of this database; a fresh one gets an unnamed clinic first.
    pub async fn the_clinic(&self) -> Result<ClinicId, Refusal> {
        if let Some(first) = clinic::list(self.store()).await?.first() {
            return Ok(first.clinic_id);
        }
        let details = ClinicDetails {
            name: "Clinic".to_owned(),
            country: "US".to_owned(),
            zone: "UTC".to_owned(),
            crisis_text: None,
            crisis_number: None,
            hints_accepted: false,
        };
        self.found_clinic(&details).await
    }

    /// Makes a clinic.
    pub async fn found_clinic(&self, details: &ClinicDetails) -> Result<ClinicId, Refusal> {
        let mut tx = self.store().tx_for_new_clinic(&ActorRef::system("set-up")).await?;
        let id = clinic::add(&mut tx, details).await?;
        tx.audit("clinic.found", id, &())?;
        tx.commit().await?;
        Ok(id)
    }
}
