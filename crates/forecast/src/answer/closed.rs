//! The answers that need no random path (model specification, section 7).

use super::sessions::BySession;
use super::{
    Answer, BenefitParts, Extent, LoglikAnswer, ModelStamp, PathAnswers, Quantiles, RestsOn, ScoreForecast,
    Tradeoff, Value,
};
use crate::benefit::Draws;
use crate::case::Plan;
use crate::mixture::weighted_quantiles;
use crate::model::Instrument;
use crate::paths::Year;
use crate::posterior::{Posterior, RecordFilter};

impl Posterior<'_> {
    /// All answers under the case's own plan.
    pub fn answer(&self) -> Answer {
        self.answers(&self.case.plan, Extent::Whole)
    }

    /// All answers under a plan. The posterior is the same for every plan, so comparing two doses costs little more
    /// than one answer.
    pub fn answers(&self, plan: &Plan, extent: Extent) -> Answer {
        match extent {
            Extent::Quick => self.told(plan, None, None),
            Extent::Whole => self.told(plan, Some(self.tradeoff(plan)), self.paths(plan)),
        }
    }

    /// All answers under a plan, the twelve months being those of a year simulated under the caller's policy.
    pub fn answers_in(&self, plan: &Plan, year: &Year) -> Answer {
        self.told(plan, Some(self.tradeoff(plan)), self.paths_in(year))
    }

    fn told(&self, plan: &Plan, tradeoff: Option<Tradeoff>, paths: Option<PathAnswers>) -> Answer {
        let by_session = BySession::new(self, plan);
        // Whoever asked for the costly answers gets what would change them too.
        let whole = tradeoff.is_some();
        let (benefit_now, benefit_parts, p_well_now) = self.today();
        let evidence = self.evidence(plan);
        Answer {
            id: self.case.id.clone(),
            ess: (self.ess() * 10.0).round() / 10.0,
            rounds: self.rounds(),
            unstable: self.unstable(),
            benefit_now,
            benefit_parts,
            p_well_now,
            p_response_by_session: by_session.response(&self.all.weight, self.case.response_at),
            p_remission_by_session: by_session.remission(self),
            score_forecast: self.score_forecast(plan, self.model.file.answer.score_ahead_days),
            sessions_to_response: by_session.first_response(self, &self.all.weight),
            taper: self.case.goal_days_well.and_then(|goal| tradeoff.as_ref().map(|curve| curve.taper(goal))),
            tradeoff,
            what_would_change: whole.then(|| self.next_check_in(plan, &by_session)).flatten().map(Box::new),
            paths,
            words: None,
            rests_on: RestsOn { scores: self.case.readings.len(), sessions: self.case.sessions.len() },
            response_at: self.case.response_at,
            caveats: self.caveats(&evidence, by_session.continued),
            grade: Self::weakest_grade(&evidence),
            evidence,
            baseline: self.baseline(),
            loglik_check: self.loglik_check(),
            model: ModelStamp {
                version: self.model.version().into(),
                prior_sha256: self.model.prior_sha256().into(),
                seed: self.seed,
            },
        }
    }

    /// Benefit after today's events, its parts, and the chance to be well: with the benefit of the day, no reading noise.
    fn today(&self) -> (Quantiles, BenefitParts, Value) {
        let (case, weight) = (self.case, &self.all.weight);
        let now = case.read(&self.all.draws, &Plan::none(), &[case.today], true, 0.0);
        let sessions: Vec<f64> = now.fast(0).iter().zip(now.lasting(0)).map(|(f, s)| f + s).collect();
        let other: Vec<f64> = now.benefit(0).iter().zip(&sessions).map(|(all, part)| all - part).collect();
        let quantiles = |values: &[f64]| {
            let q = self.model.file.answer.quantiles.clone();
            Quantiles { value: weighted_quantiles(values, weight, &q), q }
        };
        let parts = BenefitParts { from_sessions: quantiles(&sessions), other: quantiles(&other) };
        let cut = (1.0 - case.response_at) * self.baseline();
        let well = case
            .instruments
            .first()
            .map_or(0.0, |primary| self.all.mixture(case, primary, now.benefit(0), 0.0, 0.0).cdf(cut));
        (quantiles(now.benefit(0)), parts, Value { value: well.clamp(0.0, 1.0) })
    }

    /// The questionnaire `ahead` days from today under a plan, taken before that day's session.
    pub fn score_forecast(&self, plan: &Plan, ahead: f64) -> ScoreForecast {
        let Some(primary) = self.case.instruments.first() else {
            return ScoreForecast::unknown(ahead);
        };
        let recall_days = self.case.recall_days(primary);
        let mixture = self.score_mixture(primary, self.case.today + ahead, plan, recall_days);
        let cut = score_cut((1.0 - self.case.response_at) * self.baseline(), primary);
        let q = self.model.file.answer.quantiles.clone();
        let inverse = mixture.inverse();
        ScoreForecast {
            instrument: primary.id.clone(),
            ahead,
            recall_days,
            mean: mixture.clipped_mean(),
            p_response: mixture.cdf(cut).clamp(0.0, 1.0),
            value: inverse.list(&q),
            q,
        }
    }

    fn loglik_check(&self) -> Option<LoglikAnswer> {
        let case = self.case;
        if case.loglik_z.is_empty() {
            return None;
        }
        let draws = Draws::new(&case.loglik_z, &case.prior);
        let today = |recall_days: f64| case.read(&draws, &Plan::none(), &[case.today], true, recall_days);
        let mut recall_days: Vec<f64> = case.readings.iter().map(|reading| reading.recall_days).collect();
        recall_days.extend(case.instruments.iter().map(|instrument| case.recall_days(instrument)));
        recall_days.retain(|days| *days > 0.0);
        recall_days.sort_by(f64::total_cmp);
        recall_days.dedup();
        Some(LoglikAnswer {
            z: case.loglik_z.clone(),
            loglik: RecordFilter::new(case).run(&draws).loglik,
            benefit_now: today(0.0).benefit(0).to_vec(),
            recalled_benefit: recall_days.iter().map(|days| today(*days).recalled(0).to_vec()).collect(),
            recall_days,
        })
    }
}

impl ScoreForecast {
    /// Of a record without an instrument, which a checked case never is.
    fn unknown(ahead: f64) -> Self {
        let none = Vec::new;
        Self {
            instrument: String::new(),
            ahead,
            recall_days: 0.0,
            mean: 0.0,
            p_response: 0.0,
            q: none(),
            value: none(),
        }
    }
}

/// The latent severity below which the rounded score is at or below `threshold`: rounded down to a step, plus half one.
fn score_cut(threshold: f64, instrument: &Instrument) -> f64 {
    let step = 2.0 * instrument.half_step();
    (threshold / step + 1e-9).floor() * step + 0.5 * step
}
