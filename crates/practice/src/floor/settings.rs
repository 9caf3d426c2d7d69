//! Chairs of the clinic, and the limits of readings that it has set.

use std::collections::BTreeMap;

use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::sitting::Outside;
use evenkeel_store::setting::{self, Setting};
use evenkeel_store::{ClinicId, Source, StoreError};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::context::{Once, Practice, json, today_in};
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::safety::when;
use crate::view::floor::{FloorSettingView, LimitRow};

/// Most chairs of one clinic.
const MOST_CHAIRS: usize = 40;
/// Longest name of a chair, characters.
const LONGEST_NAME: usize = 40;

/// The limits a clinic sets from the start of a session on: key, name, unit, and what can be meant.
const LIMITS: [(&str, &str, &str, [u16; 2]); 5] = [
    ("systolic_from", "Systolic pressure from", "mmHg", [100, 300]),
    ("diastolic_from", "Diastolic pressure from", "mmHg", [60, 200]),
    ("oxygen_below_percent", "Oxygen saturation below", "%", [70, 100]),
    ("pulse_from", "Pulse from", "a minute", [60, 250]),
    ("pulse_below", "Pulse below", "a minute", [20, 100]),
];

/// The form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FloorForm {
    /// The version the change was made from.
    pub seen_version: i64,
    /// Chairs, one a line.
    pub chairs: String,
    /// Limits by key; empty: not set.
    pub limits: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Body {
    chairs: Vec<String>,
    #[serde(default)]
    limits: BTreeMap<String, u16>,
}

/// What is in force. A new clinic has three chairs and no limits.
#[derive(Debug, Clone)]
pub(crate) struct FloorInForce {
    kept: Option<Setting>,
    body: Body,
}

impl FloorInForce {
    pub(crate) async fn of(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Self, StoreError> {
        let kept = setting::newest(from, clinic, setting::Kind::Floor).await?;
        let usual = || Body { chairs: (1..=3).map(|n| format!("Chair {n}")).collect(), ..Body::default() };
        let body = kept.as_ref().map(|k| k.body.parse()).transpose()?.unwrap_or_else(usual);
        Ok(Self { kept, body })
    }

    pub(crate) fn chairs(&self) -> &[String] {
        &self.body.chairs
    }

    /// The clinic's limits from the start on, and rule C4's before the dose.
    pub(crate) fn outside(&self, knowledge: &Knowledge) -> Outside {
        let before = &knowledge.rules.c4.params;
        let set = |key: &str| self.body.limits.get(key).copied();
        Outside {
            before_systolic_above: Some(before.warn_above_systolic_mmhg),
            before_diastolic_above: Some(before.warn_above_diastolic_mmhg),
            systolic_from: set("systolic_from"),
            diastolic_from: set("diastolic_from"),
            oxygen_below_percent: set("oxygen_below_percent").and_then(|percent| u8::try_from(percent).ok()),
            pulse_from: set("pulse_from"),
            pulse_below: set("pulse_below"),
        }
    }
}

impl Practice {
    /// Chairs and limits, to read or to change.
    pub async fn floor_setting(&self, actor: &Actor) -> Result<FloorSettingView, Refusal> {
        actor.must(Right::ReadCharts)?;
        let clinic = self.clinic(actor.clinic).await?;
        let in_force = FloorInForce::of(self.store(), actor.clinic).await?;
        self.saw(actor, "clinic.floor.read", actor.clinic).await?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let today = today_in(&clinic.zone, self.now());
        let kept = in_force.kept.as_ref();
        let row = |(key, name, unit, _): &(&str, &str, &str, [u16; 2])| LimitRow {
            key: (*key).to_owned(),
            name: (*name).to_owned(),
            unit: (*unit).to_owned(),
            value: in_force.body.limits.get(*key).map(ToString::to_string).unwrap_or_default(),
        };
        Ok(FloorSettingView {
            version: kept.map_or(0, |k| k.version),
            set_by: kept.map(|k| format!("{}, {}", k.recorded.by_name, when(k.recorded.at, &zone, today))),
            may_change: actor.may(Right::SetFloor),
            chairs: in_force.body.chairs.clone(),
            limits: LIMITS.iter().map(row).collect(),
        })
    }

    /// Puts chairs and limits in force. Who set what and when stays with each version.
    pub async fn set_floor(&self, actor: &Actor, form: FloorForm, key: &str) -> Result<i64, Refusal> {
        actor.must(Right::SetFloor)?;
        let body = read(&form)?;
        let mut tx = match self.begin::<i64>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(version) => return Ok(version),
        };
        let version =
            setting::confirm(&mut tx, setting::Kind::Floor, form.seen_version, &json(&body)?).await?;
        let clinic = tx.clinic();
        tx.audit("clinic.floor.set", clinic, &version)?;
        tx.commit_with(&version).await?;
        Ok(version)
    }
}

fn read(form: &FloorForm) -> Result<Body, Refusal> {
    let mut problems = Vec::new();
    let chairs: Vec<String> =
        form.chairs.lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let twice =
        chairs.iter().enumerate().find(|(n, name)| chairs.iter().take(*n).any(|other| other == *name));
    if chairs.is_empty() || chairs.len() > MOST_CHAIRS {
        let what = format!("{} chairs are named.", chairs.len());
        problems.push(FieldProblem::new(
            "chairs",
            what,
            format!("Name 1 to {MOST_CHAIRS} chairs, one a line."),
        ));
    } else if let Some((_, name)) = twice {
        let what = format!("“{name}” is named twice.");
        problems.push(FieldProblem::new("chairs", what, "Give each chair a name of its own."));
    } else if let Some(long) = chairs.iter().find(|name| name.chars().count() > LONGEST_NAME) {
        let what = format!("“{long}” is too long.");
        problems.push(FieldProblem::new("chairs", what, format!("At most {LONGEST_NAME} characters.")));
    }
    let mut limits = BTreeMap::new();
    for (key, name, unit, [low, high]) in LIMITS {
        let typed = form.limits.get(key).map_or("", |text| text.trim());
        match typed.parse::<u16>() {
            _ if typed.is_empty() => {}
            Ok(limit) if (low..=high).contains(&limit) => drop(limits.insert(key.to_owned(), limit)),
            _ => {
                let what = format!("{name}: “{typed}” cannot be meant.");
                let remedy = format!("Type {low} to {high} {unit}, or leave it empty.");
                problems.push(FieldProblem::new(key, what, remedy));
            }
        }
    }
    if problems.is_empty() { Ok(Body { chairs, limits }) } else { Err(Refusal::Invalid(problems)) }
}
