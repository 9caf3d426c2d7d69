//! The state of one score against its baseline in words, with the steps that led to it.

use super::verdict::{ResponseFigure, Verdict, remission_cut, response_figure, worse_from};
use crate::finding::FindingState;
use crate::message::Message;
use crate::record::Measurement;
use crate::review::{Baseline, Change, Facts, number, percent};
use crate::rules::RuleHead;

/// A judged score: which rule decided, what it says, and how it came to it.
pub(crate) struct Judged<'a> {
    pub(crate) rule: &'a RuleHead,
    pub(crate) state: FindingState,
    pub(crate) change: Change,
    pub(crate) because: Vec<Message>,
    pub(crate) missing: Vec<Message>,
    pub(crate) trace: Vec<Message>,
}

/// Judges a score and puts the judgement into words.
pub(crate) fn judge<'a>(facts: &Facts<'a>, baseline: &Baseline, m: &Measurement) -> Judged<'a> {
    let change = facts.change(baseline, m);
    let verdict = Verdict::of(facts, baseline, m, &change);
    let name = facts.knowledge.name(m.instrument);
    let rules = &facts.knowledge.rules;
    let mut judged = Judged {
        rule: &rules.d2.rule,
        state: verdict.state(),
        change,
        because: vec![change.message(&name)],
        missing: Vec::new(),
        trace: inputs(facts, baseline, m, &change),
    };
    if let Some(points) = worse_from(facts, m.instrument) {
        judged.step(Message::new("trace.worse_from").with("points", number(points)));
        if verdict == Verdict::Worse {
            judged.because_of(&rules.d7.rule, "d7.points", &[("points", number(points))]);
            return judged;
        }
    }
    if let Some(cut) = remission_cut(facts, m.instrument) {
        judged.step(Message::new("trace.remission_at_most").with("points", number(cut)));
        let key = match verdict {
            Verdict::BaselineInRange => Some("d3.baseline_in_range"),
            Verdict::Remission => Some("d3.remission"),
            _ => None,
        };
        if let Some(key) = key {
            let values = [("cut", number(cut)), ("instrument", name), ("from", number(change.from))];
            judged.because_of(&rules.d3.rule, key, &values);
            let in_range = verdict == Verdict::BaselineInRange;
            judged.missing.extend(in_range.then(|| Message::new("baseline_in_range")));
            return judged;
        }
    }
    graded(facts, m, verdict, &mut judged);
    judged.because.extend(provisional_cut(facts, m));
    judged
}

/// Response, partial response, improvement or none of them, in words.
fn graded<'a>(facts: &Facts<'a>, m: &Measurement, verdict: Verdict, judged: &mut Judged<'a>) {
    let partial = &facts.knowledge.rules.d2;
    let response = response_figure(facts, m.instrument);
    judged.step(
        Message::new("trace.limits")
            .with("response", percent(response.percent))
            .with("partial", percent(partial.params.partial_percent))
            .with("improved", percent(partial.params.improved_percent)),
    );
    if let Some(points) = response.or_points {
        judged.step(Message::new("trace.response_points").with("points", number(points)));
    }
    let (key, limit) = match verdict {
        Verdict::Response => return respond(judged, &response),
        Verdict::Partial => ("d2.partial", partial.params.partial_percent),
        Verdict::Improved => ("d2.improved", partial.params.improved_percent),
        _ => ("d2.no_change", partial.params.improved_percent),
    };
    judged.because_of(&partial.rule, key, &[("percent", percent(limit))]);
}

/// Response; where a figure in points exists as well, both are shown.
fn respond<'a>(judged: &mut Judged<'a>, response: &ResponseFigure<'a>) {
    let figure = ("percent", percent(response.percent));
    if let Some(points) = response.or_points {
        let better = ("better", number(judged.change.points_better));
        let values = [figure, ("points", number(points)), better];
        judged.because_of(response.rule, "d5.response_points", &values);
    } else {
        let key = format!("{}.response", response.rule.id.to_lowercase());
        judged.because_of(response.rule, &key, &[figure]);
    }
}

/// A score below an instrument's provisional cut is called just that, never remission.
fn provisional_cut(facts: &Facts<'_>, m: &Measurement) -> Option<Message> {
    let cut = facts.knowledge.instruments.get(&m.instrument)?.provisional_cut?;
    (m.score < cut).then(|| {
        Message::new("d5.below_provisional_cut")
            .with("instrument", facts.knowledge.name(m.instrument))
            .with("cut", number(cut))
    })
}

impl<'a> Judged<'a> {
    fn step(&mut self, step: Message) {
        self.trace.push(step);
    }

    fn because_of(&mut self, rule: &'a RuleHead, key: &str, values: &[(&str, String)]) {
        self.rule = rule;
        let reason =
            values.iter().fold(Message::new(key), |message, (name, value)| message.with(name, value));
        self.because.push(reason);
    }
}

/// The step of a trace that names a score.
pub(crate) fn score_step(facts: &Facts<'_>, m: &Measurement) -> Message {
    Message::new("trace.score")
        .with("instrument", facts.knowledge.name(m.instrument))
        .with("score", number(m.score))
        .with("date", m.date)
        .with("days", facts.recall_days(m))
}

/// The first steps of a trace: what went in and what was computed from it.
pub(crate) fn inputs(
    facts: &Facts<'_>,
    baseline: &Baseline,
    m: &Measurement,
    change: &Change,
) -> Vec<Message> {
    let name = facts.knowledge.name(m.instrument);
    let mut steps = vec![
        Message::new("trace.baseline")
            .with("instrument", &name)
            .with("score", number(baseline.score))
            .with("count", baseline.count)
            .with("date", baseline.until),
        score_step(facts, m),
    ];
    if let Some(better) = change.percent_better {
        steps.push(
            Message::new("trace.change").with("points", number(change.points_better)).with(
                "percent",
                if better < 0.0 { format!("-{}", percent(-better)) } else { percent(better) },
            ),
        );
    }
    steps
}
