//! A day of the calendar, a proposal, and what the calendar keeps to.

use super::{TODAY, text, texts};
use evenkeel_practice::view::calendar::{
    Bar, BarState, CalendarSettingView, CalendarView, ChosenBooking, DayView, LoadLine, OldPlace, OpenDay,
    SeriesLine, SeriesState, SeriesView, TrayLine,
};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

fn bar(course: u128, chair: &str, start: u32, name: &str) -> Bar {
    Bar {
        course: Uuid::from_u128(course),
        on: TODAY,
        version: 1,
        chair: text(chair),
        start,
        dose_from: start + 20,
        recovery_from: start + 60,
        end: start + 120,
        free_from: start + 120,
        initials: text("N.F."),
        name: text(name),
        visit: text("Session 3 of 6"),
        state: BarState::Booked,
    }
}

pub fn calendar() -> CalendarView {
    let bars = vec![
        bar(7, "Window", 540, "Nora <Field>"),
        Bar { state: BarState::Came, ..bar(8, "Door", 570, "Ida <Moss>") },
        Bar { state: BarState::LeftOver, ..bar(9, "Door", 720, "Rana <Kess>") },
        Bar { state: BarState::Missed, ..bar(10, "Old chair", 600, "Lea Brandt") },
    ];
    let load = |from, to, watched| LoadLine { from, to, watched };
    CalendarView {
        as_of: Timestamp::UNIX_EPOCH,
        today: TODAY,
        week: false,
        day: TODAY,
        before: date(2026, 3, 17),
        after: date(2026, 3, 19),
        set: true,
        may_set: false,
        may_book: true,
        may_move: false,
        days: vec![DayView {
            date: TODAY,
            hours: Some((480, 1020)),
            words: text("08:00 to 17:00"),
            chairs: texts(&["Window", "Door", "Old chair"]),
            loads: vec![
                load(540, 570, 1),
                load(570, 600, 2),
                load(600, 660, 3),
                load(660, 720, 2),
                load(720, 840, 1),
            ],
            most: 2,
            now: Some(600),
            bars: bars.clone(),
        }],
        tray: vec![
            TrayLine {
                course: Uuid::from_u128(11),
                initials: text("R.K."),
                name: text("Rana <Kess>"),
                to_book: 3,
                next_on: Some(date(2026, 3, 20)),
                left_over: Vec::new(),
            },
            TrayLine {
                course: Uuid::from_u128(9),
                initials: text("N.F."),
                name: text("Nora <Field>"),
                to_book: 0,
                next_on: None,
                left_over: vec![TODAY],
            },
        ],
        chosen: bars.into_iter().next().map(|bar| ChosenBooking {
            bar,
            chairs: texts(&["Window", "Door"]),
            starts: texts(&["09:00", "09:15"]),
            free: text("Free that day: Window 11:00."),
            over: false,
        }),
    }
}

pub fn series() -> SeriesView {
    let old = |day, missed| OldPlace { date: day, words: text("09:00, Window"), missed };
    let line = |n, day, state| SeriesLine {
        n,
        planned: day,
        date: day,
        chair: text("Window"),
        start: 555,
        end: 675,
        state,
        note: String::new(),
        was: None,
    };
    SeriesView {
        course: Uuid::from_u128(11),
        initials: text("R.K."),
        name: text("Rana <Kess>"),
        birth_date: Some(date(1980, 2, 1)),
        runs: true,
        set: true,
        may_book: true,
        unrecorded: texts(&["Mon 16 Mar 2026"]),
        problem: None,
        lines: vec![
            line(3, date(2026, 3, 18), SeriesState::Stays),
            SeriesLine {
                was: Some(old(date(2026, 3, 13), true)),
                ..line(4, date(2026, 3, 20), SeriesState::New)
            },
            SeriesLine {
                date: date(2026, 3, 24),
                note: text("On Mon 23 Mar 2026 the clinic is closed (Holiday)."),
                ..line(5, date(2026, 3, 23), SeriesState::Moved)
            },
            SeriesLine { chair: String::new(), ..line(6, date(2026, 3, 27), SeriesState::NoPlace) },
        ],
        give_up: vec![old(date(2026, 3, 19), false)],
        chairs: texts(&["Window", "Door"]),
        wish_start: Some(text("09:15")),
        wish_chair: Some(text("Window")),
        starts: texts(&["09:00", "09:15"]),
    }
}

pub fn calendar_setting() -> CalendarSettingView {
    let day = |name| OpenDay { name, from: text("09:00"), to: text("17:00"), nurses: text("2") };
    CalendarSettingView {
        version: 1,
        set_by: Some(text("Robin Hale, today 09:00")),
        may_change: true,
        suggested: false,
        week: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].into_iter().map(day).collect(),
        closed: text("2026-12-25 Christmas"),
        preparation: text("20"),
        giving: text("10"),
        recovery: String::new(),
        watches: text("2"),
        chairs: vec![(text("Window"), false), (text("Door"), true)],
    }
}
