//! What can be wrong with the timeline of a session.

use super::{Observed, Protocol, Timepoint, TimepointKind};
use crate::field_problem::FieldProblem;

impl Protocol {
    /// The timeline begins before the drug and reaches to discharge, and its minutes mean something.
    pub(super) fn timeline_problems(&self) -> Vec<FieldProblem> {
        let timeline = &self.monitoring.timeline;
        if self.research_only && timeline.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<FieldProblem> = timeline
            .iter()
            .enumerate()
            .filter(|(_, point)| !sound(point))
            .map(|(i, point)| {
                let what = format!(
                    "{:?} with {:?} minutes and {} readings.",
                    point.when.to_string(),
                    point.minutes,
                    point.takes.len()
                );
                let why = "nobody could tell when to look, or at what.";
                let remedy =
                    "give `minutes` with \"every\" and \"at\", only there, and at least one reading.";
                FieldProblem::new(format!("monitoring.timeline[{i}]"), what, why, remedy)
            })
            .collect();
        let order: Vec<TimepointKind> = timeline.iter().map(|point| point.when).collect();
        let whole = order.first() == Some(&TimepointKind::Before)
            && order.last() == Some(&TimepointKind::BeforeDischarge);
        if !whole {
            let why = "a session is watched from before the drug until the patient leaves.";
            let remedy = "begin the timeline with \"before\" and end it with \"before_discharge\".";
            found.push(FieldProblem::new(
                "monitoring.timeline",
                "it does not span the session.",
                why,
                remedy,
            ));
        }
        found.extend(self.rhythm_of_pressure());
        found
    }

    /// The rhythm of blood pressures is said in one number only.
    fn rhythm_of_pressure(&self) -> Option<FieldProblem> {
        let own = self.monitoring.blood_pressure_every_minutes;
        let every = self.monitoring.timeline.iter().find(|point| {
            point.when == TimepointKind::Every && point.takes.contains(&Observed::BloodPressure)
        })?;
        (every.minutes != Some(own)).then(|| {
            let what =
                format!("the timeline says {:?} minutes, blood_pressure_every_minutes {own}.", every.minutes);
            let why = "two numbers would stand for one rhythm.";
            FieldProblem::new("monitoring.timeline", what, why, "write the same minutes in both places.")
        })
    }
}

fn sound(point: &Timepoint) -> bool {
    let timed = matches!(point.when, TimepointKind::Every | TimepointKind::At);
    let minutes = point.minutes.is_some_and(|minutes| minutes > 0);
    !point.takes.is_empty() && timed == minutes && (timed || point.minutes.is_none())
}
