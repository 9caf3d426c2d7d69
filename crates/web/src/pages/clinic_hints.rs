//! Decision hints: what they are, who accepted them in writing, and the form to accept or withdraw.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use evenkeel_practice::HintsForm;
use evenkeel_practice::view::clinic::HintsView;
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
#[template(path = "clinic_hints.html")]
struct HintsPage {
    shell: Shell,
    h: HintsView,
    form: FormState,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// Shows them.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let h = app.practice.hints(visit.actor()?).await?;
    let shell = shell(&visit).after(Done::read(notice.done.as_deref()));
    html::page(&HintsPage { shell, h, form: FormState::new("hints", app.practice.new_key()) })
}

/// Accepts or withdraws.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    let word = read(&typed);
    let done = if word.accept { Done::HintsOn } else { Done::HintsOff };
    match app.practice.give_word_on_hints(visit.actor()?, word, typed.text("key")).await {
        Ok(_) => Ok(go(&format!("/clinic/hints?done={done}"))),
        Err(refusal) => {
            let form = FormState::new("hints", app.practice.new_key()).refuse(typed, refusal)?;
            let h = app.practice.hints(visit.actor()?).await?;
            html::refused_form(&HintsPage { shell: shell(&visit), h, form })
        }
    }
}

fn shell(visit: &Visit) -> Shell {
    visit.shell("Decision hints").at("/clinic/safety")
}

fn read(typed: &Fields) -> HintsForm {
    HintsForm {
        seen_version: typed.text("seen_version").parse().unwrap_or(-1),
        accept: typed.text("accept") == "yes",
        name: typed.text("name").to_owned(),
        role: typed.text("role").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use evenkeel_practice::view::clinic::HintsLine;
    use evenkeel_practice::{HINTS_TEXT, HINTS_TEXT_VERSION, Refusal};

    use super::*;
    use crate::testing;

    fn hints(on: bool) -> HintsView {
        let word = HintsLine {
            accepted: !on,
            who: "Robin <Ada> Hale, medical director".to_owned(),
            when: "today 14:05".to_owned(),
            text_version: "1".to_owned(),
            text: HINTS_TEXT.to_owned(),
        };
        HintsView {
            on,
            by_default: false,
            country: "DE".to_owned(),
            may_change: true,
            version: 1,
            text: HINTS_TEXT,
            text_version: HINTS_TEXT_VERSION,
            history: vec![word],
        }
    }

    fn page(h: HintsView) -> String {
        let form = FormState::new("hints", "key".to_owned());
        testing::check(&HintsPage { shell: testing::clinician("Decision hints"), h, form })
    }

    #[test]
    fn the_lead_reads_the_text_and_accepts_or_withdraws() {
        let off = page(hints(false));
        assert!(off.contains("value=\"yes\"") && testing::text(&off).contains("I accept their use"));
        assert!(testing::text(&off).contains("Accept in writing"));
        let on = page(hints(true));
        assert!(on.contains("value=\"no\"") && testing::text(&on).contains("Withdraw"));
    }

    #[test]
    fn everybody_else_reads_who_accepted_and_finds_no_form() {
        let html = page(HintsView { may_change: false, ..hints(true) });
        assert!(!html.contains("action=\"/clinic/hints\"") && html.contains("medical director"));
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed() {
        let typed = Fields::from(vec![("name".to_owned(), "Somebody".to_owned())]);
        let refusal = Refusal::field("name", "This is not your name.", "Type your own.");
        let form = FormState::new("hints", "key".to_owned()).refuse(typed, refusal).unwrap();
        let shell = testing::clinician("Decision hints");
        let html = testing::check(&HintsPage { shell, h: hints(false), form });
        assert!(html.contains("value=\"Somebody\"") && html.contains("href=\"#hints-name\""));
    }

    #[test]
    fn staff_read_that_hints_are_off_and_the_lead_finds_the_way() {
        let mut shell = testing::clinician("Decision hints");
        shell.hints_off = Some("What this means");
        let form = || FormState::new("hints", "key".to_owned());
        let html = testing::check(&HintsPage { shell: shell.clone(), h: hints(false), form: form() });
        assert!(testing::text(&html).contains("Decision hints are off"));
        shell.hints_off = None;
        let html = testing::check(&HintsPage { shell, h: hints(true), form: form() });
        assert!(!testing::text(&html).contains("Decision hints are off"));
    }
}
