//! Drafts of the REMS monitoring form, one a session.

use askama::Template;
use axum::extract::{Path, State};
use evenkeel_practice::CourseId;
use evenkeel_practice::view::rems::RemsPage;

use super::Answer;
use crate::app::App;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "rems.html")]
struct Page {
    shell: Shell,
    page: RemsPage,
}

/// Shows the drafts of a course.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<CourseId>) -> Answer {
    let page = app.practice.rems_drafts(visit.actor()?, id).await?;
    html::page(&draw(visit.shell("REMS monitoring forms"), page))
}

fn draw(shell: Shell, page: RemsPage) -> Page {
    Page { shell: shell.at("/patients"), page }
}

#[cfg(test)]
mod tests {
    use evenkeel_practice::view::rems::{RemsDraftView, RemsFieldView, RemsSectionView};
    use jiff::civil::date;

    use super::*;
    use crate::{samples, testing};

    fn field(label: &str, value: Option<&str>, must: bool) -> RemsFieldView {
        let value = value.map(str::to_owned);
        RemsFieldView { label: label.to_owned(), value, must, must_by_default: false, unverified: true }
    }

    fn html(drafts: Vec<RemsDraftView>) -> String {
        let page = RemsPage {
            course: uuid::Uuid::nil(),
            patient: samples::patient().patient,
            today: date(2026, 1, 6),
            drafts,
        };
        testing::check(&draw(testing::clinician("REMS"), page))
    }

    #[test]
    fn what_must_be_filled_in_and_is_open_stands_out_and_the_day_is_told() {
        let section = RemsSectionView {
            title: "Vital signs".to_owned(),
            fields: vec![
                field("Blood pressure at 40 minutes", None, true),
                field("Lot <number>", None, false),
                field("Minutes", Some("125"), true),
            ],
        };
        let drawn = html(vec![RemsDraftView {
            session: date(2026, 1, 5),
            form: "Form, revision 1".to_owned(),
            standing: "A draft to copy from.".to_owned(),
            due_on: date(2026, 1, 12),
            due: "Not sent. 6 days left, until Mon 12 Jan 2026.".to_owned(),
            reminders: vec!["Thu 8 Jan 2026".to_owned()],
            sent_on: None,
            missing: 1,
            sections: vec![section],
            sources: vec!["Label: the form".to_owned()],
        }]);
        for said in
            ["6 days left", "1 field that must be filled in is open", ">open<", "125", "A draft to copy from"]
        {
            assert!(drawn.contains(said), "{said}");
        }
    }

    #[test]
    fn a_course_without_esketamine_says_so() {
        assert!(html(Vec::new()).contains("No esketamine session has been given"));
    }
}
