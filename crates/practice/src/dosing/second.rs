//! The second person's check: worked out by somebody else from their own sign-in, before the session is
//! recorded. Where the clinic asks for it, no session is recorded without it.

use evenkeel_care::dose::WeightKg;
use evenkeel_care::rules::SecondCheck;
use evenkeel_store::dose_check::{self, DoseCheck, NewDoseCheck};
use evenkeel_store::{CourseId, Tx, course};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{DosingInForce, OrderedDose};
use crate::actor::Actor;
use crate::context::{Once, Practice};
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::safety::when;
use crate::sessions::{GiveSession, dose_field, running};
use crate::words;

impl Practice {
    /// Confirms a dose as the second person. What they typed is kept with their name and the time.
    pub async fn confirm_dose(&self, actor: &Actor, asked: OrderedDose, key: &str) -> Result<Uuid, Refusal> {
        actor.must(Right::GiveSessions)?;
        let today = self.today(actor.clinic).await?;
        if asked.date != today {
            let what = "A second person confirms the dose of today.";
            return Err(Refusal::field(
                "date",
                what,
                "Take today's date, and confirm before the dose is given.",
            ));
        }
        let mut tx = match self.begin::<Uuid>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(id) => return Ok(id),
        };
        course::hold(&mut tx, asked.course).await?;
        let standing = self.standing_in(&mut tx, asked.course, today).await?;
        running(&standing)?;
        let in_force = DosingInForce::of(&mut tx, actor.clinic).await?;
        self.sheet(&standing, &in_force, asked).map_err(Refusal::Invalid)?;
        let route = standing.protocol.route;
        drop(standing);
        let weight_kg = asked.weight_kg.map(WeightKg);
        let new =
            NewDoseCheck { course_id: asked.course, date: asked.date, route, dose: asked.dose, weight_kg };
        let id = dose_check::add(&mut tx, &new).await?;
        tx.audit("session.second_check", asked.course, &id)?;
        tx.commit_with(&id).await?;
        Ok(id)
    }

    /// Refuses a session without the check its clinic asks for; answers the check that holds.
    pub(crate) async fn second_person(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        standing: &Standing<'_>,
        given: &GiveSession,
    ) -> Result<Option<Uuid>, Refusal> {
        let in_force = DosingInForce::of(&mut *tx, actor.clinic).await?;
        if !(in_force.second_check() || self.always_checked()) {
            return Ok(None);
        }
        let checks = dose_check::of_day(&mut *tx, actor.clinic, given.course, given.date).await?;
        let others: Vec<&DoseCheck> = checks
            .iter()
            .filter(|c| c.recorded.by != actor.account && c.route == standing.protocol.route)
            .collect();
        let same =
            |c: &&&DoseCheck| c.dose == Some(given.dose) && c.weight_kg == given.weight_kg.map(WeightKg);
        if let Some(found) = others.iter().rev().find(same) {
            return Ok(Some(found.id));
        }
        let dose = said(given.dose, given.weight_kg.map(WeightKg));
        let what = match others.last() {
            None => format!(
                "This clinic has a second person confirm every dose, and nobody has confirmed {dose} yet."
            ),
            Some(other) => format!(
                "{} has confirmed {}, and this form says {dose}.",
                other.recorded.by_name,
                other.dose.map(|dose| said(dose, other.weight_kg)).unwrap_or_default()
            ),
        };
        let remedy = "A second nurse or prescriber signs in, opens this page, types dose and weight and confirms them. \
                      Then go on.";
        Err(Refusal::field(dose_field(given.dose), what, remedy))
    }

    /// Whether the rule file itself asks for a second person every time.
    pub(crate) fn always_checked(&self) -> bool {
        self.knowledge().rules.p44.params.second_check == SecondCheck::Always
    }

    /// The checks of today, as the form shows them: "0.5 mg/kg at 70 kg, confirmed by Tomas Ruiz, today 09:00".
    pub(crate) async fn checks_of_today(
        &self,
        actor: &Actor,
        course: CourseId,
        zone: &str,
    ) -> Result<Vec<String>, Refusal> {
        let today = self.today(actor.clinic).await?;
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let checks = dose_check::of_day(self.store(), actor.clinic, course, today).await?;
        let line = |c: &DoseCheck| {
            let dose = c.dose.map(|dose| said(dose, c.weight_kg)).unwrap_or_default();
            format!("{dose}, confirmed by {}, {}", c.recorded.by_name, when(c.recorded.at, &zone, today))
        };
        Ok(checks.iter().map(line).collect())
    }
}

/// "0.5 mg/kg at 70 kg".
fn said(dose: evenkeel_care::dose::Dose, weight: Option<WeightKg>) -> String {
    let at = weight.map(|w| format!(" at {} kg", words::number(w.0))).unwrap_or_default();
    format!("{}{at}", words::dose(dose))
}
