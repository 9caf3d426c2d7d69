//! The course chart and the plan strip.

use evenkeel_care::knowledge::Knowledge;
use evenkeel_care::questionnaire::Direction;
use evenkeel_care::record::SessionStatus;
use evenkeel_care::schedule;
use evenkeel_forecast::Model;

use crate::forecasts::{Computed, fan_points};
use crate::record::Standing;
use crate::view::course::PlanPill;
use crate::view::forecast::{ChartScore, ChartSession, ChartView, SessionMark};
use crate::words;

/// What the course chart draws.
pub(super) fn chart(
    standing: &Standing<'_>,
    computed: Option<&Computed>,
    knowledge: &Knowledge,
    model: &Model,
) -> ChartView {
    let primary = standing.record.primary;
    let definition = knowledge.instruments.get(&primary);
    let range = definition.and_then(|d| d.range);
    let points = |band: fn(&Computed) -> &Vec<evenkeel_forecast::FanPoint>| {
        computed.map(|c| fan_points(c.origin, band(c))).unwrap_or_default()
    };
    let ended = standing.bundle.course.status == evenkeel_care::record::CourseStatus::Ended;
    ChartView {
        instrument: knowledge.name(primary),
        range: range.map_or((0.0, 1.0), |r| (r.lo, r.hi)),
        high_is_worse: definition.is_none_or(|d| d.direction == Direction::HighIsWorse),
        today: (!ended).then_some(standing.today),
        scores: scores(standing, knowledge, model),
        sessions: sessions(standing, computed),
        corridor: points(|c| &c.corridor),
        fan: if ended { Vec::new() } else { points(|c| &c.fan) },
        if_stopped: if ended { Vec::new() } else { points(|c| &c.if_stopped) },
        response_line: computed.and_then(|c| response_line(c, model)),
        remission_line: definition
            .and_then(|d| d.remission_at_most)
            .map(|cut| (cut, format!("remission at {} or below", words::number(cut)))),
    }
}

fn response_line(computed: &Computed, model: &Model) -> Option<(f64, String)> {
    let answer = &computed.answer;
    let instrument = model.instrument(&answer.score_forecast.instrument)?;
    let level = instrument.score((1.0 - answer.response_at) * answer.baseline);
    let share = (answer.response_at * 100.0).round();
    let label = if (share - 50.0).abs() < 0.5 {
        "half the intake score".to_owned()
    } else {
        format!("{share} % below the intake score")
    };
    Some((level, label))
}

/// Scores on the primary instrument as they are; others at the same severity of its scale.
fn scores(standing: &Standing<'_>, knowledge: &Knowledge, model: &Model) -> Vec<ChartScore> {
    let primary = standing.record.primary;
    let scale = model.instrument(&primary.to_string());
    let mut all: Vec<_> = standing
        .record
        .measurements
        .iter()
        .filter_map(|m| {
            let own = m.instrument == primary;
            let value = if own {
                Some(m.score)
            } else {
                let other = model.instrument(&m.instrument.to_string())?;
                scale.map(|s| s.score(other.severity(m.score)))
            };
            let label = format!("{} {}", knowledge.name(m.instrument), words::number(m.score));
            Some(ChartScore { date: m.date, value: value?, label, other: !own })
        })
        .collect();
    all.sort_by_key(|s| s.date);
    all
}

/// Given and missed sessions, and those to come within the chart's reach.
fn sessions(standing: &Standing<'_>, computed: Option<&Computed>) -> Vec<ChartSession> {
    let reach = computed
        .and_then(|c| c.fan.last().map(|p| crate::forecasts::chart_days(c.origin, p.day)))
        .unwrap_or(standing.today);
    let mut all = past(standing);
    all.extend(standing.to_come().filter(|s| s.date <= reach).map(|s| to_come(standing, s.n, s.date)));
    all
}

fn past(standing: &Standing<'_>) -> Vec<ChartSession> {
    let mut held: Vec<_> = standing
        .record
        .sessions
        .iter()
        .filter(|s| matches!(s.status, SessionStatus::Done | SessionStatus::Missed))
        .collect();
    held.sort_by_key(|s| s.date);
    let mut n = 0;
    held.into_iter()
        .map(|s| {
            let done = s.status == SessionStatus::Done;
            n += u32::from(done);
            ChartSession {
                n: done.then_some(n),
                date: s.date,
                status: if done { SessionMark::Done } else { SessionMark::Missed },
                dose: s.dose.map(words::dose).unwrap_or_default(),
            }
        })
        .collect()
}

fn to_come(standing: &Standing<'_>, n: u32, date: jiff::civil::Date) -> ChartSession {
    let status = if date == standing.today { SessionMark::Today } else { SessionMark::Planned };
    ChartSession { n: Some(n), date, status, dose: words::dose(standing.dose) }
}

/// The plan strip: what was given or missed, the rest of the induction, and the next of the ladder.
pub(super) fn plan_strip(standing: &Standing<'_>, knowledge: &Knowledge) -> Vec<PlanPill> {
    let induction = schedule::induction_sessions(&standing.record, standing.protocol);
    let mut strip: Vec<PlanPill> = past(standing)
        .into_iter()
        .map(|session| PlanPill {
            phase: if session.n.unwrap_or(1) <= induction { "induction" } else { "maintenance" }.to_owned(),
            session,
            window: None,
            why: Vec::new(),
        })
        .collect();
    for planned in standing.ahead() {
        let window = (planned.earliest != planned.latest).then(|| {
            format!(
                "any day from {} to {}",
                words::short_date(planned.earliest),
                words::short_date(planned.latest)
            )
        });
        strip.push(PlanPill {
            session: to_come(standing, planned.n, planned.date),
            phase: planned.phase.to_string(),
            window,
            why: planned.why.iter().map(|m| words::say(knowledge, m)).collect(),
        });
    }
    strip
}
