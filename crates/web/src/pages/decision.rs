//! Deciding on a finding: accept, modify or decline, with a reason.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_practice::{CourseId, Decide, FieldProblem, Refusal, Verdict};

use super::course::{Asked, Forms, after};
use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::visit::Visit;

/// Records a decision.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let tried = match read(id, &typed) {
        Ok(decision) => app.practice.decide(visit.actor()?, decision, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { decide: forms.decide.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |_| Done::Decision, Asked::default(), keep).await
}

fn read(course: CourseId, typed: &Fields) -> Result<Decide, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let verdict = verdict(typed.text("verdict"));
    if verdict.is_none() {
        reader.problem(
            "choice",
            "It is not said whether to accept, modify or decline.",
            "Use one of the three buttons.",
        );
    }
    let choice = match typed.text("choice") {
        "" => None,
        _ => reader.word("choice", "The option"),
    };
    let dose = super::given::optional_dose(&mut reader, typed);
    let verdict = reader.all(verdict)?;
    Ok(Decide {
        course,
        rule: typed.text("rule").to_owned(),
        shown_digest: typed.text("shown_digest").to_owned(),
        verdict,
        choice,
        dose,
        reason: typed.text("reason").to_owned(),
    })
}

fn verdict(word: &str) -> Option<Verdict> {
    match word {
        "accept" => Some(Verdict::Accept),
        "modify" => Some(Verdict::Modify),
        "decline" => Some(Verdict::Decline),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use evenkeel_care::finding::Choice;

    use uuid::Uuid;

    use super::*;

    fn check(pairs: &[(&str, &str)]) -> Result<Decide, Vec<String>> {
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        read(CourseId(Uuid::nil()), &Fields::from(pairs))
            .map_err(|problems| problems.into_iter().map(|p| p.field).collect())
    }

    #[test]
    fn a_decision_carries_the_option_the_dose_and_what_was_shown() {
        let form = [
            ("verdict", "accept"),
            ("choice", "adjust_dose"),
            ("dose_mg_per_kg", "0.75"),
            ("shown_digest", "d1"),
        ];
        let decision = check(&form).unwrap();
        assert_eq!(decision.choice, Some(Choice::AdjustDose));
        assert_eq!(
            (decision.dose, decision.shown_digest.as_str()),
            (Some(evenkeel_care::dose::Dose::mg_per_kg(0.75)), "d1")
        );
    }

    #[test]
    fn declining_needs_no_option() {
        assert_eq!(check(&[("verdict", "decline"), ("reason", "Too early.")]).unwrap().choice, None);
    }

    #[test]
    fn an_unknown_button_or_option_is_told() {
        assert_eq!(check(&[("choice", "fly")]).unwrap_err(), ["choice", "choice"]);
    }
}
