//! Opening a course: protocol, condition, instrument, first day, weekdays, ladder.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use evenkeel_care::closed_list::Word as _;
use evenkeel_care::condition::{Condition, Route};
use evenkeel_practice::words::in_sentence;
use evenkeel_practice::{
    CourseChoices, FieldProblem, NewCourse, PatientId, ProtocolChoice, Refusal, SoughtProtocol,
};
use jiff::civil::Weekday;
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::format::Plain;
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
    /// The others for the condition sought, in the order of their fit.
    others: Vec<ProtocolChoice>,
    /// Those for other conditions.
    elsewhere: Vec<ProtocolChoice>,
    weekdays: &'static [(&'static str, &'static str)],
}

/// What stands in the address. A word on no list asks for nothing.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    protocol: Option<String>,
    condition: Option<String>,
    route: Option<String>,
}

impl Asked {
    fn sought(self) -> SoughtProtocol {
        SoughtProtocol {
            condition: self.condition.and_then(|word| Condition::parse(&word).ok()),
            route: self.route.and_then(|word| Route::parse(&word).ok()),
            protocol: self.protocol,
        }
    }
}

/// Shows the form.
pub(crate) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(patient): Path<PatientId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let sought = asked.sought();
    let choices = app.practice.course_choices(visit.actor()?, patient, &sought).await?;
    let form = FormState::new("course", app.practice.new_key());
    html::page(&page(visit.shell("Open a course"), form, choices, sought.protocol.as_deref()))
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
            let word = |name: &str| typed.optional(name);
            let asked =
                Asked { protocol: word("protocol"), condition: word("condition"), route: word("route") };
            let sought = asked.sought();
            let form = FormState::new("course", app.practice.new_key()).refuse(typed, refusal)?;
            let choices = app.practice.course_choices(visit.actor()?, patient, &sought).await?;
            let protocol = sought.protocol.as_deref();
            html::refused_form(&page(visit.shell("Open a course"), form, choices, protocol))
        }
    }
}

fn page(shell: Shell, form: FormState, choices: CourseChoices, asked: Option<&str>) -> Page {
    let named = asked.and_then(|id| choices.protocols.iter().find(|protocol| protocol.id == id));
    let chosen = named.or(choices.protocols.first()).cloned();
    let rest = choices.protocols.iter().filter(|p| chosen.as_ref().is_none_or(|c| c.id != p.id)).cloned();
    let (others, elsewhere) = rest.partition(|p: &ProtocolChoice| p.fit.for_condition);
    Page { shell: shell.at("/patients"), form, choices, chosen, others, elsewhere, weekdays: &WEEKDAYS }
}

impl Page {
    fn is_sought(&self, condition: impl Plain<Condition>) -> bool {
        self.choices.condition == condition.plain()
    }

    fn is_wished(&self, route: impl Plain<Route>) -> bool {
        self.choices.route == Some(route.plain())
    }

    /// Whether something that would decide is not known.
    fn open_questions(&self, protocol: &ProtocolChoice) -> bool {
        !protocol.fit.missing.is_empty() || !self.choices.not_asked.is_empty()
    }

    /// Where this page shows another protocol, the condition and the route kept.
    fn address(&self, protocol: &ProtocolChoice) -> String {
        let CourseChoices { patient, condition, route, .. } = &self.choices;
        let route = route.map(|route| format!("&route={route}")).unwrap_or_default();
        let condition =
            if protocol.fit.for_condition { format!("&condition={condition}") } else { String::new() };
        format!("/patients/{}/courses/new?protocol={}{condition}{route}", patient.id, protocol.id)
    }
}

fn written_for(protocol: &ProtocolChoice) -> String {
    let names: Vec<String> = protocol.conditions.iter().map(|(_, name)| in_sentence(name)).collect();
    names.join(", ")
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
    fn it_says_why_a_protocol_fits_what_speaks_against_it_and_what_else_could() {
        let html = draw(FormState::new("course", "k-1".to_owned()));
        let words = testing::text(&html);
        for said in [
            "Not all is known",
            "Written for depression.",
            "What else could",
            "The evidence is limited.",
            "Written for something else",
            "Not written for depression.",
            "It is for PTSD.",
            "Not asked yet: Current medication.",
        ] {
            assert!(words.contains(said), "{said} in {words}");
        }
        assert!(html.contains("courses/new?protocol=im-mood&#38;condition=depression"), "{html}");
        assert!(html.contains("<option value=\"depression\" selected>"));
        let mut known = samples::choices();
        known.not_asked.clear();
        known.protocols[0].fit.missing.clear();
        let form = FormState::new("course", "k-1".to_owned());
        let html = testing::check(&page(testing::clinician("Open"), form, known, None));
        assert!(testing::text(&html).contains("Nothing known speaks against it"));
    }

    #[test]
    fn a_protocol_for_another_condition_can_be_looked_at_but_ticks_no_condition() {
        let form = FormState::new("course", "k-1".to_owned());
        let html =
            testing::check(&page(testing::clinician("Open"), form, samples::choices(), Some("ptsd-iv-6")));
        assert!(testing::text(&html).contains("Something speaks against it"));
        assert!(!html.contains("value=\"ptsd\" required checked"));
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
