//! First start: the clinic, its first administrator and the second factor.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use evenkeel_practice::{HINTS_TEXT, Link, SetupForm, TotpEnrolment};

use super::{Answer, Posted, sign_in};
use crate::app::App;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::{Shell, role_words};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    shell: Shell,
    form: FormState,
    token: String,
    hints_text: &'static str,
    sets_up_clinic: bool,
    role: &'static str,
}

impl SetupPage {
    fn new(shell: Shell, form: FormState, token: String, link: Link) -> Self {
        let role = role_words(link.role);
        Self { shell, form, token, hints_text: HINTS_TEXT, sets_up_clinic: link.sets_up_clinic, role }
    }
}

#[derive(Template)]
#[template(path = "setup_code.html")]
struct CodePage {
    shell: Shell,
    form: FormState,
    token: String,
    qr_svg: String,
    secret: String,
    ticket: String,
}

/// Shows the form a link is for: the clinic and its first administrator, or a colleague.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Answer {
    let link = app.practice.link(&token).await?;
    html::page(&SetupPage::new(visit.shell("Set up"), FormState::new("setup", String::new()), token, link))
}

/// A reload of the second step starts again.
pub(crate) async fn back(Path(token): Path<String>) -> Response {
    go(&format!("/setup/{token}"))
}

/// Takes the form and asks for the second factor.
pub(crate) async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    match app.practice.setup_clinic(&token, read(&typed)).await {
        Ok(TotpEnrolment { secret_base32: secret, qr_svg, ticket, .. }) => {
            let form = FormState::new("setup", String::new());
            html::page(&CodePage { shell: visit.shell("Second factor"), form, token, qr_svg, secret, ticket })
        }
        Err(refusal) => {
            let form = FormState::new("setup", String::new()).refuse(typed, refusal)?;
            let link = app.practice.link(&token).await?;
            html::refused_form(&SetupPage::new(visit.shell("Set up"), form, token, link))
        }
    }
}

fn read(typed: &Fields) -> SetupForm {
    let text = |name: &str| typed.text(name).to_owned();
    SetupForm {
        clinic_name: text("clinic_name"),
        country: text("country").to_uppercase(),
        zone: text("zone"),
        crisis_number: text("crisis_number"),
        name: text("name"),
        email: text("email"),
        password: typed.verbatim("password").to_owned(),
        accept_hints: text("accept_hints"),
    }
}

/// Takes the code and signs in.
pub(crate) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Form(pairs): Posted,
) -> Answer {
    let typed = Fields::from(pairs);
    let (ticket, secret) = (typed.text("ticket").to_owned(), typed.text("secret").to_owned());
    match app.practice.confirm_totp(&ticket, typed.text("code")).await {
        Ok(session) => sign_in::enter(&app, &session, "/"),
        Err(refusal) => {
            let form = FormState::new("setup", String::new()).refuse(typed, refusal)?;
            // The picture is drawn once only; a picture sent back by a form is not to be trusted.
            let page = CodePage {
                shell: visit.shell("Second factor"),
                form,
                token,
                qr_svg: String::new(),
                secret,
                ticket,
            };
            html::refused_form(&page)
        }
    }
}

#[cfg(test)]
mod tests {
    use evenkeel_practice::Role;

    use super::*;
    use crate::testing;

    #[test]
    fn both_steps_are_plain_forms() {
        let form = || FormState::new("setup", String::new());
        let shell = testing::nobody("Set up");
        let first = Link { role: Role::Admin, sets_up_clinic: true };
        let first = testing::check(&SetupPage::new(shell, form(), "t0ken".to_owned(), first));
        assert!(first.contains("action=\"/setup/t0ken\"") && first.contains("clinic_name"));
        let colleague = Link { role: Role::Nurse, sets_up_clinic: false };
        let shell = testing::nobody("Set up");
        let colleague = testing::check(&SetupPage::new(shell, form(), "t0ken".to_owned(), colleague));
        assert!(!colleague.contains("clinic_name") && colleague.contains("Nurse"));
        let second = CodePage {
            shell: testing::nobody("Second factor"),
            form: form(),
            token: "t0ken".to_owned(),
            qr_svg: "<svg></svg>".to_owned(),
            secret: "JBSW<".to_owned(),
            ticket: "7".to_owned(),
        };
        let html = testing::check(&second);
        assert!(html.contains("<svg></svg>") && html.contains("JBSW&#60;"));
    }
}
