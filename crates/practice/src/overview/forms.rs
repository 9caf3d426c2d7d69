//! The two small forms: give a session, enter a check-in.

use evenkeel_care::instrument::InstrumentId;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::protocol::PhaseName;
use evenkeel_care::questionnaire::{Item, Questionnaire, Scoring};
use evenkeel_care::record::SessionStatus;

use crate::record::Standing;
use crate::view::course::{GiveForm, InstrumentForm, ItemForm};
use crate::words;

/// Defaults of "give a session": what the plan says, today at the latest.
pub(super) fn give(standing: &Standing<'_>) -> GiveForm {
    let next = standing.next();
    let rule = standing.protocol.dose_rule(next.map_or(PhaseName::Induction, |s| s.phase));
    let weight = standing.record.sessions.iter().filter(|s| s.status == SessionStatus::Done);
    let weight = weight.filter_map(|s| Some((s.date, s.weight_kg?))).max_by_key(|(date, _)| *date);
    let usual = standing.dose.per_kg(weight.map(|(_, w)| w)).unwrap_or_default();
    let latest = standing.record.sessions.iter().filter(|s| s.status == SessionStatus::Done);
    let latest = latest.filter_map(|s| Some((s.date, s.dose?, s.weight_kg))).max_by_key(|(date, ..)| *date);
    let latest_per_kg = latest.and_then(|(_, dose, weight)| dose.per_kg(weight));
    // A dose that had to be confirmed is typed anew each time; it never comes back by itself.
    let above = |dose: f64| rule.is_some_and(|r| dose > r.confirm_above);
    let high = above(usual) || latest_per_kg.is_some_and(above);
    let limits = rule.map(|r| {
        let again = format!(
            " The latest dose, {}, was above the limit: type today's.",
            words::dose(latest.map_or(standing.dose, |(_, dose, _)| dose))
        );
        format!(
            "Confirm above {} mg/kg; above {} mg/kg only with a prescriber's reason.{}",
            words::number(r.confirm_above),
            words::number(r.stop_above),
            if high { again.as_str() } else { "" }
        )
    });
    GiveForm {
        n: u32::try_from(standing.review.sessions_done + 1).unwrap_or(1),
        date: standing.today,
        window: next.map(|s| {
            let range = if s.earliest == s.latest {
                String::new()
            } else {
                let days = (words::short_date(s.earliest), words::short_date(s.latest));
                format!("; any day from {} to {} keeps the spacing", days.0, days.1)
            };
            format!("The plan says {}{range}.", words::date(s.date))
        }),
        dose_mg_per_kg: if high { 0.0 } else { usual },
        weight_kg: weight.map(|(_, w)| w.0),
        limits: limits.unwrap_or_default(),
        supervised_by: standing.bundle.course.prescriber_name.clone(),
    }
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
