//! The caveats that stand beside the figures, each a sentence.

use evenkeel_forecast::answer::Caveat;
use evenkeel_forecast::{Answer, Model};

use super::super::compute::Computed;
use super::cannot_tell_yet;
use crate::words;

/// What the reader must know beside the figures, the weightiest first. `sentences` are the clinician's.
pub(super) fn caveats(computed: &Computed, model: &Model, sentences: &[String], ended: bool) -> Vec<String> {
    // What stands above the headline already is not said twice.
    let early = cannot_tell_yet(&computed.answer, &computed.population);
    let left = computed.answer.caveats.iter().filter(|c| !early || **c != Caveat::RecallWindow);
    let mut said = Vec::new();
    said.extend(ended.then(|| ENDED.to_owned()));
    said.extend(already_in_remission(&computed.answer, model));
    said.extend(slow_start(sentences));
    said.extend(left.map(|c| caveat(*c, &computed.answer)));
    if computed.weight_assumed {
        said.push(
            "A dose was written in mg and no weight was known: the model's usual weight was taken."
                .to_owned(),
        );
    }
    said
}

const ENDED: &str =
    "This course has ended: these are the figures of its last day, as if sessions had gone on.";

/// An intake score in the range of remission leaves little to respond to: every figure reads oddly without this.
fn already_in_remission(answer: &Answer, model: &Model) -> Option<String> {
    let instrument = model.instrument(&answer.score_forecast.instrument)?;
    let cut = instrument.remission_at?;
    (answer.baseline <= instrument.remission_severity()?).then(|| {
        format!(
            "The intake {} of {} is in the range of remission already ({} or less): response and remission on this \
             questionnaire say little about this patient.",
            instrument.name,
            words::number((instrument.score(answer.baseline) * 10.0).round() / 10.0),
            words::number(cut)
        )
    })
}

/// What the sentences say of a slow start stands beside the figures too: a low one is not a verdict.
fn slow_start(sentences: &[String]) -> Option<String> {
    sentences.iter().find(|s| s.contains("too early to judge a slow start")).cloned()
}

fn caveat(caveat: Caveat, answer: &Answer) -> String {
    let weak = || {
        let weak = answer.evidence.iter().filter(|e| e.is_weak());
        weak.map(|e| format!("{} (grade {})", e.name, e.grade)).collect::<Vec<_>>().join(", ")
    };
    match caveat {
        Caveat::Population => "No score yet: this is what people like this patient experience.".into(),
        Caveat::IntakeOnly if answer.rests_on.sessions == 0 => {
            "Before the first session: this is close to what people like this patient experience.".into()
        }
        Caveat::IntakeOnly => {
            "No score since the first session: this is close to what people like this patient experience."
                .into()
        }
        Caveat::RecallWindow => {
            "Too early to judge by this questionnaire: it still looks back to days before the first session."
                .into()
        }
        Caveat::Unstable => "Unusual record: the forecast is unstable.".into(),
        Caveat::WeakEvidence => format!("Weak evidence behind the model here: {}.", weak()),
        Caveat::LittleEvidenceForRoute => "Little evidence for this route.".into(),
        Caveat::InstrumentsLeftOut => {
            "More instruments than the model holds: the primary and those with most scores are used.".into()
        }
        Caveat::NewCourse => {
            "A long gap lies before the latest sessions: compare with the new intake score too.".into()
        }
        Caveat::PlanContinued => "Sessions beyond the plan are assumed at the usual gaps.".into(),
        Caveat::RoughBeyondSixMonths => "Beyond six months this is rough.".into(),
        Caveat::OutsideTheModel => {
            "Side effects and cumulative exposure are not in this calculation either.".into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentences;
    use super::*;

    #[test]
    fn a_slow_start_is_told_beside_the_figures() {
        let told = "Only 3 sessions so far: too early to judge a slow start, because some respond late.";
        let said = sentences(&format!("Some 15% will have responded. {told} More follows."));
        assert_eq!(slow_start(&said).as_deref(), Some(told));
        assert_eq!(slow_start(&sentences("Some 15% will have responded.")), None);
    }
}
