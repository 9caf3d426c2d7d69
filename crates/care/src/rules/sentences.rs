//! Every sentence the rules can say, with the values it takes. `evenkeel check` compares the text
//! tables with this list: a sentence without words, or words with a placeholder nobody fills, are
//! found before a clinician meets them.

/// One sentence: its key and the names of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// The key.
    pub key: &'static str,
    /// Names of the values it is given.
    pub takes: &'static [&'static str],
}

/// The sentence of this key, if the rules know it.
pub fn sentence(key: &str) -> Option<&'static Sentence> {
    SENTENCES.iter().find(|s| s.key == key)
}

const fn says(key: &'static str, takes: &'static [&'static str]) -> Sentence {
    Sentence { key, takes }
}

/// All sentences, by subject.
pub const SENTENCES: &[Sentence] = &[
    // A score beside its baseline.
    says("change.better", &["instrument", "from", "to", "percent"]),
    says("change.worse", &["instrument", "from", "to", "percent"]),
    says("change.none", &["instrument", "from", "to"]),
    says("change.points", &["instrument", "from", "to"]),
    says("recall.before_first_session", &["instrument", "days"]),
    // Progress.
    says("d1.response", &["percent"]),
    says("d2.partial", &["percent"]),
    says("d2.improved", &["percent"]),
    says("d2.no_change", &["percent"]),
    says("d3.remission", &["cut", "instrument", "from"]),
    says("d3.baseline_in_range", &["cut", "instrument", "from"]),
    says("d5.response", &["percent"]),
    says("d5.response_points", &["better", "points", "percent"]),
    says("d5.below_provisional_cut", &["instrument", "cut"]),
    says("d6.response", &["percent"]),
    says("d7.points", &["points"]),
    says("d7.item_nine", &["answer", "date"]),
    says("d7.screen", &["date"]),
    says("not_assessable.baseline", &["instrument"]),
    says("not_assessable.baseline_in_range", &["instrument"]),
    says("not_assessable.no_session_yet", &["instrument"]),
    says("not_assessable.score_since_first_session", &["instrument"]),
    says("not_assessable.stale", &["instrument", "score", "date", "days"]),
    says("not_assessable.other_instrument", &["instrument", "other"]),
    // Checkpoints.
    says("checkpoint.before", &["session", "done"]),
    says("checkpoint.opens", &["session", "date"]),
    says("checkpoint.due", &["instrument", "session"]),
    says("checkpoint.missed", &["instrument", "session"]),
    says("checkpoint.late", &["date"]),
    says("checkpoint.not_for_route", &["route"]),
    says("checkpoint.not_for_condition", &["condition"]),
    says("d10.too_early", &[]),
    says("d11.continue", &["percent", "session"]),
    says("d11.review", &["percent", "session"]),
    says("d11.evidence", &[]),
    says("d11.ask_shorter_recall", &[]),
    says("d12.response", &[]),
    says("d12.partial", &[]),
    says("d12.none", &[]),
    says("d12.ideation", &[]),
    says("d13.before", &["done"]),
    says("d13.not_due", &["from", "date", "sessions", "limit"]),
    says("d13.due", &["from", "date", "sessions", "limit"]),
    // Suicidal thoughts and behaviour.
    says("d20.item_nine", &["answer", "date"]),
    says("d20.item_nine_missing", &["date"]),
    says("d20.screen_now", &[]),
    says("d20.screen_incomplete", &["date"]),
    says("d20.none_item", &["date"]),
    says("d20.none_screen", &["date"]),
    says("d20.none_known", &[]),
    says("d21.thoughts", &["date"]),
    says("d21.none", &["date"]),
    says("d22.method", &["date"]),
    says("d22.lifetime", &["date"]),
    says("d23.intent", &["date"]),
    says("d23.behaviour", &["date"]),
    says("d23.closed", &["date", "closed_on", "by"]),
    says("d24.conflict", &[]),
    says("d25.show_now", &["rule"]),
    says("d25.patient_title", &[]),
    says("d25.patient_call", &["line", "emergency"]),
    says("d25.patient_inbox", &["hours"]),
    says("screen.missing", &["questions"]),
    // Gates.
    says("d36.too_close", &["date", "other", "days", "min"]),
    says("d36.too_many", &["date", "count", "max", "days"]),
    says("d36.often", &["date", "other", "days", "min"]),
    says("d36.clear", &["min", "max", "days"]),
    says("dose.ok", DOSE),
    says("dose.confirm", DOSE),
    says("dose.stop", DOSE),
    says("dose.refuse", DOSE),
    says("dose.no_limits", &["route"]),
    says("dose.no_weight", &["date"]),
    says("c4.clear", PRESSURE),
    says("c4.warn", PRESSURE),
    says("c4.stop", PRESSURE),
    says("m4.clear", &["date", "minutes", "least"]),
    says("m4.warn", &["date", "minutes", "least"]),
    says("m4.nasal_clear", &["date", "minutes", "moaas", "least", "least_moaas"]),
    says("m4.nasal_stop", &["date", "minutes", "moaas", "least", "least_moaas"]),
    says("m12.clear", &["date", "by"]),
    says("m12.stop", &["date"]),
    says("gate.missing", &["date", "what"]),
    says("gate.already_given", &[]),
    says("gate.overridden", &["by", "reason"]),
    // What is missing.
    says("baseline", &[]),
    says("baseline_in_range", &[]),
    says("no_session_yet", &[]),
    says("score_since_first_session", &[]),
    says("current_score", &[]),
    says("score_after_session", &["session"]),
    says("item_9", &[]),
    says("q1", &[]),
    says("q2", &[]),
    says("q3", &[]),
    says("q4", &[]),
    says("q5", &[]),
    says("q6_lifetime", &[]),
    says("q6_3_months", &[]),
    says("dose", &[]),
    says("bp", &[]),
    says("weight_kg", &[]),
    says("observed_minutes", &[]),
    says("infusion_end_minute", &[]),
    says("moaas_last", &[]),
    says("supervised_by", &[]),
    // Steps of a trace.
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
    says("trace.state", &["state", "rule", "revision"]),
];

/// Values of a checked dose.
const DOSE: &[&str] = &["date", "dose", "unit", "limit"];

/// Values of a checked blood pressure.
const PRESSURE: &[&str] =
    &["date", "systolic", "diastolic", "warn_systolic", "warn_diastolic", "stop_systolic", "stop_diastolic"];
