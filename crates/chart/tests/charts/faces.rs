//! Golden files: the exact SVG and words of each chart. After an intended change run
//! `EVENKEEL_ACCEPT=1 cargo test -p evenkeel-chart faces` and read the difference before keeping it.

use crate::common::{course, fan, studies};
use evenkeel_chart::{
    Comparison, CourseChart, DaysWell, DaysWellPoint, Figure, Forest, Panel, ResponseBar, ResponseBars, Size,
    Spark, course_chart, days_well_curve, fan_compare, forest, response_bars, spark,
};
use std::path::Path;

fn check(name: &str, figure: &Figure) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.svg"));
    let now = format!("{}<!-- {} -->\n", figure.svg, figure.words);
    if std::env::var_os("EVENKEEL_ACCEPT").is_some() {
        assert!(std::fs::write(&path, &now).is_ok(), "cannot write {}", path.display());
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "{name} has changed; see the first lines of this test\n{now}");
}

#[test]
fn course_wide() {
    check("course_wide", &course_chart(&course()));
}

#[test]
fn course_compact() {
    check("course_compact", &course_chart(&CourseChart { size: Size::Compact, ..course() }));
}

#[test]
fn course_empty() {
    let CourseChart { id, title, instrument, max_score, .. } = course();
    check(
        "course_empty",
        &course_chart(&CourseChart { id, title, instrument, max_score, ..CourseChart::default() }),
    );
}

#[test]
fn bars() {
    let bar = |session, chance, given| ResponseBar { session, chance, population: Some(0.6), given };
    let input = ResponseBars {
        id: "bars".into(),
        title: "Chance of response by session".into(),
        outcome: "response".into(),
        population: "people in trials".into(),
        bars: vec![bar(1, 0.11, true), bar(2, 0.3, true), bar(3, 0.55, false)],
        size: Size::Wide,
    };
    check("bars", &response_bars(&input));
}

#[test]
fn days_well() {
    let point = |sessions, days, interval: &str| DaysWellPoint {
        sessions,
        days,
        low80: Some(days - 50.0),
        high80: Some(days + 30.0),
        interval: interval.into(),
    };
    let points = vec![
        point(0.0, 152.0, "none"),
        point(13.0, 243.0, "every 28 days"),
        point(26.0, 280.0, "every 14 days"),
    ];
    let input =
        DaysWell { id: "dw".into(), title: "Days well".into(), points, suggested: Some(2), size: Size::Wide };
    check("days_well", &days_well_curve(&input));
}

#[test]
fn compare() {
    let panel = |label: &str| Panel {
        label: label.into(),
        start_date: "18 Mar".into(),
        forecast: fan(15.0, 45.0, label),
    };
    let input = Comparison {
        id: "cmp".into(),
        title: "Two doses compared".into(),
        instrument: "PHQ-9".into(),
        max_score: 27.0,
        panels: vec![panel("stay at 0.5 mg/kg"), panel("0.75 mg/kg")],
        response: course().response,
        size: Size::Wide,
    };
    check("compare", &fan_compare(&input));
}

#[test]
fn trend() {
    let CourseChart { scores, instrument, max_score, .. } = course();
    check(
        "spark",
        &spark(&Spark {
            id: "sp".into(),
            title: "PHQ-9 scores".into(),
            instrument,
            max_score,
            scores,
            ..Spark::default()
        }),
    );
}

#[test]
fn studies_side_by_side() {
    check("forest", &forest(&studies()));
    check("forest_compact", &forest(&Forest { size: Size::Compact, ..studies() }));
}
