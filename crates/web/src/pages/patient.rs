//! One patient: details and courses.

use askama::Template;
use axum::extract::{Path, Query, State};
use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{MedicationClass, PatientCondition};
use evenkeel_care::record::Medication;
use evenkeel_practice::view::people::{CourseLine, PatientPage};
use evenkeel_practice::{PatientId, words};
use serde::Deserialize;

use super::Answer;
use super::screening::LINES;
use crate::app::App;
use crate::done::Done;
use crate::form_state::FormState;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::{figures, html};

#[derive(Template)]
#[template(path = "patient.html")]
struct Patient {
    shell: Shell,
    page: PatientPage,
    form: FormState,
    /// Value, name, and whether it is on record.
    conditions: Vec<(String, &'static str, bool)>,
    classes: Vec<(String, &'static str)>,
    drugs: Vec<DrugLine>,
}

/// A line for one medication.
struct DrugLine {
    label: String,
    name_field: String,
    name: String,
    class_field: String,
    class: String,
    mg_field: String,
    mg: String,
    equivalent_field: String,
    equivalent: String,
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
    let form = FormState::new("screening", app.practice.new_key());
    draw(&app, &visit, id, form, notice.done.as_deref()).await
}

/// The page with the screening form, fresh or refused.
pub(crate) async fn draw(
    app: &App,
    visit: &Visit,
    id: PatientId,
    form: FormState,
    done: Option<&str>,
) -> Answer {
    let page = app.practice.patient(visit.actor()?, id).await?;
    let shell = visit.shell(page.patient.name.clone()).at("/patients").after(Done::read(done));
    let refused = form.refused;
    let page = compose(shell, page, form);
    if refused { html::refused_form(&page) } else { html::page(&page) }
}

fn compose(shell: Shell, page: PatientPage, form: FormState) -> Patient {
    let known = page.screening.conditions.clone().unwrap_or_default();
    let conditions = PatientCondition::ALL.iter();
    let conditions =
        conditions.map(|c| (c.to_string(), words::patient_condition(*c), known.contains(c))).collect();
    let classes = MedicationClass::ALL.iter().map(|c| (c.to_string(), words::medication_class(*c))).collect();
    let kept = page.screening.medications.clone().unwrap_or_default();
    let lines = (kept.len() + 1).max(LINES);
    let drugs = (0..lines).map(|n| drug_line(n + 1, kept.get(n))).collect();
    Patient { shell, page, form, conditions, classes, drugs }
}

fn drug_line(n: usize, kept: Option<&Medication>) -> DrugLine {
    let equivalent = kept.and_then(|m| m.diazepam_equivalent_mg_per_day);
    DrugLine {
        label: format!("Medication {n}"),
        name_field: format!("drug_{n}"),
        name: kept.map(|m| m.name.clone()).unwrap_or_default(),
        class_field: format!("class_{n}"),
        class: kept.map_or(MedicationClass::Other, |m| m.class).to_string(),
        mg_field: format!("mg_{n}"),
        mg: kept.and_then(|m| m.mg_per_day).map(crate::format::number).unwrap_or_default(),
        equivalent_field: format!("equivalent_{n}"),
        equivalent: equivalent.map(crate::format::number).unwrap_or_default(),
    }
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
        let draw = |page| testing::check(&compose(testing::clinician("Patient"), page, FormState::default()));
        assert!(draw(samples::patient()).contains("ch-spark"));
        let none = PatientPage { courses: Vec::new(), may_open_course: false, ..samples::patient() };
        assert!(draw(none).contains("A prescriber opens the course."));
    }
}
