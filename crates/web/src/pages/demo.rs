//! The demonstration: one card a role, and a form that moves its day. Served in demo mode only.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Form, Router};
use evenkeel_practice::{Demo, DemoRole, Refusal, Role};
use jiff::civil::Date;
use serde::Deserialize;

use super::{Answer, Posted, sign_in};
use crate::app::App;
use crate::done::Done;
use crate::fields::{Fields, Reader};
use crate::form_state::FormState;
use crate::html::{self, go};
use crate::shell::{self, Shell};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "demo.html")]
struct DemoPage {
    shell: Shell,
    form: FormState,
    cards: Vec<Card>,
    today: Date,
}

struct Card {
    slug: String,
    role: &'static str,
    name: String,
    shows: &'static str,
}

/// What stands in the address.
#[derive(Deserialize)]
pub(crate) struct Notice {
    done: Option<String>,
}

/// The demonstration's addresses.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/demo", get(show))
        .route("/demo/day", get(back).post(travel))
        .route("/demo/as/{role}", get(enter))
}

async fn back() -> axum::response::Response {
    go("/demo")
}

async fn show(State(app): State<App>, visit: Visit, Query(notice): Query<Notice>) -> Answer {
    let shell = visit.shell("Look around").after(Done::read(notice.done.as_deref()));
    html::page(&page(shell, FormState::new("demo", String::new()), demo(&app).await?))
}

/// Goes in as one of the roles.
async fn enter(State(app): State<App>, Path(slug): Path<String>) -> Answer {
    let role: Role = slug.replace('-', "_").parse().map_err(|_| Refusal::not_found("This role"))?;
    let token = app.practice.demo_sign_in(role).await?;
    sign_in::enter(&app, &token, shell::home(role))
}

/// Moves the day.
async fn travel(State(app): State<App>, visit: Visit, Form(pairs): Posted) -> Answer {
    let typed = Fields::from(pairs);
    let mut reader = Reader::new(&typed);
    let to = reader.date("to");
    let moved = match reader.all(to) {
        Ok(to) => app.practice.demo_travel(to).await,
        Err(problems) => Err(Refusal::Invalid(problems)),
    };
    match moved {
        Ok(()) => Ok(go("/demo?done=day")),
        Err(refusal) => {
            let form = FormState::new("demo", String::new()).refuse(typed, refusal)?;
            html::refused_form(&page(visit.shell("Look around"), form, demo(&app).await?))
        }
    }
}

async fn demo(app: &App) -> Result<Demo, Refusal> {
    app.practice.demo().await?.ok_or_else(|| Refusal::not_found("The demonstration"))
}

fn page(shell: Shell, form: FormState, demo: Demo) -> DemoPage {
    let cards = demo.roles.into_iter().map(|DemoRole { role, name, lands_on }| Card {
        slug: role.to_string().replace('_', "-"),
        role: shell::role_words(role),
        name,
        shows: lands_on,
    });
    DemoPage { shell, form, cards: cards.collect(), today: demo.today }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, testing};

    #[test]
    fn every_role_has_a_card_with_a_plain_link() {
        let roles = vec![
            DemoRole { role: Role::FrontDesk, name: "Jo Ahn".to_owned(), lands_on: "Who comes when" },
            DemoRole { role: Role::Patient, name: "Sam Reyes".to_owned(), lands_on: "One's own plan" },
        ];
        let demo = Demo { roles, today: samples::TODAY };
        let html = testing::check(&page(
            testing::nobody("Look around"),
            FormState::new("demo", String::new()),
            demo,
        ));
        assert!(html.contains("href=\"/demo/as/front-desk\"") && html.contains("href=\"/demo/as/patient\""));
    }
}
