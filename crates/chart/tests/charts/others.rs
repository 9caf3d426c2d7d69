//! The smaller charts: their words carry the numbers that are drawn.

use crate::common::{fan, score, studies, texts, well_formed};
use evenkeel_chart::{
    Comparison, DaysWell, DaysWellPoint, Figure, Forest, Level, Panel, ResponseBar, ResponseBars, Size,
    Spark, days_well_curve, fan_compare, forest, response_bars, spark,
};

fn check(figure: &Figure, in_words: &[&str]) {
    well_formed(&figure.svg);
    for part in in_words {
        assert!(figure.words.contains(part), "{part:?} not in {:?}", figure.words);
    }
}

fn bars(chances: &[f64]) -> ResponseBars {
    let bars = chances.iter().zip(1..).map(|(chance, session)| ResponseBar {
        session,
        chance: *chance,
        population: Some(0.5),
        given: session <= 2,
    });
    ResponseBars {
        id: "b".into(),
        title: "Chance of response".into(),
        outcome: "response".into(),
        population: "people in <trials>".into(),
        bars: bars.collect(),
        size: Size::Wide,
    }
}

fn days_well() -> DaysWell {
    let point = |sessions: f64, days: f64, interval: &str| DaysWellPoint {
        sessions,
        days,
        low80: Some(days - 40.0),
        high80: Some(days + 40.0),
        interval: interval.into(),
    };
    DaysWell {
        id: "d".into(),
        title: "Days well".into(),
        points: vec![
            point(0.0, 150.0, "none"),
            point(13.0, 243.0, "every 28 days"),
            point(26.0, 280.0, "every 14 days"),
        ],
        suggested: Some(1),
        size: Size::Wide,
    }
}

fn comparison() -> Comparison {
    let panel = |label: &str| Panel {
        label: label.into(),
        start_date: "18 Mar".into(),
        forecast: fan(15.0, 45.0, label),
    };
    Comparison {
        id: "k".into(),
        title: "Two doses".into(),
        instrument: "PHQ-9".into(),
        max_score: 27.0,
        panels: vec![panel("stay at 0.5 mg/kg"), panel("0.75 mg/kg")],
        response: Some(Level { value: 10.0, label: "half the intake score".into() }),
        size: Size::Wide,
    }
}

fn trend(values: &[f64]) -> Spark {
    let scores = values.iter().zip(0_u32..).map(|(v, n)| score(f64::from(n), *v)).collect();
    Spark {
        id: "s".into(),
        title: "PHQ-9".into(),
        instrument: "PHQ-9".into(),
        max_score: 27.0,
        scores,
        ..Spark::default()
    }
}

#[test]
fn bars_say_each_session_and_the_population() {
    check(
        &response_bars(&bars(&[0.24, 0.42, 0.68])),
        &[
            "against that of people in <trials>",
            "session 1, given: 24 % against 50 %",
            "session 3: 68 % against 50 %",
        ],
    );
}

#[test]
fn bars_never_claim_certainty() {
    check(
        &response_bars(&bars(&[0.0, 1.0, f64::NAN])),
        &["session 1, given: <1 %", "session 2, given: >99 %"],
    );
}

#[test]
fn bars_draw_what_the_words_say() {
    let figure = response_bars(&bars(&[0.24, 0.42, 0.68]));
    for percent in ["24 %", "42 %", "68 %"] {
        assert!(texts(&figure.svg).contains(&percent.to_owned()) && figure.words.contains(percent));
    }
    assert_eq!(figure.svg.matches("ch-bar ch-given").count(), 2);
    assert_eq!(figure.svg.matches("ch-bar ch-to-come").count(), 1);
}

#[test]
fn no_bars_is_said() {
    check(&response_bars(&bars(&[])), &["No forecast of response yet."]);
}

#[test]
fn days_well_names_the_suggested_interval() {
    let figure = days_well_curve(&days_well());
    check(
        &figure,
        &[
            "every 28 days: 13 sessions, about 243 days well (eight in ten 203 to 283)",
            "nearly the same: every 28 days.",
        ],
    );
    assert!(texts(&figure.svg).contains(&"every 28 days".to_owned()));
    assert_eq!(figure.svg.matches("ch-ring").count(), 1);
}

#[test]
fn days_well_without_a_suggestion_rings_nothing() {
    let figure = days_well_curve(&DaysWell { suggested: Some(99), ..days_well() });
    check(&figure, &["none: 0 sessions"]);
    assert!(!figure.svg.contains("ch-ring") && !figure.words.contains("nearly the same"));
    check(&days_well_curve(&DaysWell { points: vec![], ..days_well() }), &["No forecast of days well yet."]);
}

#[test]
fn comparison_tells_both_ends() {
    for size in [Size::Wide, Size::Compact] {
        let figure = fan_compare(&Comparison { size, ..comparison() });
        check(
            &figure,
            &[
                "stay at 0.5 mg/kg: PHQ-9 about 9 (half of outcomes 7 to 11",
                "0.75 mg/kg: PHQ-9 about 9",
                "(10).",
            ],
        );
        assert_eq!(figure.table.rows.len(), 2);
    }
}

#[test]
fn trend_tells_first_and_last() {
    check(&spark(&trend(&[])), &["No PHQ-9 scores yet."]);
    check(&spark(&trend(&[15.0])), &["PHQ-9 15 on day 0."]);
    check(&spark(&trend(&[20.0, 11.0])), &["PHQ-9 from 20 on day 0 to 11 on day 1, 2 scores."]);
}

#[test]
fn days_well_without_ranges_draws_the_line_alone() {
    let mut input = days_well();
    for point in &mut input.points {
        (point.low80, point.high80) = (None, None);
    }
    let figure = days_well_curve(&input);
    check(&figure, &["every 28 days: 13 sessions, about 243 days well; every 14 days"]);
    assert!(!figure.svg.contains("ch-fan80") && !figure.words.contains("eight in ten"));
    assert!(figure.table.rows.iter().all(|row| row.len() == figure.table.head.len()));
    assert_eq!(figure.table.head.len(), 3);
}

#[test]
fn studies_stand_side_by_side_with_interval_and_control_and_are_not_pooled() {
    for size in [Size::Wide, Size::Compact] {
        let figure = forest(&Forest { size, ..studies() });
        check(
            &figure,
            &[
                "Feder A et al. 2021: 67 % (95 %: 42 to 85), control 20 %",
                "Shiroma PR et al. 2014: 92 % (95 %: 65 to 99)",
                "Phillips JL et al. 2019: 0 %, of 24",
                "Nothing is pooled.",
            ],
        );
        assert_eq!(figure.svg.matches("ch-dot").count(), 3);
        assert_eq!(figure.svg.matches("ch-past-line").count(), 2);
        assert_eq!(figure.svg.matches("ch-population").count(), 2, "the key, and the one control");
        let cells: Vec<_> = figure.table.rows.iter().map(|row| (row[2].as_str(), row[3].as_str())).collect();
        assert_eq!(cells, [("42 to 85", "20 %"), ("65 to 99", "none"), ("not known", "none")]);
    }
}

#[test]
fn no_study_is_said_and_no_control_means_no_key() {
    check(&forest(&Forest { rows: Vec::new(), ..studies() }), &["No figure on file."]);
    let alone = Forest { rows: studies().rows.split_off(1), ..studies() };
    assert!(!texts(&forest(&alone).svg).contains(&"control".to_owned()));
}
