//! The clinical charts as accessible SVG, and the same content as words and as a table.
//!
//! Every function here is pure: plain numbers and finished texts in, a [`Figure`] out. The crate knows
//! no other crate of the project, no clock and no page. Conventions that hold for all charts:
//!
//! - A chart's `svg` carries classes (`ch-…`) and no `style`, so that a strict content security policy
//!   holds; colours, light and dark, and print come from the page's style sheet.
//! - `words` says what the picture says, with the same numbers; `table` lists them one by one.
//! - Dates arrive as texts beside day numbers. Day 0 is the caller's choice, usually the first session.
//! - All texts are escaped here; the caller passes them as a person wrote them.
//! - `id` must be unique on the page: the title and description of the chart are referred to by it.

mod bands;
mod compare;
mod course;
mod days_well;
mod figure;
mod forest;
mod frame;
mod labels;
mod response_bars;
mod scale;
mod spark;
mod svg;
mod ways;
mod weeks;

pub use bands::{Fan, FanPoint, Line};
pub use compare::{Comparison, Panel, fan_compare};
pub use course::{
    CourseChart, DateTick, Lane, LaneMark, Level, ScorePoint, SessionMark, SessionState, Today, Window,
    beside_course, course_chart,
};
pub use days_well::{DaysWell, DaysWellPoint, days_well_curve};
pub use figure::{Figure, Size, Table, YRange};
pub use forest::{Forest, ForestRow, forest};
pub use response_bars::{ResponseBar, ResponseBars, response_bars};
pub use spark::{Spark, spark};
pub use ways::{Way, Ways, ways};
pub use weeks::{WeekLane, WeekMark, Weeks, weeks};
