//! The answer and its pictures, as screens show them.

use jiff::civil::Date;

/// The answer to "how many sessions will I need?". It never travels alone: ranges, what it rests
/// on, grade, as-of day and model stand beside it.
#[derive(Debug, Clone)]
pub struct AnswerView {
    /// Whose figures these are. While the patient's scores cannot tell yet and lie below the
    /// population's, the population's stand here, and this says so; else `None`.
    pub population_only: Option<String>,
    /// The clinician's sentences, in order; the first is the answer itself.
    pub sentences: Vec<String>,
    /// Large on the page: "4 sessions" on the way to response, "71 %" once it may have been reached.
    pub headline: String,
    /// What the headline is the median or the chance of, with both ranges: it never stands alone.
    pub headline_rest: String,
    /// This patient's own figures, with both ranges: benefit so far, the score in 14 days.
    pub own: Vec<OwnFigure>,
    /// "This rests on 5 scores and 4 sessions."
    pub rests_on: String,
    /// Grade of the evidence in words, "I: several trials agree".
    pub grade: String,
    /// Caveats, each a sentence.
    pub caveats: Vec<String>,
    /// As of this day.
    pub as_of: Date,
    /// "Model 1.1 · prior 45287a4c · seed 1".
    pub model: String,
    /// Chance of response (and remission) by session.
    pub by_session: Vec<SessionChance>,
    /// Which response is meant: "at least 50 % better than the baseline of 20".
    pub response_meant: String,
    /// What would change the answer by the next check-in; `None` where nothing may be said of it yet.
    pub what_if: Option<Box<WhatIf>>,
    /// The ways the course can go on, side by side; `Err`: why they are not shown.
    pub ways: Result<Ways, String>,
    /// Days well in a year by interval, if it could be computed.
    pub days_well: Vec<DaysWell>,
    /// The fewest sessions that keep the days well that were asked for, as a sentence.
    pub keeping: Option<String>,
    /// What to say with the curve (caution on cumulative exposure).
    pub days_well_caution: String,
}

/// The answer in the patient's words, before it is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToShare {
    /// The exact text.
    pub words: String,
    /// Stands for the text in the form.
    pub seen: String,
    /// Why it may not be shared now.
    pub blocked: Option<String>,
}

/// What the next score, or waiting, would do to the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIf {
    /// "Chance of response by session 6".
    pub chance_of: String,
    /// "Benefit in 7 days".
    pub benefit_of: String,
    /// As it is first, where that may be told.
    pub rows: Vec<WhatIfRow>,
    /// Why only what would raise the chance stands here.
    pub reserve: Option<String>,
    /// Why the other sessions that were asked for have no row.
    pub no_other: Option<String>,
}

/// One thing that may come, with its outlook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIfRow {
    /// "PHQ-9 of 9 or less (chance 12 %)".
    pub name: String,
    /// Chance of response.
    pub chance: String,
    /// Sessions until response: median with both ranges.
    pub sessions: String,
    /// Benefit on the day of the check-in: median with both ranges.
    pub benefit: String,
}

/// By the calendar, by signs, or no further session: twelve months of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Ways {
    /// One row a way, the calendar first.
    pub rows: Vec<WayRow>,
    /// What each way means, and what is not in it.
    pub note: String,
    /// Why there is no row by signs.
    pub by_signs_missing: Option<String>,
}

/// One way, over the next twelve months; quantiles 10, 25, 50, 75 and 90 %.
#[derive(Debug, Clone, PartialEq)]
pub struct WayRow {
    /// "By the calendar".
    pub name: String,
    /// Sessions.
    pub sessions: [f64; 5],
    /// Days well.
    pub days_well: [f64; 5],
    /// Chance of a relapse within 6 and 12 months in words, or "not well yet".
    pub relapse: [String; 2],
}

/// A figure of this patient, never alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFigure {
    /// "PHQ-9 in 14 days, under the plan".
    pub label: String,
    /// The median.
    pub median: String,
    /// "half: 13 to 18; eight in ten: 11 to 21".
    pub ranges: String,
}

/// Chance by one session.
#[derive(Debug, Clone)]
pub struct SessionChance {
    /// Session number in the course.
    pub n: u32,
    /// Chance of response by then, 0 to 1.
    pub response: f64,
    /// The population's chance, 0 to 1.
    pub population: f64,
    /// Chance of remission by then; `None` where the instrument has none.
    pub remission: Option<f64>,
    /// Whether this session has been given.
    pub given: bool,
}

/// One point of the days-well curve.
#[derive(Debug, Clone)]
pub struct DaysWell {
    /// Days between sessions; `None`: no further session.
    pub interval_days: Option<u32>,
    /// Sessions in the year.
    pub sessions: u32,
    /// Expected days well in the year.
    pub days_well: f64,
    /// The suggestion of the simulation.
    pub suggested: bool,
}

/// One day of the fan, on the instrument's own scale.
#[derive(Debug, Clone, Copy)]
pub struct FanPoint {
    /// The day.
    pub date: Date,
    /// Quantiles 10, 25, 50, 75 and 90 % of the score.
    pub q: [f64; 5],
}

/// What the course chart draws.
#[derive(Debug, Clone)]
pub struct ChartView {
    /// "PHQ-9".
    pub instrument: String,
    /// Lowest and highest score of the scale.
    pub range: (f64, f64),
    /// Whether a high score is worse.
    pub high_is_worse: bool,
    /// Today; `None` on a course that has ended.
    pub today: Option<Date>,
    /// Scores on the primary instrument, and on others converted to its scale (`other` names them).
    pub scores: Vec<ChartScore>,
    /// Sessions: done, planned, missed.
    pub sessions: Vec<ChartSession>,
    /// The fitted past.
    pub corridor: Vec<FanPoint>,
    /// The forecast under the plan.
    pub fan: Vec<FanPoint>,
    /// The median if no further session is given.
    pub if_stopped: Vec<FanPoint>,
    /// Score at which the patient counts as a responder, with its label.
    pub response_line: Option<(f64, String)>,
    /// Score at or below which the patient is in remission.
    pub remission_line: Option<(f64, String)>,
}

/// A score on the chart.
#[derive(Debug, Clone)]
pub struct ChartScore {
    /// The day.
    pub date: Date,
    /// On the primary instrument's scale.
    pub value: f64,
    /// As it was scored, "QIDS-SR16 11".
    pub label: String,
    /// Another instrument than the primary.
    pub other: bool,
}

/// A session on the chart and on the plan strip.
#[derive(Debug, Clone)]
pub struct ChartSession {
    /// Number in the course; `None` for a missed one.
    pub n: Option<u32>,
    /// The day.
    pub date: Date,
    /// done, planned or missed.
    pub status: SessionMark,
    /// "0.5 mg/kg", "placebo".
    pub dose: String,
}

/// How a session is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionMark {
    /// Given.
    Done,
    /// To come.
    Planned,
    /// Planned for today.
    Today,
    /// Planned for a day that has passed.
    Overdue,
    /// The patient did not come.
    Missed,
}

/// Two forecasts side by side, as stored with a decision.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Comparison {
    /// Without the change.
    pub before: ForecastLine,
    /// With it.
    pub after: ForecastLine,
    /// What differs, in a sentence: "Hardly any difference: …".
    pub difference: String,
}

/// One forecast in a few numbers.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct ForecastLine {
    /// "Stay at 0.5 mg/kg".
    pub label: String,
    /// Chance of response by the end of the induction, 0 to 1, and that session's number; absent while
    /// it is too early to tell this patient's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_end: Option<(u32, f64)>,
    /// Chance of response by session 12 (or the last counted), and that session's number; absent likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_last: Option<(u32, f64)>,
    /// "most likely 5 sessions; half of patients like this: 4 to more than 12".
    pub sessions: String,
    /// Score in 14 days: quantiles 10, 25, 50, 75, 90 on the instrument's own scale.
    pub score_in_14_days: [f64; 5],
}

/// How often the ranges of past forecasts held the score that came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RangesHeld {
    /// Forecasts that have met their score.
    pub met: u32,
    /// Of these, those whose score lay inside the range for half.
    pub in_half: u32,
    /// Of these, those whose score lay inside the range for eight in ten.
    pub in_eight: u32,
    /// Forecasts whose day has no score, or has not come.
    pub waiting: u32,
    /// Of those that met their score, those that gave a chance of a response and know their baseline.
    pub chances: u32,
    /// Of these, those at which a response came.
    pub responses: u32,
    /// Mean chance they gave, 0 to 1; 0 without any.
    pub mean_chance: f64,
    /// Mean of (chance − whether it came)², 0 is perfect; 0 without any.
    pub brier: f64,
    /// The same in words, a sentence each.
    pub words: Vec<String>,
}
