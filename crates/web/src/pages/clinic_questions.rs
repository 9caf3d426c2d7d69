//! The clinic's own safety questions, each beside the row of the record it answers.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use evenkeel_practice::QuestionsForm;
use evenkeel_practice::view::clinic::QuestionsView;
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::format::Plain;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "clinic_questions.html")]
struct QuestionsPage {
    shell: Shell,
    q: QuestionsView,
    form: FormState,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the questions.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let q = app.practice.safety_questions(visit.actor()?).await?;
    let shell = shell(&visit).after(Done::read(notice.done.as_deref()));
    html::page(&QuestionsPage { shell, q, form: FormState::new("own", app.practice.new_key()) })
}

/// Puts them in force.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    match app.practice.confirm_questions(visit.actor()?, read(&typed), typed.text("key")).await {
        Ok(_) => Ok(go(&format!("/clinic/questions?done={}", Done::Questions))),
        Err(refusal) => {
            let form = FormState::new("own", app.practice.new_key()).refuse(typed, refusal)?;
            let q = app.practice.safety_questions(visit.actor()?).await?;
            html::refused_form(&QuestionsPage { shell: shell(&visit), q, form })
        }
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Own safety questions").at("/clinic/safety")
}

fn read(typed: &Fields) -> QuestionsForm {
    let text = |name: &str| typed.text(name).to_owned();
    let row = |n: usize| (text(&format!("text_{n}")), text(&format!("means_{n}")));
    QuestionsForm {
        seen_version: typed.text("seen_version").parse().unwrap_or(-1),
        rows: (1..=7).map(row).collect(),
        name: text("name"),
    }
}

/// Names of the two fields of a question.
fn names(n: impl Plain<usize>) -> (String, String) {
    let n = n.plain();
    (format!("text_{n}"), format!("means_{n}"))
}

#[cfg(test)]
mod tests {
    use evenkeel_practice::Refusal;
    use evenkeel_practice::view::clinic::OwnQuestionRow;

    use super::*;
    use crate::testing;

    fn questions(may_change: bool) -> QuestionsView {
        let mut rows =
            vec![OwnQuestionRow { text: "Is <Ada> life too much?".to_owned(), means: "q1".to_owned() }];
        rows.resize_with(7, OwnQuestionRow::default);
        QuestionsView {
            version: 2,
            confirmed: Some("Robin Hale, today 09:00".to_owned()),
            may_change,
            licensed: false,
            asked: 1,
            rows,
            meanings: vec![("q1".to_owned(), "Wish to be dead, past month".to_owned())],
            unasked: vec!["Suicidal behaviour, ever".to_owned()],
        }
    }

    fn page(q: QuestionsView, form: FormState) -> String {
        testing::check(&QuestionsPage { shell: testing::clinician("Own safety questions"), q, form })
    }

    fn form() -> FormState {
        FormState::new("own", "key".to_owned())
    }

    #[test]
    fn the_lead_writes_seven_questions_and_reads_what_stays_unknown() {
        let html = page(questions(true), form());
        assert_eq!(html.matches("<select").count(), 7);
        assert!(testing::text(&html).contains("Suicidal behaviour, ever"));
        let others = page(questions(false), form());
        assert!(!others.contains("<select") && others.contains("life too much?"));
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed() {
        let typed = Fields::from(vec![("text_3".to_owned(), "Do you hope?".to_owned())]);
        let refusal = Refusal::field("means_3", "It does not say what a yes means.", "Choose.");
        let html = page(questions(true), form().refuse(typed, refusal).unwrap());
        assert!(html.contains("value=\"Do you hope?\"") && html.contains("href=\"#own-means_3\""));
    }
}
