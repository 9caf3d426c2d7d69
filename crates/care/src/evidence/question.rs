//! The question, and which figures answer it.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{AnsweredFigure, ControlFigure, EvidenceAnswer, NotUsed};
use super::interval::Interval;
use super::lists::{EvidencePhase, QuestionRoute, SourceKind, Treatment};
use super::study::{Arm, Study, Timepoint};
use super::{Evidence, words};
use crate::condition::Condition;

/// "How effective is it for this condition, by this route, in this phase?" What is left open asks
/// for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Question {
    /// For which condition.
    pub condition: Option<Condition>,
    /// By which route.
    pub route: Option<QuestionRoute>,
    /// In which phase.
    pub phase: Option<EvidencePhase>,
}

impl Evidence {
    /// Answers a question. `responds_at` is what this clinic calls a response, in percent of fall from
    /// baseline by condition (rules D1 and X7); it is set beside the studies' own definitions.
    ///
    /// Only figures that were read in their source answer. Nothing is pooled: studies differ in
    /// patients, definition and day.
    pub fn answer(&self, question: Question, responds_at: &BTreeMap<Condition, f64>) -> EvidenceAnswer {
        let mut figures = Vec::new();
        for study in self.studies.iter().filter(|study| question.asks_for(study)) {
            for arm in study.arm.iter().filter(|arm| question.asks_for_arm(arm)) {
                let of_arm = arm.timepoint.iter().filter(|figure| question.asks_for_figure(figure));
                figures.extend(
                    of_arm.filter_map(|figure| self.answered(study, arm, figure, question, responds_at)),
                );
            }
        }
        figures.sort_by_key(AnsweredFigure::order);
        let ids: BTreeSet<&str> = figures.iter().map(|figure| figure.study.as_str()).collect();
        let (studies, groups) = (ids.len(), self.independent_groups(&ids));
        let not_used = self.not_used(question, &ids);
        let words = words::answer(question, &figures, studies, groups);
        EvidenceAnswer { question, words, studies, independent_groups: groups, figures, not_used }
    }

    fn answered(
        &self,
        study: &Study,
        arm: &Arm,
        figure: &Timepoint,
        question: Question,
        responds_at: &BTreeMap<Condition, f64>,
    ) -> Option<AnsweredFigure> {
        let phase = figure.answers?;
        let quantity = self.quantities.get(&figure.quantity)?;
        let source = figure.source_kind.unwrap_or(study.source_kind);
        let verified = study.verified && arm.verified && figure.verified && source.has_figures();
        let people = figure.denominator.or(arm.n);
        let graded =
            self.grading.grade(arm.kind.unwrap_or(study.kind), source, people).filter(|_| verified)?;
        Some(AnsweredFigure {
            study: study.id.clone(),
            citation: study.citation.clone(),
            source: study.identifier(),
            link: study.link(),
            population: study.condition.clone(),
            conditions: figure.condition.map_or_else(|| study.conditions.clone(), |one| vec![one]),
            design: study.design.clone(),
            route: arm.route,
            arm: arm.label.clone(),
            treatment: arm.treatment,
            dose: arm.dose.clone(),
            schedule: arm.schedule.clone(),
            instrument: figure.instrument.clone().unwrap_or_else(|| arm.instrument.clone()),
            quantity: figure.quantity.clone(),
            name: quantity.name.clone(),
            about: quantity.about,
            definition: figure.definition.clone(),
            definition_words: words::definition(figure, quantity.about, study, question, responds_at),
            value: figure.value,
            upper: figure.upper,
            unit: figure.unit,
            shown: figure.shown(),
            approximate: figure.approximate,
            count: figure.count,
            denominator: figure.denominator,
            n_arm: arm.n,
            interval: Interval::of(figure),
            sd: figure.sd,
            phase,
            study_phase: figure.phase,
            day: figure.day,
            week: figure.week,
            session: figure.session,
            days_after_last: figure.days_after_last,
            when: figure.when(),
            subgroup: figure.subgroup.clone(),
            control: control(study, arm, figure),
            grade: graded.grade,
            grade_why: graded.why,
            second_hand: source.is_second_hand(),
            shares_patients_with: self.shares_with(&study.id).into_iter().map(str::to_owned).collect(),
            shares_patients_words: self.shares_words(study),
            note: figure.note.clone(),
            study_notes: study.notes.clone(),
        })
    }

    /// Short citations of the studies that share patients with one; ids say nothing to a reader. Another
    /// paper of the same authors and year is called that.
    fn shares_words(&self, study: &Study) -> Vec<String> {
        let own = words::short_citation(&study.citation);
        let others = self.shares_with(&study.id);
        let said = self.studies.iter().filter(|other| others.contains(&other.id.as_str())).map(|other| {
            let short = words::short_citation(&other.citation);
            if short == own { "another paper of the same authors and year".to_owned() } else { short }
        });
        said.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Studies that would answer but have no figure that does, each with its reason.
    fn not_used(&self, question: Question, used: &BTreeSet<&str>) -> Vec<NotUsed> {
        let asked = self.studies.iter().filter(|s| question.asks_for(s) && !used.contains(s.id.as_str()));
        asked
            .filter(|study| study.arm.iter().any(|arm| question.asks_for_arm(arm)))
            .filter_map(|study| {
                let unread = !study.verified || matches!(study.source_kind, SourceKind::Memory);
                let nothing = study.arm.iter().all(|arm| arm.timepoint.is_empty());
                let why = match (unread, nothing) {
                    (true, _) => "not verified, not used",
                    (false, true) => "no figure was read in its source",
                    (false, false) => return None,
                };
                Some(NotUsed { study: study.id.clone(), citation: study.citation.clone(), why })
            })
            .collect()
    }
}

impl Question {
    fn asks_for(self, study: &Study) -> bool {
        self.condition.is_none_or(|condition| study.conditions.contains(&condition))
    }

    /// Arms that got the drug, or had got it and stopped; controls stand beside them.
    fn asks_for_arm(self, arm: &Arm) -> bool {
        matches!(arm.treatment, Treatment::Ketamine | Treatment::Stopped)
            && self.route.is_none_or(|route| route.holds(arm.route))
    }

    fn asks_for_figure(self, figure: &Timepoint) -> bool {
        figure.answers.is_some_and(|phase| self.phase.is_none_or(|asked| asked == phase))
            && self.condition.is_none_or(|asked| figure.condition.is_none_or(|own| own == asked))
    }
}

/// The same figure in the control arm, if it was read.
fn control(study: &Study, arm: &Arm, figure: &Timepoint) -> Option<ControlFigure> {
    let beside = study.arm.iter().find(|other| Some(&other.id) == arm.control.as_ref())?;
    let own = beside.timepoint.iter().find(|other| other.verified && figure.stands_beside(other))?;
    Some(ControlFigure {
        arm: beside.label.clone(),
        treatment: beside.treatment,
        value: own.value,
        shown: own.shown(),
        count: own.count,
        denominator: own.denominator,
        n_arm: beside.n,
        interval: Interval::of(own),
    })
}
