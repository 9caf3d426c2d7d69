//! The course chart: its words, its states and what it does with odd input.

use crate::common::{course, fan, score, session, texts, well_formed};
use evenkeel_chart::{CourseChart, Figure, SessionState, Size, YRange, course_chart};

fn check(chart: &CourseChart, in_words: &[&str]) -> Figure {
    for size in [Size::Wide, Size::Compact] {
        for y_range in [YRange::Full, YRange::Zoom] {
            let figure = course_chart(&CourseChart { size, y_range, ..chart.clone() });
            well_formed(&figure.svg);
            assert!(figure.table.rows.iter().all(|r| r.len() == figure.table.head.len()));
            for part in in_words {
                assert!(figure.words.contains(part), "{part:?} not in {:?}", figure.words);
            }
        }
    }
    course_chart(chart)
}

fn bare() -> CourseChart {
    CourseChart { sessions: vec![], dates: vec![], ..empty() }
}

fn empty() -> CourseChart {
    CourseChart {
        scores: vec![],
        past: fan(0.0, 0.0, "").clear(),
        forecast: fan(0.0, 0.0, "").clear(),
        alternative: None,
        response: None,
        remission: None,
        ..course()
    }
}

trait Clear {
    fn clear(self) -> Self;
}

impl Clear for evenkeel_chart::Fan {
    fn clear(mut self) -> Self {
        self.points.clear();
        self
    }
}

#[test]
fn words_tell_scores_levels_sessions_and_forecast() {
    check(
        &course(),
        &[
            "4 PHQ-9 scores: from 20 on day -2 to 16 on day 14, lowest 16, highest 20.",
            "Response line: half the intake score (10).",
            "Remission line: remission (4).",
            "Sessions: 2 given, 1 planned, 1 missed; 0.5 mg/kg, then 0.75 mg/kg; next on day 17.",
            "Forecast for day 45, if the plan is kept: about 9 (half of outcomes 7 to 11, eight in ten 5 to 13).",
            "If stopped today: about 18 by then.",
        ],
    );
}

#[test]
fn no_scores_at_all_is_said() {
    let figure = check(&empty(), &["No PHQ-9 scores yet."]);
    assert!(texts(&figure.svg).contains(&"No scores yet".to_owned()));
}

#[test]
fn nothing_at_all_still_draws_axes() {
    check(&bare(), &["No PHQ-9 scores yet."]);
}

#[test]
fn one_score_is_one_score() {
    check(&CourseChart { scores: vec![score(0.0, 15.0)], ..empty() }, &["One PHQ-9 score: 15 on day 0."]);
}

#[test]
fn sixty_scores_over_four_hundred_days_each_take_focus() {
    let scores: Vec<_> = (0..60).map(|n| score(f64::from(n) * 6.7, f64::from(n % 9) + 4.0)).collect();
    let figure =
        check(&CourseChart { scores, forecast: fan(396.0, 420.0, "kept"), ..course() }, &["60 PHQ-9 scores"]);
    assert_eq!(figure.svg.matches("ch-score\"").count(), 60);
    assert_eq!(figure.svg.matches("tabindex=\"0\"").count(), 64);
}

#[test]
fn another_instrument_is_hollow_and_counted_apart() {
    let mut chart = course();
    chart.scores.push(evenkeel_chart::ScorePoint {
        instrument: "QIDS".into(),
        other: true,
        ..score(15.0, 12.0)
    });
    let figure = check(&chart, &["4 PHQ-9 scores", "1 score of another instrument, drawn hollow."]);
    assert!(figure.svg.contains("ch-score ch-other"));
}

#[test]
fn a_missed_session_is_a_cross_and_a_planned_one_hollow() {
    let svg = check(&course(), &[]).svg;
    assert_eq!(svg.matches("ch-session ch-missed").count(), 1);
    assert_eq!(svg.matches("ch-session ch-planned").count(), 1);
    assert_eq!(svg.matches("ch-session ch-done").count(), 2);
}

#[test]
fn a_dose_is_labelled_where_it_changes_and_not_again() {
    let svg = check(&course(), &[]).svg;
    let doses: Vec<_> = texts(&svg).into_iter().filter(|t| t.ends_with("mg/kg")).collect();
    assert_eq!(doses, ["0.5 mg/kg", "0.75 mg/kg"]);
}

#[test]
fn the_table_holds_every_score_and_session_in_order_of_time() {
    let rows = check(&course(), &[]).table.rows;
    assert_eq!(rows.len(), 4 + 4 + 1);
    assert_eq!(rows.first().map(|r| r[2].as_str()), Some("20"));
    let planned = rows.iter().find(|r| r[1].contains("planned")).expect("a planned session");
    assert!(planned[2].starts_with("PHQ-9 expected about 14"), "{planned:?}");
}

#[test]
fn names_with_markup_are_escaped_everywhere() {
    let mut chart = course();
    let nasty = "<b>\"O'Hara\" & Söhne</b>";
    chart.title = nasty.to_owned();
    chart.instrument = nasty.to_owned();
    chart.id = "x\"><script>".to_owned();
    chart.sessions.push(session(20.0, nasty, SessionState::Planned));
    if let Some(line) = &mut chart.alternative {
        line.label = nasty.to_owned();
    }
    let figure = check(&chart, &[]);
    assert!(!figure.svg.contains("<b>"));
    assert!(figure.svg.contains("&lt;b&gt;&quot;O&#39;Hara&quot; &amp; Söhne"));
    assert!(!figure.table.html().contains("<b>"));
}

#[test]
fn numbers_that_are_not_finite_do_not_reach_the_picture() {
    let mut chart = course();
    chart.scores.push(score(f64::NAN, f64::INFINITY));
    for point in &mut chart.forecast.points {
        point.high80 = f64::NAN;
    }
    let figure = course_chart(&chart);
    assert!(!figure.svg.replace(">day NaN", "").contains("\"NaN\""));
    assert!(!figure.words.contains("Forecast for"));
}

#[test]
fn labels_on_the_right_do_not_overlap() {
    let mut chart = course();
    for level in chart.response.iter_mut().chain(chart.remission.iter_mut()) {
        level.value = 9.2;
    }
    let svg = course_chart(&chart).svg;
    let y = |t: &str| {
        t.split_once(" y=\"").and_then(|(_, r)| r.split_once('"')).map(|(n, _)| n.parse::<f64>().unwrap())
    };
    let mut heights: Vec<f64> =
        svg.lines().filter(|l| l.starts_with("<text class=\"ch-label")).filter_map(y).collect();
    heights.sort_by(f64::total_cmp);
    assert!(heights.len() >= 4);
    assert!(heights.windows(2).all(|w| w[1] - w[0] >= 12.0), "{heights:?}");
}

#[test]
fn same_input_gives_the_same_bytes() {
    assert_eq!(course_chart(&course()), course_chart(&course()));
}

#[test]
fn a_scale_on_which_high_is_better_says_so_and_starts_at_its_lowest_score() {
    let chart = CourseChart {
        instrument: "Mood 1-10".to_owned(),
        min_score: 1.0,
        max_score: 10.0,
        high_is_better: true,
        scores: vec![score(0.0, 1.0), score(7.0, 10.0)],
        ..bare()
    };
    let figure = check(&chart, &[]);
    assert!(texts(&figure.svg).contains(&"Mood 1-10, 1 to 10, higher is better".to_owned()));
    let heights: Vec<&str> = figure.svg.split("class=\"ch-dot\"").skip(1).collect();
    let cy = |part: &str| part.split("cy=\"").nth(1).and_then(|t| t.split('"').next()?.parse::<f64>().ok());
    assert_eq!((cy(heights[0]), cy(heights[1])), (Some(306.0), Some(46.0)), "on the axis and at its top");
}
