//! S2: a session while it goes on, put together once.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::Route;
use evenkeel_care::protocol::{PhaseName, TimepointKind};
use evenkeel_care::record::{DischargeCheck, SessionStatus};
use evenkeel_care::schedule;
use evenkeel_care::sitting::{Ask, Deed, Reading, Sitting};
use evenkeel_store::CourseId;
use evenkeel_store::sitting::SittingNote;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::board::{next_due, outside_words, rows, takes, watch, when};
use super::settings::FloorInForce;
use super::sitting::{kept, not_done};
use crate::actor::Actor;
use crate::context::Practice;
use crate::overview::finding_view;
use crate::patients::head;
use crate::record::Standing;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::safety::InForce;
use crate::view::floor::{DueRow, EventLine, FlowRow, PartsView, SittingPage};
use crate::words;

/// Sessions shown for comparison.
const BEFORE: usize = 3;

impl Practice {
    /// The session of today of a course. Reading it is an audit line.
    pub async fn sitting(&self, actor: &Actor, course: CourseId) -> Result<SittingPage, Refusal> {
        actor.must(Right::ReadCharts)?;
        let standing = self.standing(actor, course).await?;
        let clinic = self.clinic(actor.clinic).await?;
        let (now, today) = (self.now(), self.today(actor.clinic).await?);
        let known = kept(self.store(), actor, course, today).await?;
        let floor = FloorInForce::of(self.store(), actor.clinic).await?;
        let in_force = InForce::of(self.store(), actor.clinic).await?;
        self.saw(actor, "sitting.read", course).await?;
        let zone = TimeZone::get(&clinic.zone).unwrap_or(TimeZone::UTC);
        let (begun, sits, notes) = match known {
            Some(known) => (true, known.now, known.notes),
            None => (false, Sitting::default(), Vec::new()),
        };
        let weight_kg = sits.weight.map(|weight| weight.0);
        let give = self.give_form(actor, &standing, &clinic.zone, weight_kg).await?;
        let watch = watch(standing.protocol);
        let phase = sits.phase(watch, now);
        let due = rows(self, standing.protocol, &sits, now);
        let outside = sits.unanswered(&floor.outside(self.knowledge()));
        let read_only = why_closed(&standing, &sits, today);
        let series = schedule::induction_sessions(&standing.record, standing.protocol);
        let gates = if sits.started.is_none() { self.gates_ahead(&standing)? } else { Vec::new() };
        Ok(SittingPage {
            clinic: self.show_clinic(&clinic, &in_force),
            course: course.0,
            date: today,
            patient: head(&standing.bundle.patient, today),
            title: format!("{} · {}", words::condition(standing.record.condition), standing.protocol.name),
            n: (u32::try_from(standing.review.sessions_done + usize::from(!sits.over)).unwrap_or(1), series),
            begun,
            chair: sits.chair.clone().unwrap_or_default(),
            chairs: floor.chairs().to_vec(),
            phase,
            phase_words: words::sitting_phase(phase).to_owned(),
            paused: sits.is_paused(),
            started: sits.started,
            ended: sits.ended,
            running_minutes: sits.running_minutes(now),
            may_leave: sits.may_leave_from(watch).map(|from| (clock(from, &zone), minutes_until(now, from))),
            identified: sits.identified,
            weight_kg,
            asks: Ask::ALL.iter().map(|ask| (*ask, words::asked(*ask), answer(&sits, *ask))).collect(),
            gates: gates.iter().map(|f| finding_view(f, self.knowledge())).collect(),
            give,
            dose: sits.dose.map(words::dose),
            supervised_by: sits.supervised_by.clone(),
            giving: giving(standing.protocol.route),
            parts: self.parts(&standing, &sits, &zone),
            next: next_due(&due, now),
            due: due.iter().map(due_row).collect(),
            flow: flow(&notes, &sits, &zone)?,
            outside: outside.map(|(_, reading)| outside_words(&reading, &floor, self, phase)),
            events: events(&notes, &zone)?,
            discharge: discharge(&sits),
            before: sessions_before(&standing),
            left: self.left_to_do(&standing, &sits),
            after_session: standing.protocol.monitoring.after_session.trim().to_owned(),
            may_note: read_only.is_none() && actor.may(Right::GiveSessions),
            read_only,
            as_of: now,
        })
    }

    /// What is missing before the session can be finished without a question, a sentence each.
    pub(crate) fn left_to_do(&self, standing: &Standing<'_>, sits: &Sitting) -> Vec<String> {
        let now = self.now();
        let mut left = Vec::new();
        if sits.started.is_none() {
            left.extend(Some(not_done(sits)).filter(|text| !text.is_empty()));
            left.push("Dosing has not begun.".to_owned());
            return left;
        }
        if sits.ended.is_none() {
            left.push("Dosing has not ended.".to_owned());
        }
        left.extend(sits.parts_left_mg().filter(|mg| mg.abs() > 0.005).map(|mg| {
            let how = if mg > 0.0 { "less" } else { "more" };
            format!("The parts noted are {} mg {how} than the dose.", words::number(mg.abs()))
        }));
        if let Some(from) = sits.may_leave_from(watch(standing.protocol)).filter(|from| *from > now) {
            left.push(format!("{} min of watching are left.", minutes_until(now, from)));
        }
        let open = rows(self, standing.protocol, sits, now);
        for cell in open.iter().filter(|c| c.when == TimepointKind::BeforeDischarge && !c.takes.is_empty()) {
            left.push(format!("Not taken before leaving: {}.", takes(cell)));
        }
        let unread = DischargeCheck::ALL.iter().filter(|check| sits.discharge.get(check) != Some(&true));
        let unread: Vec<String> = unread.map(|check| words::discharge(*check).to_lowercase()).collect();
        if !unread.is_empty() {
            left.push(format!("Not seen before leaving: {}.", unread.join("; ")));
        }
        left
    }
}

impl Practice {
    /// The parts in which the dose is given; `None` for an infusion, and before dosing begins.
    fn parts(&self, standing: &Standing<'_>, sits: &Sitting, zone: &TimeZone) -> Option<PartsView> {
        sits.started?;
        let (route, doses) = (standing.protocol.route, &self.knowledge().rules.p44.params);
        if route == Route::Iv {
            return None;
        }
        let rule = standing.protocol.dose_rule(PhaseName::Induction);
        let usual = rule.and_then(|rule| rule.mg_per_device).unwrap_or(doses.mg_per_device);
        let each_mg = (route == Route::NasalEsketamine).then_some(usual);
        let of = each_mg.zip(sits.dose_mg()).map(|(each, dose)| (dose / each).ceil());
        let rest = each_mg.and(sits.parts.last()).map(|(last, _)| {
            let seconds = SignedDuration::from_secs_f64(doses.minutes_between_devices * 60.0);
            clock(*last + seconds, zone)
        });
        let given =
            sits.parts.iter().map(|(at, mg)| format!("{}: {} mg", clock(*at, zone), words::number(*mg)));
        let given: Vec<String> = given.collect();
        let more = sits.parts_left_mg().is_none_or(|mg| mg > 0.005);
        let of = of.and_then(|of| format!("{of:.0}").parse().ok());
        Some(PartsView { each_mg, n: given.len() + 1, of, given, next_from: rest.filter(|_| more), more })
    }
}

/// Why nothing can be noted, if so.
fn why_closed(standing: &Standing<'_>, sits: &Sitting, today: jiff::civil::Date) -> Option<String> {
    if sits.over {
        return Some("This session is finished. Corrections are made on the course page.".to_owned());
    }
    if sits.arrived.is_none() && standing.given_on(today) {
        return Some("A session of today is on record already.".to_owned());
    }
    crate::sessions::running(standing).err().map(|why| why.to_string())
}

fn answer(sits: &Sitting, ask: Ask) -> Option<bool> {
    sits.asked.iter().find(|(known, _)| *known == ask).map(|(_, fine)| *fine)
}

fn giving(route: Route) -> &'static str {
    match route {
        Route::Iv => "infusion",
        Route::Im | Route::Sc => "injection",
        Route::NasalEsketamine => "spray",
    }
}

fn due_row(cell: &evenkeel_care::sitting::Cell) -> DueRow {
    DueRow { when: when(cell), what: takes(cell), state: cell.state, late: cell.late_minutes }
}

fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%H:%M").to_string()
}

fn minutes_until(now: Timestamp, at: Timestamp) -> i64 {
    (at.duration_since(now).as_secs() + 59).div_euclid(60).max(0)
}

/// The rows that were taken, latest first.
fn flow(notes: &[SittingNote], sits: &Sitting, zone: &TimeZone) -> Result<Vec<FlowRow>, Refusal> {
    let mut taken = Vec::new();
    for note in notes {
        let Deed::Read(reading) = note.deed()? else { continue };
        taken.push((note.at, row(note, &reading, sits, zone)));
    }
    taken.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(taken.into_iter().map(|(_, row)| row).collect())
}

fn row(note: &SittingNote, reading: &Reading, sits: &Sitting, zone: &TimeZone) -> FlowRow {
    let minute = match sits.started {
        Some(start) if note.at >= start => format!("{} min", note.at.duration_since(start).as_secs() / 60),
        _ => "before".to_owned(),
    };
    let say = |value: Option<String>| value.unwrap_or_default();
    FlowRow {
        id: note.id.0,
        time: clock(note.at, zone),
        minute,
        cells: [
            say(reading.pressure.map(|(s, d)| format!("{s}/{d}"))),
            say(reading.pulse.map(|v| v.to_string())),
            say(reading.oxygen_percent.map(|v| format!("{v} %"))),
            say(reading.moaas.map(|v| v.to_string())),
            say(reading.observed.map(|four| four.map(|v| v.to_string()).join(" · "))),
            say(reading.pain.map(|v| v.to_string())),
        ],
        by: note.recorded.by_name.clone(),
        corrected: note.corrects.is_some(),
    }
}

/// What happened, what was given besides, pauses and responses, latest first.
fn events(notes: &[SittingNote], zone: &TimeZone) -> Result<Vec<EventLine>, Refusal> {
    let mut lines = Vec::new();
    for note in notes {
        let what = match note.deed()? {
            Deed::Happened { what, note } => match note {
                Some(note) => format!("{}: {note}", words::happening(what)),
                None => words::happening(what).to_owned(),
            },
            Deed::Gave { mg } => format!("{} mg given besides", words::number(mg)),
            Deed::Part { mg } => format!("{} mg of the dose given", words::number(mg)),
            Deed::Started { dose, .. } => format!("Dosing began: {}", words::dose(dose)),
            Deed::Paused => "Dosing held".to_owned(),
            Deed::Resumed => "Dosing goes on".to_owned(),
            Deed::Ended { given_mg: Some(mg) } => {
                format!("Dosing ended early: {} mg given", words::number(mg))
            }
            Deed::Ended { given_mg: None } => "Dosing ended".to_owned(),
            Deed::Responded { how } => words::response(how).to_owned(),
            _ => continue,
        };
        let line =
            EventLine { id: note.id.0, time: clock(note.at, zone), what, by: note.recorded.by_name.clone() };
        lines.push((note.at, line));
    }
    lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

fn discharge(sits: &Sitting) -> Vec<(&'static str, &'static str, Option<bool>)> {
    let line = |check: &DischargeCheck| {
        (check.as_str(), words::discharge(*check), sits.discharge.get(check).copied())
    };
    DischargeCheck::ALL.iter().map(line).collect()
}

/// The last sessions given: day, dose, highest blood pressure.
fn sessions_before(standing: &Standing<'_>) -> Vec<String> {
    let mut given: Vec<_> =
        standing.record.sessions.iter().filter(|s| s.status == SessionStatus::Done).collect();
    given.sort_by_key(|s| std::cmp::Reverse(s.date));
    let line = |s: &&evenkeel_care::record::Session| {
        let dose = words::dose_given(s.route, s.dose, s.weight_kg);
        let peak = s.blood_pressures.iter().max_by_key(|bp| bp.systolic);
        let peak = peak.map(|bp| format!(" · highest {}/{} at {} min", bp.systolic, bp.diastolic, bp.minute));
        format!("{}: {dose}{}", words::short_date(s.date), peak.unwrap_or_default())
    };
    given.iter().take(BEFORE).map(line).collect()
}
