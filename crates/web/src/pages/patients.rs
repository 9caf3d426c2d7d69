//! The list of patients, and the search. A search is posted: a name never stands in an address.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use evenkeel_practice::view::people::{CourseLine, Listed, PatientHead, PatientsPage};
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
pub(crate) struct Asked {
    done: Option<String>,
    show: Option<String>,
}

/// The lists, with the word that asks for each and the name of its link.
const LISTS: [(Listed, &str, &str); 3] =
    [(Listed::Running, "", "Running"), (Listed::Past, "past", "Past"), (Listed::All, "all", "All")];

/// Shows the list.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let word = asked.show.as_deref().unwrap_or_default();
    let listed = LISTS.iter().find(|(_, name, _)| *name == word).map_or(Listed::Running, |list| list.0);
    let page = app.practice.patient_list(visit.actor()?, listed).await?;
    draw(&visit, page, Done::read(asked.done.as_deref()))
}

/// Shows who was searched for.
pub(crate) async fn search(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    draw(&visit, app.practice.patients(visit.actor()?, typed.text("q")).await?, None)
}

/// A reload of a search starts again.
pub(crate) async fn back() -> Response {
    go("/patients")
}

fn draw(visit: &Visit, page: PatientsPage, done: Option<Done>) -> Answer {
    let mut shell = visit.shell("Patients").at("/patients").after(done);
    shell.query.clone_from(&page.query);
    html::page(&Patients { shell, rows: rows(&page), page })
}

/// A link to one of the lists.
#[derive(Clone)]
struct ListLink {
    to: String,
    name: &'static str,
    here: bool,
}

fn lists(page: &PatientsPage) -> Vec<ListLink> {
    let link = |(listed, word, name): (Listed, &str, &'static str)| ListLink {
        to: if word.is_empty() { "/patients".to_owned() } else { format!("/patients?show={word}") },
        name,
        here: page.query.is_empty() && page.listed == listed,
    };
    LISTS.map(link).to_vec()
}

/// What the page says of its length, as a sentence for the eye and for the screen reader.
fn how_many(page: &PatientsPage) -> String {
    let n = page.rows.len();
    let people = if n == 1 { "patient" } else { "patients" };
    let more = if page.more { "; there are more: search to narrow the list" } else { "" };
    if !page.query.is_empty() {
        return format!("{n} found for “{}”{more}", page.query);
    }
    let which = match page.listed {
        Listed::Running => " with a running course, or with none yet",
        Listed::Past => " with a past course",
        Listed::All => "",
    };
    format!("{n} {people}{which}{more}")
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
        let shell = testing::clinician("Patients").with_waiting(&[samples::waiting()]);
        testing::check(&Patients { shell, rows: rows(&page), page })
    }

    #[test]
    fn what_needs_a_human_comes_before_the_list() {
        let html = draw(samples::patients());
        assert!(html.find("Needs a human now").unwrap() < html.find("<table").unwrap());
        assert!(html.contains("&#60;Ada&#62; Moreno"), "names are escaped");
        for words in [
            "nobody has it yet",
            "not acknowledged",
            "waiting 20 min",
            "gone on to all prescribers",
            "sends no message",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn the_list_that_is_shown_is_marked_and_its_length_is_said() {
        let html = draw(samples::patients());
        assert!(html.contains("<a href=\"/patients\" aria-current=\"page\">Running</a>"));
        assert!(html.contains("2 patients with a running course, or with none yet; there are more"));
        let past = draw(PatientsPage { listed: Listed::Past, more: false, ..samples::patients() });
        assert!(past.contains("<a href=\"/patients?show=past\" aria-current=\"page\">Past</a>"));
        assert!(html.contains("4 of 6 given") && html.contains("ch-spark"));
    }

    #[test]
    fn an_empty_list_says_what_to_do() {
        let empty =
            |query: &str| PatientsPage { rows: Vec::new(), query: query.to_owned(), ..samples::patients() };
        assert!(draw(empty("")).contains("No course is running"));
        assert!(draw(empty("kalle")).contains("No patient matches “kalle”"));
    }
}
