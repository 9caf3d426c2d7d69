//! The baselines. Whole people are held out: what is learned is learned on the others.

use super::mixed::{Mixed, Rows};
use super::ridge::Ridge;
use super::{Cohort, Method, Settings, Task, metrics};

/// What a baseline says of one visit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    /// The score.
    pub point: f64,
    /// How far off: the root mean square error on the other people, or the model's own standard deviation.
    pub sd: Option<f64>,
    /// Whether the deviation is the model's own: then the baseline is a distribution by itself.
    pub own: bool,
}

/// What one baseline says, in the order of the tasks.
pub(super) fn said(method: Method, cohort: &Cohort, tasks: &[Task<'_>], settings: &Settings) -> Vec<Said> {
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
        Method::Mixed => mixed(cohort, tasks, settings),
        Method::PersonsMean => held_out(tasks, |_| |task: &Task<'_>| task.mean_so_far()),
        // Ours is never asked for here; the last value is the plainest answer that is always there.
        Method::LastValue | Method::Ours => held_out(tasks, |_| |task: &Task<'_>| task.last.score),
    }
}

/// Fits once per fold on the people outside it, and answers the tasks inside it.
fn held_out<'t, M, P>(tasks: &[Task<'t>], fit: M) -> Vec<Said>
where
    M: Fn(&[&Task<'t>]) -> P,
    P: Fn(&Task<'t>) -> f64,
{
    let folds = tasks.iter().map(|task| task.fold + 1).max().unwrap_or_default();
    let fitted: Vec<(P, Option<f64>)> = (0..folds)
        .map(|fold| {
            let train: Vec<&Task<'t>> = tasks.iter().filter(|task| task.fold != fold).collect();
            let model = fit(&train);
            let error = |task: &&Task<'t>| (model(task) - task.target.score).powi(2);
            let sd = metrics::mean(train.iter().map(error)).sqrt();
            (model, (sd > 0.0).then_some(sd))
        })
        .collect();
    let say = |task: &Task<'t>| match fitted.get(task.fold) {
        Some((model, sd)) => Said { point: model(task), sd: *sd, own: false },
        None => Said { point: task.last.score, sd: None, own: false },
    };
    tasks.iter().map(say).collect()
}

/// The mixed model; the last value where it cannot be fitted.
fn mixed(cohort: &Cohort, tasks: &[Task<'_>], settings: &Settings) -> Vec<Said> {
    let folds = cohort.folds(settings);
    let fit = |fold: usize| {
        let others = cohort.people().iter().enumerate().filter(|(index, _)| index % folds != fold);
        let rows = others.map(|(_, person)| Rows::new(&person.scores, None, &person.sessions, settings));
        Mixed::fit(&rows.collect::<Vec<_>>())
    };
    let fitted: Vec<Option<Mixed>> = (0..folds).map(fit).collect();
    let say = |task: &Task<'_>| match fitted.get(task.fold) {
        Some(Some(model)) => {
            let (point, sd) = model.predict(&Rows::of(task, settings));
            Said { point, sd: Some(sd), own: true }
        }
        _ => Said { point: task.last.score, sd: None, own: false },
    };
    tasks.iter().map(say).collect()
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
