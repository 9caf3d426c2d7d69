//! Simulation-based calibration: patients drawn from the prior, recorded as a clinic would, and forecast. Where the
//! posterior is right, the truth's rank among its draws is uniform, and an 80 % interval holds it in 80 % of patients.
//! It tests this program against the model, not the model against the world.

mod patient;
mod table;

use crate::answer::Extent;
use crate::bank::Bank;
use crate::case::{CaseError, CheckedCase, Plan};
use crate::model::Model;
use crate::noise::Noise;
use crate::posterior::Posterior;
use patient::Patient;
use serde::Serialize;
pub use table::{Row, table};

/// Days of the forecasts: before the first session, during the acute series, at its end, at three and at six months.
pub const DAYS: [f64; 6] = [0.0, 7.0, 14.0, 24.0, 91.0, 182.0];
/// How far ahead the later score is forecast, days.
const AHEAD: f64 = 28.0;
/// Response is asked for by this session.
const SESSION: usize = 12;

/// What is forecast and then compared with the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// The benefit on the day of the forecast.
    BenefitNow,
    /// The score of the next check-in.
    NextScore,
    /// The score 28 days ahead.
    #[serde(rename = "score_in_28_days")]
    ScoreIn28Days,
    /// Whether session 12 is reached with a response.
    #[serde(rename = "response_by_session_12")]
    ResponseBySession12,
}

/// The place of a truth in its forecast, 0..1; uniform where the forecast is right. The truth of a discrete quantity gets
/// a random place within its step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rank {
    /// Day of the forecast.
    pub day: f64,
    /// What was forecast.
    pub quantity: Quantity,
    /// Its place.
    pub place: f64,
    /// Forecast chance and what happened, of a yes-or-no quantity.
    pub chance: Option<(f64, bool)>,
}

/// The ranks of one simulated patient, every other one with a second questionnaire. They depend on the seed and the
/// patient's number alone.
pub fn ranks(model: &Model, bank: &Bank, seed: u64, number: u64) -> Result<Vec<Rank>, CaseError> {
    let mut noise = Noise::new(seed, number);
    let patient = Patient::new(model, &mut noise, number % 2 == 1);
    let mut all = Vec::new();
    for day in DAYS {
        let case = patient.case(day);
        let checked = case.checked(model)?;
        let posterior = Posterior::new(model, bank, &checked);
        all.extend(of_day(&patient, &checked, &posterior, &mut noise));
    }
    Ok(all)
}

fn of_day(patient: &Patient, case: &CheckedCase, posterior: &Posterior, noise: &mut Noise) -> Vec<Rank> {
    let day = case.today;
    let rank = |quantity, place| Rank { day, quantity, place, chance: None };
    let mut all = Vec::new();
    if day > 0.0 {
        let now = case.read(&posterior.all.draws, &Plan::none(), &[day], true, 0.0);
        let place = among(now.benefit(0), &posterior.all.weight, patient.benefit(day), noise);
        all.push(rank(Quantity::BenefitNow, place));
    }
    let next = patient::next_check_in(day);
    for (quantity, at) in [(Quantity::NextScore, next), (Quantity::ScoreIn28Days, day + AHEAD)] {
        let forecast = posterior.predict_score(patient::PRIMARY, at, case.plan(), None);
        if let (Some(forecast), Some(score)) = (forecast, patient.score(at)) {
            let (upto, step) = (forecast.cdf(score), forecast.cdf(score) - forecast.cdf(score - 1.0));
            all.push(rank(quantity, upto - noise.uniform() * step));
        }
    }
    let by_session = posterior.answers(case.plan(), Extent::Quick).p_response_by_session.value;
    if let Some(chance) = by_session.get(SESSION - 1).copied() {
        let responds = patient.responds_by(SESSION, case.response_at);
        let uniform = noise.uniform();
        let place = if responds { 1.0 - chance * uniform } else { (1.0 - chance) * uniform };
        let quantity = Quantity::ResponseBySession12;
        all.push(Rank { day, quantity, place, chance: Some((chance, responds)) });
    }
    all
}

/// Weight of the draws below the truth, with a random share of those equal to it.
fn among(draws: &[f64], weight: &[f64], truth: f64, noise: &mut Noise) -> f64 {
    let (mut below, mut equal) = (0.0, 0.0);
    for (value, weight) in draws.iter().zip(weight) {
        match value.total_cmp(&truth) {
            std::cmp::Ordering::Less => below += weight,
            std::cmp::Ordering::Equal => equal += weight,
            std::cmp::Ordering::Greater => {}
        }
    }
    (below + noise.uniform() * equal).clamp(0.0, 1.0)
}
