//! By the calendar, by signs, or no further session: twelve months of each, side by side.

use evenkeel_forecast::Model;

use super::super::compute::Computed;
use super::super::strategies::{Strategy, Way};
use super::{cannot_tell_yet, chance};
use crate::view::forecast::{WayRow, Ways};

/// The quantiles of the year's days: half and eight in ten.
const Q: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// The comparison; `Err`: why it is not shown. Before there are scores of the treatment to speak of it would be the
/// population's year under this patient's name.
pub(super) fn ways(computed: &Computed, model: &Model, ended: bool) -> Result<Ways, String> {
    let answer = &computed.answer;
    if ended || computed.strategies.is_empty() {
        return Err("An ended course has no ways to go on.".to_owned());
    }
    if answer.rests_on.scores < 2 || cannot_tell_yet(answer, &computed.population) {
        return Err("Shown once the scores can tell this patient from the population.".to_owned());
    }
    // Who is not well has nothing to relapse from.
    let well = answer.p_well_now.value >= 0.5;
    let rows: Vec<WayRow> = computed.strategies.iter().map(|strategy| row(strategy, well)).collect();
    let relapse = ((answer.response_at - model.relapse_margin()) * 100.0).round();
    Ok(Ways {
        note: format!(
            "Simulated on the same courses of illness, so that only the way differs. By the calendar: the plan and its \
             ladder, one step shorter after a relapse, back after {} good visits, ended where it is less than {} % better. \
             By signs: a check-in every week, and a session when two in a row show that the effect fades (D32). Relapse: \
             less than {relapse} % better at two weekly check-ins in a row. Rough beyond six months; exposure (bladder, \
             liver, dependence, tolerance), therapy and daily life are not in it: information, not advice.",
            model.rule().extend_after,
            (model.rule().stop_below * 100.0).round(),
        ),
        by_signs_missing: (!computed.strategies.iter().any(|s| s.way == Way::SymptomLed))
            .then(|| "By signs is left out: rule D32 does not judge this questionnaire.".to_owned()),
        rows,
    })
}

fn row(strategy: &Strategy, well: bool) -> WayRow {
    let year = &strategy.year;
    let relapse = |days: f64| match &year.relapse {
        Some(relapse) if well => chance(relapse.by(days)),
        _ => "not well yet".to_owned(),
    };
    WayRow {
        name: match strategy.way {
            Way::Scheduled => "By the calendar",
            Way::SymptomLed => "By signs",
            Way::Stop => "No further session",
        }
        .to_owned(),
        sessions: five(&year.sessions_at(&Q).value),
        days_well: five(&year.days_well_at(&Q).value),
        relapse: [relapse(182.0), relapse(365.0)],
    }
}

fn five(values: &[f64]) -> [f64; 5] {
    std::array::from_fn(|place| values.get(place).copied().unwrap_or_default())
}
