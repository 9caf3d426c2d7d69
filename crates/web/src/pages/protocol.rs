//! Another protocol, route or ladder for a running course, with a reason.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use evenkeel_practice::{ChangeTerms, CourseId, TermsChoices};

use super::{Answer, Posted};
use crate::app::App;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "change_protocol.html")]
struct Page {
    shell: Shell,
    form: FormState,
    choices: TermsChoices,
    /// Every ladder of the list, once.
    ladders: Vec<(String, String)>,
    weekdays: &'static [(&'static str, &'static str)],
}

/// Shows the form.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<CourseId>) -> Answer {
    let choices = app.practice.terms_choices(visit.actor()?, id).await?;
    let form = FormState::new("change", app.practice.new_key());
    html::page(&page(visit.shell("Change the protocol"), form, choices))
}

/// Takes the form.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let new = ChangeTerms {
        course: id,
        protocol: typed.text("protocol").to_owned(),
        ladder: typed.optional("ladder"),
        weekdays: typed.all("weekday").filter_map(super::new_course::weekday).collect(),
        reason: typed.text("reason").to_owned(),
    };
    match app.practice.change_terms(visit.actor()?, new, typed.text("key")).await {
        Ok(()) => Ok(go(&format!("/courses/{id}?done=changed"))),
        Err(refusal) => {
            let form = FormState::new("change", app.practice.new_key()).refuse(typed, refusal)?;
            let choices = app.practice.terms_choices(visit.actor()?, id).await?;
            html::refused_form(&page(visit.shell("Change the protocol"), form, choices))
        }
    }
}

fn page(shell: Shell, form: FormState, choices: TermsChoices) -> Page {
    let mut ladders: Vec<(String, String)> =
        choices.protocols.iter().flat_map(|p| p.ladders.iter().cloned()).collect();
    ladders.sort();
    ladders.dedup();
    Page { shell: shell.at("/patients"), form, choices, ladders, weekdays: &super::new_course::WEEKDAYS }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    #[test]
    fn the_protocol_in_force_is_chosen_and_every_ladder_stands_once() {
        let choices = samples::choices();
        let first = choices.protocols[0].clone();
        let ladder = first.ladders.first().map(|(id, _)| id.clone());
        let terms = TermsChoices {
            patient: choices.patient,
            course: CourseId(uuid::Uuid::nil()),
            protocol: first.id.clone(),
            protocols: vec![first.clone(), first],
            ladder,
        };
        let drawn = page(testing::clinician("Change"), FormState::new("change", "k".to_owned()), terms);
        assert_eq!(drawn.ladders.len(), drawn.choices.protocols[0].ladders.len());
        assert!(testing::check(&drawn).contains("checked"));
    }
}
