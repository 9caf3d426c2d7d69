//! Small courses for the tests.

use evenkeel_chart::{
    CourseChart, DateTick, Fan, FanPoint, Forest, ForestRow, Level, Line, ScorePoint, SessionMark,
    SessionState, Size, Today,
};

/// A score of the chart's own instrument on a day; its date is "day N".
pub fn score(day: f64, value: f64) -> ScorePoint {
    ScorePoint {
        day,
        date: format!("day {day}"),
        value,
        shown: format!("{value}"),
        instrument: "PHQ-9".to_owned(),
        other: false,
    }
}

/// A session on a day.
pub fn session(day: f64, dose: &str, state: SessionState) -> SessionMark {
    SessionMark { day, date: format!("day {day}"), dose: dose.to_owned(), state }
}

/// A fan whose median falls from 15 to 9 between two days.
pub fn fan(from: f64, to: f64, label: &str) -> Fan {
    let point = |day: f64, median: f64, wide: f64| FanPoint {
        day,
        low80: median - 2.0 * wide,
        low50: median - wide,
        median,
        high50: median + wide,
        high80: median + 2.0 * wide,
    };
    Fan {
        points: vec![point(from, 15.0, 1.0), point(f64::midpoint(from, to), 11.0, 2.0), point(to, 9.0, 2.0)],
        label: label.to_owned(),
        end_date: format!("day {to}"),
    }
}

/// A course at the check after session 4, with everything a chart can show.
pub fn course() -> CourseChart {
    CourseChart {
        id: "c".to_owned(),
        title: "PHQ-9, sessions and forecast".to_owned(),
        instrument: "PHQ-9".to_owned(),
        max_score: 27.0,
        scores: vec![score(-2.0, 20.0), score(3.0, 19.0), score(7.0, 18.0), score(14.0, 16.0)],
        past: fan(0.0, 15.0, ""),
        forecast: fan(15.0, 45.0, "if the plan is kept"),
        alternative: Some(Line {
            points: vec![(15.0, 15.0), (45.0, 18.0)],
            label: "if stopped today".to_owned(),
        }),
        response: Some(Level { value: 10.0, label: "half the intake score".to_owned() }),
        remission: Some(Level { value: 4.0, label: "remission".to_owned() }),
        sessions: vec![
            session(0.0, "0.5 mg/kg", SessionState::Done),
            session(3.0, "0.5 mg/kg", SessionState::Missed),
            session(7.0, "0.5 mg/kg", SessionState::Done),
            session(17.0, "0.75 mg/kg", SessionState::Planned),
        ],
        today: Some(Today { day: 15.0, date: "day 15".to_owned() }),
        dates: (0..7)
            .map(|w| DateTick { day: f64::from(w) * 7.0, label: format!("day {}", w * 7) })
            .collect(),
        ..CourseChart::default()
    }
}

/// Three studies: with a control, without one, and without an interval.
pub fn studies() -> Forest {
    let row = |label: &str, value, interval, control| ForestRow {
        label: label.into(),
        note: "of 24, <moderate>".into(),
        value,
        interval,
        control,
    };
    Forest {
        id: "forest".into(),
        title: "Response at the end of the induction".into(),
        rows: vec![
            row("Feder A et al. 2021", 67.0, Some((41.7, 84.8)), Some(20.0)),
            row("Shiroma PR et al. 2014", 91.6, Some((64.6, 98.5)), None),
            row("Phillips JL et al. 2019", 0.0, None, None),
        ],
        size: Size::Wide,
    }
}

/// The texts of an SVG, without tags.
pub fn texts(svg: &str) -> Vec<String> {
    let inside = |part: &str| part.split_once('>').map(|(_, rest)| rest.to_owned());
    svg.split("</text>").filter_map(|p| p.rsplit_once("<text").and_then(|(_, t)| inside(t))).collect()
}

/// Checks that tags are balanced and that nothing a strict policy forbids is in it.
pub fn well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in svg.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
        if let Some(closing) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closing), "{svg}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    for forbidden in ["style=", "<style", "<script", "NaN", "inf", " onload"] {
        assert!(!svg.contains(forbidden), "{forbidden} in {svg}");
    }
}
