//! Steps of a trace.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
    says("trace.baseline", &["instrument", "score", "count", "date"]),
    says("trace.score", &["instrument", "score", "date", "days"]),
    says("trace.change", &["points", "percent"]),
    says("trace.worse_from", &["points"]),
    says("trace.remission_at_most", &["points"]),
    says("trace.limits", &["response", "partial", "improved"]),
    says("trace.response_points", &["points"]),
    says("trace.session", &["session", "date"]),
    says("trace.continue_from", &["limit"]),
    says("trace.progress", &["state"]),
    says("trace.review", &["from", "date", "sessions", "limit"]),
    says("trace.item_nine", &["answer", "limit"]),
    says("trace.item_nine_missing", &["limit"]),
    says("trace.screen", &["date", "yes"]),
    says("trace.crisis", &["rule"]),
    says("trace.alert", &["level", "opened", "now", "minutes", "hours"]),
    says("trace.acknowledge_within", &["minutes", "again"]),
    says("trace.state", &["state", "rule", "revision"]),
];
