//! The floor of a day and a session in the middle of it.

use super::finding::finding;
use super::forms::give;
use super::people::{clinic, head};
use super::{TODAY, text, texts};
use evenkeel_care::finding::{FindingKind, FindingState};
use evenkeel_care::sitting::{Ask, CellState, Phase};
use evenkeel_practice::view::calendar::BookedAt;
use evenkeel_practice::view::floor::{
    BoardView, ChairCard, ComingRow, DueRow, DueTask, EventLine, FloorSettingView, FlowRow, LimitRow,
    NextDue, PartsView, SittingPage, Tick, TickState,
};
use jiff::Timestamp;
use uuid::Uuid;

fn instant(minute: i64) -> Timestamp {
    Timestamp::from_second(1_773_846_000 + minute * 60).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn next() -> NextDue {
    NextDue {
        what: text("blood pressure, saturation"),
        when: text("at 20 min"),
        how: text("3 min late"),
        due: true,
    }
}

pub fn board() -> BoardView {
    let card = ChairCard {
        course: Uuid::from_u128(7),
        chair: text("Window"),
        initials: text("NF"),
        name: text("Nora <Field>"),
        session: text("Session 4 of 6 · IV 0.5 mg/kg"),
        phase: Phase::Dosing,
        phase_words: text("Dosing"),
        paused: false,
        since: Some(instant(0)),
        minutes: 23,
        next: Some(next()),
        last: text("128/80 · pulse 72 · 98 %"),
        outside: Some(text("184/100: above the limit.")),
    };
    BoardView {
        as_of: instant(23),
        today: TODAY,
        left: vec![ChairCard {
            phase: Phase::Over,
            phase_words: text("Left"),
            next: None,
            outside: None,
            ..card.clone()
        }],
        cards: vec![card],
        free: texts(&["Door", "Corner"]),
        safety: Vec::new(),
        coming: vec![ComingRow {
            course: Uuid::from_u128(8),
            name: text("Ida <Moss>"),
            visit: text("Session 2 of 8 · Esketamine nasal spray"),
            ticks: vec![
                tick("Screening", TickState::Done, "asked 2 Mar"),
                tick("Consent", TickState::NotAsked, "not on record"),
                tick("Stops", TickState::Stops, "The site is <not> certified (R1)"),
            ],
            booked: Some(BookedAt { time: text("11:00"), chair: text("Door") }),
        }],
        due: vec![DueTask {
            name: text("Tom <Reed>"),
            what: text("REMS monitoring form"),
            when: text("2 days left"),
            late: false,
            to: text("/courses/00000000-0000-0000-0000-000000000007/rems"),
        }],
        due_more: 4,
        clinical: true,
    }
}

fn tick(name: &str, state: TickState, words: &str) -> Tick {
    Tick { name: text(name), state, words: text(words) }
}

pub fn floor_setting() -> FloorSettingView {
    FloorSettingView {
        version: 1,
        set_by: Some(text("Robin Hale, today 09:00")),
        may_change: true,
        chairs: texts(&["Window", "Door"]),
        limits: vec![LimitRow {
            key: text("systolic_from"),
            name: text("Systolic pressure from"),
            unit: text("mmHg"),
            value: text("180"),
        }],
    }
}

/// In the middle of an infusion, with a row late and a reading outside.
pub fn sitting() -> SittingPage {
    SittingPage {
        clinic: clinic(),
        course: Uuid::from_u128(7),
        date: TODAY,
        patient: head(),
        title: text("Depression · IV ketamine for mood, six infusions"),
        n: (4, 6),
        begun: true,
        chair: text("Window"),
        chairs: texts(&["Window", "Door"]),
        phase: Phase::Dosing,
        phase_words: text("Dosing"),
        paused: false,
        started: Some(instant(0)),
        ended: None,
        running_minutes: Some(23),
        may_leave: None,
        identified: true,
        weight_kg: Some(70.5),
        asks: vec![
            (Ask::Ride, "A ride home is arranged", Some(true)),
            (Ask::Consent, "Consent stands", None),
        ],
        gates: vec![finding("C2", FindingKind::Gate, FindingState::Warn, "Look before the dose")],
        give: give(),
        dose: Some(text("0.5 mg/kg")),
        parts: Some(PartsView {
            each_mg: Some(28.0),
            n: 2,
            of: Some(3),
            given: texts(&["10:12: 28 mg"]),
            next_from: Some(text("10:17")),
            more: true,
        }),
        supervised_by: Some(text("Dr Maren Vale")),
        giving: "infusion",
        due: vec![
            DueRow { when: text("at 20 min"), what: text("saturation"), state: CellState::Due, late: 3 },
            DueRow { when: text("at 30 min"), what: text("saturation"), state: CellState::Ahead, late: 0 },
        ],
        next: Some(next()),
        flow: vec![FlowRow {
            id: Uuid::from_u128(3),
            time: text("10:12"),
            minute: text("12 min"),
            cells: [text("184/100"), text("88"), text("97 %"), text("4"), String::new(), String::new()],
            by: text("Tomas <Ruiz>"),
            corrected: true,
        }],
        outside: Some(text("184/100: at or above this clinic’s limit.")),
        events: vec![EventLine {
            id: Uuid::from_u128(4),
            time: text("10:15"),
            what: text("Nausea: <green>"),
            by: text("Tomas Ruiz"),
        }],
        discharge: vec![
            ("orientated", "Alert and orientated", Some(true)),
            ("ride_arranged", "A ride", None),
        ],
        before: texts(&["3 Mar: IV 0.5 mg/kg · highest 141/90 at 40 min"]),
        left: texts(&["Dosing has not ended."]),
        after_session: text("No driving until the next day."),
        may_note: true,
        read_only: None,
        as_of: instant(23),
    }
}
