//! S6: what needs a human, check-ins that have come and nobody has looked at, and those that have not come.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use evenkeel_practice::view::lists::{Group, InboxPage, InboxRow, StepView};
use evenkeel_practice::{AlertId, CheckInStep, CourseId, Deed, Inbox, MeasurementId, Refusal, SeeTo, Step};
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "inbox.html")]
struct InboxList {
    shell: Shell,
    b: InboxPage,
    groups: Vec<Section>,
    /// Keys of the forms, one a row; what was typed, where a form came back.
    form: FormState,
    /// The row whose form came back.
    about: String,
}

/// The rows of one group.
struct Section {
    id: &'static str,
    name: &'static str,
    empty: &'static str,
    rows: Vec<InboxRow>,
}

impl InboxList {
    fn new(shell: Shell, b: InboxPage, form: FormState, about: String) -> Self {
        let group = |id, name, empty, of: &[Group]| {
            let rows = b.rows.iter().filter(|row| of.contains(&row.group)).cloned().collect();
            Section { id, name, empty, rows }
        };
        let groups = vec![
            group("answer", "Answer needed", "Nothing asks for an answer.", &[Group::Safety, Group::Answer]),
            group("worse", "Worse", "Nothing is worse than expected.", &[Group::Worse]),
            group("expected", "As expected", "Nothing else has come.", &[Group::Expected]),
        ];
        Self { shell, b, groups, form, about }
    }

    /// Whether the form that came back is this row's.
    fn is_about(&self, what: impl std::fmt::Display) -> bool {
        self.form.refused && self.about == what.to_string()
    }
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
    page: Option<u32>,
    silent: Option<u32>,
}

/// Shows the inbox.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let wanted = Inbox { page: asked.page.unwrap_or(1), silent: asked.silent.unwrap_or(1) };
    let b = app.practice.inbox(visit.actor()?, wanted).await?;
    let shell = shell(&visit, &b).after(Done::read(asked.done.as_deref()));
    html::page(&InboxList::new(shell, b, FormState::new("inbox", app.practice.new_key()), String::new()))
}

/// Notes what was done about a check-in.
pub(crate) async fn step(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let mut reader = Reader::new(&typed);
    let measurement: Option<MeasurementId> = typed.text("measurement").parse().ok();
    let step = reader.word::<Step>("step", "What was done");
    let done = match step {
        Some(Step::Seen) => Done::CheckInSeen,
        _ => Done::Call,
    };
    let tried = match reader.all(step) {
        Ok(step) => {
            let words = typed.text("words").to_owned();
            let new = CheckInStep { course: id, measurement, step, words };
            app.practice.step_on_check_in(visit.actor()?, new, typed.text("key")).await
        }
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let about = measurement.map_or_else(|| id.to_string(), |m| m.to_string());
    after((&app, &visit), tried, done, typed, about).await
}

/// Acknowledges an alert from here.
pub(crate) async fn acknowledge(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<CourseId>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let mut reader = Reader::new(&typed);
    let alert = reader.word::<AlertId>("alert", "The alert");
    let tried = match reader.all(alert) {
        Ok(alert) => {
            let words = typed.text("words").to_owned();
            let see_to = SeeTo { course: id, alert, deed: Deed::Acknowledge, done: Vec::new(), words };
            app.practice.see_to(visit.actor()?, see_to, typed.text("key")).await
        }
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    let about = typed.text("alert").to_owned();
    after((&app, &visit), tried, Done::Alert, typed, about).await
}

/// A form that was sent without its page: back to the inbox.
pub(crate) async fn back() -> axum::response::Response {
    go("/inbox")
}

async fn after(
    (app, visit): (&App, &Visit),
    tried: Result<(), Refusal>,
    done: Done,
    typed: Fields,
    about: String,
) -> Answer {
    match tried {
        Ok(()) => Ok(go(&format!("/inbox?done={done}"))),
        Err(refusal) => {
            let form = FormState::new("inbox", app.practice.new_key()).refuse(typed, refusal)?;
            let b = app.practice.inbox(visit.actor()?, Inbox::default()).await?;
            html::refused_form(&InboxList::new(shell(visit, &b), b, form, about))
        }
    }
}

fn shell(visit: &Visit, b: &InboxPage) -> Shell {
    visit.shell("Inbox").at("/inbox").with_waiting(&b.safety)
}

/// "Spoken with (Tomas Ruiz, today 09:10): …".
fn step_words(step: &StepView) -> String {
    let words = step.words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
    format!("{} ({}){words}", step.what, step.who)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn draw(b: InboxPage, shell: Shell) -> String {
        let form = FormState::new("inbox", "key".to_owned());
        testing::check(&InboxList::new(shell, b, form, String::new()))
    }

    fn waiting() -> Shell {
        testing::clinician("Inbox").at("/inbox").with_waiting(&[samples::waiting()])
    }

    #[test]
    fn each_group_tells_change_items_and_what_was_expected() {
        let text = testing::text(&draw(samples::inbox(), waiting()));
        for words in [
            "Answer needed",
            "Worse",
            "As expected",
            "No answer",
            "worse by 5, from 7",
            "Feeling down",
            "1 → 3",
            "expected 5 to 11",
            "9 days late",
            "Spoken with (Tomas Ruiz",
            "3 not seen yet",
        ] {
            assert!(text.contains(words), "{words} is missing: {text}");
        }
    }

    #[test]
    fn an_alert_is_acknowledged_from_here_by_who_may() {
        let html = draw(samples::inbox(), waiting());
        assert!(html.contains("name=\"alert\"") && html.contains("/acknowledge\""));
        let reads = InboxPage { may_work: false, may_answer: false, ..samples::inbox() };
        assert!(!draw(reads, waiting()).contains("<form class=\"ask"));
    }

    #[test]
    fn an_empty_inbox_says_so() {
        let b = InboxPage { rows: Vec::new(), silent: Vec::new(), ..samples::inbox() };
        let text = testing::text(&draw(b, testing::clinician("Inbox")));
        assert!(text.contains("Nobody waits") && text.contains("Every check-in has come"));
    }
}
