//! Therapy, daily life and the timeline.

use super::{TODAY, day, text, texts};
use evenkeel_care::therapy::VisitKind;
use evenkeel_practice::TimelineKind;
use evenkeel_practice::view::therapy::{
    LifeLane, LifeStrip, TherapyPage, TherapyRow, VisitLine, WindowLine, WindowLook,
};
use evenkeel_practice::view::timeline::{TakeBack, TimelineEntry, TimelineView};
use uuid::Uuid;

pub fn therapy() -> TherapyPage {
    let line = |state, how: &str, what: &str| WindowLine { state, how: text(how), what: text(what) };
    let visit = VisitLine {
        id: Uuid::from_u128(31),
        kind: "Integration visit",
        date: day(2),
        minutes: 50,
        held_by: text("Ada Lind"),
        themes: texts(&["grief", "work <and> rest"]),
        alliance: Some(text("SRS 36 of 40")),
        shared_note: Some(text("Wants a slower start.")),
        own_notes: texts(&["Supervision on Friday."]),
        corrected: true,
    };
    let row = TherapyRow {
        course: Uuid::from_u128(9),
        patient: Uuid::from_u128(7),
        name: text("<Ada> Moreno"),
        title: text("Depression · IV mood, six sessions"),
        windows: vec![
            line(WindowLook::Open, "closes in 5 h", "Integration after session 3, 16 Mar"),
            line(
                WindowLook::Missed,
                "closed 2 days ago without a visit",
                "Integration after session 2, 12 Mar",
            ),
        ],
        prepared: text("Preparation held Fri 27 Feb 2026."),
        words: vec![(text("17 Mar"), text("I slept through for the first time."))],
        themes: visit.themes.clone(),
        visits: vec![visit],
        next_kind: VisitKind::Integration,
        minutes: Some(50),
        scale: Some((text("SRS"), 40.0)),
    };
    let next = TherapyRow {
        course: Uuid::from_u128(10),
        name: text("J. Wren"),
        windows: vec![
            line(WindowLook::Upcoming, "opens in 20 h", "Integration after session 1, 18 Mar"),
            line(WindowLook::Kept, "held 13 Mar", "Integration after session 1, 12 Mar"),
        ],
        words: Vec::new(),
        visits: Vec::new(),
        themes: Vec::new(),
        minutes: None,
        scale: None,
        ..row.clone()
    };
    TherapyPage {
        today: TODAY,
        rows: vec![row, next],
        windows_rest_on: texts(&[
            "Integration visit (D38). Evenkeel default. Grade D: our default; clinic must confirm or change.",
        ]),
    }
}

pub fn timeline() -> TimelineView {
    let entry = |id: u128, n: i64, part, what: &str| TimelineEntry {
        id: Uuid::from_u128(id),
        date: day(n),
        part,
        course: Some(Uuid::from_u128(9)),
        what: text(what),
        detail: None,
        entered: text("Tomas Ruiz, 16 Mar 2026 14:05"),
        replaced: None,
        corrects: false,
        take_back: None,
    };
    let life = TimelineEntry {
        course: None,
        detail: Some(text("Swam <slowly>.")),
        take_back: Some(TakeBack::Life),
        ..entry(41, 14, TimelineKind::Life, "Exercise, 30 min")
    };
    let gone = TimelineEntry {
        replaced: Some(text("Taken back by Dr Vale, 17 Mar 2026 09:12")),
        ..entry(42, 13, TimelineKind::Sessions, "Session given: IV 5 mg/kg")
    };
    let right = TimelineEntry {
        corrects: true,
        ..entry(43, 13, TimelineKind::Sessions, "Session given: IV 0.5 mg/kg")
    };
    TimelineView {
        parts: vec![
            (TimelineKind::Sessions, "Sessions"),
            (TimelineKind::Scores, "Scores and signs"),
            (TimelineKind::Life, "Daily life"),
        ],
        chosen: Some(TimelineKind::Sessions),
        page: 2,
        more: true,
        entries: vec![life, gone, right],
    }
}

pub fn life_strip() -> LifeStrip {
    let lane = |name, marks: &[(i64, &str)]| LifeLane {
        name,
        marks: marks.iter().map(|(n, what)| (day(*n), text(what))).collect(),
    };
    LifeStrip {
        lanes: vec![
            lane("Integration", &[(1, "Integration visit, 50 min"), (7, "Integration visit")]),
            lane("Sleep", &[(2, "Sleep, 6.5 h: woke <twice>"), (9, "Sleep, 7 h")]),
        ],
    }
}
