//! The clinic's safety settings: read by staff, confirmed by the clinic's lead.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use evenkeel_practice::view::safety::{SafetySettingsView, WeekdayHours};
use evenkeel_practice::{NOT_SENT, SafetyForm};
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::done::Done;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::format::Plain;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "clinic_safety.html")]
struct SafetyPage {
    shell: Shell,
    s: SafetySettingsView,
    form: FormState,
    not_sent: &'static str,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows the settings.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let s = app.practice.safety_settings(visit.actor()?).await?;
    let shell = shell(&visit).after(Done::read(notice.done.as_deref()));
    html::page(&SafetyPage {
        shell,
        s,
        form: FormState::new("safety", app.practice.new_key()),
        not_sent: NOT_SENT,
    })
}

/// Puts them in force.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    match app.practice.confirm_safety(visit.actor()?, read(&typed), typed.text("key")).await {
        Ok(_) => Ok(go("/clinic/safety?done=safety")),
        Err(refusal) => {
            let form = FormState::new("safety", app.practice.new_key()).refuse(typed, refusal)?;
            let s = app.practice.safety_settings(visit.actor()?).await?;
            html::refused_form(&SafetyPage { shell: shell(&visit), s, form, not_sent: NOT_SENT })
        }
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Safety settings").at("/clinic/safety")
}

fn read(typed: &Fields) -> SafetyForm {
    let text = |name: &str| typed.text(name).to_owned();
    let day = |n: usize| (text(&format!("from_{n}")), text(&format!("to_{n}")));
    SafetyForm {
        seen_version: typed.text("seen_version").parse().unwrap_or(-1),
        crisis_text: text("crisis_text"),
        crisis_number: text("crisis_number"),
        emergency_number: text("emergency_number"),
        week: std::array::from_fn(day),
        closed: text("closed"),
        on_call_name: text("on_call_name"),
        on_call_phone: text("on_call_phone"),
        minutes: text("minutes"),
    }
}

/// Names of the two fields of a weekday.
fn day_fields(n: impl Plain<usize>) -> (String, String) {
    let n = n.plain();
    (format!("from_{n}"), format!("to_{n}"))
}

fn hours(day: &WeekdayHours) -> String {
    if day.from.is_empty() { "closed".to_owned() } else { format!("{} to {}", day.from, day.to) }
}

#[cfg(test)]
mod tests {
    use evenkeel_practice::Refusal;

    use super::*;
    use crate::{samples, testing};

    fn page(s: SafetySettingsView, form: FormState) -> String {
        testing::check(&SafetyPage {
            shell: testing::clinician("Safety settings"),
            s,
            form,
            not_sent: NOT_SENT,
        })
    }

    fn form() -> FormState {
        FormState::new("safety", "key".to_owned())
    }

    #[test]
    fn the_lead_confirms_and_everybody_reads_that_nothing_is_sent() {
        let html = page(samples::safety_settings(), form());
        assert!(html.contains("action=\"/clinic/safety\"") && html.contains("value=\"17:00\""));
        assert!(html.contains("sends no e-mail"));
        assert!(html.contains("Suggestion; confirm with the official service."));
        let none = page(SafetySettingsView { suggestion: None, ..samples::safety_settings() }, form());
        assert!(none.contains("No crisis line is suggested for US"));
        let read_only = page(SafetySettingsView { may_confirm: false, ..samples::safety_settings() }, form());
        assert!(!read_only.contains("action=\"/clinic/safety\"") && read_only.contains("sends no e-mail"));
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed() {
        let typed = Fields::from(vec![("from_0".to_owned(), "9 o’clock".to_owned())]);
        let refusal = Refusal::field("from_0", "Mon: this is no time of a day.", "Write 09:00.");
        let html = page(samples::safety_settings(), form().refuse(typed, refusal).unwrap());
        assert!(html.contains("value=\"9 o’clock\"") && html.contains("href=\"#safety-from_0\""));
    }

    #[test]
    fn a_week_is_read_day_by_day() {
        let typed = Fields::from(vec![
            ("from_6".to_owned(), "10:00".to_owned()),
            ("to_6".to_owned(), "12:00".to_owned()),
        ]);
        let form = read(&typed);
        assert_eq!(form.week[6], ("10:00".to_owned(), "12:00".to_owned()));
        assert_eq!((form.week[0].0.as_str(), form.seen_version), ("", -1));
    }
}
