//! The four baselines. Each is a point forecast for every task; whole people are held out.

use super::ridge::Ridge;
use super::{Method, Settings, Task, metrics};

/// The point forecasts of one baseline, in the order of the tasks.
pub(super) fn points(method: Method, tasks: &[Task<'_>], settings: &Settings) -> Vec<f64> {
    match method {
        Method::MeanChange => held_out(tasks, |train| {
            let train: Vec<(super::Transition, f64)> =
                train.iter().map(|task| (task.transition, task.change())).collect();
            move |task: &Task<'_>| task.last.score + mean_change(&train, task)
        }),
        Method::Ridge => held_out(tasks, |train| {
            let ridge = Ridge::fit(train, settings.ridge_penalty);
            move |task: &Task<'_>| match &ridge {
                Some(ridge) => ridge.predict(task),
                None => task.last.score,
            }
        }),
        Method::PersonsMean => tasks.iter().map(Task::mean_so_far).collect(),
        // Ours is never asked for here; the last value is the plainest answer that is always there.
        Method::LastValue | Method::Ours => tasks.iter().map(|task| task.last.score).collect(),
    }
}

/// Fits once per fold on the people outside it, and answers the tasks inside it.
fn held_out<'t, M, P>(tasks: &[Task<'t>], fit: M) -> Vec<f64>
where
    M: Fn(&[&Task<'t>]) -> P,
    P: Fn(&Task<'t>) -> f64,
{
    let folds = tasks.iter().map(|task| task.fold + 1).max().unwrap_or_default();
    let fitted: Vec<P> = (0..folds)
        .map(|fold| {
            let train: Vec<&Task<'t>> = tasks.iter().filter(|task| task.fold != fold).collect();
            fit(&train)
        })
        .collect();
    tasks.iter().map(|task| fitted.get(task.fold).map_or(task.last.score, |model| model(task))).collect()
}

/// Mean change of other people over the same kind of transition; over all kinds when none has shown this one;
/// 0 when there is nobody else.
fn mean_change(train: &[(super::Transition, f64)], task: &Task<'_>) -> f64 {
    let same = || train.iter().filter(|(kind, _)| *kind == task.transition).map(|(_, change)| *change);
    if same().next().is_some() {
        metrics::mean(same())
    } else {
        metrics::mean(train.iter().map(|(_, change)| *change))
    }
}
