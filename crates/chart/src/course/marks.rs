//! The marks that take focus: scores and sessions.

use super::layout::Layout;
use super::{CourseChart, ScorePoint, SessionMark, SessionState};
use crate::labels::{Row, clip, width};
use crate::scale::Scale;
use crate::svg::{Anchor, Svg, plain};

/// Scores as points; the first and the last of the chart's own instrument carry their value.
pub(super) fn scores(svg: &mut Svg, chart: &CourseChart, x: &Scale, y: &Scale) {
    svg.open("ch-scores");
    let own = || chart.scores.iter().filter(|s| !s.other);
    let (first, last) = (own().next(), own().next_back());
    for score in &chart.scores {
        let at = (x.held(score.day), y.held(score.value));
        let class = if score.other { "ch-score ch-other" } else { "ch-score" };
        svg.open_mark(class, &title(score), &[("day", plain(score.day)), ("value", plain(score.value))]);
        svg.circle("ch-hit", at, 12.0);
        svg.circle("ch-dot", at, 4.5);
        if [first, last].iter().flatten().any(|s| std::ptr::eq(*s, score)) {
            svg.text("ch-value", (at.0, at.1 - 10.0), Anchor::Middle, &score.shown);
        }
        svg.close();
    }
    svg.close();
}

pub(super) fn title(score: &ScorePoint) -> String {
    format!("{}: {} {}", score.date, score.instrument, score.shown)
}

/// Sessions in their lane under the plot, with the dose at the first one and at each change.
pub(super) fn sessions(svg: &mut Svg, chart: &CourseChart, layout: &Layout, x: &Scale, labels: &[DoseLabel]) {
    if chart.sessions.is_empty() {
        return;
    }
    svg.open("ch-sessions");
    svg.line("ch-lane", (layout.plot.left, layout.lane), (layout.plot.right, layout.lane));
    if layout.margin > 0.0 {
        svg.text("ch-tick", (layout.plot.left - 6.0, layout.lane + 4.0), Anchor::End, "sessions");
    }
    for session in &chart.sessions {
        mark(svg, session, layout, x, pin_width(chart, x, session.state));
    }
    doses(svg, labels, layout);
    svg.close();
}

/// Pins get narrower when sessions stand close, so that each can still be counted; a hollow one stays wide
/// enough to be seen as hollow.
fn pin_width(chart: &CourseChart, x: &Scale, state: SessionState) -> f64 {
    let days = chart.sessions.iter().filter(|s| s.state == state).map(|s| s.day);
    let gaps = days.clone().zip(days.skip(1)).map(|(a, b)| (x.at(b) - x.at(a)).abs());
    let least = if state == SessionState::Planned { 4.5 } else { 1.5 };
    (gaps.fold(f64::INFINITY, f64::min) - 3.0).clamp(least, 6.0)
}

fn mark(svg: &mut Svg, session: &SessionMark, layout: &Layout, x: &Scale, pin: f64) {
    let (cx, cy) = (x.held(session.day), layout.lane);
    let title = format!("{}: session {}{}", session.date, session.state.word(), dose_part(&session.dose));
    let class = match session.state {
        SessionState::Done => "ch-session ch-done",
        SessionState::Planned => "ch-session ch-planned",
        SessionState::Missed => "ch-session ch-missed",
    };
    if session.state == SessionState::Done {
        svg.line("ch-drop", (cx, layout.plot.top), (cx, cy));
    }
    svg.open_mark(class, &title, &[("day", plain(session.day))]);
    svg.circle("ch-hit", (cx, cy), 11.0);
    if session.state == SessionState::Missed {
        svg.line("ch-cross", (cx - 4.0, cy - 4.0), (cx + 4.0, cy + 4.0));
        svg.line("ch-cross", (cx - 4.0, cy + 4.0), (cx + 4.0, cy - 4.0));
    } else {
        svg.rect("ch-pin", (cx - pin / 2.0, cy - 7.0), (pin, 14.0));
    }
    svg.close();
}

pub(super) fn dose_part(dose: &str) -> String {
    if dose.is_empty() { String::new() } else { format!(", {dose}") }
}

/// A dose label with its place: the centre, and which of the two rows.
pub(super) struct DoseLabel {
    middle: f64,
    pub row: u32,
    text: String,
}

/// Dose labels where they change, in the first of two rows that has room; the rest are in the marks' titles.
pub(super) fn dose_labels(chart: &CourseChart, layout: &Layout, x: &Scale) -> Vec<DoseLabel> {
    let mut rows = [Row::default(), Row::default()];
    let mut labels = Vec::new();
    let mut seen = "";
    for session in chart.sessions.iter().filter(|s| s.state != SessionState::Missed && !s.dose.is_empty()) {
        if session.dose == seen {
            continue;
        }
        seen = &session.dose;
        let text = clip(&session.dose, 11.0, 120.0);
        let half = width(&text, 11.0) / 2.0;
        let middle = x.held(session.day).clamp(half + 2.0, layout.width - half - 2.0);
        let free = rows
            .iter_mut()
            .zip(0..)
            .find_map(|(row, index)| row.take(middle - half - 4.0, middle + half + 4.0).then_some(index));
        if let Some(row) = free {
            labels.push(DoseLabel { middle, row, text });
        }
    }
    labels
}

fn doses(svg: &mut Svg, labels: &[DoseLabel], layout: &Layout) {
    for label in labels {
        let [first, second] = layout.doses;
        let base = if label.row == 0 { first } else { second };
        svg.text("ch-dose", (label.middle, base), Anchor::Middle, &label.text);
    }
}
