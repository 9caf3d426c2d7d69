//! One patient: details and courses.

use askama::Template;
use axum::extract::{Path, Query, State};
use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{MedicationClass, PatientCondition};
use evenkeel_care::record::Medication;
use evenkeel_practice::view::people::{CourseLine, PatientPage};
use evenkeel_practice::view::timeline::{TakeBack, TimelineEntry, TimelineView};
use evenkeel_practice::{PatientId, TimelineAsked, TimelineKind, words};
use serde::Deserialize;

use super::Answer;
use super::life::{kinds, states};
use super::screening::LINES;
use crate::app::App;
use crate::done::Done;
use crate::form_state::FormState;
use crate::format::Plain;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::{figures, html};

#[derive(Template)]
#[template(path = "patient.html")]
struct Patient {
    shell: Shell,
    page: PatientPage,
    form: FormState,
    life: FormState,
    back: FormState,
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
#[derive(Deserialize, Default)]
pub(crate) struct Notice {
    done: Option<String>,
    /// A part of the timeline.
    part: Option<String>,
    /// Its page, from 1.
    page: Option<u32>,
}

/// The forms of the page, fresh or refused.
pub(crate) struct Forms {
    /// The screening.
    pub screening: FormState,
    /// A fact of daily life.
    pub life: FormState,
    /// An entry taken back.
    pub back: FormState,
}

impl Forms {
    pub(crate) fn new(app: &App) -> Self {
        let form = |prefix| FormState::new(prefix, app.practice.new_key());
        Self { screening: form("screening"), life: form("life"), back: form("back") }
    }

    fn refused(&self) -> bool {
        self.screening.refused || self.life.refused || self.back.refused
    }
}

/// Shows the patient.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<PatientId>,
    Query(notice): Query<Notice>,
) -> Answer {
    let asked = TimelineAsked {
        part: notice.part.as_deref().and_then(|part| part.parse().ok()),
        page: notice.page.unwrap_or(1),
    };
    draw_asked(&app, &visit, id, Forms::new(&app), (asked, notice.done.as_deref())).await
}

/// A form's address, opened by hand or reloaded.
pub(crate) async fn back(Path(id): Path<PatientId>) -> axum::response::Response {
    html::go(&format!("/patients/{id}"))
}

/// The page again with a form that was refused.
pub(crate) async fn draw(app: &App, visit: &Visit, id: PatientId, forms: Forms) -> Answer {
    draw_asked(app, visit, id, forms, (TimelineAsked::default(), None)).await
}

async fn draw_asked(
    app: &App,
    visit: &Visit,
    id: PatientId,
    forms: Forms,
    (asked, done): (TimelineAsked, Option<&str>),
) -> Answer {
    let page = app.practice.patient_with(visit.actor()?, id, asked).await?;
    let shell = visit.shell(page.patient.name.clone()).at("/patients").after(Done::read(done));
    let refused = forms.refused();
    let page = compose(shell, page, forms);
    if refused { html::refused_form(&page) } else { html::page(&page) }
}

fn compose(shell: Shell, page: PatientPage, forms: Forms) -> Patient {
    let known = page.screening.conditions.clone().unwrap_or_default();
    let conditions = PatientCondition::ALL.iter();
    let conditions =
        conditions.map(|c| (c.to_string(), words::patient_condition(*c), known.contains(c))).collect();
    let classes = MedicationClass::ALL.iter().map(|c| (c.to_string(), words::medication_class(*c))).collect();
    let kept = page.screening.medications.clone().unwrap_or_default();
    let lines = (kept.len() + 1).max(LINES);
    let drugs = (0..lines).map(|n| drug_line(n + 1, kept.get(n))).collect();
    let Forms { screening: form, life, back } = forms;
    Patient { shell, page, form, life, back, conditions, classes, drugs }
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

fn today(shell: &Shell) -> String {
    shell.clinic.as_ref().map(|clinic| clinic.today.to_string()).unwrap_or_default()
}

/// A part of the timeline: never by colour alone.
fn part_icon(part: impl Plain<TimelineKind>) -> &'static str {
    match part.plain() {
        TimelineKind::Sessions => "syringe",
        TimelineKind::Scores => "clipboard-list",
        TimelineKind::Decisions => "clipboard-check",
        TimelineKind::Safety => "shield-alert",
        TimelineKind::Visits => "message-circle",
        TimelineKind::Life => "heart-handshake",
        TimelineKind::Screening => "search",
        TimelineKind::Moves => "calendar-plus",
        TimelineKind::Documents => "file-text",
        TimelineKind::Courses => "circle-dot",
    }
}

fn part_name(line: &TimelineView, part: impl Plain<TimelineKind>) -> &'static str {
    let part = part.plain();
    line.parts.iter().find(|(known, _)| *known == part).map_or("", |(_, name)| *name)
}

fn is_chosen(line: &TimelineView, part: impl Plain<TimelineKind>) -> bool {
    line.chosen == Some(part.plain())
}

/// The address of a page of the timeline; 0 pages on is this one.
fn page_at(page: &PatientPage, step: i64) -> String {
    let line = &page.timeline;
    let part = line.chosen.map(|part| format!("part={part}&")).unwrap_or_default();
    let n = (i64::from(line.page) + step).max(1);
    format!("/patients/{}?{part}page={n}#timeline", page.patient.id)
}

/// What a form that takes an entry back says it is.
fn take_back_word(entry: &TimelineEntry) -> Option<&'static str> {
    entry.take_back.map(|what| match what {
        TakeBack::Visit => "visit",
        TakeBack::Life => "life",
    })
}

/// Whether the form that came back is this entry's.
fn came_back(back: &FormState, entry: &TimelineEntry) -> bool {
    back.refused && back.typed.text("entry") == entry.id.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(page: PatientPage) -> String {
        let form = |prefix| FormState::new(prefix, "key".to_owned());
        let forms = Forms { screening: form("screening"), life: form("life"), back: form("back") };
        testing::check(&compose(testing::clinician("Patient"), page, forms))
    }

    #[test]
    fn the_timeline_says_what_it_was_who_entered_it_and_what_corrected_it() {
        let html = draw(samples::patient());
        let text = testing::text(&html);
        for words in [
            "Session given: IV 0.5 mg/kg",
            "entered by Tomas Ruiz",
            "Taken back by Dr Vale",
            "in place of an earlier entry",
            "Older",
        ] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
        assert!(html.contains("?part=scores") && html.contains("name=\"what\" value=\"life\""));
        let none = PatientPage {
            timeline: TimelineView { page: 1, ..TimelineView::default() },
            ..samples::patient()
        };
        assert!(testing::text(&draw(none)).contains("Nothing of this kind is on record."));
    }

    #[test]
    fn who_may_not_enter_sees_no_form() {
        let page = PatientPage { may_tell_life: false, may_screen: false, ..samples::patient() };
        assert!(!draw(page).contains("/life\""));
    }

    #[test]
    fn courses_stand_with_their_trend_or_the_page_says_there_is_none() {
        assert!(draw(samples::patient()).contains("ch-spark"));
        let none = PatientPage { courses: Vec::new(), may_open_course: false, ..samples::patient() };
        assert!(draw(none).contains("A prescriber opens the course."));
    }
}
