//! What a millilitre of the clinic's vials and bags contains, and whether a second person confirms every dose.

use std::collections::BTreeMap;

use evenkeel_care::condition::Route;
use evenkeel_care::dosing::units::MgPerMl;
use evenkeel_store::dosing_setting::{self, DosingSetting, NewDosingSetting};
use evenkeel_store::{ClinicId, Source, StoreError};
use jiff::tz::TimeZone;

use crate::actor::Actor;
use crate::context::{Once, Practice, json, today_in};
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::safety::when;
use crate::view::clinic::DosingView;
use crate::words;

/// Routes by which something is drawn up.
const DRAWN_UP: [Route; 3] = [Route::Iv, Route::Im, Route::Sc];

/// The form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DosingForm {
    /// The version the change was made from.
    pub seen_version: i64,
    /// mg/mL of what is infused; empty: not set.
    pub iv: String,
    /// mg/mL of what is injected into a muscle.
    pub im: String,
    /// mg/mL of what is injected under the skin.
    pub sc: String,
    /// Whether a second person confirms every dose.
    pub second_check: bool,
    /// Why the second check is on or off.
    pub reason: String,
}

/// What is in force; nothing is set in a new clinic.
#[derive(Debug, Clone, Default)]
pub(crate) struct DosingInForce {
    kept: Option<DosingSetting>,
    concentrations: BTreeMap<String, f64>,
}

impl DosingInForce {
    pub(crate) async fn of(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Self, StoreError> {
        let kept = dosing_setting::newest(from, clinic).await?;
        let concentrations = kept.as_ref().map(|k| k.concentrations.parse()).transpose()?.unwrap_or_default();
        Ok(Self { kept, concentrations })
    }

    /// What a millilitre contains, for a route by which something is drawn up.
    pub(crate) fn concentration(&self, route: Route) -> Option<MgPerMl> {
        self.concentrations.get(&route.to_string()).copied().map(MgPerMl)
    }

    /// Whether the clinic has a second person confirm every dose.
    pub(crate) fn second_check(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.second_check)
    }
}

impl Practice {
    /// The clinic's dosing settings, to read or to change.
    pub async fn dosing_settings(&self, actor: &Actor) -> Result<DosingView, Refusal> {
        actor.must(Right::ReadCharts)?;
        let clinic = self.clinic(actor.clinic).await?;
        let in_force = DosingInForce::of(self.store(), actor.clinic).await?;
        self.saw(actor, "clinic.dosing.read", actor.clinic).await?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let today = today_in(&clinic.zone, self.now());
        let kept = in_force.kept.as_ref();
        let shown = |route| in_force.concentration(route).map(|c| words::number(c.0)).unwrap_or_default();
        let bounds = &self.knowledge().rules.p44.params;
        Ok(DosingView {
            version: kept.map_or(0, |k| k.version),
            set_by: kept.map(|k| format!("{}, {}", k.recorded.by_name, when(k.recorded.at, &zone, today))),
            may_change: actor.may(Right::SetSafety),
            iv: shown(Route::Iv),
            im: shown(Route::Im),
            sc: shown(Route::Sc),
            second_check: in_force.second_check(),
            reason: kept.map(|k| k.reason.clone()).unwrap_or_default(),
            weight_days: bounds.weight_current_days,
        })
    }

    /// Puts dosing settings in force. Who set what, when and why stays with each version.
    pub async fn set_dosing(&self, actor: &Actor, form: DosingForm, key: &str) -> Result<i64, Refusal> {
        actor.must(Right::SetSafety)?;
        let new = self.read_dosing(&form)?;
        let mut tx = match self.begin::<i64>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(version) => return Ok(version),
        };
        let version = dosing_setting::confirm(&mut tx, form.seen_version, &new).await?;
        let clinic = tx.clinic();
        let said = serde_json::json!({ "version": version, "second_check": new.second_check });
        tx.audit("clinic.dosing.set", clinic, &said)?;
        tx.commit_with(&version).await?;
        Ok(version)
    }

    fn read_dosing(&self, form: &DosingForm) -> Result<NewDosingSetting, Refusal> {
        let bounds = &self.knowledge().rules.p44.params;
        let (least, most) = (bounds.weakest_mg_per_ml, bounds.strongest_mg_per_ml);
        let mut problems = Vec::new();
        let mut concentrations = BTreeMap::new();
        for (route, typed) in DRAWN_UP.into_iter().zip([&form.iv, &form.im, &form.sc]) {
            let typed = typed.trim().replace(',', ".");
            match typed.parse::<f64>() {
                _ if typed.is_empty() => {}
                Ok(value) if (least..=most).contains(&value) => {
                    concentrations.insert(route.to_string(), value);
                }
                _ => problems.push(FieldProblem::new(
                    &route.to_string(),
                    format!("“{typed}” is not between {least} and {most} mg/mL."),
                    "Read it from the vial, or from the label of the bag, or leave it empty.",
                )),
            }
        }
        let reason = form.reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            let what = "The reason for the second check being on or off is missing or too long.";
            problems.push(FieldProblem::new("reason", what, "Write a sentence; it is kept with your name."));
        }
        if !problems.is_empty() {
            return Err(Refusal::Invalid(problems));
        }
        Ok(NewDosingSetting {
            concentrations: json(&concentrations)?,
            second_check: form.second_check,
            reason: reason.to_owned(),
        })
    }
}
