//! By the calendar, by signs, or no further session: twelve months of each, side by side.

use evenkeel_forecast::Model;

use super::super::compute::Computed;
use super::super::strategies::{Strategy, Way};
use super::{cannot_tell_yet, chance};
use crate::view::forecast::{WayRow, Ways};
use crate::words;

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
    let rows: Vec<WayRow> = computed.strategies.iter().map(row).collect();
    let relapse = ((answer.response_at - model.relapse_margin()) * 100.0).round();
    Ok(Ways {
        said: said(&rows),
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

fn row(strategy: &Strategy) -> WayRow {
    let sessions = strategy.year.sessions_at(&Q);
    let days = strategy.year.days_well_at(&Q);
    let relapse = strategy.year.relapse.as_ref();
    WayRow {
        name: match strategy.way {
            Way::Scheduled => "By the calendar",
            Way::SymptomLed => "By signs",
            Way::Stop => "No further session",
        }
        .to_owned(),
        sessions: range(&sessions.value),
        days_well: range(&days.value),
        relapse_6_months: relapse.map(|r| chance(r.by(182.0))).unwrap_or_default(),
        relapse_12_months: relapse.map(|r| chance(r.by(365.0))).unwrap_or_default(),
    }
}

/// "13 (half: 11 to 18; eight in ten: 11 to 26)".
fn range(values: &[f64]) -> String {
    let [low, low_half, median, high_half, high] = values else { return String::new() };
    let two = |from: &f64, to: &f64| {
        let (from, to) = (words::number(*from), words::number(*to));
        if from == to { from } else { format!("{from} to {to}") }
    };
    let median = words::number(*median);
    if low.total_cmp(high).is_eq() {
        return median;
    }
    format!("{median} (half: {}; eight in ten: {})", two(low_half, high_half), two(low, high))
}

/// The comparison in words: what each way asks for, and what it is expected to leave.
fn said(rows: &[WayRow]) -> Vec<String> {
    let one = |row: &WayRow| {
        format!(
            "{}: {} sessions in the next 12 months, {} days well, relapse within 6 months {}.",
            row.name, row.sessions, row.days_well, row.relapse_6_months
        )
    };
    rows.iter().map(one).collect()
}
