//! Draws the course chart from back to front.

use super::layout::Layout;
use super::{CourseChart, marks, names};
use crate::bands;
use crate::figure::Size;
use crate::frame::y_axis;
use crate::labels::{Row, width, wrap};
use crate::scale::Scale;
use crate::svg::{Anchor, Head, Svg, polyline, whole};

const LINE_HEIGHT: f64 = 13.0;

pub(super) fn svg(chart: &CourseChart, words: &str) -> String {
    let mut layout = Layout::of(chart.size);
    let (x, y) = (layout.x(chart), layout.y(chart));
    let doses = marks::dose_labels(chart, &layout, &x);
    layout.close_up(doses.iter().map(|d| d.row + 1).max().unwrap_or(0));
    let named = names::named(chart);
    if chart.size == Size::Compact {
        layout.add_rows(named.len());
    }
    let mut svg = Svg::new(&Head {
        id: &chart.id,
        class: if chart.size == Size::Wide { "ch-course ch-wide" } else { "ch-course ch-compact" },
        width: layout.width,
        height: layout.height,
        title: &chart.title,
        desc: words,
        focusable: true,
    });
    booster(&mut svg, chart, &layout, &x);
    y_axis(&mut svg, &layout.plot, &y, layout.y_ticks, "");
    dates(&mut svg, chart, &layout, &x);
    bands::draw(&mut svg, &chart.past, "ch-past", &x, &y);
    bands::draw(&mut svg, &chart.forecast, "ch-fan", &x, &y);
    if let Some(line) = &chart.alternative {
        svg.path("ch-alt-line", &polyline(line.points.iter().map(|(d, v)| (x.at(*d), y.held(*v)))));
    }
    levels(&mut svg, chart, &layout, &y);
    today(&mut svg, chart, &layout, &x);
    if chart.size == Size::Wide {
        names::beside(&mut svg, &named, &layout, &x, &y);
    } else {
        names::below(&mut svg, &named, &layout);
    }
    head(&mut svg, chart, &layout);
    marks::sessions(&mut svg, chart, &layout, &x, &doses);
    marks::scores(&mut svg, chart, &x, &y);
    svg.finish()
}

/// The name of the scale, above the axis; and a sentence in the plot where there is nothing to see yet.
fn head(svg: &mut Svg, chart: &CourseChart, layout: &Layout) {
    let better = if chart.high_is_better { "higher" } else { "lower" };
    let range = format!("{} to {}", whole(chart.min_score), whole(chart.max_score));
    let name = format!("{}, {range}, {better} is better", chart.instrument);
    svg.text("ch-scale", (layout.plot.left - 24.0, 14.0), Anchor::Start, &name);
    if chart.scores.is_empty() {
        let middle = f64::midpoint(layout.plot.left, layout.plot.right);
        let at = layout.plot.top + 22.0;
        svg.text("ch-empty", (middle, at), Anchor::Middle, "No scores yet");
    }
}

fn booster(svg: &mut Svg, chart: &CourseChart, layout: &Layout, x: &Scale) {
    let Some(window) = &chart.booster else { return };
    let (from, to) = (x.held(window.from_day), x.held(window.to_day));
    let plot = layout.plot;
    svg.rect("ch-window", (from, plot.top), (to - from, layout.lane_bottom() - plot.top));
    let room = (plot.right - plot.left) * 0.5;
    let lines = wrap(&window.label, 11.0, (to - from).max(132.0).min(room));
    let widest = lines.iter().map(|l| width(l, 11.0)).fold(0.0, f64::max);
    let middle = f64::midpoint(from, to).clamp(plot.left + widest / 2.0, plot.right - widest / 2.0);
    let mut at = plot.top + 14.0;
    for line in &lines {
        svg.text("ch-window-label", (middle, at), Anchor::Middle, line);
        at += LINE_HEIGHT;
    }
}

fn dates(svg: &mut Svg, chart: &CourseChart, layout: &Layout, x: &Scale) {
    let mut row = Row::default();
    svg.open("ch-axis");
    for tick in chart.dates.iter().filter(|t| t.day >= x.from && t.day <= x.to) {
        let at = x.at(tick.day);
        let half = width(&tick.label, layout.font) / 2.0;
        let middle = at.clamp(half, layout.width - half);
        if row.take(middle - half - 8.0, middle + half + 8.0) {
            svg.line("ch-grid", (at, layout.plot.top), (at, layout.lane_bottom()));
            svg.text("ch-tick", (middle, layout.dates), Anchor::Middle, &tick.label);
        }
    }
    svg.close();
}

fn levels(svg: &mut Svg, chart: &CourseChart, layout: &Layout, y: &Scale) {
    let response = chart.response.iter().map(|l| (l, "ch-response"));
    for (level, class) in response.chain(chart.remission.iter().map(|l| (l, "ch-remission"))) {
        if level.value >= y.from && level.value <= y.to {
            let at = y.at(level.value);
            svg.line(class, (layout.plot.left, at), (layout.plot.right, at));
        }
    }
}

fn today(svg: &mut Svg, chart: &CourseChart, layout: &Layout, x: &Scale) {
    let Some(today) = &chart.today else { return };
    let at = x.held(today.day);
    svg.line("ch-today", (at, layout.plot.top - 8.0), (at, layout.lane_bottom()));
    let label = format!("today, {}", today.date);
    let half = width(&label, layout.font) / 2.0;
    let middle = at.clamp(layout.plot.left + half, layout.plot.right - half);
    svg.text("ch-today-label", (middle, layout.plot.top - 12.0), Anchor::Middle, &label);
}
