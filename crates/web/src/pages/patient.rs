//! One patient: details and courses.

use askama::Template;
use axum::extract::{Path, Query, State};
use evenkeel_practice::PatientId;
use evenkeel_practice::view::people::{CourseLine, PatientPage};
use serde::Deserialize;

use super::Answer;
use crate::app::App;
use crate::done::Done;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::{figures, html};

#[derive(Template)]
#[template(path = "patient.html")]
struct Patient {
    shell: Shell,
    page: PatientPage,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the patient.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<PatientId>,
    Query(notice): Query<Notice>,
) -> Answer {
    let page = app.practice.patient(visit.actor()?, id).await?;
    let shell =
        visit.shell(page.patient.name.clone()).at("/patients").after(Done::read(notice.done.as_deref()));
    html::page(&Patient { shell, page })
}

/// The trend of a course as a small picture.
pub(crate) fn trend(course: &CourseLine) -> String {
    let name = course.instrument.to_string();
    figures::trend(
        &format!("trend-{}", course.id),
        &format!("{name} scores"),
        &name,
        course.range,
        &course.trend,
    )
}

/// Sessions given: "5 of 6 given" as long as the induction lasts, "13 given" afterwards.
pub(crate) fn given(course: &CourseLine) -> String {
    crate::format::given(course.sessions_done, course.sessions_planned, &course.phase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    #[test]
    fn courses_stand_with_their_trend_or_the_page_says_there_is_none() {
        let draw = |page| testing::check(&Patient { shell: testing::clinician("Patient"), page });
        assert!(draw(samples::patient()).contains("ch-spark"));
        let none = PatientPage { courses: Vec::new(), may_open_course: false, ..samples::patient() };
        assert!(draw(none).contains("A prescriber opens the course."));
    }
}
