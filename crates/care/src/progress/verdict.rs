//! What one score says against its baseline, before it is put into words.

use crate::condition::Condition;
use crate::finding::FindingState;
use crate::instrument::InstrumentId;
use crate::record::Measurement;
use crate::review::{Baseline, Change, Facts};
use crate::rules::RuleHead;

/// Which of the limits a score meets. Worse comes first, then remission, response, partial response,
/// improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Worse than the baseline by the rule's points.
    Worse,
    /// The baseline was already in the range of remission: there is nothing to judge.
    BaselineInRange,
    /// In remission.
    Remission,
    /// A response.
    Response,
    /// A partial response.
    Partial,
    /// Better, and less than that.
    Improved,
    /// None of them.
    NoChange,
}

impl Verdict {
    /// The verdict on a score.
    pub(super) fn of(facts: &Facts<'_>, baseline: &Baseline, m: &Measurement, change: &Change) -> Self {
        if worse_from(facts, m.instrument).is_some_and(|points| change.worse_by_points(points)) {
            return Self::Worse;
        }
        match remission_cut(facts, m.instrument) {
            Some(cut) if baseline.score <= cut => return Self::BaselineInRange,
            Some(cut) if m.score <= cut => return Self::Remission,
            _ => {}
        }
        let response = response_figure(facts, m.instrument);
        let partial = &facts.knowledge.rules.d2.params;
        let by_points = response.or_points.is_some_and(|points| change.better_by_points(points));
        if change.better_by_percent(response.percent) || by_points {
            Self::Response
        } else if change.better_by_percent(partial.partial_percent) {
            Self::Partial
        } else if change.better_by_percent(partial.improved_percent) {
            Self::Improved
        } else {
            Self::NoChange
        }
    }

    /// The state it stands for.
    pub(super) const fn state(self) -> FindingState {
        match self {
            Self::Worse => FindingState::Worsened,
            Self::BaselineInRange => FindingState::NotAssessable,
            Self::Remission => FindingState::Remission,
            Self::Response => FindingState::Response,
            Self::Partial => FindingState::PartialResponse,
            Self::Improved => FindingState::Improved,
            Self::NoChange => FindingState::NoChange,
        }
    }
}

/// The state of a score against its baseline.
pub(crate) fn state_of(facts: &Facts<'_>, baseline: &Baseline, m: &Measurement) -> FindingState {
    Verdict::of(facts, baseline, m, &facts.change(baseline, m)).state()
}

/// Points above the baseline from which a score is worse, where the instrument has such a figure.
pub(super) fn worse_from(facts: &Facts<'_>, id: InstrumentId) -> Option<f64> {
    facts.knowledge.rules.d7.params.points_above_baseline.get(&id).copied()
}

/// The highest score in remission: the protocol's own figure, else the instrument's.
pub(crate) fn remission_cut(facts: &Facts<'_>, id: InstrumentId) -> Option<f64> {
    let own = facts.protocol.remission_at_most.get(&id).copied();
    own.or_else(|| facts.knowledge.instruments.get(&id).and_then(|q| q.remission_at_most))
}

/// What response means on one instrument in one course.
pub(super) struct ResponseFigure<'a> {
    /// The rule that says so.
    pub(super) rule: &'a RuleHead,
    /// Percent better than the baseline.
    pub(super) percent: f64,
    /// Points better that are enough as well.
    pub(super) or_points: Option<f64>,
}

/// The primary instrument takes the condition's figure; a watched one keeps its own.
pub(super) fn response_figure<'a>(facts: &Facts<'a>, id: InstrumentId) -> ResponseFigure<'a> {
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
