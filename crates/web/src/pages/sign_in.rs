//! Signing in and out.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use evenkeel_practice::Refusal;
use serde::Deserialize;

use super::{Answer, Posted};
use crate::app::App;
use crate::cookie;
use crate::fields::Fields;
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::refused::Refused;
use crate::shell::Shell;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    shell: Shell,
    form: FormState,
    next: String,
    needs_setup: bool,
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
}

/// The sign-in page's address, with the way back if it is one of our own plain addresses.
pub(crate) fn address(back: &str) -> String {
    if back.len() > 1 && is_own(back) { format!("/sign-in?next={back}") } else { "/sign-in".to_owned() }
}

/// One of our own pages: never another site, never a form's address.
fn is_own(address: &str) -> bool {
    let plain = address.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-".contains(&b));
    address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/sign-") && plain
}

/// Shows the form.
pub(crate) async fn show(State(app): State<App>, visit: Visit, Query(query): Query<Next>) -> Answer {
    draw(&app, &visit, FormState::new("in", String::new()), query.next.unwrap_or_default()).await
}

/// Signs in.
pub(crate) async fn submit(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    let tried =
        app.practice.sign_in(typed.text("email"), typed.verbatim("password"), typed.text("code")).await;
    match tried {
        Ok(token) => {
            let next = typed.text("next");
            enter(&app, &token, if is_own(next) { next } else { "/" })
        }
        Err(refusal) => {
            let next = typed.text("next").to_owned();
            draw(&app, &visit, FormState::new("in", String::new()).refuse(typed, refusal)?, next).await
        }
    }
}

async fn draw(app: &App, visit: &Visit, form: FormState, next: String) -> Answer {
    let refused = form.refused;
    let page = SignInPage {
        shell: visit.shell("Sign in"),
        form,
        next,
        needs_setup: app.practice.needs_setup().await?,
    };
    if refused { html::refused_form(&page) } else { html::page(&page) }
}

/// Sets the session and goes on.
pub(crate) fn enter(app: &App, token: &str, to: &str) -> Answer {
    let cookie = cookie::set(token, app.config()).ok_or_else(|| {
        tracing::error!("a session token holds characters that no cookie takes");
        Refused(Refusal::Unavailable { what: "You could not be signed in.".to_owned(), cause: String::new() })
    })?;
    Ok(([(header::SET_COOKIE, cookie)], go(to)).into_response())
}

/// Signs out: the session ends on the server and in this browser.
pub(crate) async fn leave(State(app): State<App>, visit: Visit) -> Answer {
    if let Some(token) = visit.token() {
        app.practice.sign_out(token).await?;
    }
    let gone: Response = match cookie::clear(app.config()) {
        Some(cookie) => ([(header::SET_COOKIE, cookie)], go("/sign-in")).into_response(),
        None => go("/sign-in"),
    };
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_only_to_our_own_pages() {
        assert_eq!(address("/courses/0197"), "/sign-in?next=/courses/0197");
        for other in ["/", "//evil.example", "https://evil.example", "/a?b=c", "/\\evil.example", "/sign-in"]
        {
            assert_eq!(address(other), "/sign-in", "{other}");
        }
    }

    #[test]
    fn a_refused_sign_in_keeps_the_address_and_never_the_password() {
        let typed = vec![
            ("email".to_owned(), "a@b.example".to_owned()),
            ("password".to_owned(), "secret".to_owned()),
        ];
        let refusal = Refusal::field("email", "This combination is not known.", "Check all three.");
        let form = FormState::new("in", String::new()).refuse(Fields::from(typed), refusal).unwrap();
        let page = SignInPage {
            shell: crate::testing::nobody("Sign in"),
            form,
            next: String::new(),
            needs_setup: false,
        };
        let html = crate::testing::check(&page);
        assert!(html.contains("a@b.example") && !html.contains("secret"));
        assert!(html.contains("href=\"#in-email\"") && html.contains("id=\"in-email\""));
    }
}
