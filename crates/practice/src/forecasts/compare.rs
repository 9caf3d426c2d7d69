//! Two forecasts side by side: stay, or change the dose.

use evenkeel_care::dose::Dose;
use evenkeel_care::record::CourseRecord;
use evenkeel_forecast::answer::Extent;
use evenkeel_forecast::{Answer, Model, Posterior};

use super::compute::{Forecaster, NoForecast};
use super::show::{by_session_words, cannot_tell_yet, chance, score_quantiles};
use crate::case::{self, Intended};
use crate::view::forecast::{Comparison, ForecastLine};
use crate::words;

/// Chances that differ by less than this are called hardly different.
const HARDLY: f64 = 0.03;

/// The forecast with every planned session at its present dose, and with `dose` instead.
pub(crate) fn compare(
    forecaster: &Forecaster,
    record: &CourseRecord,
    near: &[Intended],
    present: Dose,
    dose: Dose,
    induction_sessions: u32,
) -> Result<Comparison, NoForecast> {
    let model = forecaster.model();
    let built = case::of_course(record, near, model.default_weight_kg());
    let checked = forecaster.checked(&built)?;
    let posterior = Posterior::new(model, forecaster.bank(), &checked);
    let changed: Vec<Intended> = near.iter().map(|p| Intended { dose, ..*p }).collect();
    let changed = case::sessions(built.origin, &changed, model.default_weight_kg());
    let changed =
        checked.plan_of(&changed, model).map_err(|e| NoForecast(format!("{}: {}", e.what, e.why)))?;
    let population = forecaster.population(&checked);
    let stay = posterior.answers(checked.plan(), Extent::Quick);
    let change = posterior.answers(&changed, Extent::Quick);
    // Too early to say the patient's chance: then neither forecast says one.
    let early = cannot_tell_yet(&stay, &population) || cannot_tell_yet(&change, &population);
    let end = (!early).then_some(induction_sessions);
    Ok(Comparison {
        before: line(format!("Stay at {}", words::dose(present)), &stay, model, end),
        after: line(format!("Change to {}", words::dose(dose)), &change, model, end),
        difference: difference(&stay, &change, model, early),
    })
}

/// One forecast; its chances are left out without `end`, the last session of the induction.
fn line(label: String, answer: &Answer, model: &Model, end: Option<u32>) -> ForecastLine {
    let chances = &answer.p_response_by_session.value;
    let at = |n: u32| {
        let index = usize::try_from(n.max(1)).unwrap_or(1).min(chances.len());
        let n = u32::try_from(index).unwrap_or(n);
        (n, index.checked_sub(1).and_then(|i| chances.get(i)).copied().unwrap_or_default())
    };
    let last = u32::try_from(chances.len()).unwrap_or_default();
    ForecastLine {
        label,
        by_end: end.map(at),
        by_last: end.map(|_| at(last)),
        sessions: match end {
            Some(_) => by_session_words(&answer.sessions_to_response).join("; "),
            None => "too early to say by this questionnaire".to_owned(),
        },
        score_in_14_days: score_quantiles(answer, model),
    }
}

fn difference(stay: &Answer, change: &Answer, model: &Model, early: bool) -> String {
    let last = |a: &Answer| a.p_response_by_session.value.last().copied().unwrap_or_default();
    let n = stay.p_response_by_session.value.len();
    let (before, after) = (last(stay), last(change));
    let hardly = (after - before).abs() < HARDLY;
    let direction = if after > before { "rises" } else { "falls" };
    if early {
        let [_, _, stay, _, _] = score_quantiles(stay, model);
        let [_, _, change, _, _] = score_quantiles(change, model);
        let how = if hardly { "hardly changes" } else { direction };
        return format!(
            "With the change the chance of response {how} in the model; by this questionnaire it is too early to say \
             how high it is. Score in 14 days, median: {} as it is, {} with the change.",
            one_decimal(stay),
            one_decimal(change)
        );
    }
    if hardly {
        return format!(
            "Hardly any difference: the chance of response by session {n} is {} as it is and {} with the change.",
            chance(before),
            chance(after)
        );
    }
    format!("The chance of response by session {n} {direction} from {} to {}.", chance(before), chance(after))
}

fn one_decimal(value: f64) -> String {
    words::number((value * 10.0).round() / 10.0)
}
