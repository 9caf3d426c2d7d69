//! What was: scores, sessions, decisions, and past forecasts against what happened.

use evenkeel_care::dose::Dose;
use evenkeel_care::finding::FindingKind;
use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::questionnaire::Direction;
use evenkeel_care::record::SessionStatus;
use evenkeel_forecast::Model;
use evenkeel_store::JsonText;
use evenkeel_store::decision::{Decision, Verdict};
use evenkeel_store::forecast::Forecast;
use evenkeel_store::measurement::Measurement;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::findings::{finding_view, rule_name};
use crate::check_ins::band;
use crate::decisions::Shown;
use crate::forecasts::{Held, chance, held, ranges_held};
use crate::jobs::PLAN;
use crate::record::{Chosen, Standing};
use crate::refusal::Refusal;
use crate::view::course::{DecisionView, ForecastRow, ScoreRow, SessionRow};
use crate::view::forecast::SessionMark;
use crate::words;

/// Scores, latest first.
pub(super) fn scores(standing: &Standing<'_>, knowledge: &Knowledge) -> Vec<ScoreRow> {
    let mut all: Vec<&Measurement> = standing.bundle.measurements.iter().collect();
    all.sort_by_key(|m| std::cmp::Reverse((m.date, m.after_session, m.id)));
    all.into_iter().map(|m| score(m, standing, knowledge)).collect()
}

fn score(m: &Measurement, standing: &Standing<'_>, knowledge: &Knowledge) -> ScoreRow {
    let definition = knowledge.instruments.get(&m.instrument);
    let text = match m.score {
        Some(total) => {
            let band = definition.and_then(|d| band(d, total)).map(|b| format!(" · {}", b.to_lowercase()));
            format!("{}{}", words::number(total), band.unwrap_or_default())
        }
        None => "incomplete".to_owned(),
    };
    ScoreRow {
        date: m.date,
        instrument: knowledge.name(m.instrument),
        score: text,
        change: m.score.and_then(|total| change(total, m, standing, definition.map(|d| d.direction))),
        entered_by: if m.source.starts_with("import") {
            "imported".to_owned()
        } else {
            m.recorded.by_name.clone()
        },
        after: m.after_session,
        corrected: m.corrects.is_some(),
    }
}

/// "15 % better", against the mean of the scores at or before the first session.
fn change(
    total: f64,
    m: &Measurement,
    standing: &Standing<'_>,
    direction: Option<Direction>,
) -> Option<String> {
    let first = standing.done_dates().into_iter().min()?;
    let before = standing
        .record
        .measurements
        .iter()
        .filter(|b| b.instrument == m.instrument && (b.date < first || (b.date == first && !b.after)));
    let before: Vec<f64> = before.map(|b| b.score).collect();
    if before.is_empty() || m.date <= first {
        return None;
    }
    let count = u32::try_from(before.len()).ok()?;
    let baseline = before.iter().sum::<f64>() / f64::from(count);
    if baseline <= 0.0 || direction == Some(Direction::HighIsBetter) {
        return None;
    }
    let percent = ((baseline - total) / baseline * 100.0).round();
    Some(match percent {
        p if p > 0.0 => format!("{p} % better"),
        p if p < 0.0 => format!("{} % worse", -p),
        _ => "no change".to_owned(),
    })
}

/// Sessions, latest first.
pub(super) fn sessions(standing: &Standing<'_>) -> Vec<SessionRow> {
    let mut held: Vec<_> = standing
        .bundle
        .sessions
        .iter()
        .filter(|s| matches!(s.status, SessionStatus::Done | SessionStatus::Missed))
        .collect();
    held.sort_by_key(|s| s.date);
    let mut n = 0;
    let mut rows: Vec<SessionRow> = held
        .into_iter()
        .map(|s| {
            let done = s.status == SessionStatus::Done;
            n += u32::from(done);
            SessionRow {
                n: done.then_some(n),
                date: s.date,
                mark: if done { SessionMark::Done } else { SessionMark::Missed },
                dose: if done {
                    words::dose_given(s.route, s.dose, s.weight_kg)
                } else {
                    "not given".to_owned()
                },
                supervised_by: s.supervised_by.clone(),
                note: s.note.as_ref().map(|n| n.text().unwrap_or("erased").to_owned()),
            }
        })
        .collect();
    rows.reverse();
    rows
}

/// Decisions, latest first.
pub(super) fn decisions(
    standing: &Standing<'_>,
    knowledge: &Knowledge,
    zone: &str,
) -> Result<Vec<DecisionView>, Refusal> {
    standing.bundle.decisions.iter().rev().map(|d| decision_view(d, knowledge, zone)).collect()
}

/// A decision as it was stored.
pub(super) fn decision_view(
    decision: &Decision,
    knowledge: &Knowledge,
    zone: &str,
) -> Result<DecisionView, Refusal> {
    let shown: Shown = decision.shown.parse()?;
    let chosen: Chosen =
        decision.chosen_values.as_ref().map(JsonText::parse).transpose()?.unwrap_or_default();
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let at = decision.recorded.at.to_zoned_datetime(zone);
    let verdict = match decision.choice {
        Verdict::Accept => "Accepted",
        Verdict::Modify => "Modified",
        Verdict::Decline => "Declined",
    };
    let closes = shown.finding.kind == FindingKind::Safety;
    let choice = decision.chosen.map(|c| words::choice(c).to_lowercase());
    let dose = chosen.dose.or(chosen.dose_mg_per_kg.map(Dose::mg_per_kg));
    let dose = dose.map(|d| format!(" to {}", words::dose(d))).unwrap_or_default();
    let what = choice.map_or_else(
        || if closes { "Closed" } else { verdict }.to_owned(),
        |c| format!("{verdict}: {c}{dose}"),
    );
    let said = finding_view(&shown.finding, knowledge);
    Ok(DecisionView {
        when: at.strftime("%a %-d %b %Y, %H:%M").to_string(),
        who: decision.recorded.by_name.clone(),
        on: format!("{} ({})", rule_name(&shown.finding.rule, knowledge), shown.finding.rule),
        what,
        reason: decision
            .reason
            .as_ref()
            .map_or_else(String::new, |r| r.text().unwrap_or("erased").to_owned()),
        shown: said.because.into_iter().chain(said.caveats).collect(),
        comparison: chosen.comparison,
    })
}

/// Most rows of the forecast record.
const ROWS: usize = 12;

/// Past forecasts, latest first, each held against the score nearest to its day. Of several on one day the last one
/// stands, as it knew the most.
pub(super) fn forecasts(past: &[Forecast], standing: &Standing<'_>, model: &Model) -> Vec<(Date, Held)> {
    let mut day = None;
    let plans = past.iter().rev().filter(|f| f.label == PLAN && day.replace(f.as_of) != Some(f.as_of));
    let scores = || standing.record.measurements.iter().map(|m| (m.instrument, m.date, m.score));
    plans.filter_map(|f| Some((f.as_of, held(f, scores(), model)?))).collect()
}

/// How often the ranges held, in words; nothing where nothing was forecast.
pub(super) fn ranges(forecasts: &[(Date, Held)]) -> Vec<String> {
    if forecasts.is_empty() { Vec::new() } else { ranges_held(forecasts.iter().map(|(_, held)| held)).words }
}

/// The newest rows of the record, in words.
pub(super) fn forecast_rows(forecasts: &[(Date, Held)]) -> Vec<ForecastRow> {
    forecasts.iter().take(ROWS).map(|(as_of, held)| forecast_row(*as_of, held)).collect()
}

fn forecast_row(as_of: Date, held: &Held) -> ForecastRow {
    let range = |[low, high]: [f64; 2]| format!("{} to {}", words::number(low), words::number(high));
    let chance = held.chance.map(|p| format!("; response {}", chance(p))).unwrap_or_default();
    let response = |came: bool| if came { ", a response" } else { ", no response" };
    ForecastRow {
        as_of,
        said: format!(
            "{} (half: {}; eight in ten: {}) on {}{chance}",
            words::number(held.median.round()),
            range(held.half),
            range(held.eight),
            words::short_date(held.on)
        ),
        in_half: held.in_half(),
        in_eight: held.in_eight(),
        happened: held.came.map(|came| {
            let said = came.response.map_or("", response);
            format!("{} on {}{said}", words::number(came.score), words::short_date(came.date))
        }),
    }
}
