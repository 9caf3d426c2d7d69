//! The state of one score against its baseline: worse, unchanged, improved, partial response,
//! response, remission.

use crate::condition::Condition;
use crate::finding::FindingState;
use crate::instrument::InstrumentId;
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

/// What response means on one instrument in one course.
struct ResponseFigure<'a> {
    rule: &'a RuleHead,
    percent: f64,
    or_points: Option<f64>,
}

/// Judges a score. Worse comes first, then remission, response, partial response, improvement.
pub(crate) fn judge<'a>(facts: &Facts<'a>, baseline: &Baseline, m: &Measurement) -> Judged<'a> {
    let change = facts.change(baseline, m);
    let name = facts.knowledge.name(m.instrument);
    let rules = &facts.knowledge.rules;
    let mut judged = Judged {
        rule: &rules.d2.rule,
        state: FindingState::NoChange,
        change,
        because: vec![change.message(&name)],
        missing: Vec::new(),
        trace: inputs(facts, baseline, m, &change),
    };
    if let Some(points) = rules.d7.params.points_above_baseline.get(&m.instrument) {
        judged.step(Message::new("trace.worse_from").with("points", number(*points)));
        if change.worse_by_points(*points) {
            judged.decide(
                &rules.d7.rule,
                FindingState::Worsened,
                "d7.points",
                &[("points", number(*points))],
            );
            return judged;
        }
    }
    if let Some(cut) = remission_cut(facts, m.instrument) {
        judged.step(Message::new("trace.remission_at_most").with("points", number(cut)));
        let values = [("cut", number(cut)), ("instrument", name.clone()), ("from", number(change.from))];
        if baseline.score <= cut {
            judged.missing.push(Message::new("baseline_in_range"));
            judged.decide(&rules.d3.rule, FindingState::NotAssessable, "d3.baseline_in_range", &values);
            return judged;
        }
        if m.score <= cut {
            judged.decide(&rules.d3.rule, FindingState::Remission, "d3.remission", &values);
            return judged;
        }
    }
    graded(facts, m, &mut judged);
    judged.because.extend(provisional_cut(facts, m));
    judged
}

/// Response, partial response, improvement or none of them.
fn graded<'a>(facts: &Facts<'a>, m: &Measurement, judged: &mut Judged<'a>) {
    let change = judged.change;
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
    let by_points = response.or_points.is_some_and(|points| change.better_by_points(points));
    if change.better_by_percent(response.percent) || by_points {
        respond(judged, &response);
    } else if change.better_by_percent(partial.params.partial_percent) {
        let values = [("percent", percent(partial.params.partial_percent))];
        judged.decide(&partial.rule, FindingState::PartialResponse, "d2.partial", &values);
    } else if change.better_by_percent(partial.params.improved_percent) {
        let values = [("percent", percent(partial.params.improved_percent))];
        judged.decide(&partial.rule, FindingState::Improved, "d2.improved", &values);
    } else {
        let values = [("percent", percent(partial.params.improved_percent))];
        judged.decide(&partial.rule, FindingState::NoChange, "d2.no_change", &values);
    }
}

/// Response; where a figure in points exists as well, both are shown.
fn respond<'a>(judged: &mut Judged<'a>, response: &ResponseFigure<'a>) {
    let figure = ("percent", percent(response.percent));
    if let Some(points) = response.or_points {
        let better = ("better", number(judged.change.points_better));
        let values = [figure, ("points", number(points)), better];
        judged.decide(response.rule, FindingState::Response, "d5.response_points", &values);
    } else {
        let key = format!("{}.response", response.rule.id.to_lowercase());
        judged.decide(response.rule, FindingState::Response, &key, &[figure]);
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

    fn decide(&mut self, rule: &'a RuleHead, state: FindingState, key: &str, values: &[(&str, String)]) {
        self.rule = rule;
        self.state = state;
        let reason =
            values.iter().fold(Message::new(key), |message, (name, value)| message.with(name, value));
        self.because.push(reason);
    }
}

/// The highest score in remission: the protocol's own figure, else the instrument's.
pub(crate) fn remission_cut(facts: &Facts<'_>, id: InstrumentId) -> Option<f64> {
    let own = facts.protocol.remission_at_most.get(&id).copied();
    own.or_else(|| facts.knowledge.instruments.get(&id).and_then(|q| q.remission_at_most))
}

/// The primary instrument takes the condition's figure; a watched one keeps its own.
fn response_figure<'a>(facts: &Facts<'a>, id: InstrumentId) -> ResponseFigure<'a> {
    let rules = &facts.knowledge.rules;
    let primary = id == facts.course.primary;
    let condition = facts.course.condition;
    if rules.d5.params.instruments.contains(&id) {
        let percent = rules.d5.params.response_percent;
        let or_points = rules.d5.params.or_points.get(&id).copied();
        return ResponseFigure { rule: &rules.d5.rule, percent, or_points };
    }
    if rules.d6.params.instruments.contains(&id) {
        return ResponseFigure {
            rule: &rules.d6.rule,
            percent: rules.d6.params.response_percent,
            or_points: None,
        };
    }
    let watched = rules.d1.params.watched_response_percent;
    let own = rules.d1.params.response_percent.get(&condition).copied().unwrap_or(watched);
    let rule = match condition {
        Condition::Ptsd if primary => &rules.d5.rule,
        Condition::ChronicPain if primary => &rules.d6.rule,
        _ => &rules.d1.rule,
    };
    ResponseFigure { rule, percent: if primary { own } else { watched }, or_points: None }
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
