//! What would change the answer: the next score, other sessions, or waiting.
//!
//! The next score y is put into the posterior that is already there. Given a draw θⱼ the score is Gaussian, so its chance
//! is the interval of its step, and Bayes' rule asks for nothing but new weights:
//!
//! ```text
//! wⱼ(y) = wⱼ·P(y | θⱼ, record) / Σ wᵢ·P(y | θᵢ, record)
//! ```
//! Response by a session is a function of θ and the sessions, so P(response | y) = Σ wⱼ(y)·1[response in draw j], and over
//! all scores of the scale Σ P(y)·P(response | y) = P(response): what one may learn next week leaves today's chance where
//! it is, on average.

use crate::answer::{BySession, Quantiles, SessionsToResponse};
use crate::case::Plan;
use crate::mixture::{Mixture, weighted_quantiles, weighted_sum};
use crate::model::{Instrument, WorseEnd};
use crate::posterior::Posterior;
use crate::predict::ScorePrediction;
use serde::Serialize;
use std::cmp::Ordering;

/// Quantiles of the next score that stand for good, as expected and bad, from the well end of the scale; and which scores
/// count to the chance beside it: those less severe, the same, those more severe.
const GOOD_EXPECTED_BAD: [(f64, Ordering); 3] =
    [(0.1, Ordering::Less), (0.5, Ordering::Equal), (0.9, Ordering::Greater)];

/// How the answer would move.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhatWouldChange {
    /// Days from today to the next check-in, the time the benefits below are of.
    pub ahead: f64,
    /// Session (from 1, counting all of the record) by which the chances of response are meant.
    pub session: usize,
    /// As it is.
    pub as_it_is: Outlook,
    /// The primary questionnaire of the next check-in.
    pub next_score: IfScores,
    /// The planned sessions given later by as many days as `ahead`; absent where none is planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Outlook>,
    /// The sessions of the case's `other_plan`; absent without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_plan: Option<Outlook>,
}

/// What is in prospect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlook {
    /// Chance of response by the told session.
    pub p_response: f64,
    /// Number of the session by which response is reached.
    pub sessions_to_response: SessionsToResponse,
    /// Share of the usual severity that is gone on the day of the check-in, before that day's session.
    pub benefit: Quantiles,
}

/// The next score, good, as expected or bad.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IfScores {
    /// Instrument id.
    pub instrument: String,
    /// Its questions would still look back to days before the first session, or no session is given by then.
    pub looks_back: bool,
    /// One tenth of the scores are this good or better.
    pub good: IfScore,
    /// The median.
    pub expected: IfScore,
    /// One tenth are this bad or worse.
    pub bad: IfScore,
}

/// One score and what would be known with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IfScore {
    /// The score on the instrument's own scale.
    pub score: f64,
    /// Chance of this score or one further from the expected (for the expected: of this score).
    pub chance: f64,
    /// The outlook with it.
    #[serde(flatten)]
    pub outlook: Outlook,
}

/// The session whose chance is told: the end of the acute series while it lies ahead, then the last one counted.
pub(crate) fn told_session(acute: usize, given: usize, counted: usize) -> usize {
    if acute > given { acute.min(counted) } else { counted }
}

/// One plan, read once: benefit by session and on the day of the check-in in every draw.
struct Course<'a> {
    posterior: &'a Posterior<'a>,
    by_session: &'a BySession,
    benefit: Vec<f64>,
    session: usize,
}

impl Posterior<'_> {
    /// What would change the answer by the next check-in, as many days on as check-ins lie apart.
    pub(crate) fn next_check_in(&self, plan: &Plan, by_session: &BySession) -> Option<WhatWouldChange> {
        self.what_if(plan, f64::from(self.model.file.paths.check_in_days), by_session)
    }

    /// What would change the answer by a check-in on `day` (after today), with the sessions of `plan` before that day
    /// given:
    ///
    /// ```text
    /// P(response by session n | y) = Σ wⱼ(y)·1[max_{k≤n} B_k(θⱼ) ≥ ra],   y = 10, 50 and 90 % quantile of P(y)
    /// ```
    /// `None` for a day that is not after today or lies beyond the horizon.
    pub fn what_would_change(&self, plan: &Plan, day: f64) -> Option<WhatWouldChange> {
        self.what_if(plan, day - self.case.today, &BySession::new(self, plan))
    }

    /// The outlook once the primary questionnaire shows `score` on `day`. `None` for a day that is not after today or lies
    /// beyond the horizon, or a score that is not on the scale.
    pub fn if_score(&self, plan: &Plan, day: f64, score: f64) -> Option<Outlook> {
        let primary = self.case.instruments.first()?;
        let ahead = day - self.case.today;
        let on_scale = score >= primary.lo && score <= primary.hi && primary.on_step(score);
        if !(on_scale && ahead > 0.0 && ahead <= self.model.horizon_days()) {
            return None;
        }
        let by_session = BySession::new(self, plan);
        let mixture = self.score_mixture(primary, day, plan, self.case.recall_days(primary));
        let weight = with_score(&mixture, primary, score);
        Some(Course::new(self, plan, &by_session, day).outlook(&weight))
    }

    fn what_if(&self, plan: &Plan, ahead: f64, by_session: &BySession) -> Option<WhatWouldChange> {
        let primary = self.case.instruments.first()?;
        if !(ahead > 0.0 && ahead <= self.model.horizon_days()) {
            return None;
        }
        let day = self.case.today + ahead;
        let weight = &self.all.weight;
        let course = Course::new(self, plan, by_session, day);
        let other = |plan: &Plan| {
            let by_session = BySession::new(self, plan);
            Course::new(self, plan, &by_session, day).outlook(weight)
        };
        Some(WhatWouldChange {
            ahead,
            session: course.session,
            as_it_is: course.outlook(weight),
            next_score: self.next_score(plan, day, primary, &course),
            waiting: (!plan.is_empty()).then(|| other(&plan.later(ahead))),
            other_plan: self.case.other_plan.as_ref().map(other),
        })
    }

    fn next_score(&self, plan: &Plan, day: f64, primary: &Instrument, course: &Course) -> IfScores {
        let recall_days = self.case.recall_days(primary);
        let mixture = self.score_mixture(primary, day, plan, recall_days);
        let ahead = ScorePrediction::rounded(&mixture, primary);
        let scores = good_to_bad(&ahead, primary);
        let [good, expected, bad] = scores.map(|(score, chance)| {
            let weight = with_score(&mixture, primary, score);
            IfScore { score, chance, outlook: course.outlook(&weight) }
        });
        let planned = plan.sessions.first().map(|session| session.day);
        let first = self.case.first_session().or(planned).filter(|first| *first < day);
        IfScores {
            instrument: primary.id.clone(),
            looks_back: first.is_none_or(|first| day - recall_days < first),
            good,
            expected,
            bad,
        }
    }
}

impl<'a> Course<'a> {
    fn new(posterior: &'a Posterior, plan: &Plan, by_session: &'a BySession, day: f64) -> Self {
        let case = posterior.case;
        let acute = case.condition.acute_total.unwrap_or(posterior.model.file.rule.acute_total) as usize;
        let shown = case.read(&posterior.all.draws, plan, &[day], false, 0.0);
        let session = told_session(acute, case.sessions.len(), by_session.counted);
        Self { posterior, by_session, benefit: shown.benefit(0).to_vec(), session }
    }

    /// The outlook when the draws weigh `weight`.
    fn outlook(&self, weight: &[f64]) -> Outlook {
        let chances = self.by_session.response(weight, self.posterior.case.response_at).value;
        let told = self.session.checked_sub(1).and_then(|place| chances.get(place)).or(chances.last());
        let q = self.posterior.model.file.answer.quantiles.clone();
        Outlook {
            p_response: told.copied().unwrap_or(0.0),
            sessions_to_response: self.by_session.first_response(self.posterior, weight),
            benefit: Quantiles { value: weighted_quantiles(&self.benefit, weight, &q), q },
        }
    }
}

/// The three scores with their chances, the well end of the scale first.
fn good_to_bad(ahead: &ScorePrediction, instrument: &Instrument) -> [(f64, f64); 3] {
    GOOD_EXPECTED_BAD.map(|(q, side)| {
        let score = ahead.quantile(if instrument.worse == WorseEnd::Low { 1.0 - q } else { q });
        let from = |other: f64| instrument.severity(other) - instrument.severity(score);
        let counts = |other: f64| match side {
            Ordering::Less => from(other) < 1e-9,
            Ordering::Equal => from(other).abs() < 1e-9,
            Ordering::Greater => from(other) > -1e-9,
        };
        let pairs = ahead.scores.iter().zip(&ahead.chance).filter(|(other, _)| counts(**other));
        (score, pairs.map(|(_, chance)| chance).sum::<f64>().min(1.0))
    })
}

/// The draws' weights once `score` is known.
fn with_score(mixture: &Mixture, instrument: &Instrument, score: f64) -> Vec<f64> {
    let chance = ScorePrediction::in_draws(mixture, instrument.severity(score), instrument);
    let total = weighted_sum(&mixture.weight, |draw| chance.get(draw).copied().unwrap_or(0.0));
    if total <= 0.0 {
        // A score that no draw holds possible teaches nothing; it is never one of the three.
        return mixture.weight.clone();
    }
    mixture.weight.iter().zip(&chance).map(|(weight, chance)| weight * chance / total).collect()
}

#[cfg(test)]
mod tests {
    use super::told_session;

    #[test]
    fn the_end_of_the_acute_series_is_told_while_it_lies_ahead() {
        assert_eq!(told_session(6, 2, 12), 6);
        assert_eq!(told_session(6, 6, 12), 12);
        assert_eq!(told_session(8, 2, 6), 6);
    }
}
