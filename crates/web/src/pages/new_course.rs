//! Opening a course: protocol, condition, instrument, first day, weekdays, ladder.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use evenkeel_practice::{CourseChoices, FieldProblem, NewCourse, PatientId, ProtocolChoice, Refusal};
use jiff::civil::Weekday;
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

/// Value and name.
pub(super) const WEEKDAYS: [(&str, &str); 7] = [
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
];

#[derive(Template)]
#[template(path = "new_course.html")]
struct Page {
    shell: Shell,
    form: FormState,
    choices: CourseChoices,
    chosen: Option<ProtocolChoice>,
    weekdays: &'static [(&'static str, &'static str)],
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Asked {
    protocol: Option<String>,
}

/// Shows the form.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(patient): Path<PatientId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let choices = app.practice.course_choices(visit.actor()?, patient).await?;
    let form = FormState::new("course", app.practice.new_key());
    html::page(&page(visit.shell("Open a course"), form, choices, asked.protocol.as_deref()))
}

/// Takes the form.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(patient): Path<PatientId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let opened = match read(patient, &typed) {
        Ok(course) => app.practice.open_course(visit.actor()?, course, typed.text("key")).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    match opened {
        Ok(id) => Ok(go(&format!("/courses/{id}?done=course"))),
        Err(refusal) => {
            let protocol = typed.optional("protocol");
            let form = FormState::new("course", app.practice.new_key()).refuse(typed, refusal)?;
            let choices = app.practice.course_choices(visit.actor()?, patient).await?;
            html::refused_form(&page(visit.shell("Open a course"), form, choices, protocol.as_deref()))
        }
    }
}

fn page(shell: Shell, form: FormState, choices: CourseChoices, asked: Option<&str>) -> Page {
    let named = asked.and_then(|id| choices.protocols.iter().find(|protocol| protocol.id == id));
    let chosen = named.or(choices.protocols.first()).cloned();
    Page { shell: shell.at("/patients"), form, choices, chosen, weekdays: &WEEKDAYS }
}

fn read(patient: PatientId, typed: &Fields) -> Result<NewCourse, Vec<FieldProblem>> {
    let mut reader = Reader::new(typed);
    let condition = reader.word("condition", "The condition");
    let primary = reader.word("primary", "The instrument");
    let start = reader.date("start");
    let ((condition, primary), start) = reader.all(condition.zip(primary).zip(start))?;
    Ok(NewCourse {
        patient,
        condition,
        protocol: typed.text("protocol").to_owned(),
        ladder: typed.optional("ladder"),
        primary,
        start,
        weekdays: typed.all("weekday").filter_map(weekday).collect(),
        prescriber: typed.optional("prescriber"),
        previous: typed.text("previous").parse().ok(),
    })
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{samples, testing};

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        Fields::from(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    fn draw(form: FormState) -> String {
        testing::check(&page(testing::clinician("Open a course"), form, samples::choices(), None))
    }

    #[test]
    fn a_fresh_form_leaves_the_rhythm_to_the_protocol_and_proposes_the_earliest_start() {
        let html = draw(FormState::new("course", "k-1".to_owned()));
        assert_eq!(html.matches("type=\"checkbox\"").count(), 7);
        assert_eq!(html.matches(" checked").count(), 3, "one of each list and no weekday");
        assert!(html.contains(&format!("value=\"{}\"", samples::TODAY)) && html.contains("value=\"k-1\""));
    }

    #[test]
    fn a_refused_form_keeps_the_ticks() {
        let fields = typed(&[
            ("condition", "depression"),
            ("primary", "PHQ9"),
            ("weekday", "tue"),
            ("start", "2026-02-30"),
        ]);
        let problems = read(PatientId(Uuid::nil()), &fields).unwrap_err();
        assert_eq!(problems.len(), 1);
        let html =
            draw(FormState::new("course", String::new()).refuse(fields, Refusal::Invalid(problems)).unwrap());
        assert!(html.contains("value=\"tue\" checked") && !html.contains("value=\"mon\" checked"));
    }

    #[test]
    fn days_and_choices_are_read() {
        let pairs = [
            ("condition", "depression"),
            ("primary", "PHQ9"),
            ("start", "2026-02-06"),
            ("weekday", "mon"),
            ("weekday", "thu"),
        ];
        let course = read(PatientId(Uuid::nil()), &typed(&pairs)).unwrap();
        assert_eq!(course.weekdays, [Weekday::Monday, Weekday::Thursday]);
        assert_eq!((course.ladder, course.prescriber), (None, None));
    }
}
