//! A new course after a stop (D15).

use jiff::civil::Date;

use crate::dosing;
use crate::finding::{Finding, FindingKind, FindingState};
use crate::message::Message;
use crate::record::CourseStatus;
use crate::review::{Facts, number};
use crate::schedule::days::between;

/// Whether a restart is offered: the course was stopped long enough ago, and the patient has relapsed.
pub(crate) fn findings(facts: &Facts<'_>, so_far: &[Finding]) -> Vec<Finding> {
    let rule = &facts.knowledge.rules.d15;
    let limit = rule.params.stopped_days;
    let mut finding = facts.knowledge.finding(&rule.rule, FindingState::None, facts.today());
    let relapse = so_far.iter().find(|f| f.kind == FindingKind::Relapse && f.state == FindingState::Relapsed);
    let Some(stopped) = stopped_on(facts) else {
        finding.because.push(Message::new("d15.runs"));
        return vec![finding.concluded()];
    };
    let days = between(stopped, facts.today());
    finding
        .trace
        .push(Message::new("trace.stopped").with("date", stopped).with("days", days).with("limit", limit));
    let values = |key: &str| Message::new(key).with("date", stopped).with("days", days);
    match relapse {
        Some(relapse) if days >= limit => {
            finding.state = FindingState::Offer;
            finding.instrument = relapse.instrument;
            finding.because.push(values("d15.offer"));
            finding.because.extend(carries(facts, relapse));
            finding.because.push(Message::new("d15.again"));
            finding.options.clone_from(&rule.params.options);
        }
        Some(_) => finding.because.push(values("d15.soon").with("limit", limit)),
        None => finding.because.push(values("d15.well")),
    }
    vec![finding.concluded()]
}

/// The day the course was stopped: as recorded, else the last session given when the course has ended or
/// when nothing says that it runs and nothing is planned.
fn stopped_on(facts: &Facts<'_>) -> Option<Date> {
    if let Some(day) = facts.course.stopped_on {
        return (day <= facts.today()).then_some(day);
    }
    let last = facts.done.last().map(|s| s.date);
    match facts.course.status {
        Some(CourseStatus::Ended) => last,
        None if facts.coming.is_empty() => last,
        _ => None,
    }
}

/// What a new course takes over: where this one began, its best score, its last dose, and the longest
/// interval that kept the patient well.
fn carries(facts: &Facts<'_>, relapse: &Finding) -> Vec<Message> {
    let mut said = Vec::new();
    if let Some(id) = relapse.instrument
        && let Some(baseline) = facts.baseline(id)
        && let Some(best) = facts.check_ins(id).last().and_then(|m| facts.nadir_at(m))
    {
        said.push(
            Message::new("d15.carries")
                .with("instrument", facts.knowledge.name(id))
                .with("baseline", number(baseline.score))
                .with("best", number(best.score)),
        );
    }
    said.extend(last_dose(facts));
    let best_interval = facts.course.previous_course.as_ref().and_then(|c| c.best_interval_days);
    said.extend(best_interval.map(|days| Message::new("d15.best_interval").with("days", days)));
    said
}

/// The last dose after which the patient was awake enough to leave. Where nobody wrote that down it is the
/// last one given, and said so.
fn last_dose(facts: &Facts<'_>) -> Option<Message> {
    let least = facts.knowledge.rules.m4.params.nasal_min_moaas;
    let dosed = facts.done.iter().rev().filter_map(|s| Some((s, s.dose?)));
    let (session, dose) = dosed.into_iter().find(|(s, _)| s.moaas_last.is_none_or(|score| score >= least))?;
    let key = if session.moaas_last.is_some() { "d15.tolerated" } else { "d15.last_dose" };
    let message = Message::new(key)
        .with("date", session.date)
        .with("dose", dosing::written(dose))
        .with("route", session.route);
    Some(match session.moaas_last {
        Some(moaas) => message.with("moaas", moaas),
        None => message,
    })
}
