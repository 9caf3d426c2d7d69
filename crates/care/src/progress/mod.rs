//! How the patient is doing on each instrument, against the baseline of the course (D1–D8).

mod stable;
mod state;
mod verdict;
mod worse;

pub(crate) use state::{inputs, judge, score_step};
pub(crate) use verdict::{remission_cut, state_of};
pub(crate) use worse::new_suicidal_ideation;

use jiff::civil::Date;

use crate::finding::{Caveat, Finding, FindingState};
use crate::instrument::InstrumentId;
use crate::message::Message;
use crate::record::Measurement;
use crate::review::{Baseline, Change, Facts, number};

/// One finding for the primary instrument always, and one for every other with a baseline.
pub(crate) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    facts
        .instruments()
        .into_iter()
        .filter(|id| *id == facts.course.primary || facts.baseline(*id).is_some())
        .map(|id| finding(facts, id))
        .collect()
}

fn finding(facts: &Facts<'_>, id: InstrumentId) -> Finding {
    let ideation = new_suicidal_ideation(facts, id, facts.today());
    let Some(baseline) = facts.baseline(id) else {
        // New suicidal thoughts need no baseline to be seen.
        return match ideation {
            Some((_, reason)) => ideation_alone(facts, id, reason, "baseline"),
            None => without(facts, id, "baseline"),
        };
    };
    match facts.latest(id) {
        Some(m) if facts.is_current(m) || ideation.is_some() => assessed(facts, &baseline, m, ideation),
        Some(m) => stale(facts, m),
        None => match ideation {
            Some((_, reason)) => ideation_alone(facts, id, reason, "score_since_first_session"),
            None if facts.done.is_empty() => without(facts, id, "no_session_yet"),
            None => without(facts, id, "score_since_first_session"),
        },
    }
}

/// A score in time, judged.
fn assessed(
    facts: &Facts<'_>,
    baseline: &Baseline,
    m: &Measurement,
    ideation: Option<(Date, Message)>,
) -> Finding {
    let mut judged = judge(facts, baseline, m);
    // New suicidal thoughts may be known only after the score: the finding is of the day they were told.
    let date = ideation.as_ref().map_or(m.date, |(day, _)| m.date.max(*day));
    if let Some((_, reason)) = ideation {
        // What the total would have said is left to the trace: it must not stand beside this.
        judged.because.truncate(1);
        judged.because.insert(0, reason);
        judged.missing.clear();
        judged.rule = &facts.knowledge.rules.d7.rule;
        judged.state = FindingState::Worsened;
    }
    let mut finding = facts.knowledge.finding(judged.rule, judged.state, date);
    finding.instrument = Some(m.instrument);
    finding.because = judged.because;
    finding.missing = judged.missing;
    finding.trace = judged.trace;
    if judged.state != FindingState::NotAssessable && judged.state != FindingState::Worsened {
        finding.because.extend(sizes(facts, m, &judged.change));
        if let Some(stable) = stable::message(facts, m.instrument) {
            finding.because.push(stable.clone());
            finding.trace.push(stable);
            finding.sources.extend(facts.knowledge.rules.d4.rule.cites());
        }
    }
    finding.trace.extend(beside(facts, m));
    facts.say_recall(m, &mut finding);
    conclude(&mut finding);
    finding
}

/// Whether the points of a change are enough to matter to a patient, and more than the instrument's error.
fn sizes(facts: &Facts<'_>, m: &Measurement, change: &Change) -> Vec<Message> {
    let Some(q) = facts.knowledge.instruments.get(&m.instrument) else { return Vec::new() };
    let limits =
        [("change.matters", q.change_that_matters_points), ("change.reliable", q.reliable_change_points)];
    let reached = |(key, limit): (&str, Option<f64>)| {
        let limit = limit.filter(|limit| change.better_by_points(*limit))?;
        let points = number(change.points_better);
        Some(Message::new(key).with("points", points).with("limit", number(limit)))
    };
    limits.into_iter().filter_map(reached).collect()
}

/// What stands beside a score in the trace: its band and the best score of the course.
fn beside(facts: &Facts<'_>, m: &Measurement) -> Vec<Message> {
    let name = facts.knowledge.name(m.instrument);
    let band = facts.knowledge.instruments.get(&m.instrument).and_then(|q| q.severity(m.score));
    let band = band.map(|b| Message::new("trace.band").with("instrument", &name).with("band", &b.label));
    let nadir = facts.nadir_at(m).map(|n| {
        Message::new("trace.nadir")
            .with("instrument", &name)
            .with("score", number(n.score))
            .with("date", n.date)
    });
    band.into_iter().chain(nadir).collect()
}

/// New suicidal thoughts on a screen, and no change of score to set beside them for want of `missing`.
fn ideation_alone(facts: &Facts<'_>, id: InstrumentId, reason: Message, missing: &str) -> Finding {
    let rule = &facts.knowledge.rules.d7.rule;
    let mut finding = facts.knowledge.finding(rule, FindingState::Worsened, facts.today());
    finding.instrument = Some(id);
    finding.because.push(reason);
    finding.missing.push(Message::new(missing));
    conclude(&mut finding);
    finding
}

/// Something the judgement needs is not there.
fn without(facts: &Facts<'_>, id: InstrumentId, what: &str) -> Finding {
    let mut finding = not_assessable(facts, id);
    finding
        .because
        .push(Message::new(format!("not_assessable.{what}")).with("instrument", facts.knowledge.name(id)));
    finding.missing.push(Message::new(what));
    finish_not_assessable(facts, id, finding)
}

/// The last score is older than the days it looks back on.
fn stale(facts: &Facts<'_>, m: &Measurement) -> Finding {
    let mut finding = not_assessable(facts, m.instrument);
    finding.because.push(
        Message::new("not_assessable.stale")
            .with("instrument", facts.knowledge.name(m.instrument))
            .with("score", number(m.score))
            .with("date", m.date)
            .with("days", facts.recall_days(m)),
    );
    finding.missing.push(Message::new("current_score"));
    finding.trace.push(score_step(facts, m));
    finish_not_assessable(facts, m.instrument, finding)
}

fn not_assessable(facts: &Facts<'_>, id: InstrumentId) -> Finding {
    let rule = &facts.knowledge.rules.d8.rule;
    let mut finding = facts.knowledge.finding(rule, FindingState::NotAssessable, facts.today());
    finding.instrument = Some(id);
    finding
}

/// Says which other instrument is up to date, where the primary is not.
fn finish_not_assessable(facts: &Facts<'_>, id: InstrumentId, mut finding: Finding) -> Finding {
    let current =
        |other: &InstrumentId| *other != id && facts.latest(*other).is_some_and(|m| facts.is_current(m));
    if id == facts.course.primary
        && let Some(other) = facts.instruments().into_iter().find(current)
    {
        finding.caveats.push(Caveat::OtherInstrument);
        finding.because.push(
            Message::new("not_assessable.other_instrument")
                .with("instrument", facts.knowledge.name(id))
                .with("other", facts.knowledge.name(other)),
        );
    }
    conclude(&mut finding);
    finding
}

/// The last step of every trace.
fn conclude(finding: &mut Finding) {
    finding.trace.push(
        Message::new("trace.state")
            .with("state", finding.state)
            .with("rule", &finding.rule)
            .with("revision", &finding.revision),
    );
}
