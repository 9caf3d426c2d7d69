//! Days well in a year against sessions in a year: what another booster buys.

use crate::figure::{Figure, Size, Table};
use crate::frame::{Plot, y_axis};
use crate::labels::{Boxes, width};
use crate::scale::{Scale, extent};
use crate::svg::{Anchor, Head, Svg, band, polyline, whole};

/// Input of [`days_well_curve`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DaysWell {
    /// Unique on the page.
    pub id: String,
    /// Accessible name: "Days well in the next 12 months".
    pub title: String,
    /// Points in order of sessions a year.
    pub points: Vec<DaysWellPoint>,
    /// Index into `points` of the interval the model suggests, if any.
    pub suggested: Option<usize>,
    /// How much room there is.
    pub size: Size,
}

/// One interval between sessions and what it is expected to bring.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DaysWellPoint {
    /// Sessions in 12 months.
    pub sessions: f64,
    /// Expected days well in 12 months, median.
    pub days: f64,
    /// 10 % quantile, where it is known.
    pub low80: Option<f64>,
    /// 90 % quantile, where it is known.
    pub high80: Option<f64>,
    /// The interval in words: "every 14 days", "none".
    pub interval: String,
}

impl DaysWellPoint {
    /// Eight in ten, where both ends are known.
    fn range(&self) -> Option<(f64, f64)> {
        self.low80.zip(self.high80)
    }
}

/// Draws days well against sessions a year, the suggested interval ringed and its neighbours named.
pub fn days_well_curve(input: &DaysWell) -> Figure {
    let words = words(input);
    let (width, height) = if input.size == Size::Wide { (480.0, 260.0) } else { (344.0, 220.0) };
    let plot = Plot { left: 46.0, right: width - 14.0, top: 30.0, bottom: height - 46.0 };
    let most = extent(input.points.iter().map(|p| p.sessions)).map_or(12.0, |(_, high)| high.max(1.0));
    let x = Scale::new((0.0, most), (plot.left + 6.0, plot.right - 6.0));
    let y = Scale::new((0.0, 365.0), (plot.bottom, plot.top));
    let mut svg = Svg::new(&Head {
        id: &input.id,
        class: "ch-days-well",
        width,
        height,
        title: &input.title,
        desc: &words,
        focusable: true,
    });
    y_axis(&mut svg, &plot, &y, 4, "");
    svg.text("ch-scale", (plot.left - 30.0, 14.0), Anchor::Start, "days well in 12 months");
    let label_at = (f64::midpoint(plot.left, plot.right), plot.bottom + 36.0);
    svg.text("ch-tick", label_at, Anchor::Middle, "sessions in 12 months");
    for tick in x.ticks(if input.size == Size::Wide { 8 } else { 5 }) {
        svg.text("ch-tick", (x.at(tick), plot.bottom + 17.0), Anchor::Middle, &whole(tick));
    }
    let at = |p: &DaysWellPoint, days: f64| (x.at(p.sessions), y.held(days));
    let ranges = || input.points.iter().filter_map(|p| Some((p, p.range()?)));
    if ranges().count() > 1 {
        let upper = ranges().map(|(p, (_, high))| at(p, high));
        svg.path("ch-fan80", &band(upper, ranges().map(|(p, (low, _))| at(p, low))));
    }
    svg.path("ch-fan-line ch-solid", &polyline(input.points.iter().map(|p| at(p, p.days))));
    points(&mut svg, input, &x, &y, &plot);
    Figure { svg: svg.finish(), table: table(input), words }
}

fn points(svg: &mut Svg, input: &DaysWell, x: &Scale, y: &Scale, plot: &Plot) {
    let at = |p: &DaysWellPoint| (x.at(p.sessions), y.held(p.days));
    let mut taken = Boxes::default();
    for point in &input.points {
        taken.fill(at(point), (5.0, 5.0));
    }
    // The suggested interval is named first, so that it always has room.
    let suggested = input.suggested.and_then(|s| input.points.get(s));
    let label = suggested.and_then(|p| label_place(&mut taken, p, at(p), plot));
    for (index, point) in input.points.iter().enumerate() {
        let at = at(point);
        let ringed = input.suggested == Some(index);
        svg.open_mark(
            if ringed { "ch-choice ch-suggested" } else { "ch-choice" },
            &sentence(point),
            &[("value", whole(point.days))],
        );
        svg.circle("ch-hit", at, 11.0);
        if ringed {
            svg.circle("ch-ring", at, 9.0);
        }
        svg.circle("ch-dot", at, 4.0);
        let place = match (ringed, named(index, input)) {
            (true, _) => label,
            (false, true) => label_place(&mut taken, point, at, plot),
            (false, false) => None,
        };
        if let Some(place) = place {
            let class = if ringed { "ch-value" } else { "ch-label" };
            svg.text(class, (place.0, place.1 + 4.0), Anchor::Middle, &point.interval);
        }
        svg.close();
    }
}

/// The first free place for a label around a point: below on the right, where a rising curve leaves room, then
/// further below, then above on the left. `None` if all are taken; the name is then only in the mark's title.
fn label_place(taken: &mut Boxes, point: &DaysWellPoint, at: (f64, f64), plot: &Plot) -> Option<(f64, f64)> {
    let half = (width(&point.interval, 12.0) * 0.55 + 2.0, 7.0);
    let places = [(0.5, 20.0), (0.5, 34.0), (0.5, 48.0), (-0.5, -20.0), (-0.5, -34.0), (0.5, 62.0)];
    places
        .into_iter()
        .map(|(side, down)| {
            let x = (at.0 + side * half.0).clamp(plot.left + half.0, plot.right - half.0);
            (x, at.1 + down)
        })
        .filter(|p| p.1 + half.1 < plot.bottom && p.1 - half.1 > plot.top)
        .find(|p| taken.take(*p, half))
}

/// The suggested interval, its neighbours and both ends carry their names.
fn named(index: usize, input: &DaysWell) -> bool {
    let near = input.suggested.is_some_and(|s| index.abs_diff(s) <= 1);
    near || index == 0 || index + 1 == input.points.len()
}

fn sentence(p: &DaysWellPoint) -> String {
    let range = p.range().map(|(low, high)| format!(" (eight in ten {} to {})", whole(low), whole(high)));
    let noun = if (p.sessions - 1.0).abs() < 0.5 { "session" } else { "sessions" };
    let (n, days, range) = (whole(p.sessions), whole(p.days), range.unwrap_or_default());
    format!("{}: {n} {noun}, about {days} days well{range}", p.interval)
}

fn words(input: &DaysWell) -> String {
    if input.points.is_empty() {
        return "No forecast of days well yet.".to_owned();
    }
    let list = input.points.iter().map(sentence).collect::<Vec<_>>().join("; ");
    let suggested = input.suggested.and_then(|s| input.points.get(s));
    let end = suggested
        .map_or_else(String::new, |p| format!(" Fewest sessions for nearly the same: {}.", p.interval));
    format!("Expected days well in 12 months. {list}.{end}")
}

fn table(input: &DaysWell) -> Table {
    let with_range = input.points.iter().any(|p| p.range().is_some());
    let rows = input.points.iter().enumerate().map(|(index, p)| {
        let mark = if input.suggested == Some(index) { " (fewest for nearly the same)" } else { "" };
        let mut row = vec![format!("{}{mark}", p.interval), whole(p.sessions), whole(p.days)];
        if with_range {
            let range = p.range().map(|(low, high)| format!("{} to {}", whole(low), whole(high)));
            row.push(range.unwrap_or_default());
        }
        row
    });
    let mut head = ["Interval", "Sessions in 12 months", "Days well"].map(str::to_owned).to_vec();
    if with_range {
        head.push("Eight in ten".to_owned());
    }
    Table { caption: input.title.clone(), head, rows: rows.collect() }
}
