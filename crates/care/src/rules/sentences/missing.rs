//! What is missing.

use super::{Sentence, says};

pub(super) const ALL: &[Sentence] = &[
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
    says("conditions", &[]),
    says("medications", &[]),
    says("birth_date", &[]),
    says("diazepam_equivalent", &[]),
    says("site_certified", &[]),
    says("rems_enrolled", &[]),
];
