//! Published shares side by side: a point and its interval for each study, its control beside it.

use crate::figure::{Figure, Size, Table};
use crate::frame::{Plot, x_axis};
use crate::labels::clip;
use crate::scale::Scale;
use crate::svg::{Anchor, Head, Svg, whole};

/// Input of [`forest`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forest {
    /// Unique on the page.
    pub id: String,
    /// Accessible name: "Response at the end of the induction".
    pub title: String,
    /// The rows, from top to bottom.
    pub rows: Vec<ForestRow>,
    /// How much room there is.
    pub size: Size,
}

/// One figure of one study.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ForestRow {
    /// Whose figure it is: "Feder 2021".
    pub label: String,
    /// What stands beside it: "n 15, moderate".
    pub note: String,
    /// Percent, 0 to 100.
    pub value: f64,
    /// 95 % interval in percent, where it is known.
    pub interval: Option<(f64, f64)>,
    /// The control's figure in percent, where it is known.
    pub control: Option<f64>,
}

/// Height of a row; a label stands above its line.
const ROW: f64 = 40.0;

/// Draws each row as a point with its interval on a common axis of 0 to 100 percent. Nothing is pooled, so
/// there is no sum below.
pub fn forest(input: &Forest) -> Figure {
    let words = words(input);
    let width = if input.size == Size::Wide { 560.0 } else { 344.0 };
    let rows = f64::from(u32::try_from(input.rows.len()).unwrap_or(0));
    let (left, right, top) = (12.0, width - 16.0, 24.0);
    let bottom = top + rows * ROW;
    let x = Scale::new((0.0, 100.0), (left, right));
    let mut svg = Svg::new(&Head {
        id: &input.id,
        class: "ch-bars",
        width,
        height: bottom + 24.0,
        title: &input.title,
        desc: &words,
        focusable: true,
    });
    x_axis(&mut svg, &Plot { left, right, top, bottom }, &x, "%");
    key(&mut svg, input, left);
    let mut middle = top + ROW * 0.7;
    for each in &input.rows {
        row(&mut svg, each, &x, middle, (left, right));
        middle += ROW;
    }
    Figure { svg: svg.finish(), table: table(input), words }
}

/// What the second mark is, where there is one.
fn key(svg: &mut Svg, input: &Forest, left: f64) {
    if input.rows.iter().any(|row| row.control.is_some()) {
        svg.line("ch-population", (left + 4.0, 6.0), (left + 4.0, 18.0));
        svg.text("ch-label", (left + 12.0, 16.0), Anchor::Start, "control");
    }
}

fn row(svg: &mut Svg, row: &ForestRow, x: &Scale, y: f64, (left, right): (f64, f64)) {
    svg.open_mark("ch-choice", &sentence(row), &[("value", percent(row.value))]);
    svg.rect("ch-hit", (left, y - ROW * 0.6), (right - left, ROW * 0.95));
    let label = format!("{} · {}", row.label, row.note);
    let label = if row.note.is_empty() { row.label.clone() } else { label };
    svg.text("ch-label", (left, y - 11.0), Anchor::Start, &clip(&label, 12.0, right - left - 44.0));
    svg.text("ch-value", (right, y - 11.0), Anchor::End, &percent(row.value));
    if let Some((low, high)) = row.interval {
        svg.line("ch-past-line", (x.held(low), y), (x.held(high), y));
    }
    if let Some(control) = row.control {
        svg.line("ch-population", (x.held(control), y - 6.0), (x.held(control), y + 6.0));
    }
    svg.circle("ch-dot", (x.held(row.value), y), 4.5);
    svg.close();
}

fn percent(value: f64) -> String {
    format!("{} %", whole(value))
}

fn sentence(row: &ForestRow) -> String {
    let interval = row.interval.map(|(low, high)| format!(" (95 %: {} to {})", whole(low), whole(high)));
    let control = row.control.map(|control| format!(", control {}", percent(control)));
    let note = if row.note.is_empty() { String::new() } else { format!(", {}", row.note) };
    format!(
        "{}: {}{}{}{note}",
        row.label,
        percent(row.value),
        interval.unwrap_or_default(),
        control.unwrap_or_default()
    )
}

fn words(input: &Forest) -> String {
    if input.rows.is_empty() {
        return "No figure on file.".to_owned();
    }
    let rows: Vec<String> = input.rows.iter().map(sentence).collect();
    format!("{}. {}. Nothing is pooled.", input.title, rows.join("; "))
}

fn table(input: &Forest) -> Table {
    let rows = input.rows.iter().map(|row| {
        let interval = row.interval.map(|(low, high)| format!("{} to {}", whole(low), whole(high)));
        vec![
            row.label.clone(),
            percent(row.value),
            interval.unwrap_or_else(|| "not known".to_owned()),
            row.control.map_or_else(|| "none".to_owned(), percent),
            row.note.clone(),
        ]
    });
    let head = ["Study", "Share", "95 % interval", "Control", "People and grade"].map(str::to_owned).to_vec();
    Table { caption: input.title.clone(), head, rows: rows.collect() }
}
