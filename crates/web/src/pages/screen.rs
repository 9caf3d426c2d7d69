//! The safety questions of a course: seven answers, each yes, no or not asked.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_care::finding::FindingState;
use evenkeel_care::record::ScreenAnswers;
use evenkeel_practice::{CourseId, FieldProblem, NewScreen, OwnAnswers, Refusal, ScreenOutcome};

use super::course::{Asked, Forms, after};
use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::visit::Visit;

/// Records a screen.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let answers = answers(&typed);
    let own = own(&typed);
    let key = typed.text("key");
    let tried = match (read(id, &typed), own.clone()) {
        (Ok(screen), None) => app.practice.enter_screen(visit.actor()?, screen, key).await,
        (Ok(screen), Some(own)) => app.practice.enter_own_screen(visit.actor()?, screen, own, key).await,
        (Err(problems), _) => Err(Refusal::Invalid(problems)),
    };
    // What the patient has answered matters even where the form cannot be taken.
    let today = visit.clinic().map(|c| c.today).unwrap_or_default();
    let unrecorded = match (&tried, &own) {
        (Ok(_), _) => Vec::new(),
        (Err(_), None) => app.practice.safety_of_screen(answers, today),
        (Err(_), Some(own)) => {
            app.practice.safety_of_own_screen(visit.actor()?, own, today).await.unwrap_or_default()
        }
    };
    let urgent = !unrecorded.is_empty();
    let keep = |forms: Forms, refusal| {
        Ok(Forms { screen: forms.screen.refuse(typed, refusal)?, unrecorded, ..forms })
    };
    match after((&app, &visit, id), tried, |outcome| notice(&outcome), Asked::default(), keep).await {
        Err(refused) if urgent => Ok(refused.urgent()),
        answer => answer,
    }
}

fn notice(outcome: &ScreenOutcome) -> Done {
    if outcome.crisis || outcome.level != FindingState::None { Done::ScreenCrisis } else { Done::Screen }
}

fn read(course: CourseId, typed: &Fields) -> Result<NewScreen, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let date = reader.date("date");
    let date = reader.all(date)?;
    Ok(NewScreen { course, date, answers: answers(typed), note: typed.text("note").to_owned() })
}

/// Anything but yes and no is unknown.
fn answer(typed: &Fields, key: &str) -> Option<bool> {
    match typed.text(key) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Answers to the clinic's own questions, where the page asked those.
fn own(typed: &Fields) -> Option<OwnAnswers> {
    let version = typed.text("own_version").parse().ok()?;
    let asked = (1..=7).map(|n| format!("own_{n}")).filter(|key| typed.asked(key));
    Some(OwnAnswers { version, answers: asked.map(|key| answer(typed, &key)).collect() })
}

fn answers(typed: &Fields) -> ScreenAnswers {
    let answer = |key: &str| answer(typed, key);
    ScreenAnswers::by(answer)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::from(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn what_was_not_asked_is_unknown_and_never_no() {
        let typed =
            fields(&[("date", "2026-02-06"), ("q1", "yes"), ("q2", "no"), ("q3", ""), ("q4", "maybe")]);
        let screen = read(CourseId(Uuid::nil()), &typed).unwrap();
        let asked = ScreenAnswers { q1: Some(true), q2: Some(false), ..ScreenAnswers::default() };
        assert_eq!(screen.answers, asked);
    }

    #[test]
    fn a_day_that_is_none_is_told() {
        let problems = read(CourseId(Uuid::nil()), &fields(&[("date", "soon"), ("q1", "no")])).unwrap_err();
        assert_eq!(problems[0].field, "date");
    }
}
