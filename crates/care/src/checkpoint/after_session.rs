//! D10, the early look after session 2, and D11, the check after session 4.

use super::{Check, Seen, after_session, conclude};
use crate::finding::{Caveat, Finding, FindingState};
use crate::instrument::InstrumentId;
use crate::message::Message;
use crate::progress;
use crate::record::Measurement;
use crate::review::{Baseline, Facts, percent, taken_after};
use crate::schedule::days::{add, sub};

/// D10: a trend, never a verdict. More than half of those without much gain after two infusions
/// still responded by the fourth.
pub(super) fn early_look(facts: &Facts<'_>) -> Finding {
    let rule = &facts.knowledge.rules.d10;
    let check = match Check::open(facts, rule, after_session(facts, rule)) {
        Ok(check) => check,
        Err(not_due) => return *not_due,
    };
    // The trend may be read from any later score: this check never closes with a verdict.
    let m = match check.seen() {
        Seen::Score(m, _) => Some(m),
        Seen::Waiting | Seen::Missed => {
            facts.scores(facts.course.primary).iter().find(|m| taken_after(m, check.day)).copied()
        }
    };
    let Some(m) = m else { return check.without_score(check.ended()) };
    let mut finding = check.finding(FindingState::Continue, Some(m));
    match facts.baseline(facts.course.primary) {
        Some(baseline) => {
            let change = facts.change(&baseline, m);
            finding.because.push(change.message(&facts.knowledge.name(m.instrument)));
            finding.trace.extend(progress::inputs(facts, &baseline, m, &change));
        }
        None => finding.missing.push(Message::new("baseline")),
    }
    finding.because.push(Message::new("d10.too_early"));
    finding.caveats.push(Caveat::TooEarly);
    finding.options.clone_from(&rule.params.options_continue);
    check.caveats(m, false, &mut finding);
    conclude(finding)
}

/// D11: improvement after session 4 from which the course simply goes on; below it, a prescriber
/// looks at the options.
pub(super) fn fourth_session(facts: &Facts<'_>) -> Finding {
    let rule = &facts.knowledge.rules.d11;
    let check = match Check::open(facts, rule, after_session(facts, rule)) {
        Ok(check) => check,
        Err(not_due) => return *not_due,
    };
    let (m, late) = match check.seen() {
        Seen::Score(m, late) => (m, late),
        Seen::Waiting => {
            let mut due = check.without_score(false);
            due.because
                .extend(looks_back_too_far(&check).then(|| shorter_recall(facts.course.primary)).flatten());
            return due;
        }
        Seen::Missed => return check.without_score(true),
    };
    let Some(baseline) = facts.baseline(facts.course.primary) else {
        return check.without_baseline(m, "baseline");
    };
    let change = facts.change(&baseline, m);
    match (change.percent_better, rule.params.continue_percent) {
        (Some(_), Some(limit)) => judged(&check, m, late, &baseline, limit),
        _ => check.without_baseline(m, "baseline_in_range"),
    }
}

/// D11 on a score with a baseline.
fn judged(check: &Check<'_, '_>, m: &Measurement, late: bool, baseline: &Baseline, limit: f64) -> Finding {
    let change = &check.facts.change(baseline, m);
    let goes_on = change.better_by_percent(limit);
    let state = if goes_on { FindingState::Continue } else { FindingState::Review };
    let mut finding = check.finding(state, Some(m));
    finding.because.push(change.message(&check.facts.knowledge.name(m.instrument)));
    let key = if goes_on { "d11.continue" } else { "d11.review" };
    finding.because.push(Message::new(key).with("percent", percent(limit)).with("session", check.session));
    check.caveats(m, late, &mut finding);
    // While any score still counts days before the first session, the trial is not quoted: it would read
    // as a verdict that such a score cannot give.
    if finding.caveats.contains(&Caveat::RecallWindow) {
        finding.because.extend(shorter_recall(m.instrument));
    } else if !goes_on && !check.facts.any_recall_before_first_session() {
        finding.because.push(Message::new("d11.evidence"));
    }
    let params = &check.rule.params;
    finding.options.clone_from(if goes_on { &params.options_continue } else { &params.options_review });
    finding.trace.extend(progress::inputs(check.facts, baseline, m, change));
    finding.trace.push(Message::new("trace.continue_from").with("limit", percent(limit)));
    conclude(finding)
}

/// Whether a score of the primary taken as soon as the check opens would still count days before session 1.
fn looks_back_too_far(check: &Check<'_, '_>) -> bool {
    let facts = check.facts;
    let instrument = facts.knowledge.instruments.get(&facts.course.primary);
    let days = instrument.map_or(0, |q| q.recall_days(None, None));
    let opens = add(check.day, check.rule.params.first_day);
    facts.session_day(1).is_some_and(|first| sub(opens, days.into()) < first)
}

/// What looks back less far and asks about the same: offered for scales of depression, and for the PCL-5.
fn shorter_recall(instrument: InstrumentId) -> Option<Message> {
    match instrument {
        InstrumentId::Phq9 | InstrumentId::Hamd17 | InstrumentId::Qids16 => {
            Some(Message::new("d11.ask_shorter_recall"))
        }
        InstrumentId::Pcl5 => Some(Message::new("d11.ask_weekly_form")),
        _ => None,
    }
}
