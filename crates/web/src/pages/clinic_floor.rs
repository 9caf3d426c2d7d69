//! Chairs of the clinic, and the limits of readings at the chair.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use evenkeel_practice::FloorForm;
use evenkeel_practice::view::floor::FloorSettingView;
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
#[template(path = "clinic_floor.html")]
struct FloorPage {
    shell: Shell,
    v: FloorSettingView,
    /// Chairs in force, one a line.
    chairs: String,
    form: FormState,
}

impl FloorPage {
    fn new(shell: Shell, v: FloorSettingView, form: FormState) -> Self {
        Self { chairs: v.chairs.join("\n"), shell, v, form }
    }
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows them.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let v = app.practice.floor_setting(visit.actor()?).await?;
    let shell = shell(&visit).after(Done::read(notice.done.as_deref()));
    html::page(&FloorPage::new(shell, v, FormState::new("floor", app.practice.new_key())))
}

/// Puts them in force.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs.clone());
    let form = FloorForm {
        seen_version: typed.text("seen_version").parse().unwrap_or(-1),
        chairs: typed.text("chairs").to_owned(),
        limits: pairs.iter().map(|(name, _)| (name.clone(), typed.text(name).to_owned())).collect(),
    };
    match app.practice.set_floor(visit.actor()?, form, typed.text("key")).await {
        Ok(_) => Ok(go(&format!("/clinic/floor?done={}", Done::Floor))),
        Err(refusal) => {
            let form = FormState::new("floor", app.practice.new_key()).refuse(typed, refusal)?;
            let v = app.practice.floor_setting(visit.actor()?).await?;
            html::refused_form(&FloorPage::new(shell(&visit), v, form))
        }
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Chairs and limits").at("/clinic/safety")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    fn page(may_change: bool) -> String {
        let v = FloorSettingView { may_change, ..samples::floor_setting() };
        let form = FormState::new("floor", "key".to_owned());
        testing::check(&FloorPage::new(testing::clinician("Chairs"), v, form))
    }

    #[test]
    fn the_lead_names_chairs_and_sets_limits_and_everybody_reads_them() {
        let html = page(true);
        assert!(html.contains("action=\"/clinic/floor\"") && html.contains("name=\"systolic_from\""));
        let read = page(false);
        assert!(!read.contains("action=\"/clinic/floor\""));
        assert!(testing::text(&read).contains("Window"));
    }
}
