//! What can be wrong with an instrument's file beyond its shape.

use super::{LicenceClass, Questionnaire, Scoring};
use crate::field_problem::FieldProblem;
use crate::finding::Grade;
use crate::source;

impl Questionnaire {
    /// Everything that is wrong with the definition; empty when it may be used.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = source::problems(&self.sources);
        found.extend(self.naming_problems());
        found.extend(self.scoring_problems());
        found.extend(self.wording_problems());
        found.extend(self.item_problems());
        found.extend(self.band_problems());
        found.extend(self.cut_problems());
        found.extend(self.screen_problems());
        found.extend(self.part_problems());
        found
    }

    fn naming_problems(&self) -> Vec<FieldProblem> {
        [
            ("name", &self.name),
            ("title", &self.title),
            ("revision", &self.revision),
            ("licence", &self.licence),
        ]
        .into_iter()
        .filter(|(_, value)| value.trim().is_empty())
        .map(|(field, _)| {
            let why = "findings and screens name the instrument, its revision and its licence.";
            FieldProblem::new(field, "it is empty.", why, "fill it in.")
        })
        .collect()
    }

    fn scoring_problems(&self) -> Vec<FieldProblem> {
        let Some(range) = self.range else {
            return if matches!(self.scoring, Scoring::NoTotal | Scoring::Items) {
                vec![]
            } else {
                vec![range_missing(self.scoring)]
            };
        };
        let mut found = Vec::new();
        if !(range.lo.is_finite() && range.hi.is_finite() && range.lo < range.hi)
            || range.steps_per_point == 0
        {
            let what = format!("{} to {} in steps of 1/{}.", range.lo, range.hi, range.steps_per_point);
            let remedy = "put the lower end first and at least one step per point.";
            found.push(FieldProblem::new("range", what, "a score could never lie in it.", remedy));
        }
        let Some(expected) = self.highest_total() else { return vec![range_without_total()] };
        if (expected - range.hi).abs() > 1e-9 || range.lo.abs() > 1e-9 {
            let what =
                format!("the items give 0 to {expected}, the range says {} to {}.", range.lo, range.hi);
            let why = "a total outside the range would be refused as a typing error.";
            found.push(FieldProblem::new("range", what, why, "correct `item_max` or `range`."));
        }
        let count_fits = match self.scoring {
            Scoring::Qids16 => self.item_count() == 16 && self.item_max.iter().all(|&max| max == 3),
            Scoring::Single => self.item_count() == 1,
            _ => self.item_count() > 0,
        };
        if !count_fits {
            let what = format!("{} items do not fit the scoring `{}`.", self.item_count(), self.scoring);
            let why = "the scoring counts on a fixed number of items.";
            found.push(FieldProblem::new(
                "item_max",
                what,
                why,
                "list the highest answer of every scored item.",
            ));
        }
        found
    }

    /// The total of the highest answers; `None` for an instrument without a total.
    fn highest_total(&self) -> Option<f64> {
        match self.scoring {
            Scoring::Sum => Some(self.item_max.iter().map(|&max| f64::from(max)).sum()),
            // Nine domains of 0 to 3, whatever the items say.
            Scoring::Qids16 => Some(27.0),
            Scoring::Mean | Scoring::Single => self.item_max.first().map(|&max| f64::from(max)),
            Scoring::SumTimes4 => Some(4.0 * self.item_max.iter().map(|&max| f64::from(max)).sum::<f64>()),
            Scoring::NoTotal | Scoring::Items => None,
        }
    }

    fn wording_problems(&self) -> Vec<FieldProblem> {
        if !self.has_wording() {
            return vec![];
        }
        let mut found = Vec::new();
        if self.class != LicenceClass::A
            && self.permission.as_deref().is_none_or(|text| text.trim().is_empty())
        {
            let what = format!("class {} with item text and no permission.", self.class);
            let why = "the owner of the wording has not allowed it to be shipped.";
            let remedy = "remove the text, or say in `permission` which right your clinic holds.";
            found.push(FieldProblem::new("items", what, why, remedy));
        }
        // What is our own (one source, graded D) is copied from nobody.
        let own = matches!(self.sources.as_slice(), [one] if one.grade == Grade::Default);
        if self.sources.len() < 2 && !own {
            let why = "copied wording carries copying errors; two sources show them.";
            let remedy = "compare with a second source, name it, and note differences in `wording_notes`.";
            found.push(FieldProblem::new("sources", "wording rests on one source.", why, remedy));
        }
        found
    }

    fn item_problems(&self) -> Vec<FieldProblem> {
        if !self.has_wording() {
            return vec![];
        }
        let mut found = Vec::new();
        if self.items.len() != self.item_count() {
            let what = format!("{} items have text, {} are scored.", self.items.len(), self.item_count());
            let why = "an item without text cannot be asked, and an item without points cannot be scored.";
            found.push(FieldProblem::new("items", what, why, "write one item for each entry of `item_max`."));
        }
        for (i, (item, &max)) in self.items.iter().zip(&self.item_max).enumerate() {
            if item.number != i + 1 || item.text.trim().is_empty() {
                let what =
                    format!("number {} stands where {} belongs, or its text is empty.", item.number, i + 1);
                let why = "answers are stored by position.";
                found.push(FieldProblem::new(
                    format!("items[{i}]"),
                    what,
                    why,
                    "number the items from 1, in order.",
                ));
            }
            let values: Vec<u8> = self.options_of(item).iter().map(|option| option.value).collect();
            if !values.iter().copied().eq(0..=max) {
                let what = format!("its options are worth {values:?}, its highest answer is {max}.");
                let why =
                    "a patient could choose an answer that has no points, or could not choose one that has.";
                let remedy = format!("offer one option for each of 0 to {max}, in order.");
                found.push(FieldProblem::new(format!("items[{i}].options"), what, why, remedy));
            }
        }
        found
    }

    fn band_problems(&self) -> Vec<FieldProblem> {
        let (Some(range), Some(first), Some(last)) = (self.range, self.bands.first(), self.bands.last())
        else {
            return vec![];
        };
        let why = "a score in a gap has no band, a score in an overlap has two.";
        let remedy = "let the bands cover the range from its lowest to its highest score, without gaps.";
        let step = 1.0 / f64::from(range.steps_per_point.max(1));
        let mut found: Vec<FieldProblem> = self
            .bands
            .windows(2)
            .enumerate()
            .filter_map(|(i, pair)| match pair {
                [a, b] if (b.lo - a.hi - step).abs() > 1e-6 => {
                    let what = format!("`{}` ends at {}, `{}` starts at {}.", a.id, a.hi, b.id, b.lo);
                    Some(FieldProblem::new(format!("bands[{}].lo", i + 1), what, why, remedy))
                }
                _ => None,
            })
            .collect();
        if (first.lo - range.lo).abs() > 1e-6 || (last.hi - range.hi).abs() > 1e-6 {
            let what = format!("they reach from {} to {}.", first.lo, last.hi);
            found.push(FieldProblem::new("bands", what, why, remedy));
        }
        if let Some(i) = self.bands.iter().position(|band| band.lo > band.hi || band.id.trim().is_empty()) {
            let what = "it ends before it starts, or has no id.";
            found.push(FieldProblem::new(format!("bands[{i}]"), what, why, remedy));
        }
        found
    }

    fn cut_problems(&self) -> Vec<FieldProblem> {
        let inside = |value: f64| self.range.is_some_and(|range| value >= range.lo && value <= range.hi);
        let cuts = [
            ("remission_at_most", self.remission_at_most),
            ("provisional_cut", self.provisional_cut),
            ("change_that_matters_points", self.change_that_matters_points),
            ("reliable_change_points", self.reliable_change_points),
        ];
        let mut found: Vec<FieldProblem> = cuts
            .into_iter()
            .filter_map(|(field, value)| value.filter(|&v| !inside(v)).map(|v| (field, v)))
            .map(|(field, value)| {
                let why = "a cut outside the range is never or always met.";
                let remedy = "give it in the instrument's own points, inside `range`.";
                FieldProblem::new(field, format!("{value} lies outside the range."), why, remedy)
            })
            .collect();
        if self.remission_at_most.is_some() && self.provisional_cut.is_some() {
            let why = "below a provisional-diagnosis cut is not remission.";
            found.push(FieldProblem::new(
                "remission_at_most",
                "both cuts are given.",
                why,
                "keep one of them.",
            ));
        }
        if self.safety_item.is_some_and(|number| number == 0 || number > self.item_count()) {
            let why = "the safety finding would never be raised.";
            let remedy = "give the item's number, counted from 1.";
            found.push(FieldProblem::new("safety_item", "there is no such item.", why, remedy));
        }
        found
    }

    fn screen_problems(&self) -> Vec<FieldProblem> {
        if self.scoring != Scoring::NoTotal {
            return vec![];
        }
        let known = |key: &String| self.answers.iter().any(|answer| &answer.key == key);
        let mut found = Vec::new();
        if self.answers.len() != self.item_count() || self.item_max.iter().any(|&max| max != 1) {
            let what = format!("{} answers for {} items.", self.answers.len(), self.item_count());
            let why = "a screen without total is read answer by answer, in record order.";
            found.push(FieldProblem::new(
                "answers",
                what,
                why,
                "list every answer; each `item_max` is 1 (yes).",
            ));
        }
        for (i, answer) in self.answers.iter().enumerate() {
            if answer.asked_after.as_ref().is_some_and(|key| !known(key)) {
                let why = "the question would never be asked.";
                let remedy = "name the key of an answer in this file.";
                found.push(FieldProblem::new(
                    format!("answers[{i}].asked_after"),
                    "no such answer.",
                    why,
                    remedy,
                ));
            }
        }
        found
    }
}

fn range_missing(scoring: Scoring) -> FieldProblem {
    let what = format!("scoring `{scoring}` gives a total, but no range is given.");
    FieldProblem::new("range", what, "scores could not be checked.", "give `lo`, `hi` and `steps_per_point`.")
}

fn range_without_total() -> FieldProblem {
    let why = "an instrument without a total has no score to check.";
    FieldProblem::new("range", "there is a range but no total.", why, "remove `range`, or change `scoring`.")
}
