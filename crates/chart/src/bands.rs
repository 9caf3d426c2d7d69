//! Forecast fans and corridors: their points, their paths and their words.

use crate::scale::Scale;
use crate::svg::{Svg, band, polyline, whole};

/// The distribution of the score on one day, in the chart's score units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanPoint {
    /// Day number; parts of a day are allowed.
    pub day: f64,
    /// 10 % quantile.
    pub low80: f64,
    /// 25 % quantile.
    pub low50: f64,
    /// Median.
    pub median: f64,
    /// 75 % quantile.
    pub high50: f64,
    /// 90 % quantile.
    pub high80: f64,
}

/// A forecast or a corridor over time, ordered by day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fan {
    /// Points in the order of their days; points with a value that is not finite are left out.
    pub points: Vec<FanPoint>,
    /// What the fan assumes, as its label: "if the plan is kept".
    pub label: String,
    /// The civil date of the last point, as the words say it: "24 May 2026".
    pub end_date: String,
}

/// A single line beside the fan, such as the median if treatment stopped today.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// (day, score), ordered by day.
    pub points: Vec<(f64, f64)>,
    /// What it assumes: "if stopped today".
    pub label: String,
}

impl Fan {
    pub(crate) fn shown(&self) -> impl DoubleEndedIterator<Item = &FanPoint> + Clone {
        self.points
            .iter()
            .filter(|p| [p.day, p.low80, p.low50, p.median, p.high50, p.high80].iter().all(|v| v.is_finite()))
    }

    pub(crate) fn last(&self) -> Option<&FanPoint> {
        self.shown().next_back()
    }

    /// The fan on a day between two of its points, linearly interpolated; `None` outside.
    pub(crate) fn on(&self, day: f64) -> Option<FanPoint> {
        let before = self.shown().rfind(|p| p.day <= day)?;
        let after = self.shown().find(|p| p.day >= day)?;
        let span = after.day - before.day;
        let w = if span > 0.0 { (day - before.day) / span } else { 0.0 };
        let mix = |a: f64, b: f64| a + w * (b - a);
        Some(FanPoint {
            day,
            low80: mix(before.low80, after.low80),
            low50: mix(before.low50, after.low50),
            median: mix(before.median, after.median),
            high50: mix(before.high50, after.high50),
            high80: mix(before.high80, after.high80),
        })
    }
}

impl FanPoint {
    /// "about 8 (half of outcomes 6 to 10, eight in ten 4 to 13)".
    pub(crate) fn words(&self) -> String {
        format!(
            "about {} (half of outcomes {} to {}, eight in ten {} to {})",
            whole(self.median),
            whole(self.low50),
            whole(self.high50),
            whole(self.low80),
            whole(self.high80)
        )
    }
}

/// Draws both bands and the median; `kind` prefixes the classes (`ch-fan`, `ch-past`).
pub(crate) fn draw(svg: &mut Svg, fan: &Fan, kind: &str, x: &Scale, y: &Scale) {
    let edge = |value: fn(&FanPoint) -> f64| fan.shown().map(move |p| (x.at(p.day), y.held(value(p))));
    svg.path(&format!("{kind}80"), &band(edge(|p| p.high80), edge(|p| p.low80)));
    svg.path(&format!("{kind}50"), &band(edge(|p| p.high50), edge(|p| p.low50)));
    svg.path(&format!("{kind}-line"), &polyline(edge(|p| p.median)));
}
