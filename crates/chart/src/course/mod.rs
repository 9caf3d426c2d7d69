//! The course chart: what was scored and given, where the patient probably is, and what is likely next.

mod beside;
mod draw;
mod layout;
mod marks;
mod names;
mod words;

pub use beside::{Lane, LaneMark, beside_course};

use crate::bands::{Fan, Line};
use crate::figure::{Figure, Size, YRange};

/// Everything the course chart shows. Only `id`, `title`, `instrument` and `max_score` must be filled.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CourseChart {
    /// Unique on the page.
    pub id: String,
    /// Accessible name of the chart.
    pub title: String,
    /// Name of the instrument whose scale the vertical axis has: "PHQ-9".
    pub instrument: String,
    /// Lowest possible score of that instrument, usually 0.
    pub min_score: f64,
    /// Highest possible score of that instrument.
    pub max_score: f64,
    /// Whether a high score is the better one, as on a mood scale; else lower is better.
    pub high_is_better: bool,
    /// Scores, in order of day.
    pub scores: Vec<ScorePoint>,
    /// Where the patient probably was, from the first session to today.
    pub past: Fan,
    /// Where the patient is likely to go, from today on.
    pub forecast: Fan,
    /// A second median to compare with, such as "if stopped today".
    pub alternative: Option<Line>,
    /// The response line, usually half the intake score.
    pub response: Option<Level>,
    /// The remission line.
    pub remission: Option<Level>,
    /// Sessions given, planned and missed, in order of day.
    pub sessions: Vec<SessionMark>,
    /// The day on which the chart is drawn.
    pub today: Option<Today>,
    /// Candidates for dates on the horizontal axis: Mondays for a span of up to ten weeks, first days of
    /// months beyond. The chart leaves out what does not fit.
    pub dates: Vec<DateTick>,
    /// The stretch in which a booster is likely to be wanted.
    pub booster: Option<Window>,
    /// Which part of the scale is shown.
    pub y_range: YRange,
    /// How much room there is.
    pub size: Size,
}

/// One score of the patient.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScorePoint {
    /// Day number.
    pub day: f64,
    /// Civil date: "3 Mar 2026".
    pub date: String,
    /// Height in the chart: the score itself, or another instrument's score carried onto this scale.
    pub value: f64,
    /// The score as it was given: "14".
    pub shown: String,
    /// The instrument that was answered: "PHQ-9", "QIDS".
    pub instrument: String,
    /// Whether it is another instrument than the chart's; such points are hollow.
    pub other: bool,
}

/// One session on the time line.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionMark {
    /// Day number.
    pub day: f64,
    /// Civil date.
    pub date: String,
    /// What was or will be given: "0.5 mg/kg". Shown at the first session and wherever it changes.
    pub dose: String,
    /// What became of it.
    pub state: SessionState,
}

/// What became of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// Given: a solid mark.
    Done,
    /// Still to come: a hollow mark.
    Planned,
    /// Not attended or not given: a cross.
    Missed,
}

impl SessionState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Done => "given",
            Self::Planned => "planned",
            Self::Missed => "missed",
        }
    }
}

/// A horizontal line with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Height in score units.
    pub value: f64,
    /// What it means: "half the intake score".
    pub label: String,
}

/// The day of the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// Day number.
    pub day: f64,
    /// Civil date.
    pub date: String,
}

/// A date on the horizontal axis.
#[derive(Debug, Clone, PartialEq)]
pub struct DateTick {
    /// Day number.
    pub day: f64,
    /// "Mar 2026", "9 Mar".
    pub label: String,
}

/// A stretch of time with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// First day.
    pub from_day: f64,
    /// Last day.
    pub to_day: f64,
    /// "booster likely wanted, 20 Apr to 11 May".
    pub label: String,
}

/// Draws the course chart.
pub fn course_chart(chart: &CourseChart) -> Figure {
    let words = words::words(chart);
    Figure { svg: draw::svg(chart, &words), table: words::table(chart), words }
}
