//! D32: two consecutive check-ins in maintenance at which the effect fades.

use crate::exposure;
use crate::finding::{Finding, FindingState};
use crate::instrument::InstrumentId;
use crate::message::Message;
use crate::record::Measurement;
use crate::review::{Change, Facts, Phase, days_apart, number, percent, phase, taken_after};

/// A check-in at which the effect fades, and why.
struct Faded<'a> {
    m: &'a Measurement,
    reason: Message,
}

/// One finding for each instrument whose last check-in shows that the effect fades.
pub(super) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    if phase(facts) != Phase::Maintenance {
        return Vec::new();
    }
    facts.knowledge.rules.d32.params.instruments().filter_map(|id| finding(facts, id)).collect()
}

fn finding(facts: &Facts<'_>, id: InstrumentId) -> Option<Finding> {
    let rule = &facts.knowledge.rules.d32;
    let run = run(facts, id);
    let last = run.last()?;
    let pair = run.windows(2).rev().find_map(|two| match two {
        [first, second] => {
            let days = days_apart(first.m, second.m);
            (days >= rule.params.pair_first_days).then_some((first, second, days))
        }
        _ => None,
    });
    let since = facts.session_after(last.m, None);
    let state = if pair.is_some() && !since { FindingState::Review } else { FindingState::Watch };
    let mut finding = facts.knowledge.finding(&rule.rule, state, last.m.date);
    finding.instrument = Some(id);
    finding.because.extend(run.iter().rev().map(|faded| faded.reason.clone()));
    finding.trace.extend(run.iter().map(|faded| faded.reason.clone()));
    finding.because.push(match pair {
        Some((first, second, days)) => Message::new("d32.pair")
            .with("first", first.m.date)
            .with("second", second.m.date)
            .with("days", days),
        None => Message::new("d32.single")
            .with("first_days", rule.params.pair_first_days)
            .with("last_days", rule.params.pair_last_days),
    });
    if since {
        finding.because.push(Message::new("d32.session_since"));
    } else if state == FindingState::Review {
        finding.options.clone_from(&rule.params.options_review);
    }
    finding.because.extend(exposure::messages(facts));
    finding.trace.push(
        Message::new("trace.pair")
            .with("count", run.len())
            .with("first_days", rule.params.pair_first_days)
            .with("last_days", rule.params.pair_last_days),
    );
    Some(finding)
}

/// The last check-ins in a row at which the effect fades: not more than a pair's days apart, and no
/// session between them.
fn run<'a>(facts: &Facts<'a>, id: InstrumentId) -> Vec<Faded<'a>> {
    let last_days = facts.knowledge.rules.d32.params.pair_last_days;
    let mut run: Vec<Faded<'a>> = Vec::new();
    for m in facts.maintenance_check_ins(id).iter().copied() {
        let Some(reason) = fades(facts, m) else {
            run.clear();
            continue;
        };
        let broken = |before: &Faded<'_>| {
            days_apart(before.m, m) > last_days || facts.session_after(before.m, Some(m))
        };
        if run.last().is_some_and(broken) {
            run.clear();
        }
        run.push(Faded { m, reason });
    }
    run
}

/// Why the effect fades at this check-in: far above the best of the course, or too little gain left.
fn fades(facts: &Facts<'_>, m: &Measurement) -> Option<Message> {
    let params = &facts.knowledge.rules.d32.params;
    let name = || facts.knowledge.name(m.instrument);
    if let Some(limit) = params.points_above_nadir.get(&m.instrument) {
        let nadir = facts.nadir_at(m)?;
        let change = Change::between(facts.knowledge.instruments.get(&m.instrument), nadir.score, m.score);
        return change.worse_by_points(*limit).then(|| {
            Message::new("d32.above_nadir")
                .with("instrument", name())
                .with("score", number(m.score))
                .with("date", m.date)
                .with("points", number(-change.points_better))
                .with("nadir", number(nadir.score))
                .with("nadir_date", nadir.date)
                .with("limit", number(*limit))
        });
    }
    let limit = *params.gain_below_percent.get(&m.instrument)?;
    let change = facts.change(&facts.baseline(m.instrument)?, m);
    (change.percent_better.is_some() && !change.better_by_percent(limit)).then(|| {
        Message::new("d32.gain")
            .with("instrument", name())
            .with("score", number(m.score))
            .with("date", m.date)
            .with("baseline", number(change.from))
            .with("percent", percent(change.percent_better.unwrap_or_default()))
            .with("limit", percent(limit))
    })
}

/// Nothing found, and on what that rests.
pub(super) fn quiet(facts: &Facts<'_>) -> Finding {
    let rule = &facts.knowledge.rules.d32;
    let mut finding = facts.knowledge.finding(&rule.rule, FindingState::None, facts.today());
    let stands = phase(facts);
    if stands != Phase::Maintenance {
        finding.because.push(Message::new("d32.not_in_maintenance").with("phase", stands));
        return finding;
    }
    let end = facts.last_induction_day();
    let scored = |id: &InstrumentId| {
        facts.check_ins(*id).iter().copied().rfind(|m| end.is_none_or(|day| taken_after(m, day)))
    };
    let seen: Vec<&Measurement> = rule.params.instruments().filter_map(|id| scored(&id)).collect();
    for m in &seen {
        finding.because.push(
            Message::new("d32.quiet")
                .with("instrument", facts.knowledge.name(m.instrument))
                .with("score", number(m.score))
                .with("date", m.date),
        );
        let needs_baseline = rule.params.gain_below_percent.contains_key(&m.instrument);
        if needs_baseline && facts.baseline(m.instrument).is_none() {
            finding.missing.push(Message::new("baseline"));
        }
    }
    if seen.is_empty() {
        let names: Vec<String> = rule.params.instruments().map(|id| facts.knowledge.name(id)).collect();
        finding.because.push(Message::new("d32.no_check_in").with("instruments", names.join(", ")));
        finding.missing.push(Message::new("check_in"));
    }
    finding
}
