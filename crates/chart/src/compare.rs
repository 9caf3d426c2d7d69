//! Two forecasts side by side on one scale, such as two doses.

use crate::bands::{self, Fan};
use crate::course::Level;
use crate::figure::{Figure, Size, Table};
use crate::frame::{Plot, y_axis};
use crate::labels::clip;
use crate::scale::{Scale, extent};
use crate::svg::{Anchor, Head, Svg, plain, whole};

/// Input of [`fan_compare`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// Unique on the page.
    pub id: String,
    /// Accessible name: "Two doses compared".
    pub title: String,
    /// The instrument of the vertical axis.
    pub instrument: String,
    /// Its highest score.
    pub max_score: f64,
    /// The forecasts; two read best, the chart takes as many as are given.
    pub panels: Vec<Panel>,
    /// The response line, drawn in each panel.
    pub response: Option<Level>,
    /// How much room there is; compact puts the panels one under the other.
    pub size: Size,
}

/// One forecast of a comparison.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel {
    /// What it assumes: "stay at 0.5 mg/kg".
    pub label: String,
    /// Civil date of the forecast's start.
    pub start_date: String,
    /// The forecast; its `end_date` names the end of the axis.
    pub forecast: Fan,
}

/// Draws forecasts as small multiples with a common scale, so that they can be compared by eye.
pub fn fan_compare(input: &Comparison) -> Figure {
    let words = words(input);
    let n = f64::from(u32::try_from(input.panels.len()).unwrap_or(1).max(1));
    let wide = input.size == Size::Wide;
    let panel = if wide { (720.0 / n, 232.0) } else { (344.0, 190.0) };
    let (width, height) = if wide { (720.0, panel.1) } else { (344.0, panel.1 * n) };
    let mut svg = Svg::new(&Head {
        id: &input.id,
        class: "ch-compare",
        width,
        height,
        title: &input.title,
        desc: &words,
        focusable: false,
    });
    let days =
        extent(input.panels.iter().flat_map(|p| p.forecast.shown()).map(|p| p.day)).unwrap_or((0.0, 1.0));
    let (mut left, mut top) = (0.0, 0.0);
    for each in &input.panels {
        let plot = Plot {
            left: left + 28.0,
            right: left + panel.0 - 12.0,
            top: top + 34.0,
            bottom: top + panel.1 - 26.0,
        };
        draw(&mut svg, input, each, &plot, days);
        if wide {
            left += panel.0;
        } else {
            top += panel.1;
        }
    }
    Figure { svg: svg.finish(), table: table(input), words }
}

fn draw(svg: &mut Svg, input: &Comparison, panel: &Panel, plot: &Plot, days: (f64, f64)) {
    // Room at the right for the figure at the end of the line.
    let x = Scale::new(days, (plot.left, plot.right - 28.0));
    let y = Scale::new((0.0, input.max_score.max(1.0)), (plot.bottom, plot.top));
    svg.text(
        "ch-panel",
        (plot.left, plot.top - 14.0),
        Anchor::Start,
        &clip(&panel.label, 13.0, plot.right - plot.left),
    );
    y_axis(svg, plot, &y, 4, "");
    bands::draw(svg, &panel.forecast, "ch-fan", &x, &y);
    if let Some(level) = &input.response {
        let at = y.held(level.value);
        svg.line("ch-response", (plot.left, at), (plot.right, at));
        // The label keeps clear of the median: below the line while the forecast starts above it.
        let above = panel.forecast.shown().next().is_some_and(|p| p.median > level.value);
        let base = if above { at + 14.0 } else { at - 5.0 };
        svg.text("ch-label ch-response-label", (plot.left + 4.0, base), Anchor::Start, &level.label);
    }
    if let Some(last) = panel.forecast.last() {
        svg.text(
            "ch-value",
            (x.at(last.day) + 6.0, y.held(last.median) + 4.0),
            Anchor::Start,
            &whole(last.median),
        );
    }
    let base = plot.bottom + 17.0;
    svg.text("ch-tick", (plot.left, base), Anchor::Start, &panel.start_date);
    svg.text("ch-tick", (plot.right, base), Anchor::End, &panel.forecast.end_date);
}

fn words(input: &Comparison) -> String {
    let mut parts: Vec<String> = input
        .panels
        .iter()
        .filter_map(|p| {
            let last = p.forecast.last()?;
            Some(format!("{}: {} {} on {}.", p.label, input.instrument, last.words(), p.forecast.end_date))
        })
        .collect();
    if let Some(level) = &input.response {
        parts.push(format!("Response line: {} ({}).", level.label, plain(level.value)));
    }
    if parts.is_empty() { "No forecasts to compare.".to_owned() } else { parts.join(" ") }
}

fn table(input: &Comparison) -> Table {
    let rows = input.panels.iter().filter_map(|p| {
        let last = p.forecast.last()?;
        Some(vec![
            p.label.clone(),
            p.forecast.end_date.clone(),
            whole(last.median),
            format!("{} to {}", whole(last.low50), whole(last.high50)),
            format!("{} to {}", whole(last.low80), whole(last.high80)),
        ])
    });
    Table {
        caption: input.title.clone(),
        head: ["Plan", "Date", "Median", "Half of outcomes", "Eight in ten"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
