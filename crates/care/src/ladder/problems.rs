//! What can be wrong with a ladder's file beyond its shape.

use super::{Ladder, LadderKind, Rung};
use crate::field_problem::FieldProblem;
use crate::source;

impl Ladder {
    /// Everything that is wrong with the definition; empty when it may be used.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = source::problems(&self.sources);
        let named = [
            ("id", &self.id),
            ("name", &self.name),
            ("revision", &self.revision),
            ("evidence", &self.evidence),
        ];
        for (field, value) in named {
            if value.trim().is_empty() {
                found.push(FieldProblem::new(field, "it is empty.", "plans name the ladder.", "fill it in."));
            }
        }
        let rungs = self.rungs.iter().enumerate().map(|(i, rung)| (format!("rungs[{i}]"), rung));
        let before = self.before_first.iter().map(|rung| ("before_first".to_owned(), rung));
        for (field, rung) in before.chain(rungs) {
            found.extend(order_problem(&field, rung));
            found.extend(pair_problem(&field, rung));
        }
        found.extend(self.shape_problem());
        found.extend(self.shorter_problem());
        found
    }

    /// Rungs rise, and the last one ends exactly where the ladder does.
    fn shape_problem(&self) -> Option<FieldProblem> {
        let untils: Vec<Option<u32>> = self.rungs.iter().map(|rung| rung.until_day).collect();
        if self.kind == LadderKind::NoDates {
            let what = format!("{} rungs stand in a ladder that plans no dates.", untils.len());
            let why = "dates would be expected that nobody plans.";
            let remedy = "take the rungs out, or choose another kind.";
            return (!untils.is_empty()).then(|| FieldProblem::new("rungs", what, why, remedy));
        }
        let (closed, remedy) = if self.kind == LadderKind::Ends {
            (untils.clone(), "give every rung a rising `until_day`, the last one too.")
        } else {
            let before = untils.split_last().map_or(&[][..], |(_, before)| before);
            (before.to_vec(), "give rising `until_day`s, and none on the last rung.")
        };
        let rising = closed.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        let open_end = self.kind != LadderKind::GoesOn || untils.last() == Some(&None);
        let sound = rising && open_end && !untils.is_empty() && closed.iter().all(Option::is_some);
        let why = "each day after the induction belongs to exactly one rung.";
        (!sound).then(|| FieldProblem::new("rungs", format!("they end at {untils:?}."), why, remedy))
    }

    /// The step before the first rung is shorter than the first rung.
    fn shorter_problem(&self) -> Option<FieldProblem> {
        let step = self.before_first?;
        let first = self.rungs.first().map(|rung| rung.every_days);
        let longer = first.is_none_or(|every| step.every_days >= every) || step.until_day.is_some();
        let what =
            format!("every {} days is no step before a first rung of {first:?} days.", step.every_days);
        let why = "shortening would not shorten.";
        let remedy = "give fewer days than the first rung has, and no `until_day`.";
        longer.then(|| FieldProblem::new("before_first", what, why, remedy))
    }
}

fn order_problem(field: &str, rung: &Rung) -> Option<FieldProblem> {
    let ordered = rung.earliest_days >= 1
        && rung.earliest_days <= rung.every_days
        && rung.every_days <= rung.latest_days;
    (!ordered).then(|| {
        let what = format!(
            "every {} days, between {} and {}.",
            rung.every_days, rung.earliest_days, rung.latest_days
        );
        let why = "the planned day lies outside its own window.";
        FieldProblem::new(field, what, why, "put earliest, every and latest in rising order.")
    })
}

/// The second of a pair comes before the next pair can begin.
fn pair_problem(field: &str, rung: &Rung) -> Option<FieldProblem> {
    let days = rung.pair_days?;
    let apart = days >= 1 && days < rung.earliest_days;
    (!apart).then(|| {
        let what = format!("a pair {days} days apart, the next after {} days.", rung.earliest_days);
        let why = "the second of a pair would come with the next pair, or on the day of the first.";
        FieldProblem::new(
            format!("{field}.pair_days"),
            what,
            why,
            "give at least one day, and less than the earliest.",
        )
    })
}
