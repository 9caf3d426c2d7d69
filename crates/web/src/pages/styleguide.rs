//! The design system: every component in every state, drawn by the very macros and classes the pages use.
//! Served in demo mode only; `e2e/stories/styleguide.test.mjs` compares its pictures.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use evenkeel_practice::Refusal;

use super::Answer;
use crate::app::App;
use crate::fields::Fields;
use crate::figures::{self, Picture};
use crate::form_state::FormState;
use crate::html;
use crate::shell::Shell;
use crate::visit::Visit;

/// The icons of the product, as the sprite is built from them.
const ICONS: &str = include_str!("../../frontend/icons.txt");

/// Grounds with what is written on each: the pairs whose contrast the story measures.
const PAIRS: &[(&str, &[&str])] = &[
    ("ground", &["ink", "ink-soft", "accent"]),
    ("surface", &["ink", "ink-soft", "accent", "accent-strong", "good", "warn", "bad"]),
    ("sunken", &["ink", "ink-soft", "accent"]),
    ("raised", &["ink", "ink-soft", "accent", "bad"]),
    ("accent", &["on-accent"]),
    ("accent-soft", &["ink", "accent"]),
    ("good-soft", &["ink", "good"]),
    ("warn-soft", &["ink", "warn"]),
    ("bad-soft", &["ink", "bad"]),
    ("crisis", &["on-crisis"]),
];

/// Phases of a chair, with their icon.
const PHASES: &[(&str, &str, &str)] = &[
    ("arrived", "user", "arrived"),
    ("checks", "clipboard-check", "checks"),
    ("dosing", "syringe", "dosing"),
    ("recovery", "clock", "recovery"),
    ("ready", "circle-check", "ready to leave"),
];

/// States of a planned session, with their icon and word.
const PILLS: &[(&str, &str, &str)] = &[
    ("done", "circle-check", "given"),
    ("today", "circle-dot", "today"),
    ("due", "triangle-alert", "not recorded"),
    ("planned", "circle-dashed", "planned"),
    ("missed", "circle-x", "missed"),
];

#[derive(Template)]
#[template(path = "styleguide.html")]
struct StyleGuide {
    shell: Shell,
    fresh: FormState,
    refused: FormState,
    confirm: FormState,
    conflict: FormState,
    pictures: [Picture; 2],
}

impl StyleGuide {
    fn icons() -> impl Iterator<Item = &'static str> {
        ICONS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
    }
}

/// The page's address.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/styleguide", get(show))
}

async fn show(State(_): State<App>, visit: Visit) -> Answer {
    html::page(&page(visit.shell("Design system"))?)
}

fn page(shell: Shell) -> Result<StyleGuide, crate::refused::Refused> {
    Ok(StyleGuide {
        shell,
        fresh: FormState::new("fresh", String::new()),
        refused: FormState::new("refused", String::new()).refuse(
            Fields::from(vec![("dose".to_owned(), "forty".to_owned()), ("when".to_owned(), String::new())]),
            Refusal::field("dose", "This is not a number.", "Write the dose in digits, such as 40."),
        )?,
        confirm: FormState::new("confirm", String::new()).refuse(
            Fields::from(vec![("dose".to_owned(), "90".to_owned())]),
            Refusal::Confirm {
                field: "dose".to_owned(),
                what: "This is above the clinic’s own limit of a session.".to_owned(),
            },
        )?,
        conflict: FormState::new("conflict", String::new()).refuse(
            Fields::from(Vec::new()),
            Refusal::Conflict {
                what: "Somebody else recorded this session a moment ago. Look at it first.".to_owned(),
            },
        )?,
        pictures: figures::made_up(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn it_draws_every_state_with_the_pages_own_parts() {
        let html = testing::check(&page(testing::nobody("Design system")).unwrap());
        for state in ["Empty", "Waiting for an answer", "Refused", "No connection", "Read only"] {
            assert!(html.contains(&format!(">{state}</h3>")), "{state}");
        }
        for icon in StyleGuide::icons() {
            assert!(html.contains(&format!("#{icon}\"")), "{icon}");
        }
    }
}
