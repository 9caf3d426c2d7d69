//! The chance of response by each session, beside what people in general experience.

use crate::figure::{Figure, Size, Table};
use crate::frame::{Plot, y_axis};
use crate::labels::{clip, width, wrap};
use crate::scale::Scale;
use crate::svg::{Anchor, Head, Svg};

/// Input of [`response_bars`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResponseBars {
    /// Unique on the page.
    pub id: String,
    /// Accessible name: "Chance of response by session".
    pub title: String,
    /// What the chance is of, within a sentence: "response".
    pub outcome: String,
    /// Whose figure the tick marks are: "people in trials".
    pub population: String,
    /// One bar a session, in order.
    pub bars: Vec<ResponseBar>,
    /// How much room there is.
    pub size: Size,
}

/// The chance by one session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResponseBar {
    /// Number of the session, from 1.
    pub session: u32,
    /// This patient's chance of having responded by then, 0 to 1.
    pub chance: f64,
    /// The same for the population, 0 to 1, if known.
    pub population: Option<f64>,
    /// Whether the session has been given.
    pub given: bool,
}

/// A percentage that never claims certainty: "68 %", "<1 %", ">99 %".
pub(crate) fn percent(p: f64) -> String {
    let p = if p.is_finite() { p.clamp(0.0, 1.0) * 100.0 } else { 0.0 };
    if p < 1.0 {
        "<1 %".to_owned()
    } else if p > 99.0 {
        ">99 %".to_owned()
    } else {
        format!("{p:.0} %")
    }
}

/// Draws the chance of response by session: solid bars for sessions given, outlined ones for those to come,
/// and a tick mark on each bar for the population.
pub fn response_bars(input: &ResponseBars) -> Figure {
    let words = words(input);
    let (width, height) = if input.size == Size::Wide { (480.0, 260.0) } else { (344.0, 220.0) };
    let key = key_lines(input, width - 46.0 - 8.0 - 30.0);
    let extra = f64::from(u32::try_from(key.len().saturating_sub(1)).unwrap_or(0)) * 14.0;
    let height = height + extra;
    let plot = Plot { left: 46.0, right: width - 8.0, top: 34.0 + extra, bottom: height - 46.0 };
    let y = Scale::new((0.0, 100.0), (plot.bottom, plot.top));
    let mut svg = Svg::new(&Head {
        id: &input.id,
        class: "ch-bars",
        width,
        height,
        title: &input.title,
        desc: &words,
        focusable: true,
    });
    y_axis(&mut svg, &plot, &y, 4, " %");
    let slots = f64::from(u32::try_from(input.bars.len()).unwrap_or(1).max(1));
    let step = (plot.right - plot.left) / slots;
    let mut centre = plot.left + step / 2.0;
    for each in &input.bars {
        bar(&mut svg, each, input, &Slot { centre, step, plot, y });
        centre += step;
    }
    groups(&mut svg, input, &plot, step);
    draw_key(&mut svg, &key, &plot);
    Figure { svg: svg.finish(), table: table(input), words }
}

/// The place of one bar.
struct Slot {
    centre: f64,
    step: f64,
    plot: Plot,
    y: Scale,
}

fn bar(svg: &mut Svg, bar: &ResponseBar, input: &ResponseBars, slot: &Slot) {
    let half = (slot.step * 0.34).min(22.0);
    let (x, top) = (slot.centre, slot.y.held(bar.chance * 100.0));
    let class = if bar.given { "ch-bar ch-given" } else { "ch-bar ch-to-come" };
    svg.open_mark(class, &bar_title(bar, input), &[("value", percent(bar.chance))]);
    svg.rect("ch-hit", (x - slot.step / 2.0, slot.plot.top), (slot.step, slot.plot.bottom - slot.plot.top));
    svg.rect("ch-column", (x - half, top), (2.0 * half, slot.plot.bottom - top));
    let mut label_at = top - 6.0;
    if let Some(population) = bar.population {
        let at = slot.y.held(population * 100.0);
        svg.line("ch-population", (x - half - 4.0, at), (x + half + 4.0, at));
        // The figure stands above whichever of the two is higher, when they are close.
        if at < top && top - at < 20.0 {
            label_at = at - 6.0;
        }
    }
    let text = percent(bar.chance);
    // Twelve bars leave no room for the sign; the axis carries it.
    let text = if width(&text, 12.0) * 1.15 > slot.step - 2.0 { text.replace(" %", "") } else { text };
    svg.text("ch-value", (x, label_at), Anchor::Middle, &text);
    svg.text("ch-tick", (x, slot.plot.bottom + 16.0), Anchor::Middle, &bar.session.to_string());
    svg.close();
}

fn bar_title(bar: &ResponseBar, input: &ResponseBars) -> String {
    let state = if bar.given { "given" } else { "to come" };
    let population =
        bar.population.map_or_else(String::new, |p| format!("; {} {}", input.population, percent(p)));
    format!(
        "Session {} ({state}): chance of {} {}{population}",
        bar.session,
        input.outcome,
        percent(bar.chance)
    )
}

/// Brackets under the session numbers: which sessions have been given.
fn groups(svg: &mut Svg, input: &ResponseBars, plot: &Plot, step: f64) {
    let base = plot.bottom + 24.0;
    let mut from = plot.left;
    for (given, label) in [(true, "given"), (false, "still to come")] {
        let n = u32::try_from(input.bars.iter().filter(|b| b.given == given).count()).unwrap_or(0);
        if n == 0 {
            continue;
        }
        let to = from + step * f64::from(n);
        svg.line("ch-bracket", (from + 4.0, base), (to - 4.0, base));
        let class = "ch-tick";
        svg.text(
            class,
            (f64::midpoint(from, to), base + 15.0),
            Anchor::Middle,
            &clip(label, 12.0, (to - from).max(40.0)),
        );
        from = to;
    }
}

/// The meaning of the tick mark, if there is any.
fn key_lines(input: &ResponseBars, room: f64) -> Vec<String> {
    if input.bars.iter().all(|b| b.population.is_none()) {
        Vec::new()
    } else {
        wrap(&input.population, 12.0, room)
    }
}

fn draw_key(svg: &mut Svg, lines: &[String], plot: &Plot) {
    if lines.is_empty() {
        return;
    }
    svg.line("ch-population", (plot.left, 11.0), (plot.left + 18.0, 11.0));
    let mut base = 15.0;
    for line in lines {
        svg.text("ch-label", (plot.left + 24.0, base), Anchor::Start, line);
        base += 14.0;
    }
}

fn words(input: &ResponseBars) -> String {
    if input.bars.is_empty() {
        return format!("No forecast of {} yet.", input.outcome);
    }
    let list = input.bars.iter().map(|b| {
        let state = if b.given { ", given" } else { "" };
        let population = b.population.map_or_else(String::new, |p| format!(" against {}", percent(p)));
        format!("session {}{state}: {}{population}", b.session, percent(b.chance))
    });
    let compared = input.bars.iter().any(|b| b.population.is_some());
    let beside = if compared { format!(", against that of {}", input.population) } else { String::new() };
    format!("Chance of {} by each session{beside}: {}.", input.outcome, list.collect::<Vec<_>>().join("; "))
}

fn table(input: &ResponseBars) -> Table {
    let rows = input.bars.iter().map(|b| {
        let state = if b.given { "given" } else { "to come" };
        let population = b.population.map_or_else(|| "not known".to_owned(), percent);
        vec![b.session.to_string(), state.to_owned(), percent(b.chance), population]
    });
    Table {
        caption: input.title.clone(),
        head: vec![
            "Session".to_owned(),
            "State".to_owned(),
            "This patient".to_owned(),
            input.population.clone(),
        ],
        rows: rows.collect(),
    }
}
