//! The source attributes US certification asks of every evidence-based decision support rule.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::field_problem::FieldProblem;

/// The thirteen source attributes of an evidence-based intervention, 45 CFR
/// 170.315(b)(11)(iv)(A): four on where it comes from, nine on which facts about a person it uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "the regulation lists nine yes-or-no attributes")]
pub struct SourceAttributes {
    /// Bibliographic citation of the intervention.
    pub citation: String,
    /// Who developed it.
    pub developer: String,
    /// Who paid for its technical implementation.
    pub funding: String,
    /// The day it was first released.
    pub released: Date,
    /// The day it was last revised.
    pub revised: Date,
    /// Uses race.
    pub uses_race: bool,
    /// Uses ethnicity.
    pub uses_ethnicity: bool,
    /// Uses language.
    pub uses_language: bool,
    /// Uses sexual orientation.
    pub uses_sexual_orientation: bool,
    /// Uses gender identity.
    pub uses_gender_identity: bool,
    /// Uses sex.
    pub uses_sex: bool,
    /// Uses the date of birth.
    pub uses_date_of_birth: bool,
    /// Uses social determinants of health.
    pub uses_social_determinants: bool,
    /// Uses health-status assessments (questionnaires, ratings).
    pub uses_health_status_assessments: bool,
}

impl SourceAttributes {
    /// What is wrong: an empty text, or a revision before the release.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        for (field, text) in [
            ("rule.attributes.citation", &self.citation),
            ("rule.attributes.developer", &self.developer),
            ("rule.attributes.funding", &self.funding),
        ] {
            if text.trim().is_empty() {
                found.push(FieldProblem::new(
                    field,
                    "it is empty",
                    "certification asks for it, and a reader may ask who stands behind the rule",
                    "name it, or write \"none\"",
                ));
            }
        }
        if self.revised < self.released {
            found.push(FieldProblem::new(
                "rule.attributes.revised",
                format!("revised on {} before it was released on {}", self.revised, self.released),
                "a revision cannot come before the release",
                "correct one of the two dates",
            ));
        }
        found
    }
}
