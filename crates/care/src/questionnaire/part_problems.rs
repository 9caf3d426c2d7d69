//! What can be wrong with the parts of an instrument: clusters, cuts, forms.

use super::{Questionnaire, Scoring};
use crate::field_problem::FieldProblem;

impl Questionnaire {
    /// Clusters, cuts and forms that point nowhere.
    pub(super) fn part_problems(&self) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        for (i, cluster) in self.clusters.iter().enumerate() {
            let inside = cluster.items.iter().all(|n| (1..=self.item_count()).contains(n));
            if !inside || cluster.items.is_empty() || cluster.id.trim().is_empty() {
                let why = "its sum would be of other items, or of none.";
                let remedy = "name it, and number its items from 1.";
                found.push(FieldProblem::new(
                    format!("clusters[{i}]"),
                    "there are no such items.",
                    why,
                    remedy,
                ));
            }
        }
        for (i, cut) in self.cuts.iter().enumerate() {
            let given: Vec<f64> = cut.at_least.into_iter().chain(cut.at_most).collect();
            let inside = |v: &f64| self.range.is_some_and(|range| *v >= range.lo && *v <= range.hi);
            if given.is_empty() || !given.iter().all(inside) {
                let why = "a cut outside the range is never or always met.";
                let remedy = "give at_least or at_most, inside `range`.";
                found.push(FieldProblem::new(format!("cuts[{i}]"), "it cuts nothing.", why, remedy));
            }
        }
        for form in self.form_stems.keys().filter(|form| !self.recall.forms.contains_key(*form)) {
            let why = "how far the form looks back would not be known.";
            let remedy = "add the form and its days to `recall.forms`.";
            found.push(FieldProblem::new(
                format!("form_stems.{form}"),
                "there is no such form.",
                why,
                remedy,
            ));
        }
        if self.any_yes_is_positive && self.scoring != Scoring::NoTotal {
            let why = "only a screen is read by its yes.";
            let remedy = "remove it, or write scoring = \"no_total\".";
            found.push(FieldProblem::new("any_yes_is_positive", "this is no screen.", why, remedy));
        }
        found
    }
}
