//! The report: a row per method, the comparisons, and the same by kind of transition.

use std::collections::BTreeSet;

use serde::Serialize;

use super::baselines::{self, Said};
use super::bootstrap::{self, PersonSum};
use super::{Cohort, Difference, Method, Metrics, Outcome, Predictive, Scale, Settings, Task, Transition};

/// Horizons that are told apart: days from the last score to the visit, at most; the last one is open.
const HORIZONS: [Option<i32>; 5] = [Some(7), Some(14), Some(28), Some(91), None];

/// One method over the visits it forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Which method.
    pub method: Method,
    /// How it fared.
    #[serde(flatten)]
    pub metrics: Metrics,
    /// A point surrounded by the errors it made on other people, as a distribution; only of a point, on a known scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub around: Option<Metrics>,
}

impl Row {
    /// The measures of it as a distribution: its own, or those around its point.
    pub fn distribution(&self) -> &Metrics {
        self.around.as_ref().unwrap_or(&self.metrics)
    }
}

/// Ours against one baseline on the same visits; below 0 ours is better.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The baseline.
    pub against: Method,
    /// Whether it is the baseline with the lowest error here. It was picked on these very visits, which
    /// flatters it a little.
    pub best_baseline: bool,
    /// Difference in mean absolute error, ours minus the baseline, with its bootstrap interval over people.
    #[serde(flatten)]
    pub difference: Difference,
    /// The same of the CRPS, the baseline's being that of its distribution; only on a known scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crps: Option<Difference>,
}

/// The rows over the visits of one kind of transition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stratum {
    /// The kind.
    pub transition: Transition,
    /// The kind in words.
    pub label: String,
    /// A row per method.
    pub rows: Vec<Row>,
}

/// The rows over the visits of one horizon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Horizon {
    /// Days from the last score to the visit: more than this.
    pub more_than_days: i32,
    /// And at most this; absent for the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most_days: Option<i32>,
    /// A row per method.
    pub rows: Vec<Row>,
}

/// A visit our forecaster gave no answer for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Whose visit.
    pub person: String,
    /// On which day.
    pub day: i32,
    /// Why.
    pub why: String,
}

/// Rolling-origin scores of one instrument.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Visits to forecast.
    pub n: usize,
    /// People with at least one score.
    pub people: usize,
    /// People with at least one visit to forecast.
    pub people_forecast: usize,
    /// The settings it was run with.
    pub settings: Settings,
    /// A row per method, ours first.
    pub rows: Vec<Row>,
    /// The baseline with the lowest mean absolute error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_baseline: Option<Method>,
    /// Ours against each baseline; empty without our forecaster.
    pub comparisons: Vec<Comparison>,
    /// The same rows by kind of transition.
    pub strata: Vec<Stratum>,
    /// The same rows by how far ahead was forecast; horizons without a visit are left out.
    pub horizons: Vec<Horizon>,
    /// Visits our forecaster gave no answer for.
    pub refused: Vec<Refused>,
}

impl Report {
    /// The metrics of one method over all visits.
    pub fn row(&self, method: Method) -> Option<&Metrics> {
        self.rows.iter().find(|row| row.method == method).map(|row| &row.metrics)
    }
}

/// Outcomes of one method, one place per task; `None` where it gave no answer.
struct Column {
    method: Method,
    outcomes: Vec<Option<Outcome>>,
    /// The same as distributions, where the outcomes are those of points on a known scale.
    around: Option<Vec<Option<Outcome>>>,
}

/// Runs every method over every task.
pub(super) fn build<P, F>(cohort: &Cohort, settings: &Settings, forecast: Option<F>) -> Report
where
    P: Predictive,
    F: FnMut(&Task<'_>) -> Result<P, String>,
{
    let tasks = cohort.tasks(settings);
    let mut refused = Vec::new();
    let mut columns = Vec::new();
    if let Some(forecast) = forecast {
        columns.push(our_column(&tasks, cohort.scale(), forecast, &mut refused));
    }
    columns.extend(Method::BASELINES.map(|method| baseline_column(method, cohort, &tasks, settings)));
    let rows = rows(&columns, |_| true);
    let best_baseline = best(&rows);
    let people: BTreeSet<usize> = tasks.iter().map(|task| task.person_index).collect();
    Report {
        n: tasks.len(),
        people: cohort.people().len(),
        people_forecast: people.len(),
        settings: settings.clone(),
        comparisons: comparisons(&columns, &tasks, best_baseline, settings),
        strata: strata(&columns, &tasks),
        horizons: horizons(&columns, &tasks),
        rows,
        best_baseline,
        refused,
    }
}

fn our_column<P: Predictive>(
    tasks: &[Task<'_>],
    scale: Option<&Scale>,
    mut forecast: impl FnMut(&Task<'_>) -> Result<P, String>,
    refused: &mut Vec<Refused>,
) -> Column {
    let outcomes = tasks
        .iter()
        .map(|task| match forecast(task) {
            Ok(answer) => Some(outcome(&answer, task, scale)),
            Err(why) => {
                refused.push(Refused { person: task.person.id.clone(), day: task.target.day, why });
                None
            }
        })
        .collect();
    Column { method: Method::Ours, outcomes, around: None }
}

/// A distribution against the score that came, with response and relapse where the scale is known.
pub(crate) fn outcome(forecast: &impl Predictive, task: &Task<'_>, scale: Option<&Scale>) -> Outcome {
    let found = Outcome::of(forecast, task.target.score);
    match scale.and_then(|scale| Some((scale, scale.lines(task)?))) {
        Some((scale, lines)) => found.with(forecast, task.target.score, scale, lines),
        None => found,
    }
}

fn baseline_column(method: Method, cohort: &Cohort, tasks: &[Task<'_>], settings: &Settings) -> Column {
    let said = baselines::said(method, cohort, tasks, settings);
    let spread = |(said, task): (&Said, &Task<'_>)| {
        let scale = cohort.scale()?;
        Some(outcome(&scale.gaussian(said.point, said.sd?), task, Some(scale)))
    };
    let around: Vec<Option<Outcome>> = said.iter().zip(tasks).map(spread).collect();
    if said.iter().all(|said| said.own) && around.iter().all(Option::is_some) {
        return Column { method, outcomes: around, around: None };
    }
    // A point beyond the ends of a known scale is the end.
    let on_scale = |point: f64| cohort.scale().map_or(point, |scale| point.clamp(scale.lo, scale.hi));
    let point =
        |(said, task): (&Said, &Task<'_>)| Some(Outcome::of_point(on_scale(said.point), task.target.score));
    let outcomes = said.iter().zip(tasks).map(point).collect();
    Column { method, outcomes, around: around.iter().all(Option::is_some).then_some(around) }
}

fn rows(columns: &[Column], counts: impl Fn(usize) -> bool) -> Vec<Row> {
    let over = |outcomes: &[Option<Outcome>]| {
        let counted = outcomes.iter().enumerate().filter(|(place, _)| counts(*place));
        Metrics::over(&counted.filter_map(|(_, outcome)| *outcome).collect::<Vec<_>>())
    };
    let row = |column: &Column| {
        let metrics = over(&column.outcomes)?;
        Some(Row { method: column.method, metrics, around: column.around.as_deref().and_then(over) })
    };
    columns.iter().filter_map(row).collect()
}

fn best(rows: &[Row]) -> Option<Method> {
    rows.iter()
        .filter(|row| row.method != Method::Ours)
        .min_by(|a, b| a.metrics.mae.total_cmp(&b.metrics.mae))
        .map(|row| row.method)
}

fn comparisons(
    columns: &[Column],
    tasks: &[Task<'_>],
    best_baseline: Option<Method>,
    settings: &Settings,
) -> Vec<Comparison> {
    let Some((ours, baselines)) = columns.split_first().filter(|(first, _)| first.method == Method::Ours)
    else {
        return Vec::new();
    };
    baselines
        .iter()
        .filter_map(|baseline| {
            let resampled = |theirs: &[Option<Outcome>], of: fn(&Outcome) -> f64| {
                let people = person_sums(&ours.outcomes, theirs, tasks, of);
                bootstrap::difference(&people, settings.resamples, settings.seed)
            };
            let difference = resampled(&baseline.outcomes, |outcome| outcome.absolute_error)?;
            let spread = baseline.around.as_ref().unwrap_or(&baseline.outcomes);
            let distribution = spread.iter().flatten().all(|outcome| outcome.log_score.is_some());
            let crps = distribution.then(|| resampled(spread, |outcome| outcome.crps)).flatten();
            Some(Comparison {
                against: baseline.method,
                best_baseline: best_baseline == Some(baseline.method),
                difference,
                crps,
            })
        })
        .collect()
}

/// Per person, on the visits both methods forecast. Tasks of one person stand together.
fn person_sums(
    ours: &[Option<Outcome>],
    theirs: &[Option<Outcome>],
    tasks: &[Task<'_>],
    of: fn(&Outcome) -> f64,
) -> Vec<PersonSum> {
    let pairs = ours.iter().zip(theirs).zip(tasks);
    let mut people: Vec<(usize, PersonSum)> = Vec::new();
    for ((first, second), task) in pairs {
        let (Some(first), Some(second)) = (first, second) else {
            continue;
        };
        let gain = of(first) - of(second);
        match people.last_mut() {
            Some((index, sum)) if *index == task.person_index => {
                sum.sum += gain;
                sum.visits += 1.0;
            }
            _ => people.push((task.person_index, PersonSum { sum: gain, visits: 1.0 })),
        }
    }
    people.into_iter().map(|(_, sum)| sum).collect()
}

fn strata(columns: &[Column], tasks: &[Task<'_>]) -> Vec<Stratum> {
    let kinds: BTreeSet<Transition> = tasks.iter().map(|task| task.transition).collect();
    kinds
        .into_iter()
        .map(|transition| Stratum {
            transition,
            label: transition.to_string(),
            rows: rows(columns, |place| tasks.get(place).is_some_and(|task| task.transition == transition)),
        })
        .collect()
}

fn horizons(columns: &[Column], tasks: &[Task<'_>]) -> Vec<Horizon> {
    let mut more_than_days = 0;
    let mut found = Vec::new();
    for at_most_days in HORIZONS {
        let within = |place: usize| {
            tasks.get(place).is_some_and(|task| {
                let ahead = task.target.day - task.last.day;
                ahead > more_than_days && at_most_days.is_none_or(|most| ahead <= most)
            })
        };
        let rows = rows(columns, within);
        if !rows.is_empty() {
            found.push(Horizon { more_than_days, at_most_days, rows });
        }
        more_than_days = at_most_days.unwrap_or(more_than_days);
    }
    found
}
