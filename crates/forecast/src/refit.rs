//! Learning from a clinic's own finished courses: a prior's means and deviations that fit them better, if there are any.
//!
//! Empirical Bayes with a tether. Each course says through its posterior where its parameters may lie; the prior that
//! would make all courses likeliest is found by the EM algorithm, with the shipped prior standing for as many courses
//! of its own as the model file says:
//!
//! ```text
//! mean ← (n₀·mean₀ + Σᵢ E[θᵢ]) / (n₀ + n)
//! sd²  ← (n₀·(sd₀² + (mean₀ − mean)²) + Σᵢ E[(θᵢ − mean)²]) / (n₀ + n)        θ on the transformed scale
//! ```
//! Everything else of the prior stays: correlation, shifts, the constants of mood and dose. The result is judged before
//! anybody uses it: whole courses are held out, each of their visits is forecast by the shipped prior and by one learned
//! from the other courses, and the learned one must be better beyond chance. Nothing here applies it.

mod judge;
mod learn;

use std::collections::BTreeMap;

use crate::backtest::{Metrics, Person};
use crate::bank::Bank;
use crate::case::Case;
use crate::model::{Model, RefitSettings};
use serde::Serialize;
use thiserror::Error;

/// One finished course: its record on one instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// Id of the instrument the scores are on.
    pub instrument: String,
    /// Sessions and scores.
    pub person: Person,
}

/// Means and standard deviations of g, M, τ_f, φ, τ_s, n on the transformed scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Parameters {
    /// Means.
    pub mean: [f64; 6],
    /// Standard deviations.
    pub sd: [f64; 6],
}

/// Forecasts of held-out visits on one instrument, by the shipped prior and by learned ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldOut {
    /// Instrument id.
    pub instrument: String,
    /// By the shipped prior.
    pub shipped: Metrics,
    /// By priors learned from other people's courses.
    pub learned: Metrics,
}

/// Learned minus shipped over all held-out visits, with its bootstrap interval over people; below 0 learned is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gap {
    /// The mean difference.
    pub difference: f64,
    /// 2.5 % quantile of the resamples.
    pub low: f64,
    /// 97.5 % quantile.
    pub high: f64,
}

/// What was learned, and how it was judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refit {
    /// Courses it rests on.
    pub courses: usize,
    /// Their scores.
    pub scores: usize,
    /// Courses that were left out, by reason.
    pub left_out: BTreeMap<String, usize>,
    /// The prior as shipped.
    pub shipped: Parameters,
    /// The prior learned from all courses, to three decimals.
    pub learned: Parameters,
    /// Before and after, by instrument.
    pub held_out: Vec<HeldOut>,
    /// Difference in the log score.
    pub log_score: Gap,
    /// Difference in the CRPS, as a share of the scale's range.
    pub crps: Gap,
    /// Better beyond chance: the whole interval of the log score lies below 0, and the CRPS is no worse.
    pub better: bool,
}

/// Why nothing was learned.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum NotLearned {
    /// The model file has no `[refit]` table.
    #[error(
        "The model file has no [refit] table, which says how much a clinic's courses must be to teach anything. \
         Use the shipped model file, or add the table."
    )]
    NoSettings,
    /// Fewer courses than the model file asks for.
    #[error(
        "{usable} finished courses can be learned from, and {needed} are needed: with fewer, chance would be learned."
    )]
    TooFew {
        /// Courses that could be used.
        usable: usize,
        /// Courses needed.
        needed: usize,
        /// Courses that were left out, by reason.
        left_out: BTreeMap<String, usize>,
    },
    /// The learned prior makes no model.
    #[error("What these courses teach lies outside what the model can be: {0}.")]
    NoModel(String),
}

/// Learns and judges. `progress` is told how many of the fits are done.
///
/// # Errors
/// [`NotLearned`] where there is too little to learn from; never a prior that was not judged.
pub fn refit(
    model: &Model,
    bank: &Bank,
    courses: Vec<Finished>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Refit, NotLearned> {
    let settings = model.file.refit.as_ref().ok_or(NotLearned::NoSettings)?;
    let (mut usable, mut left_out) = (Vec::new(), BTreeMap::new());
    for course in courses {
        match whole(&course, model, settings) {
            Ok(case) => usable.push((course, case)),
            Err(why) => *left_out.entry(why).or_insert(0) += 1,
        }
    }
    if usable.len() < settings.courses_min {
        return Err(NotLearned::TooFew { usable: usable.len(), needed: settings.courses_min, left_out });
    }
    usable.sort_by(|(one, _), (other, _)| one.person.id.cmp(&other.person.id));
    let fits = settings.folds + 1;
    let mut fold_models = Vec::new();
    for fold in 0..settings.folds {
        let others = usable.iter().enumerate().filter(|(place, _)| place % settings.folds != fold);
        let cases: Vec<&Case> = others.map(|(_, (_, case))| case).collect();
        fold_models.push(learn::learn(model, bank, settings, &cases)?);
        progress(fold + 1, fits);
    }
    let all: Vec<&Case> = usable.iter().map(|(_, case)| case).collect();
    let learned = learn::learn(model, bank, settings, &all)?;
    progress(fits, fits);
    let scores = all.iter().map(|case| case.scores.len()).sum();
    let courses = usable.len();
    let people: Vec<Finished> = usable.into_iter().map(|(course, _)| course).collect();
    let judged = judge::judge(model, bank, settings, &people, &fold_models);
    let better = judged.log_score.high < 0.0 && judged.crps.difference <= 0.0;
    Ok(Refit {
        courses,
        scores,
        left_out,
        shipped: Parameters { mean: model.prior.mean, sd: model.prior.sd },
        learned: Parameters { mean: learned.prior.mean, sd: learned.prior.sd },
        held_out: judged.held_out,
        log_score: judged.log_score,
        crps: judged.crps,
        better,
    })
}

/// The whole record as a case; or why nothing can be learned from it.
fn whole(course: &Finished, model: &Model, settings: &RefitSettings) -> Result<Case, String> {
    let Finished { instrument, person } = course;
    let Some(first) = person.sessions.iter().filter(|one| one.is_active()).map(|one| one.day).min() else {
        return Err("no session with a dose".into());
    };
    let before = |score: &&crate::backtest::Score| score.day < first || (score.day == first && !score.after);
    let intake = person.scores.iter().filter(before).count();
    if intake == 0 {
        return Err("no score before the first session".into());
    }
    if person.scores.len() - intake < settings.scores_after_min {
        return Err(format!("fewer than {} scores after the first session", settings.scores_after_min));
    }
    let today = person.scores.iter().map(|score| score.day).max().unwrap_or(first);
    let score = |score: &crate::backtest::Score| crate::case::Score {
        day: f64::from(score.day),
        instrument: instrument.clone(),
        score: score.score,
        after: score.after,
        recall_days: score.recall_days,
    };
    let given = person.sessions.iter().filter(|session| session.day <= today);
    let case = Case {
        id: person.id.clone(),
        condition: person.condition.clone(),
        primary: instrument.clone(),
        sessions: given
            .map(|one| crate::case::Session {
                day: f64::from(one.day),
                route: one.route.clone(),
                dose: one.dose,
            })
            .collect(),
        scores: person.scores.iter().map(score).collect(),
        today: f64::from(today),
        ..Case::default()
    };
    match case.checked(model) {
        Ok(_) => Ok(case),
        Err(error) => Err(format!("no forecast case: {}", error.why)),
    }
}
