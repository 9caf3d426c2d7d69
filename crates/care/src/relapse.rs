//! Loss of response by the clinic's definition (D31), with the trial's beside it (D30). The forecast has a
//! third one; each is named wherever it is used.

use std::collections::BTreeSet;

use crate::finding::{Finding, FindingState};
use crate::instrument::InstrumentId;
use crate::message::Message;
use crate::progress;
use crate::record::Measurement;
use crate::review::{Change, Facts, days_apart, number, percent};
use crate::schedule::days::add;

/// One finding for each instrument that shows a loss of response, or one quiet finding.
pub(crate) fn findings(facts: &Facts<'_>) -> Vec<Finding> {
    let rules = &facts.knowledge.rules;
    let defined: BTreeSet<InstrumentId> = rules
        .d31
        .params
        .gain_below_percent
        .keys()
        .chain(&rules.d31.params.response_lost)
        .chain(rules.d30.params.score_from.keys())
        .copied()
        .collect();
    let mut found: Vec<Finding> = defined.iter().filter_map(|id| finding(facts, *id)).collect();
    if found.is_empty() {
        found.push(quiet(facts, &defined));
    }
    found.into_iter().map(Finding::concluded).collect()
}

fn finding(facts: &Facts<'_>, id: InstrumentId) -> Option<Finding> {
    let rules = &facts.knowledge.rules;
    let params = &rules.d31.params;
    let run = run(facts, id);
    let (first, last) = (run.first()?, run.last()?);
    let was_well = was_well(facts, first);
    if was_well == Some(false) {
        return None;
    }
    let pair = run.windows(2).find_map(|two| match two {
        [a, b] => {
            let days = days_apart(a, b);
            (params.pair_first_days..=params.pair_last_days).contains(&days).then_some((a, b, days))
        }
        _ => None,
    });
    let state = if pair.is_some() { FindingState::Relapsed } else { FindingState::Suspected };
    let mut finding = facts.knowledge.finding(&rules.d31.rule, state, last.date);
    finding.instrument = Some(id);
    finding.because.extend(loss(facts, last).map(|loss| loss.say(facts, last)));
    finding.trace.extend(run.iter().filter_map(|m| Some(loss(facts, m)?.say(facts, m))));
    finding.because.push(match pair {
        Some((a, b, days)) => {
            Message::new("d31.relapsed").with("first", a.date).with("second", b.date).with("days", days)
        }
        None => Message::new("d31.suspected")
            .with("first_days", params.pair_first_days)
            .with("last_days", params.pair_last_days),
    });
    if was_well.is_none() {
        finding
            .because
            .push(Message::new("d31.response_unknown").with("instrument", facts.knowledge.name(id)));
    }
    if rules.d30.params.score_from.contains_key(&id) {
        finding.because.push(Message::new("d30.named"));
        finding.sources.extend(rules.d30.rule.cites());
    } else {
        finding.because.push(Message::new("d31.named"));
    }
    if state == FindingState::Relapsed {
        finding.options.clone_from(&params.options);
    }
    finding.trace.push(
        Message::new("trace.pair")
            .with("count", run.len())
            .with("first_days", params.pair_first_days)
            .with("last_days", params.pair_last_days),
    );
    Some(finding)
}

/// The last check-ins in a row that meet the definition.
fn run<'a>(facts: &Facts<'a>, id: InstrumentId) -> Vec<&'a Measurement> {
    let mut run = Vec::new();
    for m in facts.check_ins(id).iter().copied() {
        if loss(facts, m).is_some() {
            run.push(m);
        } else {
            run.clear();
        }
    }
    run
}

/// What makes a check-in meet the definition of its instrument.
enum Loss<'a> {
    /// The trial's score, at or above its limit in points.
    Trial(f64),
    /// Far above the best score of the course: that score, and the limit in points.
    AboveNadir(&'a Measurement, f64),
    /// Too little left of the gain: points at baseline, the limit in percent, and the score the clinic
    /// asks for beside it.
    Gain(f64, f64, Option<f64>),
}

/// Why a check-in meets the definition of its instrument; `None` where it does not, or where something it
/// needs is not known.
fn loss<'a>(facts: &Facts<'a>, m: &Measurement) -> Option<Loss<'a>> {
    let rules = &facts.knowledge.rules;
    let params = &rules.d31.params;
    if let Some(limit) = rules.d30.params.score_from.get(&m.instrument) {
        return (m.score >= *limit).then_some(Loss::Trial(*limit));
    }
    let baseline = facts.baseline(m.instrument)?;
    let change = facts.change(&baseline, m);
    let gain = params.gain_below_percent.get(&m.instrument);
    if gain.is_some_and(|limit| change.percent_better.is_none() || change.better_by_percent(*limit)) {
        return None;
    }
    let score_from = params.score_from.get(&m.instrument).copied();
    if score_from.is_some_and(|limit| m.score < limit) {
        return None;
    }
    if let Some(limit) = params.points_above_nadir.get(&m.instrument) {
        let nadir = facts.nadir_at(m)?;
        let instrument = facts.knowledge.instruments.get(&m.instrument);
        let above = Change::between(instrument, nadir.score, m.score);
        let response = params.response_lost.contains(&m.instrument) && responds(facts, m);
        let lost = above.worse_by_points(*limit) && !response;
        return lost.then_some(Loss::AboveNadir(nadir, *limit));
    }
    Some(Loss::Gain(change.from, *gain?, score_from))
}

impl Loss<'_> {
    /// The same in words, of the check-in `m`.
    fn say(&self, facts: &Facts<'_>, m: &Measurement) -> Message {
        let said = |key: &'static str| {
            Message::new(key)
                .with("instrument", facts.knowledge.name(m.instrument))
                .with("score", number(m.score))
                .with("date", m.date)
        };
        match self {
            Loss::Trial(limit) => said("d30.score").with("limit", number(*limit)),
            Loss::AboveNadir(nadir, limit) => {
                said("d31.above_nadir").with("nadir", number(nadir.score)).with("limit", number(*limit))
            }
            Loss::Gain(from, gain, Some(limit)) => said("d31.score")
                .with("baseline", number(*from))
                .with("percent", percent(*gain))
                .with("limit", number(*limit)),
            Loss::Gain(from, gain, None) => {
                said("d31.gain").with("baseline", number(*from)).with("percent", percent(*gain))
            }
        }
    }
}

/// Whether the score is a response or better.
fn responds(facts: &Facts<'_>, m: &Measurement) -> bool {
    facts.baseline(m.instrument).is_some_and(|baseline| {
        let state = progress::state_of(facts, &baseline, m);
        matches!(state, FindingState::Response | FindingState::Remission)
    })
}

/// Whether there was a response to lose before `first`: some check-in shows one; none does, though there
/// were check-ins up to the days after the induction; or nobody knows (`None`).
fn was_well(facts: &Facts<'_>, first: &Measurement) -> Option<bool> {
    let before = || facts.check_ins(first.instrument).iter().filter(|m| m.date < first.date);
    if before().any(|m| responds(facts, m)) {
        return Some(true);
    }
    let days = facts.knowledge.rules.d31.params.end_of_induction_days;
    let Some(closes) = facts.last_induction_day().map(|day| add(day, days)) else { return Some(false) };
    let asked = before().any(|m| m.date <= closes) || first.date <= closes;
    if asked { Some(false) } else { None }
}

/// Nothing found, and on what that rests.
fn quiet(facts: &Facts<'_>, defined: &BTreeSet<InstrumentId>) -> Finding {
    let rules = &facts.knowledge.rules;
    let mut finding = facts.knowledge.finding(&rules.d31.rule, FindingState::None, facts.today());
    let seen: Vec<InstrumentId> =
        defined.iter().copied().filter(|id| !facts.check_ins(*id).is_empty()).collect();
    for id in &seen {
        let trial = rules.d30.params.score_from.contains_key(id);
        let name = facts.knowledge.name(*id);
        if !trial && facts.baseline(*id).is_none() {
            finding.because.push(Message::new("not_assessable.baseline").with("instrument", name));
            finding.missing.push(Message::new("baseline"));
        } else {
            finding.because.push(Message::new("d31.none").with("instrument", name));
        }
    }
    if seen.is_empty() {
        let names: Vec<String> = defined.iter().map(|id| facts.knowledge.name(*id)).collect();
        finding.because.push(Message::new("d31.no_check_in").with("instruments", names.join(", ")));
        finding.missing.push(Message::new("check_in"));
    }
    finding.because.push(Message::new("d31.named"));
    finding
}
