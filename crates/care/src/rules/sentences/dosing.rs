//! The arithmetic of a dose.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
    says("dosing.weight_missing", &[]),
    says("dosing.weight_today", WEIGHT),
    says("dosing.weight_recent", WEIGHT),
    says("dosing.weight_stale", WEIGHT),
    says("dosing.weight_changed", &["before", "date", "percent"]),
    says("dosing.by_weight", &["amount", "weight", "mg"]),
    says("dosing.by_rate", &["rate", "hours", "weight", "mg"]),
    says("dosing.per_kg", &["mg", "weight", "per_kg"]),
    says("dosing.rounded_up", ROUNDED),
    says("dosing.rounded_down", ROUNDED),
    says("dosing.rounded_down_limit", ROUNDED),
    says("dosing.volume", &["what", "mg", "per_ml", "ml"]),
    says("dosing.drawn", &["what", "ml", "per_ml", "mg"]),
    says("dosing.pump", &["ml", "minutes", "rate"]),
    says("dosing.runs", &["ml", "rate", "minutes"]),
    says("dosing.devices", &["mg", "count", "each"]),
    says("dosing.device", PART),
    says("dosing.injection", PART),
    says("dosing.injection_mg", PART),
    says("dosing.bolus_high", &["per_kg", "limit"]),
    says("dosing.no_last", &[]),
    says("dosing.last", &["date", "dose"]),
    says("dosing.more_than_last", &["percent"]),
    says("dosing.less_than_last", &["percent"]),
    says("dosing.as_last", &["percent"]),
    says("dosing.last_pressure", &["systolic", "diastolic", "minute"]),
    says("dosing.last_sedation", &["moaas"]),
    says("dosing.last_observed", &["minutes"]),
    says("dosing.off_step", &["dose", "unit", "session", "steps"]),
    says("dosing.next_step", &["dose", "unit", "session"]),
    says("dosing.second_check", &[]),
    says("dosing.second_check_always", &[]),
    says("p44.clear", P44),
    says("p44.stale", P44),
];

/// Values of a weight.
const WEIGHT: &[&str] = &["weight", "date", "days", "limit"];

/// Values of the weight on a session's own day.
const P44: &[&str] = &["date", "weight", "taken", "days", "limit"];

/// Values of a rounding.
const ROUNDED: &[&str] = &["what", "before", "after", "unit"];

/// Values of one administration.
const PART: &[&str] = &["n", "count", "mg", "ml", "minute"];
