//! Why a protocol fits a patient, and what speaks against it.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
    says("fit.condition", &["condition"]),
    says("fit.other_condition", &["condition"]),
    says("fit.indication", &["indication"]),
    says("fit.only_where", &["where"]),
    says("fit.route", &["route"]),
    says("fit.other_route", &["route", "wished"]),
    says("fit.evidence", &["evidence", "grade"]),
    says("fit.asks", &["question"]),
    says("fit.strength_limited", &[]),
    says("fit.strength_mixed", &[]),
    says("fit.strength_weak", &[]),
    says("fit.route_less_studied", &["route"]),
    says("fit.birth_date", &[]),
    says("fit.too_young", &["age", "from"]),
    says("fit.older", &["age", "from"]),
    says("fit.medication", &["class"]),
    says("fit.medication_absent", &["class"]),
    says("fit.medication_unknown", &["class"]),
];
