//! What a clinic's calendar keeps to: opening hours, closed days, nurses, how many one nurse may watch, and how long a
//! session takes where its protocol does not say so. None of it is shipped.

use std::collections::BTreeSet;

use evenkeel_care::calendar::{DAY, Hours, House, Own};
use evenkeel_store::setting::{self, Setting};
use evenkeel_store::{ClinicId, Source, StoreError};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::words::{clock, minute};
use crate::actor::Actor;
use crate::context::{Once, Practice, json, today_in};
use crate::floor::FloorInForce;
use crate::refusal::{FieldProblem, Refusal};
use crate::rights::Right;
use crate::safety::{self, InForce, when};
use crate::view::calendar::{CalendarSettingView, OpenDay};

/// Longest stretch of closed days that is meant, days.
const LONGEST_CLOSED: i32 = 120;

/// The form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalendarForm {
    /// The version the change was made from.
    pub seen_version: i64,
    /// From, to and nurses of each weekday, Monday first; from and to empty: closed.
    pub week: [[String; 3]; 7],
    /// Closed days, one a line: a day or "day to day", then a name if there is one.
    pub closed: String,
    /// Minutes of preparation.
    pub preparation: String,
    /// Minutes of giving the dose where a protocol does not say.
    pub giving: String,
    /// Shortest recovery, minutes; empty: the protocol's.
    pub recovery: String,
    /// How many patients one nurse may watch at once.
    pub watches: String,
    /// Chairs whose patients recover in another place.
    pub left_after_dose: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    from: u32,
    to: u32,
    nurses: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Closed {
    from: Date,
    to: Date,
    #[serde(default)]
    name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Body {
    week: [Option<Open>; 7],
    closed: Vec<Closed>,
    preparation_minutes: u32,
    giving_minutes: u32,
    recovery_at_least_minutes: u32,
    one_nurse_watches: u32,
    #[serde(default)]
    left_after_dose: BTreeSet<String>,
}

/// What is in force: a setting, or none yet.
#[derive(Debug, Clone)]
pub(super) struct CalendarInForce {
    kept: Option<Setting>,
    body: Option<Body>,
    chairs: Vec<String>,
}

/// Said where something is to be booked and nothing is set.
const NOT_SET: &str = "The opening hours are not set yet, so nothing can be booked. The clinic’s lead sets them under \
                       Calendar, on the pages of the clinic’s settings.";

impl CalendarInForce {
    /// Reads the setting and the chairs.
    pub(super) async fn of(mut from: Source<'_>, clinic: ClinicId) -> Result<Self, StoreError> {
        let kept = setting::newest(&mut from, clinic, setting::Kind::Calendar).await?;
        let chairs = FloorInForce::of(from, clinic).await?.chairs().to_vec();
        let body = kept.as_ref().map(|kept| kept.body.parse()).transpose()?;
        Ok(Self { kept, body, chairs })
    }

    pub(super) fn is_set(&self) -> bool {
        self.body.is_some()
    }

    pub(super) fn chairs(&self) -> &[String] {
        &self.chairs
    }

    /// The limits and the clinic's own lengths.
    pub(super) fn needed(&self) -> Result<(House, Own), Refusal> {
        self.known().ok_or_else(|| Refusal::Conflict { what: NOT_SET.to_owned() })
    }

    pub(super) fn known(&self) -> Option<(House, Own)> {
        let body = self.body.as_ref()?;
        let hours = |open: &Open| Hours { from: open.from, to: open.to };
        let house = House {
            week: body.week.each_ref().map(|open| open.as_ref().map(hours)),
            closed: body.closed.iter().flat_map(Closed::days).collect(),
            chairs: self.chairs.clone(),
            left_after_dose: body.left_after_dose.clone(),
            nurses: body.week.each_ref().map(|open| open.as_ref().map_or(0, |open| open.nurses)),
            one_nurse_watches: body.one_nurse_watches,
        };
        let own = Own {
            preparation: body.preparation_minutes,
            giving: body.giving_minutes,
            recovery_at_least: body.recovery_at_least_minutes,
        };
        Some((house, own))
    }

    /// The name of the closed days that hold `date`; empty where they have none. `None`: not among them.
    pub(super) fn closed_name(&self, date: Date) -> Option<&str> {
        let held = |closed: &&Closed| closed.from <= date && date <= closed.to;
        self.body.as_ref()?.closed.iter().find(held).map(|closed| closed.name.as_str())
    }
}

impl Closed {
    fn days(&self) -> impl Iterator<Item = Date> + use<> {
        let to = self.to;
        self.from.series(jiff::Span::new().days(1)).take_while(move |day| *day <= to)
    }

    /// As it is typed.
    fn typed(&self) -> String {
        let days = if self.from == self.to {
            self.from.to_string()
        } else {
            format!("{} to {}", self.from, self.to)
        };
        format!("{days} {}", self.name).trim_end().to_owned()
    }
}

impl Practice {
    /// What the calendar keeps to, to read or to change. Before anything is set, the hours in which safety is read are
    /// suggested; nothing is in force by that.
    pub async fn calendar_setting(&self, actor: &Actor) -> Result<CalendarSettingView, Refusal> {
        actor.must(Right::ReadCharts)?;
        let clinic = self.clinic(actor.clinic).await?;
        let in_force = CalendarInForce::of(self.store().into(), actor.clinic).await?;
        let read = InForce::of(self.store(), actor.clinic).await?.hours;
        self.saw(actor, "clinic.calendar.read", actor.clinic).await?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let today = today_in(&clinic.zone, self.now());
        let kept = in_force.kept.as_ref();
        let body = in_force.body.as_ref();
        let number = |of: fn(&Body) -> u32| body.map(|body| of(body).to_string()).unwrap_or_default();
        let closed: Vec<String> = match body {
            Some(body) => body.closed.iter().map(Closed::typed).collect(),
            None => read.closed.iter().map(Date::to_string).collect(),
        };
        let leaves = |chair: &String| body.is_some_and(|body| body.left_after_dose.contains(chair));
        Ok(CalendarSettingView {
            version: kept.map_or(0, |k| k.version),
            set_by: kept.map(|k| format!("{}, {}", k.recorded.by_name, when(k.recorded.at, &zone, today))),
            may_change: actor.may(Right::SetCalendar),
            suggested: body.is_none() && read.week.iter().any(Option::is_some),
            week: (0..7).map(|n| day(n, body, &read)).collect(),
            closed: closed.join("\n"),
            preparation: number(|body| body.preparation_minutes),
            giving: number(|body| body.giving_minutes),
            recovery: number(|body| body.recovery_at_least_minutes),
            watches: number(|body| body.one_nurse_watches),
            chairs: in_force.chairs.iter().map(|chair| (chair.clone(), leaves(chair))).collect(),
        })
    }

    /// Puts what the calendar keeps to in force. Who set what and when stays with each version; places booked before stay.
    pub async fn set_calendar(&self, actor: &Actor, form: CalendarForm, key: &str) -> Result<i64, Refusal> {
        actor.must(Right::SetCalendar)?;
        let body = read(&form)?;
        let mut tx = match self.begin::<i64>(actor, key).await? {
            Once::Fresh(tx) => tx,
            Once::Replayed(version) => return Ok(version),
        };
        let version =
            setting::confirm(&mut tx, setting::Kind::Calendar, form.seen_version, &json(&body)?).await?;
        let clinic = tx.clinic();
        tx.audit("clinic.calendar.set", clinic, &version)?;
        tx.commit_with(&version).await?;
        Ok(version)
    }
}

fn day(n: usize, body: Option<&Body>, read: &safety::OpeningHours) -> OpenDay {
    let name = safety::DAYS.get(n).copied().unwrap_or_default();
    let Some(body) = body else {
        let open = read.week.get(n).copied().flatten();
        let say = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
        let (from, to) = open.map(|open| (say(open.from), say(open.to))).unwrap_or_default();
        return OpenDay { name, from, to, nurses: String::new() };
    };
    let open = body.week.get(n).and_then(Option::as_ref);
    let say = |of: fn(&Open) -> String| open.map(of).unwrap_or_default();
    let (from, to) = (say(|open| clock(open.from)), say(|open| clock(open.to)));
    OpenDay { name, from, to, nurses: say(|open| open.nurses.to_string()) }
}

fn read(form: &CalendarForm) -> Result<Body, Refusal> {
    let mut problems = Vec::new();
    let week = std::array::from_fn(|n| form.week.get(n).and_then(|typed| open_day(n, typed, &mut problems)));
    let mut minutes = |field: &str, typed: &str, name: &str, least: u32, most: u32| {
        let read = typed.trim().parse::<u32>().ok().filter(|number| (least..=most).contains(number));
        if read.is_none() {
            let what = format!("{name}: “{}” cannot be meant.", typed.trim());
            problems.push(FieldProblem::new(
                field,
                what,
                format!("Type a whole number from {least} to {most}."),
            ));
        }
        read.unwrap_or_default()
    };
    let preparation_minutes = minutes("preparation", &form.preparation, "Preparation", 0, 180);
    let giving_minutes = minutes("giving", &form.giving, "Giving the dose", 1, 360);
    let recovery = if form.recovery.trim().is_empty() { "0" } else { form.recovery.as_str() };
    let recovery_at_least_minutes = minutes("recovery", recovery, "Recovery", 0, 720);
    let one_nurse_watches = minutes("watches", &form.watches, "Patients one nurse may watch", 1, 12);
    let closed = closed(&form.closed, &mut problems);
    if week.iter().all(Option::is_none) && problems.is_empty() {
        problems.push(FieldProblem::new(
            "from_0",
            "No weekday is open.",
            "Type the hours of at least one weekday.",
        ));
    }
    let left_after_dose = form.left_after_dose.iter().cloned().collect();
    let body = Body {
        week,
        closed,
        preparation_minutes,
        giving_minutes,
        recovery_at_least_minutes,
        one_nurse_watches,
        left_after_dose,
    };
    if problems.is_empty() { Ok(body) } else { Err(Refusal::Invalid(problems)) }
}

/// A weekday; both times empty: closed.
fn open_day(n: usize, typed: &[String; 3], problems: &mut Vec<FieldProblem>) -> Option<Open> {
    let [from, to, nurses] = typed.each_ref().map(|text| text.trim());
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let name = safety::DAYS.get(n).copied().unwrap_or_default();
    let hours = minute(from).zip(minute(to)).filter(|(from, to)| from < to && *to <= DAY);
    if hours.is_none() {
        let what = format!("{name}: from {from} to {to} is no time of a day.");
        let remedy = "Write both as in 09:00 and 17:00, or leave both empty for a closed day.";
        problems.push(FieldProblem::new(&format!("from_{n}"), what, remedy));
    }
    let watching = nurses.parse().ok().filter(|number| (1..=20).contains(number));
    if watching.is_none() {
        let what = format!("{name}: “{nurses}” is no number of nurses.");
        problems.push(FieldProblem::new(
            &format!("nurses_{n}"),
            what,
            "Type how many nurses are there, 1 to 20.",
        ));
    }
    let ((from, to), nurses) = hours.zip(watching)?;
    Some(Open { from, to, nurses })
}

fn closed(text: &str, problems: &mut Vec<FieldProblem>) -> Vec<Closed> {
    let mut all = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match closed_line(line) {
            Some(closed) => all.push(closed),
            None => problems.push(FieldProblem::new(
                "closed",
                format!("“{line}” is no closed day."),
                "Write a day as in 2026-12-25, or the first and the last as in 2026-12-24 to 2026-12-31; a name may follow.",
            )),
        }
    }
    all.sort_by(|a, b| (a.from, a.to, &a.name).cmp(&(b.from, b.to, &b.name)));
    all.dedup();
    all
}

fn closed_line(line: &str) -> Option<Closed> {
    let day = |word: &str| word.parse::<Date>().ok().filter(|_| word.len() == 10);
    let mut words = line.split_whitespace();
    let from = day(words.next()?)?;
    let rest: Vec<&str> = words.collect();
    let (to, name) = match rest.as_slice() {
        ["to", to, name @ ..] => (day(to)?, name),
        name => (from, name),
    };
    let long = (to - from).get_days();
    let name = name.join(" ");
    ((0..=LONGEST_CLOSED).contains(&long) && name.chars().count() <= 60).then_some(Closed { from, to, name })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn closed_days_are_a_day_or_a_stretch_with_a_name_or_none() {
        let read = |line: &str| closed_line(line).map(|c| (c.from, c.to, c.name));
        let (first, last) = (date(2026, 12, 24), date(2026, 12, 31));
        assert_eq!(read("2026-12-24"), Some((first, first, String::new())));
        assert_eq!(read("2026-12-24 to 2026-12-31 Year’s end"), Some((first, last, "Year’s end".to_owned())));
        for line in ["24.12.2026", "2026-12-31 to 2026-12-24", "2026-12-24 to 2027-12-24", "Christmas"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn closed_days_read_as_they_were_typed() {
        for line in ["2026-12-24", "2026-12-24 to 2026-12-31 Year’s end"] {
            assert_eq!(closed_line(line).unwrap().typed(), line);
        }
    }
}
