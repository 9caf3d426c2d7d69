//! What is wrong with a study, field by field.

use std::collections::BTreeSet;

use super::lists::{Treatment, Unit};
use super::study::{Arm, Study, Timepoint};
use crate::field_problem::FieldProblem;

impl Study {
    /// What is wrong with the study by itself; the fields are named from the study on.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if self.citation.trim().is_empty() {
            found.push(FieldProblem::new(
                "citation",
                format!("{} has no citation", self.id),
                "a number without its source cannot be checked",
                "write who published it, where and when",
            ));
        }
        if self.verified && self.source_url.is_none() {
            found.push(FieldProblem::new(
                "verified",
                format!("{} is verified, but no page is named", self.id),
                "nobody could look where it was read",
                "name the page in source_url, or write verified = false",
            ));
        }
        found.extend(positive("n_total", self.n_total));
        let mut seen = BTreeSet::new();
        for (i, arm) in self.arm.iter().enumerate() {
            let at = |problem: FieldProblem| within(&format!("arm[{i}]"), problem);
            if !seen.insert(&arm.id) {
                found.push(at(FieldProblem::new(
                    "id",
                    format!("{} has a second arm {:?}", self.id, arm.id),
                    "its people would be counted twice",
                    "give it another id, or remove it",
                )));
            }
            found.extend(self.wrong_control(arm).map(at));
            found.extend(arm.problems().into_iter().map(at));
        }
        found
    }

    /// The control must be an arm of the same study that did not get the drug.
    fn wrong_control(&self, arm: &Arm) -> Option<FieldProblem> {
        let named = arm.control.as_ref()?;
        let fits = self.arm.iter().any(|other| &other.id == named && other.treatment != Treatment::Ketamine);
        (!fits).then(|| {
            FieldProblem::new(
                "control",
                format!("{} has no control arm {named:?}", self.id),
                "a figure would stand beside the wrong people, or beside nobody",
                "name an arm of this study whose treatment is not ketamine",
            )
        })
    }
}

impl Arm {
    fn problems(&self) -> Vec<FieldProblem> {
        let mut found: Vec<FieldProblem> = positive("n", self.n).into_iter().collect();
        let mut seen: Vec<&Timepoint> = Vec::new();
        for (i, figure) in self.timepoint.iter().enumerate() {
            let path = format!("timepoint[{i}]");
            if seen.iter().any(|other| figure.is_the_same_as(other)) {
                found.push(within(
                    &path,
                    FieldProblem::new(
                        "quantity",
                        format!("{} stands twice for the same time", figure.quantity),
                        "one figure would be read as two",
                        "keep one of the two, or say in which they differ",
                    ),
                ));
            }
            seen.push(figure);
            found.extend(figure.problems().into_iter().map(|problem| within(&path, problem)));
        }
        found
    }
}

impl Timepoint {
    /// The same quantity of the same people at the same time.
    fn is_the_same_as(&self, other: &Self) -> bool {
        self.stands_beside(other)
            && self.session == other.session
            && self.phase == other.phase
            && self.definition == other.definition
            && self.note == other.note
            && (self.days_after_last, self.days_after_last_min, self.days_after_last_max)
                == (other.days_after_last, other.days_after_last_min, other.days_after_last_max)
    }

    fn problems(&self) -> Vec<FieldProblem> {
        let range = "a share of people lies between 0 and 100 percent";
        let mut found = Vec::new();
        let mut wrong = |field: &str, what: String, why: &str, remedy: &str| {
            found.push(FieldProblem::new(field, what, why, remedy));
        };
        if !self.value.is_finite() {
            wrong(
                "value",
                format!("{} is no number", self.value),
                "it cannot be shown",
                "write the number printed",
            );
        }
        for (field, value) in [("value", Some(self.value)), ("upper", self.upper)] {
            if let Some(value) = value.filter(|v| self.unit == Unit::Percent && !(0.0..=100.0).contains(v)) {
                wrong(
                    field,
                    format!("{value} is not a percentage"),
                    range,
                    "write percent, for example 54.0",
                );
            }
        }
        if self.unit == Unit::Flag
            && self.value.abs() > f64::EPSILON
            && (self.value - 1.0).abs() > f64::EPSILON
        {
            wrong(
                "value",
                format!("{} is neither 0 nor 1", self.value),
                "a flag is no or yes",
                "write 0 or 1",
            );
        }
        if self.upper.is_some_and(|upper| upper < self.value) {
            wrong(
                "upper",
                "the upper end is below the value".to_owned(),
                "a range runs upwards",
                "swap the two",
            );
        }
        for (field, spread) in [("sd", self.sd), ("se", self.se), ("spread", self.spread)] {
            if spread.is_some_and(|s| s < 0.0 || !s.is_finite()) {
                wrong(
                    field,
                    "a spread below 0".to_owned(),
                    "a spread has no direction",
                    "write it without the sign",
                );
            }
        }
        if self.ci95.is_some_and(|[low, high]| low > self.value || self.value > high) {
            let what = "the value lies outside its own interval".to_owned();
            wrong("ci95", what, "one of the three was copied wrongly", "read the source again");
        }
        found.extend(positive("denominator", self.denominator));
        found.extend(self.wrong_count());
        found
    }

    /// A count above its denominator, or a percentage its counts do not give.
    fn wrong_count(&self) -> Option<FieldProblem> {
        let (count, of) = (self.count?, self.denominator.filter(|n| *n > 0)?);
        let share = f64::from(count) / f64::from(of) * 100.0;
        if count > of {
            let what = format!("{count} of {of} people");
            return Some(FieldProblem::new(
                "count",
                what,
                "nobody can be counted who is not there",
                "read the source again",
            ));
        }
        let off = self.unit == Unit::Percent && (share - self.value).abs() > 1.0;
        off.then(|| {
            FieldProblem::new(
                "value",
                format!("{count} of {of} is {share:.1} %, not {} %", self.value),
                "the figure and its counts must say the same",
                "read the source again; say in note where the source itself differs",
            )
        })
    }
}

fn positive(field: &str, n: Option<u32>) -> Option<FieldProblem> {
    (n == Some(0)).then(|| {
        FieldProblem::new(
            field,
            "0 people",
            "a figure of nobody says nothing",
            "write how many, or leave it out",
        )
    })
}

fn within(path: &str, mut problem: FieldProblem) -> FieldProblem {
    problem.field = format!("{path}.{}", problem.field);
    problem
}
