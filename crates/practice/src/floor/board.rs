//! S1, everyone's home: who sits where, what is due next and how late, what needs a human, who comes.

use std::collections::HashMap;

use evenkeel_care::protocol::{Protocol, TimepointKind};
use evenkeel_care::sitting::{Cell, CellState, CellsOf, OutsideOf, Phase, Reading, Sitting, Watch, cells};
use evenkeel_store::floor::{self, OnTheFloor};
use evenkeel_store::sitting::{self, SittingNote};
use evenkeel_store::{CourseId, SittingId, Subject};
use jiff::Timestamp;
use jiff::civil::Date;

use super::settings::FloorInForce;
use super::sitting::folded;
use crate::actor::Actor;
use crate::context::{Practice, today_in};
use crate::lists::Ready;
use crate::refusal::Refusal;
use crate::rights::Right;
use crate::view::floor::{BoardView, ChairCard, ComingRow, NextDue};
use crate::words;

impl Practice {
    /// The floor of today. Who reads no charts sees who is where and who comes, no dose and no reading.
    pub async fn board(&self, actor: &Actor) -> Result<BoardView, Refusal> {
        actor.must(Right::ReadFrontDesk)?;
        let clinic = self.clinic(actor.clinic).await?;
        let (now, today) = (self.now(), today_in(&clinic.zone, self.now()));
        let floor = FloorInForce::of(self.store(), actor.clinic).await?;
        let people = floor::of_day(self.store(), actor.clinic, today).await?;
        let mut places = self.held_places(actor, (today, today)).await?;
        let ids: Vec<SittingId> = people.iter().filter_map(|p| p.sitting_id).collect();
        let notes = sitting::notes(self.store(), actor.clinic, &ids).await?;
        let mut by_sitting: HashMap<SittingId, Vec<SittingNote>> = HashMap::new();
        for note in notes {
            by_sitting.entry(note.sitting_id).or_default().push(note);
        }
        let shown = people.iter().map(|p| p.id.0).collect();
        self.saw_all(actor, "floor.read", Subject::named("floor"), shown).await?;
        let clinical = actor.may(Right::ReadCharts);
        let ready = if clinical { self.ready_of(actor, &people).await? } else { HashMap::new() };
        let (due, due_more) = if clinical { self.due_today(actor, today).await? } else { (Vec::new(), 0) };
        let (mut cards, mut left, mut coming) = (Vec::new(), Vec::new(), Vec::new());
        for person in &people {
            let Some(id) = person.sitting_id else {
                let known = ready.get(&person.id).map_or(&[][..], Vec::as_slice);
                let booked = places.remove(&(person.id, today));
                coming.push(ComingRow { booked, ..self.coming(person, clinical, known) });
                continue;
            };
            let now_there = folded(by_sitting.get(&id).map_or(&[], Vec::as_slice))?;
            let card = self.card(person, &now_there, &floor, now, clinical);
            if now_there.over { left.push(card) } else { cards.push(card) }
        }
        let place =
            |card: &ChairCard| floor.chairs().iter().position(|c| *c == card.chair).unwrap_or(usize::MAX);
        cards.sort_by_key(|card| (place(card), card.since));
        coming.sort_by_key(|row| (row.booked.is_none(), row.booked.clone()));
        let free = floor.chairs().iter().filter(|chair| !cards.iter().any(|card| card.chair == **chair));
        Ok(BoardView {
            as_of: now,
            today,
            free: free.cloned().collect(),
            cards,
            safety: self.needs_a_human(actor).await?,
            coming,
            due,
            due_more,
            left,
            clinical,
        })
    }

    /// Who sits at which chair now; an empty name where none is chosen.
    pub(crate) async fn at_the_chairs(
        &self,
        actor: &Actor,
        today: Date,
    ) -> Result<HashMap<CourseId, String>, Refusal> {
        let sittings = sitting::of_day(self.store(), actor.clinic, today).await?;
        let ids: Vec<SittingId> = sittings.iter().map(|s| s.id).collect();
        let notes = sitting::notes(self.store(), actor.clinic, &ids).await?;
        let mut chairs = HashMap::new();
        for at in sittings {
            let of_it: Vec<SittingNote> = notes.iter().filter(|n| n.sitting_id == at.id).cloned().collect();
            let now_there = folded(&of_it)?;
            if !now_there.over && !of_it.is_empty() {
                chairs.insert(at.course_id, now_there.chair.unwrap_or_default());
            }
        }
        Ok(chairs)
    }

    fn coming(&self, person: &OnTheFloor, clinical: bool, ready: &[Ready]) -> ComingRow {
        let protocol = self.knowledge().protocols.get(&person.protocol_id);
        let visit = session_of(person, protocol);
        let name = protocol.map_or(person.protocol_id.as_str(), |p| p.name.as_str());
        ComingRow {
            course: person.id.0,
            name: person.person.name().unwrap_or("Erased patient").to_owned(),
            visit: if clinical { format!("{visit} · {name}") } else { visit },
            ticks: if clinical { self.ticks(ready) } else { Vec::new() },
            booked: None,
        }
    }

    fn card(
        &self,
        person: &OnTheFloor,
        sits: &Sitting,
        floor: &FloorInForce,
        now: Timestamp,
        clinical: bool,
    ) -> ChairCard {
        let protocol = self.knowledge().protocols.get(&person.protocol_id);
        let watch = protocol.map_or(Watch { after_end: 0, from_start: None }, watch);
        let phase = sits.phase(watch, now);
        let name = person.person.name().unwrap_or("Erased patient").to_owned();
        let since = sits.started.or(sits.arrived);
        let dose = sits.dose.map(|dose| format!(" {}", words::dose(dose))).unwrap_or_default();
        let route = protocol.map_or("", |p| words::route(p.route));
        let visit = session_of(person, protocol);
        let next = protocol
            .filter(|_| clinical && !sits.over)
            .and_then(|p| next_due(&rows(self, p, sits, now), now));
        let outside = sits.unanswered(&floor.outside(self.knowledge())).filter(|_| clinical && !sits.over);
        ChairCard {
            course: person.id.0,
            chair: sits.chair.clone().unwrap_or_default(),
            initials: initials(&name),
            name,
            session: if clinical { format!("{visit} · {route}{dose}") } else { visit },
            phase,
            phase_words: words::sitting_phase(phase).to_owned(),
            paused: sits.is_paused(),
            since,
            minutes: since.map_or(0, |since| (now.duration_since(since).as_secs() / 60).max(0)),
            next,
            last: if clinical { latest(sits) } else { String::new() },
            outside: outside.map(|(_, reading)| outside_words(&reading, floor, self, phase)),
        }
    }
}

/// The shortest times of watching by a protocol.
pub(super) fn watch(protocol: &Protocol) -> Watch {
    Watch {
        after_end: protocol.monitoring.observe_after_end_minutes,
        from_start: protocol.monitoring.observe_from_start_minutes,
    }
}

/// The rows that a protocol's timeline asks for.
pub(super) fn rows(practice: &Practice, protocol: &Protocol, sits: &Sitting, now: Timestamp) -> Vec<Cell> {
    let minutes = protocol.phases.first().and_then(|phase| phase.dose.infusion_minutes);
    let course = CellsOf {
        timeline: &protocol.monitoring.timeline,
        watch: watch(protocol),
        dosing_minutes: minutes.unwrap_or(0),
        near_minutes: practice.knowledge().rules.m3.params.within_minutes,
    };
    cells(sits, &course, now)
}

/// The row that is due longest, else the one that comes first.
pub(super) fn next_due(rows: &[Cell], now: Timestamp) -> Option<NextDue> {
    let due = rows.iter().filter(|c| c.state == CellState::Due).max_by_key(|c| c.late_minutes);
    let cell = due.or_else(|| rows.iter().find(|c| c.state == CellState::Ahead))?;
    let how = match (cell.state, cell.late_minutes) {
        (CellState::Due, 0) => "now".to_owned(),
        (CellState::Due, late) => format!("{late} min late"),
        _ => {
            let seconds = cell.at.map_or(0, |at| at.duration_since(now).as_secs());
            format!("in {} min", (seconds + 59) / 60)
        }
    };
    Some(NextDue { what: takes(cell), when: when(cell), how, due: cell.state == CellState::Due })
}

/// What a row still asks for.
pub(super) fn takes(cell: &Cell) -> String {
    cell.takes.iter().map(|what| words::observed(*what)).collect::<Vec<_>>().join(", ")
}

/// When a row is asked for.
pub(super) fn when(cell: &Cell) -> String {
    match cell.when {
        TimepointKind::Before => "before the dose".to_owned(),
        TimepointKind::BeforeDischarge => "before leaving".to_owned(),
        TimepointKind::Every | TimepointKind::At => format!("at {} min", cell.minute),
    }
}

/// What of a reading is outside, as a sentence.
pub(super) fn outside_words(
    reading: &Reading,
    floor: &FloorInForce,
    practice: &Practice,
    phase: Phase,
) -> String {
    let before = matches!(phase, Phase::Arrived | Phase::Checks);
    let said = readings(reading);
    match floor.outside(practice.knowledge()).says(reading, before) {
        Some(OutsideOf::Pressure) if before => format!("{said}: above the limit before a dose (C4)."),
        Some(OutsideOf::Pressure) => format!("{said}: blood pressure at or above this clinic’s limit."),
        Some(OutsideOf::Oxygen) => format!("{said}: saturation below this clinic’s limit."),
        Some(OutsideOf::Pulse) => format!("{said}: pulse outside this clinic’s limits."),
        None => said,
    }
}

/// "128/80 · pulse 72 · 98 %".
pub(super) fn readings(reading: &Reading) -> String {
    let parts = [
        reading.pressure.map(|(s, d)| format!("{s}/{d}")),
        reading.pulse.map(|pulse| format!("pulse {pulse}")),
        reading.oxygen_percent.map(|percent| format!("{percent} %")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The latest of each vital sign.
fn latest(sits: &Sitting) -> String {
    let last = |holds: fn(&Reading) -> bool| sits.readings.iter().rev().map(|(_, r)| r).find(|r| holds(r));
    readings(&Reading {
        pressure: last(|r| r.pressure.is_some()).and_then(|r| r.pressure),
        pulse: last(|r| r.pulse.is_some()).and_then(|r| r.pulse),
        oxygen_percent: last(|r| r.oxygen_percent.is_some()).and_then(|r| r.oxygen_percent),
        ..Reading::default()
    })
}

/// "Session 4 of 6" in the first series, "Session 9" after it. Who has left today has had theirs.
fn session_of(person: &OnTheFloor, protocol: Option<&Protocol>) -> String {
    let series = protocol.map_or(0, Protocol::induction_sessions);
    let next = u32::try_from(person.sessions_done).unwrap_or_default().saturating_add(1);
    if next <= series { format!("Session {next} of {series}") } else { format!("Session {next}") }
}

/// Initials, so that a board on a wall names nobody in full.
fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|part| part.chars().next())
        .take(3)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_names_nobody_in_full() {
        assert_eq!(initials("Nora van Field"), "NVF");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn readings_are_told_in_one_line_with_what_was_taken() {
        let reading = Reading { pressure: Some((128, 80)), oxygen_percent: Some(98), ..Reading::default() };
        assert_eq!(readings(&reading), "128/80 · 98 %");
        assert_eq!(readings(&Reading::default()), "");
    }
}
