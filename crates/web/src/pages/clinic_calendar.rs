//! What the calendar keeps to: opening hours, closed days, nurses, lengths.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use evenkeel_practice::CalendarForm;
use evenkeel_practice::view::calendar::CalendarSettingView;
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "clinic_calendar.html")]
struct CalendarSettingPage {
    shell: Shell,
    v: CalendarSettingView,
    form: FormState,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows it.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let v = app.practice.calendar_setting(visit.actor()?).await?;
    let shell = shell(&visit).after(Done::read(notice.done.as_deref()));
    html::page(&CalendarSettingPage { shell, v, form: FormState::new("hours", app.practice.new_key()) })
}

/// Puts it in force.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    let text = |name: &str| typed.text(name).to_owned();
    let day = |n: usize| ["from", "to", "nurses"].map(|what| text(&format!("{what}_{n}")));
    let form = CalendarForm {
        seen_version: typed.text("seen_version").parse().unwrap_or(-1),
        week: std::array::from_fn(day),
        closed: text("closed"),
        preparation: text("preparation"),
        giving: text("giving"),
        recovery: text("recovery"),
        watches: text("watches"),
        left_after_dose: typed.all("left_after_dose").map(str::to_owned).collect(),
    };
    match app.practice.set_calendar(visit.actor()?, form, typed.text("key")).await {
        Ok(_) => Ok(go(&format!("/clinic/calendar?done={}", Done::Calendar))),
        Err(refusal) => {
            let form = FormState::new("hours", app.practice.new_key()).refuse(typed, refusal)?;
            let v = app.practice.calendar_setting(visit.actor()?).await?;
            html::refused_form(&CalendarSettingPage { shell: shell(&visit), v, form })
        }
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Calendar settings").at("/clinic/safety")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn page(may_change: bool) -> String {
        let v = CalendarSettingView { may_change, ..samples::calendar_setting() };
        let form = FormState::new("hours", "key".to_owned());
        testing::check(&CalendarSettingPage { shell: testing::clinician("Calendar"), v, form })
    }

    #[test]
    fn the_lead_sets_hours_and_staff_and_everybody_reads_them() {
        let html = page(true);
        for field in [
            "name=\"from_0\"",
            "name=\"nurses_4\"",
            "name=\"closed\"",
            "name=\"watches\"",
            "name=\"left_after_dose\"",
        ] {
            assert!(html.contains(field), "{field}");
        }
        let read = page(false);
        assert!(!read.contains("action=\"/clinic/calendar\""));
        assert!(testing::text(&read).contains("09:00 to 17:00"));
    }
}
