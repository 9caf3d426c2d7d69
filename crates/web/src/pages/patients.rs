//! The list of patients, and the search. A search is posted: a name never stands in an address.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use evenkeel_practice::view::people::{CourseLine, PatientHead, PatientsPage};
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::Fields;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "patients.html")]
struct Patients {
    shell: Shell,
    page: PatientsPage,
    rows: Vec<Row>,
}

struct Row {
    patient: PatientHead,
    course: Option<CourseLine>,
    trend: String,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the list.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    draw(&app, &visit, "", Done::read(notice.done.as_deref())).await
}

/// Shows who was searched for.
pub(crate) async fn search(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    draw(&app, &visit, typed.text("q"), None).await
}

/// A reload of a search starts again.
pub(crate) async fn back() -> Response {
    go("/patients")
}

async fn draw(app: &App, visit: &Visit, query: &str, done: Option<Done>) -> Answer {
    let page = app.practice.patients(visit.actor()?, query).await?;
    let mut shell = visit.shell("Patients").at("/patients").after(done);
    shell.query.clone_from(&page.query);
    html::page(&Patients { shell, rows: rows(&page), page })
}

fn rows(page: &PatientsPage) -> Vec<Row> {
    let rows = page.rows.iter().map(|row| Row {
        patient: row.patient.clone(),
        course: row.course.clone(),
        trend: row.course.as_ref().map(super::patient::trend).unwrap_or_default(),
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(page: PatientsPage) -> String {
        testing::check(&Patients { shell: testing::clinician("Patients"), rows: rows(&page), page })
    }

    #[test]
    fn what_needs_a_human_comes_before_the_list() {
        let html = draw(samples::patients());
        assert!(html.find("Needs a human now").unwrap() < html.find("<table").unwrap());
        assert!(html.contains("&#60;Ada&#62; Moreno"), "names are escaped");
    }

    #[test]
    fn an_empty_list_says_what_to_do() {
        let empty =
            |query: &str| PatientsPage { rows: Vec::new(), query: query.to_owned(), ..samples::patients() };
        assert!(draw(empty("")).contains("No patients yet"));
        assert!(draw(empty("kalle")).contains("No patient matches “kalle”"));
    }
}
