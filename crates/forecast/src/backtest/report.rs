//! The report: a row per method, the comparisons, and the same by kind of transition.

use std::collections::BTreeSet;

use serde::Serialize;

use super::bootstrap::{self, PersonSum};
use super::{Cohort, Difference, Method, Metrics, Outcome, Predictive, Settings, Task, Transition};

/// One method over the visits it forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Which method.
    pub method: Method,
    /// How it fared.
    #[serde(flatten)]
    pub metrics: Metrics,
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
        columns.push(our_column(&tasks, forecast, &mut refused));
    }
    columns.extend(Method::BASELINES.map(|method| baseline_column(method, &tasks, settings)));
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
        rows,
        best_baseline,
        refused,
    }
}

fn our_column<P: Predictive>(
    tasks: &[Task<'_>],
    mut forecast: impl FnMut(&Task<'_>) -> Result<P, String>,
    refused: &mut Vec<Refused>,
) -> Column {
    let outcomes = tasks
        .iter()
        .map(|task| match forecast(task) {
            Ok(answer) => Some(Outcome::of(&answer, task.target.score)),
            Err(why) => {
                refused.push(Refused { person: task.person.id.clone(), day: task.target.day, why });
                None
            }
        })
        .collect();
    Column { method: Method::Ours, outcomes }
}

fn baseline_column(method: Method, tasks: &[Task<'_>], settings: &Settings) -> Column {
    let points = super::baselines::points(method, tasks, settings);
    let outcomes = points
        .iter()
        .zip(tasks)
        .map(|(point, task)| Some(Outcome::of_point(*point, task.target.score)))
        .collect();
    Column { method, outcomes }
}

fn rows(columns: &[Column], counts: impl Fn(usize) -> bool) -> Vec<Row> {
    columns
        .iter()
        .filter_map(|column| {
            let outcomes: Vec<Outcome> = column
                .outcomes
                .iter()
                .enumerate()
                .filter(|(place, _)| counts(*place))
                .filter_map(|(_, outcome)| *outcome)
                .collect();
            Metrics::over(&outcomes).map(|metrics| Row { method: column.method, metrics })
        })
        .collect()
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
            let people = person_sums(ours, baseline, tasks);
            let difference = bootstrap::difference(&people, settings.resamples, settings.seed)?;
            Some(Comparison {
                against: baseline.method,
                best_baseline: best_baseline == Some(baseline.method),
                difference,
            })
        })
        .collect()
}

/// Per person, on the visits both methods forecast. Tasks of one person stand together.
fn person_sums(ours: &Column, baseline: &Column, tasks: &[Task<'_>]) -> Vec<PersonSum> {
    let pairs = ours.outcomes.iter().zip(&baseline.outcomes).zip(tasks);
    let mut people: Vec<(usize, PersonSum)> = Vec::new();
    for ((first, second), task) in pairs {
        let (Some(first), Some(second)) = (first, second) else {
            continue;
        };
        let gain = first.absolute_error - second.absolute_error;
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
