//! Why a protocol fits a patient, what speaks against it, and what else could. It names reasons and
//! sources; the prescriber chooses.

use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{Condition, MedicationClass, Route};
use evenkeel_care::finding::{Finding, FindingKind, FindingState, Grade};
use evenkeel_care::message::Message;
use evenkeel_care::protocol::{FitQuestion, Protocol, ProtocolFit, fit};
use evenkeel_care::record::{CourseRecord, CourseStatus, Patient};
use evenkeel_care::review::review;
use evenkeel_store::screening::Answers;

use crate::choices::ProtocolChoice;
use crate::context::Practice;
use crate::refusal::Refusal;
use crate::words;

/// What a protocol is sought for. What is left open is taken from the protocol named, from the patient's
/// latest course, or is depression.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SoughtProtocol {
    /// What is to be treated.
    pub condition: Option<Condition>,
    /// The route wished for; `None`: any.
    pub route: Option<Route>,
    /// Id of the protocol that is looked at.
    pub protocol: Option<String>,
}

/// One protocol beside the patient, in sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FitView {
    /// Whether nothing known speaks against it.
    pub fits: bool,
    /// Whether it is written for the condition sought.
    pub for_condition: bool,
    /// Why it fits.
    pub why: Vec<String>,
    /// What speaks against it.
    pub against: Vec<String>,
    /// What to weigh although it fits.
    pub weigh: Vec<String>,
    /// How far the evidence goes, where it is not good.
    pub evidence_caution: Option<String>,
    /// What is not known yet and would decide.
    pub missing: Vec<String>,
}

impl Practice {
    /// The protocols a clinic may open a course with: those for the condition first, then those that nothing
    /// known speaks against, then those of which all is known that would decide, then the better carried by
    /// evidence.
    pub(crate) fn choices_by_fit(&self, question: &FitQuestion<'_>) -> Result<Vec<ProtocolChoice>, Refusal> {
        let found = fit(self.knowledge(), question);
        let mut choices = found
            .iter()
            .filter_map(|one| Some((one, self.knowledge().protocols.get(&one.protocol)?)))
            .map(|(one, protocol)| self.choice(one, protocol, question))
            .collect::<Result<Vec<_>, _>>()?;
        choices.sort_by_key(|choice| {
            (!choice.fit.for_condition, !choice.fit.fits, !choice.fit.missing.is_empty())
        });
        Ok(choices)
    }

    fn choice(
        &self,
        found: &ProtocolFit,
        protocol: &Protocol,
        question: &FitQuestion<'_>,
    ) -> Result<ProtocolChoice, Refusal> {
        let mut choice = self.protocol_choice(protocol);
        let say = |all: &[Message]| all.iter().map(|m| self.say_fit(m)).collect::<Vec<String>>();
        let mut view = FitView {
            for_condition: protocol.conditions.contains(&question.condition),
            why: say(&found.reasons),
            against: say(&found.against),
            weigh: say(&found.cautions),
            evidence_caution: found
                .cautions
                .iter()
                .find(|m| m.key.starts_with("fit.strength_"))
                .map(|m| self.say_fit(m)),
            missing: say(&found.missing),
            fits: false,
        };
        let young = found.against.iter().any(|m| m.key == "fit.too_young");
        for gate in self.gates_on_opening(protocol, question)? {
            // The protocol's own age limit has said it.
            if young && gate.rule == self.knowledge().rules.c10.rule.id {
                continue;
            }
            let said = gate.because.iter().map(|m| words::say(self.knowledge(), m));
            let place = if gate.state == FindingState::Stop { &mut view.against } else { &mut view.weigh };
            place.extend(said);
            choice.sources.extend(gate.sources);
        }
        view.fits = view.against.is_empty();
        choice.sources = once_each(choice.sources);
        choice.fit = view;
        Ok(choice)
    }

    /// What screening and medication say of a course of this protocol, were it opened today.
    fn gates_on_opening(
        &self,
        protocol: &Protocol,
        question: &FitQuestion<'_>,
    ) -> Result<Vec<Finding>, Refusal> {
        let Some(primary) = protocol.primary.first() else { return Ok(Vec::new()) };
        if !protocol.conditions.contains(&question.condition) {
            return Ok(Vec::new());
        }
        let record = CourseRecord {
            id: protocol.id.clone(),
            patient: question.patient.clone(),
            status: Some(CourseStatus::Active),
            ..CourseRecord::new(question.condition, protocol.id.clone(), *primary, question.today)
        };
        let found = review(&record, self.knowledge()).map_err(|e| Refusal::Unavailable {
            what: format!("The screening cannot be held against {}: {e}", protocol.name),
            cause: String::new(),
        })?;
        let speaks = |f: &Finding| {
            f.kind == FindingKind::Gate && matches!(f.state, FindingState::Stop | FindingState::Warn)
        };
        Ok(found.findings.into_iter().filter(speaks).collect())
    }

    fn say_fit(&self, message: &Message) -> String {
        words::say(self.knowledge(), &with_words(message))
    }
}

/// The patient as the rules know them before a course.
pub(crate) fn patient_before(birth_date: Option<jiff::civil::Date>, answers: Answers) -> Patient {
    Patient { birth_date, conditions: answers.conditions, medications: answers.medications }
}

/// What screening has not asked yet.
pub(crate) fn not_asked(patient: &Patient) -> Vec<&'static str> {
    let conditions = patient.conditions.is_none().then_some("Conditions that forbid or burden ketamine");
    let medications = patient.medications.is_none().then_some("Current medication");
    conditions.into_iter().chain(medications).collect()
}

/// The same message with the words of a clinic in place of those of the files.
fn with_words(message: &Message) -> Message {
    let mut said = message.clone();
    for (name, value) in &mut said.values {
        let word = match name.as_str() {
            "condition" => Condition::parse(value).ok().map(|c| words::in_sentence(words::condition(c))),
            "route" | "wished" => Route::parse(value).ok().map(|r| words::in_sentence(words::route(r))),
            "class" => {
                MedicationClass::parse(value).ok().map(|c| words::in_sentence(words::medication_class(c)))
            }
            "grade" => Grade::parse(value).ok().map(|g| words::grade(g).to_owned()),
            _ => None,
        };
        if let Some(word) = word {
            *value = word;
        }
    }
    said
}

fn once_each(all: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    all.into_iter().filter(|one| seen.insert(one.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_files_are_not_shown() {
        let said = with_words(
            &Message::new("fit.x")
                .with("condition", "bipolar_depression")
                .with("class", "oral_antidepressant"),
        );
        assert_eq!(said.values["condition"], "bipolar depression");
        assert_eq!(said.values["class"], "oral antidepressant");
    }
}
