//! What must hold around a session.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
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
    says("m3.clear", &["date", "minute", "within", "systolic", "diastolic", "taken"]),
    says("m3.missing", &["date", "minute", "within"]),
    says("m8.clear", &["date", "text"]),
    says("m8.warn", &["date", "text"]),
    says("m9.clear", &["date"]),
    says("m9.put_off", &["date"]),
    says("m9.none", &["date"]),
    says("m10.clear", &["date"]),
    says("m10.not_ready", &["date"]),
    says("m10.vitals_at_baseline", &[]),
    says("m10.orientated", &[]),
    says("m10.tolerates_fluids", &[]),
    says("m10.pain_controlled", &[]),
    says("m10.nausea_minimal", &[]),
    says("m10.care_at_home", &[]),
    says("m12.clear", &["date", "by"]),
    says("m12.stop", &["date"]),
    says("gate.missing", &["date", "what"]),
    says("gate.already_given", &[]),
    says("gate.overridden", &["by", "reason"]),
];

/// Values of a checked dose.
const DOSE: &[&str] = &["date", "dose", "unit", "limit"];

/// Values of a checked blood pressure.
const PRESSURE: &[&str] =
    &["date", "systolic", "diastolic", "warn_systolic", "warn_diastolic", "stop_systolic", "stop_diastolic"];
