//! What can be wrong with a protocol's file beyond its shape.

use super::{Phase, PhaseName, Protocol};
use crate::field_problem::FieldProblem;
use crate::source;

impl Protocol {
    /// Everything that is wrong with the definition; empty when it may be used. Whether the ladder and
    /// the rules it names exist is checked where all files are at hand.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = source::problems(&self.sources);
        found.extend(self.naming_problems());
        found.extend(self.list_problems());
        found.extend(self.spacing_problems());
        found.extend(self.timeline_problems());
        if self.phases.first().is_none_or(|phase| phase.name != PhaseName::Induction) {
            let why = "a course starts with its induction.";
            let remedy = "put a phase named \"induction\" first.";
            found.push(FieldProblem::new("phases", "the first phase is not the induction.", why, remedy));
        }
        for (i, phase) in self.phases.iter().enumerate() {
            found.extend(self.phase_problems(&format!("phases[{i}]"), phase));
            found.extend(super::dose_problems::dose_problems(&format!("phases[{i}].dose"), &phase.dose));
        }
        found
    }

    fn naming_problems(&self) -> Vec<FieldProblem> {
        let named = [
            ("id", &self.id),
            ("name", &self.name),
            ("revision", &self.revision),
            ("evidence", &self.evidence),
            ("indication", &self.indication),
            ("default_ladder", &self.default_ladder),
        ];
        named
            .into_iter()
            .filter(|(_, value)| value.trim().is_empty())
            .map(|(field, _)| {
                let why = "plans and findings name the protocol, its revision and its evidence.";
                FieldProblem::new(field, "it is empty.", why, "fill it in (`none` for no ladder).")
            })
            .collect()
    }

    fn list_problems(&self) -> Vec<FieldProblem> {
        let lists = [
            ("conditions", self.conditions.is_empty(), "no course could use it."),
            ("primary", self.primary.is_empty(), "response could not be judged."),
            ("supervision", self.supervision.is_empty(), "every session has a supervising clinician."),
        ];
        lists
            .into_iter()
            .filter(|(_, empty, _)| *empty)
            .map(|(field, _, why)| FieldProblem::new(field, "the list is empty.", why, "name at least one."))
            .collect()
    }

    fn spacing_problems(&self) -> Vec<FieldProblem> {
        let s = self.spacing;
        if s.min_gap_days >= 1 && s.max_sessions >= 1 && s.window_days >= s.min_gap_days {
            return vec![];
        }
        let what = format!("{} days apart, {} in {} days.", s.min_gap_days, s.max_sessions, s.window_days);
        let remedy = "give at least one day, one session, and a window no shorter than the gap.";
        vec![FieldProblem::new("spacing", what, "two sessions a day, or none at all, would follow.", remedy)]
    }

    fn phase_problems(&self, field: &str, phase: &Phase) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if phase.sessions == 0 || phase.per_week_min == 0 || phase.per_week_min > phase.per_week_max {
            let what = format!(
                "{} sessions, {} to {} a week.",
                phase.sessions, phase.per_week_min, phase.per_week_max
            );
            let remedy = "give at least one session, and the fewer a week first.";
            found.push(FieldProblem::new(field, what, "no plan could be made.", remedy));
        }
        let shortest = u64::from(phase.sessions.saturating_sub(1)) * u64::from(self.spacing.min_gap_days);
        if u64::from(phase.within_days) <= shortest {
            let what = format!(
                "{} sessions do not fit in {} days at this spacing.",
                phase.sessions, phase.within_days
            );
            let why = "every plan would be refused.";
            found.push(FieldProblem::new(
                format!("{field}.within_days"),
                what,
                why,
                "lengthen it, or plan fewer sessions.",
            ));
        }
        found.extend(self.rhythm_problems(field, phase));
        found
    }

    fn rhythm_problems(&self, field: &str, phase: &Phase) -> Vec<FieldProblem> {
        if phase.rhythms_days.is_empty() {
            let why = "a plan without chosen weekdays needs one.";
            let remedy = "give one, for example [[3, 4]].";
            return vec![FieldProblem::new(format!("{field}.rhythms_days"), "there is none.", why, remedy)];
        }
        let sound = |rhythm: &[u32]| {
            let whole_weeks = rhythm.iter().sum::<u32>() % 7 == 0;
            !rhythm.is_empty() && whole_weeks && rhythm.iter().all(|&gap| gap >= self.spacing.min_gap_days)
        };
        phase
            .rhythms_days
            .iter()
            .enumerate()
            .filter(|(_, rhythm)| !sound(rhythm))
            .map(|(j, rhythm)| {
                let what = format!("{rhythm:?} is not a rhythm of whole weeks with legal gaps.");
                let why = "planned weekdays would drift, or lie too close.";
                let remedy = "give gaps that add up to whole weeks, each at least the smallest gap.";
                FieldProblem::new(format!("{field}.rhythms_days[{j}]"), what, why, remedy)
            })
            .collect()
    }
}
