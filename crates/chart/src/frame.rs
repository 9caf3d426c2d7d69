//! The plot area: axes, grid and level lines shared by the charts.

use crate::scale::Scale;
use crate::svg::{Anchor, Svg, whole};

/// A rectangle in chart units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plot {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// Draws horizontal grid lines with their values on the left.
pub(crate) fn y_axis(svg: &mut Svg, plot: &Plot, y: &Scale, wanted: u32, unit: &str) {
    svg.open("ch-axis");
    for tick in y.ticks(wanted) {
        let at = y.at(tick);
        svg.line("ch-grid", (plot.left, at), (plot.right, at));
        svg.text("ch-tick", (plot.left - 6.0, at + 4.0), Anchor::End, &format!("{}{unit}", whole(tick)));
    }
    svg.line("ch-base", (plot.left, plot.bottom), (plot.right, plot.bottom));
    svg.close();
}

/// Draws vertical grid lines with their values below.
pub(crate) fn x_axis(svg: &mut Svg, plot: &Plot, x: &Scale, unit: &str) {
    for tick in x.ticks(4) {
        let at = x.at(tick);
        svg.line("ch-grid", (at, plot.top), (at, plot.bottom));
        svg.text("ch-tick", (at, plot.bottom + 17.0), Anchor::Middle, &format!("{} {unit}", whole(tick)));
    }
}
