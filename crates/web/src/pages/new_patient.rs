//! Adding a patient.

use askama::Template;
use axum::Form;
use axum::extract::State;
use evenkeel_practice::{FieldProblem, NewPatient, Refusal, Right, Role};

use super::{Answer, Posted};
use crate::app::App;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "new_patient.html")]
struct Page {
    shell: Shell,
    form: FormState,
}

/// Shows the form.
pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Answer {
    visit.actor()?.must(Right::AddPatients)?;
    let form = FormState::new("patient", app.practice.new_key());
    html::page(&Page { shell: visit.shell("Add a patient"), form })
}

/// Takes the form.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let (typed, actor) = (Fields::from(pairs), visit.actor()?);
    let added = match read(&typed) {
        Ok(patient) => app.practice.add_patient(actor, patient, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    match added {
        Ok(_) if actor.role == Role::FrontDesk => Ok(go("/front-desk?done=patient")),
        Ok(id) => Ok(go(&format!("/patients/{id}?done=patient"))),
        Err(refusal) => {
            let form = FormState::new("patient", app.practice.new_key()).refuse(typed, refusal)?;
            html::refused_form(&Page { shell: visit.shell("Add a patient"), form })
        }
    }
}

fn read(typed: &Fields) -> Result<NewPatient, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let birth_date = reader.optional_date("birth_date");
    reader.finish()?;
    Ok(NewPatient {
        name: typed.text("name").to_owned(),
        birth_date,
        phone: typed.optional("phone"),
        record_number: typed.optional("record_number"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_refused_form_keeps_what_was_typed_and_points_at_the_field() {
        let typed = Fields::from(vec![
            ("name".to_owned(), "R. Kallio".to_owned()),
            ("birth_date".to_owned(), "31.2.1980".to_owned()),
        ]);
        let problems = read(&typed).unwrap_err();
        let form =
            FormState::new("patient", "k".to_owned()).refuse(typed, Refusal::Invalid(problems)).unwrap();
        let html = testing::check(&Page { shell: testing::clinician("Add a patient"), form });
        assert!(html.contains("value=\"R. Kallio\"") && html.contains("value=\"31.2.1980\""));
        assert!(html.contains("aria-describedby=\"patient-birth_date-hint patient-birth_date-error\""));
    }
}
