//! The names of the lines: in the margin on the right, or under the chart where there is no margin.

use super::CourseChart;
use super::layout::{KEY_ROW, Layout};
use crate::labels::{SideLabel, clip, spread, wrap};
use crate::scale::Scale;
use crate::svg::{Anchor, Svg, plain};

const LINE_HEIGHT: f64 = 13.0;

/// A line of the chart with its name and the height at which it ends.
pub(super) struct Named {
    line: &'static str,
    label: &'static str,
    text: String,
    value: f64,
}

/// Every line that needs a name.
pub(super) fn named(chart: &CourseChart) -> Vec<Named> {
    let forecast = chart.forecast.last().map(|last| Named {
        line: "ch-fan-line",
        label: "ch-label ch-fan-label",
        text: chart.forecast.label.clone(),
        value: last.median,
    });
    let alternative = chart.alternative.as_ref().and_then(|line| {
        let (_, value) = *line.points.last()?;
        let (text, label) = (line.label.clone(), "ch-label ch-alt-label");
        Some(Named { line: "ch-alt-line", label, text, value })
    });
    let level = |l: &super::Level, line, label| {
        let text = format!("{} ({})", l.label, plain(l.value));
        Named { line, label, text, value: l.value }
    };
    let response = chart.response.as_ref().map(|l| level(l, "ch-response", "ch-label ch-response-label"));
    let remission = chart.remission.as_ref().map(|l| level(l, "ch-remission", "ch-label ch-remission-label"));
    [forecast, alternative, response, remission].into_iter().flatten().collect()
}

/// Names in the right margin at the height of their lines, moved apart where they would overlap.
pub(super) fn beside(svg: &mut Svg, named: &[Named], layout: &Layout, x: &Scale, y: &Scale) {
    let room = layout.margin - 14.0;
    let label = |n: &Named| SideLabel::new(n.label, wrap(&n.text, layout.font, room), y.held(n.value));
    let mut labels: Vec<SideLabel> = named.iter().map(label).collect();
    spread(&mut labels, LINE_HEIGHT, layout.plot.top - 4.0, layout.plot.bottom);
    let end = x.at(x.to);
    for label in &labels {
        svg.line("ch-leader", (end + 2.0, label.wanted), (end + 11.0, label.y));
        let mut base = label.y - label.height(LINE_HEIGHT) / 2.0 + LINE_HEIGHT - 3.0;
        for line in &label.lines {
            svg.text(label.class, (end + 14.0, base), Anchor::Start, line);
            base += LINE_HEIGHT;
        }
    }
}

/// Names under the dates, each beside a piece of its line.
pub(super) fn below(svg: &mut Svg, named: &[Named], layout: &Layout) {
    let mut base = layout.dates + KEY_ROW + 4.0;
    for each in named {
        let left = layout.plot.left;
        svg.line(each.line, (left, base - 4.0), (left + 26.0, base - 4.0));
        let text = clip(&each.text, layout.font, layout.width - left - 36.0);
        svg.text(each.label, (left + 34.0, base), Anchor::Start, &text);
        base += KEY_ROW;
    }
}
