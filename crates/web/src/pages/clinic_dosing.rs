//! What a millilitre contains in this clinic, and whether a second person confirms every dose.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use evenkeel_practice::DosingForm;
use evenkeel_practice::view::clinic::DosingView;
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
#[template(path = "clinic_dosing.html")]
struct DosingPage {
    shell: Shell,
    d: DosingView,
    form: FormState,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the settings.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let d = app.practice.dosing_settings(visit.actor()?).await?;
    let shell = shell(&visit).after(Done::read(notice.done.as_deref()));
    html::page(&DosingPage { shell, d, form: FormState::new("dosing", app.practice.new_key()) })
}

/// Puts them in force.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    match app.practice.set_dosing(visit.actor()?, read(&typed), typed.text("key")).await {
        Ok(_) => Ok(go(&format!("/clinic/dosing?done={}", Done::Dosing))),
        Err(refusal) => {
            let form = FormState::new("dosing", app.practice.new_key()).refuse(typed, refusal)?;
            let d = app.practice.dosing_settings(visit.actor()?).await?;
            html::refused_form(&DosingPage { shell: shell(&visit), d, form })
        }
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Doses").at("/clinic/safety")
}

fn read(typed: &Fields) -> DosingForm {
    let text = |name: &str| typed.text(name).to_owned();
    DosingForm {
        seen_version: typed.text("seen_version").parse().unwrap_or(-1),
        iv: text("iv"),
        im: text("im"),
        sc: text("sc"),
        second_check: typed.text("second_check") == "yes",
        reason: text("reason"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn page(may_change: bool) -> String {
        let d = DosingView {
            version: 1,
            set_by: Some("Robin <Ada> Hale, today 09:00".to_owned()),
            may_change,
            iv: "1".to_owned(),
            im: "50".to_owned(),
            sc: String::new(),
            second_check: true,
            reason: "Two nurses on every shift.".to_owned(),
            weight_days: 7,
        };
        let form = FormState::new("dosing", "key".to_owned());
        testing::check(&DosingPage { shell: testing::clinician("Doses"), d, form })
    }

    #[test]
    fn the_lead_sets_concentrations_and_the_second_check() {
        let html = page(true);
        assert!(html.contains("action=\"/clinic/dosing\"") && html.contains("value=\"50\""));
        assert!(testing::text(&html).contains("counts for 7 days"));
        let others = page(false);
        assert!(
            !others.contains("action=\"/clinic/dosing\"") && others.contains("Two nurses on every shift.")
        );
    }

    #[test]
    fn what_is_not_ticked_is_off() {
        let form = read(&Fields::from(vec![("iv".to_owned(), " 1,5 ".to_owned())]));
        assert_eq!((form.second_check, form.seen_version), (false, -1));
    }
}
