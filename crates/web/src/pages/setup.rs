//! First start: the clinic, its first administrator and the second factor.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use evenkeel_practice::{HINTS_TEXT, SetupForm, TotpEnrolment};

use super::{Answer, Posted, sign_in};
use crate::app::App;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    shell: Shell,
    form: FormState,
    token: String,
    hints_text: &'static str,
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

/// Shows the form, as long as the clinic has nobody yet.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Answer {
    if !app.practice.needs_setup().await? {
        return Ok(go("/sign-in"));
    }
    html::page(&SetupPage {
        shell: visit.shell("Set up"),
        form: FormState::new("setup", String::new()),
        token,
        hints_text: HINTS_TEXT,
    })
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
            html::refused_form(&SetupPage { shell: visit.shell("Set up"), form, token, hints_text: HINTS_TEXT })
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
    use super::*;
    use crate::testing;

    #[test]
    fn both_steps_are_plain_forms() {
        let form = || FormState::new("setup", String::new());
        let shell = testing::nobody("Set up");
        let first = SetupPage { shell, form: form(), token: "t0ken".to_owned(), hints_text: HINTS_TEXT };
        assert!(testing::check(&first).contains("action=\"/setup/t0ken\""));
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
