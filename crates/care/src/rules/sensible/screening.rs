//! Sense of screening rules and of what is due.

use super::Sensible;
use crate::field_problem::FieldProblem;
use crate::finding::FindingState;
use crate::rules::params::{
    AgeGate, BeforeSession, BenzodiazepineDose, CheckInRhythm, ConditionGate, Equivalent, EquivalentFigure,
    ExposureReview, FormDeadline, LiverTests, MedicationGate, Rhythm, Silence, VisitWindow,
};

fn problem(field: &str, what: &str, why: &str, remedy: &str) -> Vec<FieldProblem> {
    vec![FieldProblem::new(field, what, why, remedy)]
}

impl Sensible for ConditionGate {
    fn problems(&self) -> Vec<FieldProblem> {
        if self.stop.is_empty() && self.warn.is_empty() {
            let why = "a gate without a condition can never speak";
            return problem("params.stop", "no condition is named", why, "name at least one condition");
        }
        Vec::new()
    }
}

impl Sensible for AgeGate {
    fn problems(&self) -> Vec<FieldProblem> {
        if (1..=30).contains(&self.adult_from_years) {
            return Vec::new();
        }
        let what = format!("{} is no age at which people come of age", self.adult_from_years);
        problem(
            "params.adult_from_years",
            &what,
            "everybody, or nobody, would be stopped",
            "write years, for example 18",
        )
    }
}

impl Sensible for MedicationGate {
    fn problems(&self) -> Vec<FieldProblem> {
        if matches!(self.state, FindingState::Warn | FindingState::Clear) {
            return Vec::new();
        }
        let what = format!("{} is not a state of a medication", self.state);
        problem(
            "params.state",
            &what,
            "a gate of this kind warns or notes",
            "write warn, or clear for a note",
        )
    }
}

impl Sensible for BenzodiazepineDose {
    fn problems(&self) -> Vec<FieldProblem> {
        let figures = self.equivalents.iter().enumerate().filter_map(|(i, drug)| equivalent(i, drug));
        if self.warn_above_mg_per_day > 0.0 {
            return figures.collect();
        }
        let why = "every dose would warn";
        problem(
            "params.warn_above_mg_per_day",
            "it is not above 0 mg",
            why,
            "write mg a day, for example 8.0",
        )
    }
}

/// Figures that cannot be meant: none, not above 0, a range upside down, a table without a name.
fn equivalent(i: usize, drug: &Equivalent) -> Option<FieldProblem> {
    let bad = |f: &EquivalentFigure| {
        f.from_mg.is_nan()
            || f.from_mg <= 0.0
            || f.to_mg.is_some_and(|to| to.is_nan() || to <= f.from_mg)
            || f.source.trim().is_empty()
    };
    let figures = &drug.equals_diazepam_10_mg;
    (drug.name.trim().is_empty() || figures.is_empty() || figures.iter().any(bad)).then(|| {
        FieldProblem::new(
            format!("params.equivalents[{i}]"),
            format!("{:?} has no figure that can be used, or one without its table", drug.name),
            "a dose would be worked out from nothing, or from a table nobody can look up",
            "write name, from_mg above 0, to_mg above from_mg where there is a range, and source",
        )
    })
}

impl Sensible for CheckInRhythm {
    fn problems(&self) -> Vec<FieldProblem> {
        let closed = |r: &Rhythm| r.opens_after_days > r.every_days || r.every_days == 0;
        let open_end = self.after.last().is_none_or(|r| r.until_day.is_some());
        let ascending = self
            .after
            .windows(2)
            .all(|w| matches!(w, [a, b] if a.until_day.is_some_and(|d| b.until_day.is_none_or(|e| d < e))));
        if closed(&self.induction) || self.after.iter().any(closed) || open_end || !ascending {
            let what = "the rhythms are out of order, or one of them never opens";
            let why = "some day after the induction would have no rhythm";
            let remedy = "ascending until_day, the last without one, opens_after_days at most every_days";
            return problem("params.after", what, why, remedy);
        }
        Vec::new()
    }
}

impl Sensible for VisitWindow {
    fn problems(&self) -> Vec<FieldProblem> {
        if self.first_day <= self.last_day {
            return Vec::new();
        }
        let why = "the window would never be open";
        problem("params.last_day", "it comes before first_day", why, "put last_day after first_day")
    }
}

impl Sensible for ExposureReview {
    fn problems(&self) -> Vec<FieldProblem> {
        if self.every_months >= 1 && self.every_sessions >= 1 {
            return Vec::new();
        }
        let what = "a review must come after at least one month and one session";
        problem(
            "params.every_months",
            what,
            "a review that is always due is never read",
            "write whole numbers from 1",
        )
    }
}

impl Sensible for FormDeadline {
    fn problems(&self) -> Vec<FieldProblem> {
        if self.reminder_days.iter().all(|day| *day <= self.within_days) {
            return Vec::new();
        }
        let what = "a reminder comes after the last day";
        problem("params.reminder_days", what, "it would come too late", "use days up to within_days")
    }
}

/// Rules whose limits cannot be out of order.
macro_rules! always_sensible {
    ($($params:ty),+) => { $(impl Sensible for $params {
        fn problems(&self) -> Vec<FieldProblem> { Vec::new() }
    })+ };
}
always_sensible!(Silence, BeforeSession, LiverTests);
