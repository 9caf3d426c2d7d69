//! What a clinic confirms for its safety: the crisis line, the emergency number, who reads what comes in
//! and when, who is on call, and how long an alert may wait. Each confirmation is a version of its own.

use evenkeel_store::clinic::{self, Clinic, ClinicDetails};
use evenkeel_store::safety_setting::{self, SafetySetting, SafetySettings};
use evenkeel_store::{ClinicId, Source, StoreError};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::hours::{DAYS, Open, OpeningHours, clock, when};
use crate::actor::Actor;
use crate::context::{Once, Practice, json, today_in};
use crate::hints::details_of;
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::view::safety::{CrisisSuggestion, SafetySettingsView, WeekdayHours};

/// The longest time an alert may wait for its first person, minutes. Beyond it a timer is none.
const LONGEST_WAIT: u32 = 240;

/// The form of the clinic's safety settings, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafetyForm {
    /// The version the change was made from.
    pub seen_version: i64,
    /// What the crisis line is called and when it answers, as patients read it.
    pub crisis_text: String,
    /// Its number.
    pub crisis_number: String,
    /// The number for emergencies.
    pub emergency_number: String,
    /// From and to of each weekday, Monday first; both empty: closed.
    pub week: [(String, String); 7],
    /// Days on which the clinic is closed, dates apart by blanks, commas or lines.
    pub closed: String,
    /// Who is on call outside the hours.
    pub on_call_name: String,
    /// Their number.
    pub on_call_phone: String,
    /// Minutes until an alert that nobody has acknowledged goes to the next person.
    pub minutes: String,
}

/// What is in force: confirmed settings, or none yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct InForce {
    pub confirmed: Option<SafetySetting>,
    pub hours: OpeningHours,
}

impl InForce {
    pub(crate) async fn of(from: impl Into<Source<'_>>, clinic: ClinicId) -> Result<Self, StoreError> {
        let confirmed = safety_setting::newest(from, clinic).await?;
        let hours = confirmed.as_ref().map(|kept| kept.hours.parse()).transpose()?.unwrap_or_default();
        Ok(Self { confirmed, hours })
    }

    /// "Dr Vale, 555-0100", once somebody is named.
    pub(crate) fn on_call(&self) -> Option<String> {
        let kept = self.confirmed.as_ref()?;
        let parts: Vec<&str> =
            [&kept.on_call_name, &kept.on_call_phone].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

impl Practice {
    /// The clinic's safety settings, to read or to confirm.
    pub async fn safety_settings(&self, actor: &Actor) -> Result<SafetySettingsView, Refusal> {
        actor.must(Right::ReadCharts)?;
        let clinic = self.clinic(actor.clinic).await?;
        let in_force = InForce::of(self.store(), actor.clinic).await?;
        self.saw(actor, "clinic.safety.read", actor.clinic).await?;
        Ok(self.settings_view(actor, &clinic, &in_force))
    }

    fn settings_view(&self, actor: &Actor, clinic: &Clinic, in_force: &InForce) -> SafetySettingsView {
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let today = today_in(&clinic.zone, self.now());
        let kept = in_force.confirmed.as_ref();
        let shown = |text: Option<&String>| text.cloned().unwrap_or_default();
        let day = |(n, name): (usize, &&'static str)| {
            let open = in_force.hours.week.get(n).copied().flatten();
            WeekdayHours {
                name,
                from: open.map(|o| clock(o.from)).unwrap_or_default(),
                to: open.map(|o| clock(o.to)).unwrap_or_default(),
            }
        };
        SafetySettingsView {
            version: kept.map_or(0, |k| k.version),
            confirmed: kept.map(|k| format!("{}, {}", k.recorded.by_name, when(k.recorded.at, &zone, today))),
            may_confirm: actor.may(Right::SetSafety),
            country: clinic.country.clone(),
            zone: clinic.zone.clone(),
            crisis_text: shown(clinic.crisis_text.as_ref()),
            crisis_number: shown(clinic.crisis_number.as_ref()),
            emergency_number: kept.map(|k| k.emergency_number.clone()).unwrap_or_default(),
            suggestion: self.catalog().crisis_lines().of(&clinic.country).map(|line| CrisisSuggestion {
                service: line.service.clone(),
                number: line.number.clone(),
                words: line.words.clone(),
                source: line.source.citation.clone(),
            }),
            week: DAYS.iter().enumerate().map(day).collect(),
            closed: in_force.hours.closed.iter().map(Date::to_string).collect::<Vec<_>>().join("\n"),
            on_call_name: shown(kept.and_then(|k| k.on_call_name.as_ref())),
            on_call_phone: shown(kept.and_then(|k| k.on_call_phone.as_ref())),
            minutes: kept.map_or_else(|| self.shipped_minutes(), |k| k.escalate_after_minutes),
        }
    }

    /// Minutes of rule D26, where the clinic has not set its own.
    pub(crate) fn shipped_minutes(&self) -> u32 {
        self.knowledge().rules.d26.params.acknowledge_within_minutes
    }

    /// Puts the settings in force. Who confirmed what, and when, stays with each version.
    pub async fn confirm_safety(&self, actor: &Actor, form: SafetyForm, key: &str) -> Result<i64, Refusal> {
        actor.must(Right::SetSafety)?;
        let new = read(&form)?;
        let mut tx = match self.begin::<i64>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(version) => return Ok(version),
        };
        let id = tx.clinic();
        let before = clinic::get(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("This clinic"))?;
        let details = ClinicDetails {
            crisis_text: Some(new.crisis_text),
            crisis_number: Some(new.crisis_number),
            ..details_of(&before)
        };
        if (&details.crisis_text, &details.crisis_number) != (&before.crisis_text, &before.crisis_number) {
            clinic::change(&mut tx, before.version, &details).await?;
            tx.audit("clinic.crisis_line", id, &details.crisis_number)?;
        }
        let version = safety_setting::confirm(&mut tx, form.seen_version, &new.settings).await?;
        tx.audit("clinic.safety.confirm", id, &version)?;
        tx.commit_with(&version).await?;
        Ok(version)
    }
}

/// A form that can be taken.
struct Read {
    crisis_text: String,
    crisis_number: String,
    settings: SafetySettings,
}

fn read(form: &SafetyForm) -> Result<Read, Refusal> {
    let mut problems = Vec::new();
    let mut refuse =
        |field: &str, what: &str, remedy: &str| problems.push(FieldProblem::new(field, what, remedy));
    let number = |text: &str| text.chars().filter(char::is_ascii_digit).count() >= 2;
    if !number(&form.crisis_number) {
        refuse(
            "crisis_number",
            "The crisis line has no number.",
            "Type the number patients can call day and night.",
        );
    }
    if form.crisis_text.trim().is_empty() {
        refuse(
            "crisis_text",
            "The crisis line has no words.",
            "Write a short sentence, for example: Call 988, day or night.",
        );
    }
    if !number(&form.emergency_number) {
        refuse(
            "emergency_number",
            "The emergency number is missing.",
            "Type the number for emergencies of your country.",
        );
    }
    let minutes = form.minutes.trim().parse().ok().filter(|m| (1..=LONGEST_WAIT).contains(m));
    if minutes.is_none() {
        let remedy = format!("Type whole minutes from 1 to {LONGEST_WAIT}.");
        refuse("minutes", "The time to acknowledge is not a number of minutes.", &remedy);
    }
    let hours = OpeningHours { week: week(form, &mut refuse), closed: closed(form, &mut refuse) };
    let long =
        [&form.crisis_text, &form.on_call_name, &form.on_call_phone].iter().any(|t| t.chars().count() > 300);
    if long {
        refuse("crisis_text", "A text is over 300 characters.", "Shorten it.");
    }
    if !problems.is_empty() {
        return Err(Refusal::Invalid(problems));
    }
    let optional = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    Ok(Read {
        crisis_text: form.crisis_text.trim().to_owned(),
        crisis_number: form.crisis_number.trim().to_owned(),
        settings: SafetySettings {
            emergency_number: form.emergency_number.trim().to_owned(),
            hours: json(&hours)?,
            on_call_name: optional(&form.on_call_name),
            on_call_phone: optional(&form.on_call_phone),
            escalate_after_minutes: minutes.unwrap_or(LONGEST_WAIT),
        },
    })
}

fn week(form: &SafetyForm, refuse: &mut impl FnMut(&str, &str, &str)) -> [Option<Open>; 7] {
    let mut week = [None; 7];
    for ((n, (from, to)), slot) in form.week.iter().enumerate().zip(week.iter_mut()) {
        match (from.trim(), to.trim()) {
            ("", "") => {}
            (from, to) => match (time(from), time(to)) {
                (Some(from), Some(to)) if from < to => *slot = Some(Open { from, to }),
                _ => refuse(
                    &format!("from_{n}"),
                    &format!(
                        "{}: from {from} to {to} is no time of a day.",
                        DAYS.get(n).copied().unwrap_or_default()
                    ),
                    "Write both as in 09:00 and 17:00, or leave both empty for a closed day.",
                ),
            },
        }
    }
    week
}

/// Hours and minutes, as in 09:00.
fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let plain =
        |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i8>().ok()).flatten();
    Time::new(plain(hour)?, plain(minute)?, 0, 0).ok()
}

fn closed(form: &SafetyForm, refuse: &mut impl FnMut(&str, &str, &str)) -> Vec<Date> {
    let mut days = Vec::new();
    for word in form.closed.split([' ', ',', ';', '\n', '\r', '\t']).filter(|word| !word.is_empty()) {
        match word.parse::<Date>().ok().filter(|_| word.len() == 10) {
            Some(day) => days.push(day),
            None => refuse(
                "closed",
                &format!("“{word}” is no day of the calendar."),
                "Write days as in 2026-12-25.",
            ),
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}
