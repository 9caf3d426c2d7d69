//! Where things stand in the course chart, for both sizes.

use super::CourseChart;
use crate::figure::{Size, YRange};
use crate::frame::Plot;
use crate::scale::{Scale, extent, nice_step};

/// Height of one named line under a compact chart.
pub(super) const KEY_ROW: f64 = 17.0;

/// Measures of one size, in chart units (about one CSS pixel at the size's own width).
pub(super) struct Layout {
    pub width: f64,
    pub height: f64,
    pub plot: Plot,
    /// Centre of the lane of sessions, below the plot.
    pub lane: f64,
    /// Base lines of the two rows of dose labels.
    pub doses: [f64; 2],
    /// Base line of the dates.
    pub dates: f64,
    /// Room for labels right of the plot; 0 where they stand inside.
    pub margin: f64,
    /// Wanted number of horizontal grid lines.
    pub y_ticks: u32,
    /// Font size of labels.
    pub font: f64,
}

impl Layout {
    pub fn of(size: Size) -> Self {
        match size {
            Size::Wide => Self {
                width: 820.0,
                height: 390.0,
                plot: Plot { left: 58.0, right: 680.0, top: 46.0, bottom: 306.0 },
                lane: 322.0,
                doses: [347.0, 360.0],
                dates: 382.0,
                margin: 136.0,
                y_ticks: 6,
                font: 12.0,
            },
            Size::Compact => Self {
                width: 360.0,
                height: 316.0,
                plot: Plot { left: 28.0, right: 352.0, top: 46.0, bottom: 236.0 },
                lane: 250.0,
                doses: [274.0, 287.0],
                dates: 308.0,
                margin: 0.0,
                y_ticks: 4,
                font: 12.0,
            },
        }
    }

    /// Moves the dates up when fewer than two rows of dose labels are used.
    pub fn close_up(&mut self, rows_used: u32) {
        let lift = 13.0 * f64::from(2_u32.saturating_sub(rows_used));
        self.dates -= lift;
        self.height -= lift;
    }

    /// Makes room under the dates for one row per named line.
    pub fn add_rows(&mut self, rows: usize) {
        self.height += KEY_ROW * f64::from(u32::try_from(rows).unwrap_or(0));
    }

    /// Bottom of the lane of sessions, where vertical lines end.
    pub fn lane_bottom(&self) -> f64 {
        self.lane + 11.0
    }

    /// Days from the first to the last thing drawn, with a little air at both ends.
    pub fn x(&self, chart: &CourseChart) -> Scale {
        let scores = chart.scores.iter().map(|s| s.day);
        let sessions = chart.sessions.iter().map(|s| s.day);
        let fans = chart.past.shown().chain(chart.forecast.shown()).map(|p| p.day);
        let rest = chart.today.iter().map(|t| t.day).chain(chart.booster.iter().map(|w| w.to_day));
        let (from, to) = extent(scores.chain(sessions).chain(fans).chain(rest)).unwrap_or((0.0, 28.0));
        // Under two weeks a chart shows noise as if it were a trend.
        let to = to.max(from + 14.0);
        let air = (to - from) * 0.015;
        Scale::new((from - air, to + air), (self.plot.left, self.plot.right))
    }

    /// The whole range of the instrument, or the part with data in it.
    pub fn y(&self, chart: &CourseChart) -> Scale {
        let coords = (self.plot.bottom, self.plot.top);
        let full = Scale::new((chart.min_score, chart.max_score.max(chart.min_score + 1.0)), coords);
        if chart.y_range == YRange::Full {
            return full;
        }
        let scores = chart.scores.iter().map(|s| s.value);
        let fans = chart.past.shown().chain(chart.forecast.shown()).flat_map(|p| [p.low80, p.high80]);
        let levels = chart.response.iter().map(|l| l.value);
        let Some((low, high)) = extent(scores.chain(fans).chain(levels)) else {
            return full;
        };
        let step = nice_step(high - low, self.y_ticks);
        let from = ((low / step).floor() * step).max(full.from);
        let to = ((high / step).ceil() * step).min(full.to);
        Scale::new((from, to.max(from + 1.0)), coords)
    }
}
