//! Our own forecast of a task, from the posterior of the record up to the last visit.

use super::{Predictive, Task};
use crate::{Bank, Case, CheckedCase, Model, Posterior, Score, ScorePrediction, Session};

/// A score taken after its day's session is asked for this much later than the day begins, in days.
const AFTER_SESSION: f64 = 0.001;

/// The benefit model as a forecaster of tasks: "today" is the day of the last score; sessions after it are the plan.
///
/// The case carries the person's condition and the recall window of every score, no covariates. The window of the
/// visit to forecast is known beforehand, as the form is.
#[derive(Debug, Clone, Copy)]
pub struct OurForecast<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its draws.
    pub bank: &'a Bank,
    /// Id of the instrument all scores are on.
    pub instrument: &'a str,
}

impl OurForecast<'_> {
    /// The score of the task's visit as a distribution.
    ///
    /// # Errors
    /// The reason in words when the record cannot be a forecast case, or the visit lies beyond the horizon.
    pub fn forecast(&self, task: &Task<'_>) -> Result<ScorePrediction, String> {
        let case = self.case(task).checked(self.model).map_err(|error| error.to_string())?;
        let posterior = Posterior::new(self.model, self.bank, &case);
        self.predict(task, &case, &posterior).ok_or_else(|| {
            format!("no forecast of {} on day {}: beyond the horizon", self.instrument, task.target.day)
        })
    }

    fn predict(
        &self,
        task: &Task<'_>,
        case: &CheckedCase,
        posterior: &Posterior<'_>,
    ) -> Option<ScorePrediction> {
        let target = task.target;
        let day = f64::from(target.day) + if target.after { AFTER_SESSION } else { 0.0 };
        posterior.predict_score(self.instrument, day, case.plan(), target.recall_days)
    }

    fn case(&self, task: &Task<'_>) -> Case {
        let today = task.last.day;
        let given = task.sessions.partition_point(|session| session.day <= today);
        let (sessions, plan) = task.sessions.split_at(given);
        Case {
            id: task.person.id.clone(),
            condition: task.person.condition.clone(),
            primary: self.instrument.into(),
            sessions: sessions.iter().map(session).collect(),
            scores: task.history.iter().map(|score| self.score(score)).collect(),
            today: f64::from(today),
            plan: plan.iter().map(session).collect(),
            ..Case::default()
        }
    }

    fn score(&self, score: &super::Score) -> Score {
        Score {
            day: f64::from(score.day),
            instrument: self.instrument.into(),
            score: score.score,
            after: score.after,
            recall_days: score.recall_days,
        }
    }
}

fn session(session: &super::Session) -> Session {
    Session { day: f64::from(session.day), route: session.route.clone(), dose: session.dose }
}

impl Predictive for ScorePrediction {
    fn mean(&self) -> f64 {
        Self::mean(self)
    }
    fn quantile(&self, p: f64) -> f64 {
        Self::quantile(self, p)
    }
    fn cdf(&self, x: f64) -> f64 {
        Self::cdf(self, x)
    }
    fn crps(&self, score: f64) -> f64 {
        Self::crps(self, score)
    }
    fn chance_where(&self, holds: &dyn Fn(f64) -> bool) -> f64 {
        self.scores
            .iter()
            .zip(&self.chance)
            .filter(|(score, _)| holds(**score))
            .map(|(_, chance)| chance)
            .sum()
    }
}
