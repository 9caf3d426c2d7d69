//! The steps of the maintenance ladder: keep, shorten or lengthen (D13, D14, P11, P12).

mod lengthen;
mod missed;

use crate::exposure;
use crate::finding::{Caveat, Finding, FindingKind, FindingState};
use crate::message::Message;
use crate::review::{Facts, Phase, phase};
use crate::schedule::{IntervalSteps, interval_steps};

/// What the spacing of the sessions should be looked at for; one quiet finding if nothing calls for another.
pub(crate) fn findings(facts: &Facts<'_>, so_far: &[Finding], safety_concern: bool) -> Vec<Finding> {
    let mut found: Vec<Finding> = missed::finding(facts).into_iter().collect();
    found.extend(shorten(facts, so_far));
    let shortens = found.iter().any(|f| f.state == FindingState::Shorten);
    if !shortens && !safety_concern {
        found.extend(lengthen::finding(facts, so_far));
    }
    if safety_concern {
        found.iter_mut().filter(|f| f.state == FindingState::Shorten).for_each(|f| {
            f.caveats.push(Caveat::SafetyFirst);
        });
    }
    if found.is_empty() {
        found.push(keep(facts));
    }
    found.into_iter().map(Finding::concluded).collect()
}

/// D14: one step shorter after a relapse, or after two check-ins at which the effect fades.
fn shorten(facts: &Facts<'_>, so_far: &[Finding]) -> Option<Finding> {
    if phase(facts) != Phase::Maintenance {
        return None;
    }
    let rule = &facts.knowledge.rules.d14;
    // What was found before the induction was complete asks for the rest of the induction, not for a shorter step.
    let end = facts.last_induction_day()?;
    let relapsed =
        |f: &&Finding| f.kind == FindingKind::Relapse && f.state == FindingState::Relapsed && f.date >= end;
    let fading = |f: &&Finding| {
        f.rule == facts.knowledge.rules.d32.rule.id && f.state == FindingState::Review && f.date >= end
    };
    let (cause, key) = match so_far.iter().find(relapsed) {
        Some(relapse) => (relapse, "d14.relapse"),
        None => (so_far.iter().find(fading)?, "d14.fading"),
    };
    let mut finding = facts.knowledge.finding(&rule.rule, FindingState::Shorten, cause.date);
    finding.instrument = cause.instrument;
    finding.because.push(Message::new(key).with("rule", &cause.rule).with("date", cause.date));
    finding.because.extend(step_shorter(facts));
    finding.because.extend(exposure::messages(facts));
    finding.options.clone_from(&rule.params.options);
    route_caveat(facts, &rule.params.studied_routes, &mut finding);
    finding.trace.push(Message::new("trace.cause").with("rule", &cause.rule).with("state", cause.state));
    Some(finding)
}

/// Nothing calls for another interval.
fn keep(facts: &Facts<'_>) -> Finding {
    let rule = &facts.knowledge.rules.d14.rule;
    let mut finding = facts.knowledge.finding(rule, FindingState::Keep, facts.today());
    finding.because.push(match phase(facts) {
        Phase::Maintenance => Message::new("d14.keep"),
        other => Message::new("d14.no_maintenance").with("phase", other),
    });
    finding
}

/// The interval in force on the protocol's own ladder, and one step from there.
fn steps(facts: &Facts<'_>) -> Option<IntervalSteps> {
    let ladder = facts.knowledge.ladders.get(&facts.protocol.default_ladder)?;
    interval_steps(facts.course, facts.protocol, ladder)
}

/// "From every 42 days to every 21 days", where the ladder has a shorter step.
fn step_shorter(facts: &Facts<'_>) -> Option<Message> {
    let steps = steps(facts)?;
    step(steps.now?.every_days, steps.shorter?.every_days)
}

/// "From every 21 days to every 42 days", where the ladder has a longer step.
fn step_longer(facts: &Facts<'_>) -> Option<Message> {
    let steps = steps(facts)?;
    step(steps.now?.every_days, steps.longer?.every_days)
}

fn step(from: u32, to: u32) -> Option<Message> {
    (from != to).then(|| Message::new("d14.step").with("from", from).with("to", to))
}

/// The evidence is from other routes than this course's.
fn route_caveat(facts: &Facts<'_>, studied: &[crate::condition::Route], finding: &mut Finding) {
    let route = facts.done.last().map_or(facts.protocol.route, |s| s.route);
    if !studied.contains(&route) {
        finding.caveats.push(Caveat::RouteNotStudied);
    }
}
