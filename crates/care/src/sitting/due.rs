//! Which rows of the flowsheet are due, by the protocol's timeline.

use jiff::Timestamp;

use super::{Reading, Sitting, Watch, after, seconds};
use crate::protocol::{Observed, Timepoint, TimepointKind};

/// How a row of the flowsheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// All of it was taken.
    Done,
    /// Its time has not come.
    Ahead,
    /// Its time has come.
    Due,
}

/// One row that the timeline asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Minutes from the start; negative: before it.
    pub minute: i32,
    /// The instant, where it is known.
    pub at: Option<Timestamp>,
    /// What is still to be taken.
    pub takes: Vec<Observed>,
    /// How it stands.
    pub state: CellState,
    /// Whole minutes since its time came; 0 before.
    pub late_minutes: i64,
    /// Before the dose, or before leaving.
    pub when: TimepointKind,
}

/// What the rows are reckoned from besides the notes.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// What the protocol takes, when.
    pub timeline: &'a [Timepoint],
    /// The shortest times of watching.
    pub watch: Watch,
    /// How long dosing takes, minutes, while it has not ended.
    pub dosing_minutes: u32,
    /// How far from its minute a reading that is asked for once still counts, minutes.
    pub near_minutes: u32,
}

/// The rows of a sitting in order of time: before the dose, every so many minutes until dosing has ended and the watch is
/// over, once at their minute, and before leaving. A reading counts for the nearer of two rows.
pub fn cells(sitting: &Sitting, course: &Course<'_>, now: Timestamp) -> Vec<Cell> {
    let near = course.near_minutes;
    let mut rows = Vec::new();
    for point in course.timeline {
        match point.when {
            TimepointKind::Before => rows.push(before(sitting, point)),
            TimepointKind::At => {
                rows.extend(timed(sitting, point, point.minutes.unwrap_or(0), near * 60, now));
            }
            TimepointKind::Every => rows.extend(repeated(sitting, point, course, now)),
            TimepointKind::BeforeDischarge => rows.extend(leaving(sitting, point, course, now)),
        }
    }
    rows.sort_by_key(|cell| (cell.when == TimepointKind::BeforeDischarge, cell.minute));
    rows
}

fn before(sitting: &Sitting, point: &Timepoint) -> Cell {
    let until = sitting.started;
    let counts = |at: &Timestamp| until.is_none_or(|start| *at <= start);
    let mut takes = missing(sitting, point, counts);
    if sitting.weight.is_some() {
        takes.retain(|what| *what != Observed::Weight);
    }
    // What was not taken before the dose cannot be taken before it any more.
    let state = if takes.is_empty() || until.is_some() { CellState::Done } else { CellState::Due };
    Cell { minute: -1, at: sitting.arrived, takes, state, late_minutes: 0, when: TimepointKind::Before }
}

fn repeated(sitting: &Sitting, point: &Timepoint, course: &Course<'_>, now: Timestamp) -> Vec<Cell> {
    let (Some(start), Some(every)) = (sitting.started, point.minutes.filter(|every| *every > 0)) else {
        return Vec::new();
    };
    let dosing = match sitting.ended {
        Some(end) => u32::try_from(seconds(start, end) / 60).unwrap_or(u32::MAX),
        None => course.dosing_minutes,
    };
    let watch = course.watch;
    let last = dosing.saturating_add(watch.after_end).max(watch.from_start.unwrap_or(0)).min(24 * 60);
    (1..=last / every).filter_map(|n| timed(sitting, point, n * every, every * 30, now)).collect()
}

/// A row at a minute; readings count that are up to `reach` seconds away.
fn timed(sitting: &Sitting, point: &Timepoint, minute: u32, reach: u32, now: Timestamp) -> Option<Cell> {
    let at = after(sitting.started?, minute);
    let reach = i64::from(reach);
    let near = |taken: &Timestamp| {
        let off = seconds(at, *taken);
        off >= -reach && off < reach
    };
    let takes = missing(sitting, point, near);
    // A row whose neighbour's time has come is not asked for any more: nobody measures the past.
    let past = seconds(at, now) >= reach;
    let state = if takes.is_empty() || past {
        CellState::Done
    } else if now >= at {
        CellState::Due
    } else {
        CellState::Ahead
    };
    let late_minutes = if state == CellState::Due { (seconds(at, now) / 60).max(0) } else { 0 };
    let minute = i32::try_from(minute).unwrap_or(i32::MAX);
    Some(Cell { minute, at: Some(at), takes, state, late_minutes, when: point.when })
}

fn leaving(sitting: &Sitting, point: &Timepoint, course: &Course<'_>, now: Timestamp) -> Option<Cell> {
    let at = sitting.may_leave_from(course.watch)?;
    // A reading shortly before the watch is over is the one before leaving.
    let reach = i64::from(course.near_minutes * 60);
    let takes = missing(sitting, point, |taken| seconds(at, *taken) >= -reach);
    let state = if takes.is_empty() {
        CellState::Done
    } else if now >= at {
        CellState::Due
    } else {
        CellState::Ahead
    };
    let late_minutes = if state == CellState::Due { (seconds(at, now) / 60).max(0) } else { 0 };
    let minute = i32::try_from(seconds(sitting.started?, at) / 60).unwrap_or(i32::MAX);
    Some(Cell { minute, at: Some(at), takes, state, late_minutes, when: TimepointKind::BeforeDischarge })
}

/// What of a row no reading holds. Orientation and the way home are lines of the list before leaving.
fn missing(sitting: &Sitting, point: &Timepoint, counts: impl Fn(&Timestamp) -> bool) -> Vec<Observed> {
    let has = |what: Observed| {
        sitting.readings.iter().filter(|(at, _)| counts(at)).any(|(_, reading)| holds(reading, what))
    };
    point.takes.iter().copied().filter(|what| !on_the_list(*what) && !has(*what)).collect()
}

fn on_the_list(what: Observed) -> bool {
    matches!(what, Observed::Orientation | Observed::RideHome)
}

fn holds(reading: &Reading, what: Observed) -> bool {
    match what {
        Observed::BloodPressure => reading.pressure.is_some(),
        Observed::HeartRate => reading.pulse.is_some(),
        Observed::OxygenSaturation => reading.oxygen_percent.is_some(),
        Observed::Sedation => reading.moaas.is_some(),
        Observed::Dissociation | Observed::Nausea => reading.observed.is_some(),
        Observed::Pain => reading.pain.is_some(),
        Observed::Weight | Observed::Orientation | Observed::RideHome => false,
    }
}
