//! The two small forms: give a session, enter a check-in.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Route;
use evenkeel_care::dose::{Dose, WeightKg};
use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::protocol::{DoseRule, DoseUnit, PhaseName};
use evenkeel_care::questionnaire::{Item, Questionnaire, Scoring};
use evenkeel_care::record::{DischargeCheck, SessionStatus};
use evenkeel_care::schedule::PlannedSession;
use evenkeel_store::StoreError;
use evenkeel_store::observation::{Observation, Seen};
use evenkeel_store::session::Session;

use crate::record::{Standing, seen_by_session};
use crate::view::course::{DoseForm, GiveForm, InstrumentForm, ItemForm, ObserveForm};
use crate::words;

/// Defaults of "give a session": what the plan says, today at the latest.
pub(super) fn give(standing: &Standing<'_>, knowledge: &Knowledge) -> Result<GiveForm, StoreError> {
    let next = standing.next();
    let rule = standing.protocol.dose_rule(next.map_or(PhaseName::Induction, |s| s.phase));
    let given = || standing.record.sessions.iter().filter(|s| s.status == SessionStatus::Done);
    let weighed = given().filter_map(|s| Some((s.date, s.weight_kg?))).max_by_key(|(date, _)| *date);
    let latest = given().filter_map(|s| Some((s.date, s.dose?, s.weight_kg))).max_by_key(|(date, ..)| *date);
    // A dose that had to be confirmed is typed anew each time; it never comes back by itself.
    let above =
        |dose: Dose, kg| rule.is_some_and(|r| in_unit(r, dose, kg).is_some_and(|d| d > r.confirm_above));
    let high =
        above(standing.dose, weighed.map(|(_, w)| w)) || latest.is_some_and(|(_, dose, kg)| above(dose, kg));
    let again = latest.filter(|_| high).map(|(_, dose, _)| {
        format!(" The latest dose, {}, was above the limit: type today's.", words::dose(dose))
    });
    let limits = rule.map(|r| {
        let unit = unit(r);
        let (confirm, stop) = (words::number(r.confirm_above), words::number(r.stop_above));
        let again = again.unwrap_or_default();
        let asked = if confirm == stop { String::new() } else { format!("Confirm above {confirm} {unit}. ") };
        format!("{asked}Above {stop} {unit} only with a prescriber's reason.{again}")
    });
    let counts_for = i32::try_from(knowledge.rules.p44.params.weight_current_days).unwrap_or(i32::MAX);
    let fresh = weighed.filter(|(on, _)| standing.today.since(*on).is_ok_and(|d| d.get_days() <= counts_for));
    Ok(GiveForm {
        n: u32::try_from(standing.review.sessions_done + 1).unwrap_or(1),
        date: standing.today,
        window: next.map(window),
        route: standing.protocol.route,
        dose: dose_form(rule, standing.dose, high),
        weight_kg: fresh.map(|(_, w)| w.0),
        weighed: weighed.map(|(on, w)| {
            let stale = if fresh.is_none() { ": weigh again today" } else { "" };
            format!("Last weighed {}, {} kg{stale}.", words::short_date(on), words::number(w.0))
        }),
        last: last_session(standing)?,
        limits: limits.unwrap_or_default(),
        observe_minutes: standing.protocol.monitoring.observe_from_start_minutes,
        sheet: None,
        second_check: false,
        checks: Vec::new(),
        supervised_by: standing.bundle.course.prescriber_name.clone(),
    })
}

fn window(s: &PlannedSession) -> String {
    let range = if s.earliest == s.latest {
        String::new()
    } else {
        let days = (words::short_date(s.earliest), words::short_date(s.latest));
        format!("; any day from {} to {} keeps the spacing", days.0, days.1)
    };
    format!("The plan says {}{range}.", words::date(s.date))
}

/// A dose as a number in the unit of the rule's limits.
fn in_unit(rule: &DoseRule, dose: Dose, weight: Option<WeightKg>) -> Option<f64> {
    match (rule.unit, dose) {
        (DoseUnit::MgPerKg, _) => dose.per_kg(weight),
        (DoseUnit::Mg, _) => dose.total_mg(weight),
        (DoseUnit::Devices, _) => Some(dose.total_mg(weight)? / rule.mg_per_device?),
        (DoseUnit::MgPerKgPerHour, Dose::MgPerKgPerHour { rate, .. }) => Some(rate),
        (DoseUnit::MgPerKgPerHour, _) => None,
    }
}

fn unit(rule: &DoseRule) -> &'static str {
    match rule.unit {
        DoseUnit::MgPerKg => "mg/kg",
        DoseUnit::Mg => "mg",
        DoseUnit::MgPerKgPerHour => "mg/kg/h",
        DoseUnit::Devices => "devices",
    }
}

/// The fields in which the dose is typed, by the protocol's own form.
fn dose_form(rule: Option<&DoseRule>, usual: Dose, anew: bool) -> DoseForm {
    let keep = |value: f64| if anew { None } else { Some(value).filter(|v| *v > 0.0) };
    let of_devices = rule.filter(|r| r.unit == DoseUnit::Devices).and_then(|r| Some((r, r.mg_per_device?)));
    if let Some((rule, mg)) = of_devices {
        let fits = |n: &u32| f64::from(*n) <= rule.stop_above;
        let choices = (1..=12).filter(fits).map(|n| f64::from(n) * mg).collect();
        return DoseForm::Devices { choices, value: usual.total_mg(None).and_then(keep) };
    }
    match usual {
        Dose::MgPerKg { amount } => DoseForm::PerKg { value: keep(amount) },
        Dose::Mg { amount } => DoseForm::Mg { value: keep(amount) },
        Dose::MgPerKgPerHour { rate, hours } => DoseForm::PerHour { rate: keep(rate), hours },
    }
}

/// "Last time: IV 0.5 mg/kg on 12 Jan, tolerated well, highest 150/92."
fn last_session(standing: &Standing<'_>) -> Result<Option<String>, StoreError> {
    let done = standing.bundle.sessions.iter().filter(|s| s.status == SessionStatus::Done);
    let Some(last) = done.max_by_key(|s| (s.date, s.id)) else { return Ok(None) };
    let seen = standing.bundle.observations.iter().find(|o| o.session_id == last.id);
    let seen = seen.map(Observation::seen).transpose()?.unwrap_or_default();
    let given = words::dose_given(last.route, last.dose, last.weight_kg);
    let mut said = vec![format!("Last time, {}: {given}", words::short_date(last.date))];
    said.push(words::tolerance(seen.tolerance).to_owned());
    said.extend(
        seen.blood_pressures
            .iter()
            .max_by_key(|bp| (bp.systolic, bp.diastolic))
            .map(|bp| format!("highest blood pressure {}/{}", bp.systolic, bp.diastolic)),
    );
    Ok(Some(format!("{}.", said.join("; "))))
}

/// The session of which something is still to be written down: today's or yesterday's without observation or
/// list before leaving, and nasal ones without their form.
pub(super) fn to_observe(standing: &Standing<'_>) -> Result<Option<ObserveForm>, StoreError> {
    let done = standing.bundle.sessions.iter().filter(|s| s.status == SessionStatus::Done);
    let seen = seen_by_session(&standing.bundle.observations)?;
    let yesterday = standing.today.yesterday().unwrap_or(standing.today);
    let version =
        |id| standing.bundle.observations.iter().find(|o| o.session_id == id).map_or(0, |o| o.version);
    let unsent = |s: &Session| {
        let seen = seen.get(&s.id);
        s.route == Route::NasalEsketamine && seen.is_none_or(|o| o.rems_submitted_on.is_none())
    };
    let watched = |s: &Session| {
        let incomplete = |o: &Seen| {
            let list = o.discharge.len() < DischargeCheck::ALL.len();
            o.observed_minutes.is_none() || o.tolerance.is_none() || list
        };
        s.date >= yesterday && seen.get(&s.id).is_none_or(incomplete)
    };
    let open = done.filter(|s| s.source_key.is_none() && (unsent(s) || watched(s)));
    // Who sits in the chair today comes before a form of last week.
    let first = open.min_by_key(|s| (s.date != standing.today || !watched(s), s.date, s.id));
    let Some(session) = first else { return Ok(None) };
    Ok(Some(ObserveForm {
        session: session.id.0,
        version: version(session.id),
        date: session.date,
        route: session.route,
        seen: seen.get(&session.id).cloned().unwrap_or_default(),
    }))
}

/// The instruments that can be entered: the primary first, then the others that have a total.
pub(super) fn check_ins(standing: &Standing<'_>, knowledge: &Knowledge) -> Vec<InstrumentForm> {
    let primary = standing.record.primary;
    let mut all: Vec<&Questionnaire> = knowledge
        .instruments
        .values()
        .filter(|q| q.scoring != Scoring::NoTotal && q.range.is_some() && q.id.is_followed())
        .collect();
    all.sort_by_key(|q| {
        (q.id != primary, !standing.protocol.primary.contains(&q.id), !q.has_wording(), q.id)
    });
    all.into_iter().filter_map(|q| form(q, primary)).collect()
}

fn form(definition: &Questionnaire, primary: InstrumentId) -> Option<InstrumentForm> {
    let range = definition.range?;
    let mut items: Vec<ItemForm> = definition.items.iter().map(|i| item(definition, i, false)).collect();
    if !items.is_empty() {
        items.extend(definition.function_item.as_ref().map(|i| item(definition, i, true)));
    }
    Some(InstrumentForm {
        id: definition.id,
        name: definition.name.clone(),
        range: (range.lo, range.hi, 1.0 / f64::from(range.steps_per_point.max(1))),
        stem: definition.stem.clone(),
        items,
        recall_days: definition.recall.days,
        primary: definition.id == primary,
    })
}

fn item(definition: &Questionnaire, item: &Item, unscored: bool) -> ItemForm {
    ItemForm {
        n: item.number,
        text: item.text.clone(),
        options: definition.options_of(item).iter().map(|o| (o.value, o.text.clone())).collect(),
        unscored,
    }
}
