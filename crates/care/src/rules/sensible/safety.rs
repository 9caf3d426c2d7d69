//! Sense of the safety rules: a level without duties, or a timer that never runs.

use super::Sensible;
use crate::field_problem::FieldProblem;
use crate::rules::params::{
    CrisisWording, Escalation, HighSuicideRisk, ItemNine, RequiredAction, SuicideRisk,
};

/// A level needs at least one action, each with its own key and words.
fn actions(list: &[RequiredAction]) -> Vec<FieldProblem> {
    if list.is_empty() {
        return vec![FieldProblem::new(
            "params.actions",
            "no action is named",
            "whoever sees the finding must be told what to do, by when, and what to write down",
            "add [[params.actions]] with key, who, when, document_before_closing and says",
        )];
    }
    let twice = |i: usize, a: &RequiredAction| list.iter().take(i).any(|b| b.key == a.key);
    let bad = |(i, a): &(usize, &RequiredAction)| {
        a.key.trim().is_empty() || a.says.trim().is_empty() || twice(*i, a)
    };
    list.iter()
        .enumerate()
        .filter(bad)
        .map(|(i, _)| {
            FieldProblem::new(
                format!("params.actions[{i}]"),
                "the key or the sentence is empty, or the key was used before",
                "what has been done is documented under the key",
                "give each action its own key and a plain sentence",
            )
        })
        .collect()
}

impl Sensible for ItemNine {
    fn problems(&self) -> Vec<FieldProblem> {
        actions(&self.actions)
    }
}

impl Sensible for SuicideRisk {
    fn problems(&self) -> Vec<FieldProblem> {
        actions(&self.actions)
    }
}

impl Sensible for HighSuicideRisk {
    fn problems(&self) -> Vec<FieldProblem> {
        actions(&self.actions)
    }
}

impl Sensible for CrisisWording {
    fn problems(&self) -> Vec<FieldProblem> {
        Vec::new()
    }
}

impl Sensible for Escalation {
    fn problems(&self) -> Vec<FieldProblem> {
        let timers = [
            ("params.acknowledge_within_minutes", self.acknowledge_within_minutes),
            ("params.call_again_every_minutes", self.call_again_every_minutes),
        ];
        let unset = timers.into_iter().filter(|(_, minutes)| *minutes == 0).map(|(field, _)| {
            FieldProblem::new(
                field,
                "0 minutes",
                "the first person told would have no time to answer",
                "write whole minutes, for example 15",
            )
        });
        let nobody = self.levels.is_empty().then(|| {
            FieldProblem::new(
                "params.levels",
                "no level is timed",
                "a high level that nobody acknowledges would call nobody",
                "write levels = [\"high\"]",
            )
        });
        unset.chain(nobody).collect()
    }
}
