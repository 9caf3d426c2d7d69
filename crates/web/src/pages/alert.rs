//! What somebody does about an alert: acknowledge it, take it on, record what is done, close it.

use axum::Form;
use axum::extract::{Path, State};
use evenkeel_practice::{AlertId, CourseId, Deed, FieldProblem, Refusal, SeeTo};

use super::course::{Asked, Forms, after};
use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::visit::Visit;

/// Records it.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let read = read(id, &typed);
    let done = match &read {
        Ok(see_to) if see_to.deed == Deed::Close => Done::AlertClosed,
        _ => Done::Alert,
    };
    let tried = match read {
        Ok(see_to) => app.practice.see_to(visit.actor()?, see_to, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let keep = |forms: Forms, refusal| Ok(Forms { alert: forms.alert.refuse(typed, refusal)?, ..forms });
    after((&app, &visit, id), tried, |()| done, Asked::default(), keep).await
}

fn read(course: CourseId, typed: &Fields) -> Result<SeeTo, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let alert: Option<AlertId> = typed.text("alert").parse().ok();
    let deed = deed(typed.text("deed"));
    if alert.is_none() || deed.is_none() {
        reader.problem("words", "It is not said what to do.", "Use one of the buttons.");
    }
    let (alert, deed) = reader.all(alert.zip(deed))?;
    let done = typed.all("done").map(str::to_owned).collect();
    Ok(SeeTo { course, alert, deed, done, words: typed.text("words").to_owned() })
}

fn deed(word: &str) -> Option<Deed> {
    match word {
        "take" => Some(Deed::Take),
        "acknowledge" => Some(Deed::Acknowledge),
        "record" => Some(Deed::Record),
        "close" => Some(Deed::Close),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn check(pairs: &[(&str, &str)]) -> Result<SeeTo, Vec<FieldProblem>> {
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        read(CourseId(Uuid::nil()), &Fields::from(pairs))
    }

    #[test]
    fn every_tick_and_the_words_are_read() {
        let id = Uuid::from_u128(9).to_string();
        let form = [
            ("alert", id.as_str()),
            ("deed", "close"),
            ("done", "means"),
            ("done", "plan"),
            ("words", "Safe."),
        ];
        let see_to = check(&form).unwrap();
        assert_eq!((see_to.deed, see_to.done.len(), see_to.words.as_str()), (Deed::Close, 2, "Safe."));
    }

    #[test]
    fn a_form_without_a_button_is_told() {
        assert_eq!(check(&[("alert", "x"), ("deed", "fly")]).unwrap_err()[0].field, "words");
    }
}
